private import Glibc

/// The memory of the machine that computes, to be asked before anything large is allocated: allocating itself succeeds
/// long beyond what is there, and then the system kills the program.
public enum MachineMemory {
  /// Bytes that the machine has.
  public static var bytes: Int {
    let (pages, size) = (sysconf(Int32(_SC_PHYS_PAGES)), sysconf(Int32(_SC_PAGESIZE)))
    return pages > 0 && size > 0 ? pages * size : .max
  }

  /// Bytes that the program may use: three quarters, since the system and other programs need some too.
  public static var budget: Int { bytes / 4 * 3 }
}
