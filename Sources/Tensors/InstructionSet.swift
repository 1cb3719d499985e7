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
  public var isAvailable: Bool { self <= .widest }

  /// The widest one that this machine and its operating system have.
  public static var widest: InstructionSet {
    #if arch(x86_64)
      let features = ProcessorFeatures()
      guard features.hasAVX2, features.savesYMM else { return .baseline }
      return features.hasAVX512 && features.savesZMM ? .avx512 : .avx2
    #else
      return .baseline
    #endif
  }

  /// The fastest one that this machine and its operating system have: the widest, but for processors that take a wide
  /// instruction in two halves. There AVX2 has as many multiply-adds and smaller panels for a first cache of 32 KB: on a
  /// Zen 4 it trained at width 128 and 384 3 and 6 % faster, at width 64 1 % slower.
  public static var best: InstructionSet {
    #if arch(x86_64)
      return widest == .avx512 && ProcessorFeatures().halvesWideInstructions ? .avx2 : widest
    #else
      return widest
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
    /// AMD's family 19h: Zen 3, which lacks AVX-512, and Zen 4.
    var halvesWideInstructions = false

    init() {
      guard let basic = Leaf(1, 0), let extended = Leaf(7, 0) else { return }
      let hasFMA = basic.ecx & 1 << 12 != 0
      let hasAVX = basic.ecx & 1 << 28 != 0
      let hasHalf = basic.ecx & 1 << 29 != 0
      let systemSavesMore = basic.ecx & 1 << 27 != 0
      hasAVX2 = hasAVX && hasFMA && hasHalf && extended.ebx & 1 << 5 != 0
      let needed: UInt32 = 1 << 16 | 1 << 17 | 1 << 30 | 1 << 31
      hasAVX512 = hasAVX2 && extended.ebx & needed == needed
      if let vendor = Leaf(0, 0) {
        let isAMD = vendor.ebx == 0x6874_7541 && vendor.edx == 0x6974_6E65 && vendor.ecx == 0x444D_4163
        halvesWideInstructions = isAMD && basic.eax >> 8 & 0xF == 0xF && basic.eax >> 20 & 0xFF == 0xA
      }
      // Leaf 13 EBX is the size of what the system saves on a switch: 576 bytes for SSE, 832 with YMM. Where the upper 16
      // ZMM registers end in it, its part 7 tells: Intel's at 2688, AMD's at 2432. So `cpuid` is all that is needed.
      guard systemSavesMore, let state = Leaf(13, 0) else { return }
      savesYMM = state.ebx >= 832
      if let registers = Leaf(13, 7), registers.eax > 0 { savesZMM = state.ebx >= registers.ebx + registers.eax }
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
