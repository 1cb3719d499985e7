#if arch(x86_64)
  import _Builtin_intrinsics.intel.cpuid
#endif

/// What the kernels are compiled for, slowest first.
public enum InstructionSet: String, CaseIterable, Comparable, Sendable {
  /// What every machine of the architecture has: SSE2 on x86-64, NEON on arm64.
  case baseline
  /// AVX2, FMA and F16C: x86-64 since Haswell (2013) and Zen (2017).
  case avx2
  /// AVX-512 F, VL, DQ and BW: x86-64 servers since Skylake (2017) and Zen 4 (2022).
  case avx512

  /// Whether this machine and its operating system have it.
  public var isAvailable: Bool { self <= .best }

  /// The fastest one that this machine and its operating system have.
  public static var best: InstructionSet {
    #if arch(x86_64)
      let features = ProcessorFeatures()
      guard features.hasAVX2, features.savesYMM else { return .baseline }
      return features.hasAVX512 && features.savesZMM ? .avx512 : .avx2
    #else
      return .baseline
    #endif
  }

  /// Slower before faster.
  public static func < (a: InstructionSet, b: InstructionSet) -> Bool {
    a.rank < b.rank
  }

  private var rank: Int {
    switch self {
    case .baseline: 0
    case .avx2: 1
    case .avx512: 2
    }
  }
}

#if arch(x86_64)
  /// What `cpuid` tells (Intel's Software Developer's Manual, volume 2A, CPUID).
  private struct ProcessorFeatures {
    var hasAVX2 = false
    var hasAVX512 = false
    var savesYMM = false
    var savesZMM = false

    init() {
      guard let basic = Leaf(1, 0), let extended = Leaf(7, 0) else { return }
      let hasFMA = basic.ecx & 1 << 12 != 0
      let hasAVX = basic.ecx & 1 << 28 != 0
      let hasHalf = basic.ecx & 1 << 29 != 0
      let systemSavesMore = basic.ecx & 1 << 27 != 0
      hasAVX2 = hasAVX && hasFMA && hasHalf && extended.ebx & 1 << 5 != 0
      let needed: UInt32 = 1 << 16 | 1 << 17 | 1 << 30 | 1 << 31
      hasAVX512 = hasAVX2 && extended.ebx & needed == needed
      // Leaf 13 EBX is the size of what the system saves on a switch: 576 bytes for SSE, 832 with YMM; the upper halves
      // of 32 ZMM registers and the masks end at 2688. So nothing but `cpuid` is needed to know.
      guard systemSavesMore, let state = Leaf(13, 0) else { return }
      savesYMM = state.ebx >= 832
      savesZMM = state.ebx >= 2688
    }
  }

  /// One answer of `cpuid`.
  private struct Leaf {
    var eax: UInt32 = 0
    var ebx: UInt32 = 0
    var ecx: UInt32 = 0
    var edx: UInt32 = 0

    /// nil where the processor does not know the leaf.
    init?(_ leaf: UInt32, _ subleaf: UInt32) {
      guard __get_cpuid_count(leaf, subleaf, &eax, &ebx, &ecx, &edx) == 1 else { return nil }
    }
  }
#endif
