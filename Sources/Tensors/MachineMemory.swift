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

  private static var processLimit: Int? {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0 else { return nil }
    return Int(exactly: limit.rlim_cur)
  }

  /// The limit of the process's control group, of either version; nil where there is none.
  private static var containerLimit: Int? {
    ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"].compactMap { path in
      guard let file = fopen(path, "r") else { return nil }
      defer { fclose(file) }
      var line = [CChar](repeating: 0, count: 32)
      guard fgets(&line, Int32(line.count), file) != nil else { return nil }
      // `max` is no number, and stands for no limit.
      return Int(String(decoding: line.prefix { $0 >= 0x30 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }.min()
  }
}
