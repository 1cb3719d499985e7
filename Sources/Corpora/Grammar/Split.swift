/// Which part of the data a document belongs to: decided by its text alone, so that no run can mix them up.
public enum Split: String, Hashable, Sendable, CaseIterable {
  /// 90 % of all texts.
  case train
  /// 5 % of all texts: for choosing and reporting.
  case validation
  /// 5 % of all texts: for the last word.
  case test

  /// The part that a text belongs to.
  ///
  /// The 64-bit FNV-1a hash of its UTF-8 bytes, mixed once by SplitMix64's finaliser, modulo 20.
  public init(of text: String) {
    var hash = TextHash()
    hash.take(Array(text.utf8))
    self.init(hash)
  }

  /// The part that a text of a hash belongs to.
  init(_ text: TextHash) {
    var hash = text.value
    hash = (hash ^ (hash >> 30)) &* 0xBF58_476D_1CE4_E5B9
    hash = (hash ^ (hash >> 27)) &* 0x94D0_49BB_1331_11EB
    switch (hash ^ (hash >> 31)) % 20 {
    case 0: self = .validation
    case 1: self = .test
    default: self = .train
    }
  }
}

/// The 64-bit FNV-1a hash of a text that comes in pieces.
struct TextHash {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  /// Goes on with bytes of UTF-8.
  mutating func take(_ bytes: [UInt8]) {
    for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
  }
}
