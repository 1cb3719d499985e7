private import Glibc

/// The memory of the machine that computes, to be asked before anything large is allocated: allocating itself succeeds
/// long beyond what is there, and then the system kills the program.
public enum MachineMemory {
  /// Bytes that this process may come to have: what the machine has, or less where a limit of the process (`ulimit -v`)
  /// or of its container says so.
  public static var bytes: Int {
    let (pages, size) = (sysconf(Int32(_SC_PHYS_PAGES)), sysconf(Int32(_SC_PAGESIZE)))
    let physical = pages > 0 && size > 0 ? pages * size : Int.max
    return [physical, processLimit, containerLimit].compactMap(\.self).min() ?? physical
  }

  /// Bytes that the program may use: three quarters, since the system and other programs need some too.
  public static var budget: Int { bytes / 4 * 3 }

  /// What `ulimit -v` leaves beside the program itself, which counts there with all of its code.
  private static var processLimit: Int? {
    addressLimit.map { max(0, $0 - programSize) }
  }

  /// Whether so many bytes can be taken for something that can be done without: `ulimit -v` leaves as much again for what can't.
  static func hasSpare(_ bytes: Int) -> Bool { addressLimit.map { bytes <= ($0 - addressSpace) / 2 } ?? true }

  private static var addressLimit: Int? {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0 else { return nil }
    return Int(exactly: limit.rlim_cur)
  }

  /// Bytes of address space that the process takes.
  private static var addressSpace: Int {
    firstNumber(in: "/proc/self/statm").map { $0 * sysconf(Int32(_SC_PAGESIZE)) } ?? 0
  }

  /// The same when memory was first asked for: before anything large was.
  private static let programSize = addressSpace

  /// The limit of the process's control group, of either version; nil where there is none.
  private static var containerLimit: Int? {
    // `max` is no number, and stands for no limit.
    ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"].compactMap(firstNumber).min()
  }

  /// The number that a file of the system begins with.
  private static func firstNumber(in path: String) -> Int? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 32)
    guard fgets(&line, Int32(line.count), file) != nil else { return nil }
    return Int(String(decoding: line.prefix { $0 >= 0x30 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
  }
}
