private import Glibc

/// Bytes of memory that the program has now.
func residentMemory() -> Int {
  var buffer = [UInt8](repeating: 0, count: 128)
  let descriptor = open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { return 0 }
  defer { close(descriptor) }
  let count = read(descriptor, &buffer, buffer.count)
  let fields = buffer.prefix(max(0, count)).split(separator: UInt8(ascii: " "))
  guard fields.count > 1, let pages = Int(String(decoding: fields[1], as: UTF8.self)) else { return 0 }
  return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
}
