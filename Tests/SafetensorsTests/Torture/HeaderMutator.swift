import ProgramDriver

/// Makes broken safetensors files out of sound ones, as bad luck and ill will do: flipped bits, lost and doubled bytes,
/// other numbers and words in the place of those that stand there, halves of two files together, another length in front,
/// more or less data behind. Seeded.
struct HeaderMutator {
  private var choice: SeededChoice
  private let seeds: [(pieces: [[UInt8]], data: Int)]

  init(seed: UInt64) {
    choice = SeededChoice(seed: seed)
    seeds = Self.headers.map { (Self.pieces(of: Array($0.text.utf8)), $0.data) }
  }

  /// Headers to begin with. Sound ones, of many types, ranks from 0 to 8, empty tensors, metadata, escapes, blanks; and
  /// three that are well written and lie: a hole before the data, two tensors in one place, a size that overflows to 0.
  static let headers: [(text: String, data: Int)] = [
    ("{}", 0), (#"{"__metadata__":{}}   "#, 0),
    (#"{"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}"#, 4),
    (#"{"a":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}}"#, 8),
    (#"{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"I8","shape":[4],"data_offsets":[0,4]}}"#, 4),
    (#"{"a":{"dtype":"F64","shape":[4294967296,4294967296],"data_offsets":[0,0]}}"#, 0),
    (
      #"{"__metadata__":{"format":"pt","note":"é\n\u0041\ud83d\ude00"},"#
        + #""wte.weight":{"dtype":"F16","shape":[3,2],"data_offsets":[0,12]},"#
        + #""h.0.attn.bias":{"dtype":"BF16","shape":[2],"data_offsets":[12,16]},"#
        + #""empty":{"dtype":"F32","shape":[0,7],"data_offsets":[16,16]}}"#, 16
    ),
    (
      #"{ "i" : {"shape":[1,1,1,1,1,1,1,2], "data_offsets":[8,24] , "dtype":"I64"}, "u":{"dtype":"U8","shape":[8],"#
        + #""data_offsets":[0,8]},"b":{"dtype":"BOOL","shape":[1],"data_offsets":[24,25]},"#
        + #""d":{"dtype":"F64","shape":[1],"data_offsets":[25,33]},"e":{"dtype":"F8_E4M3","shape":[1],"#
        + #""data_offsets":[33,34]}} "#, 34
    ),
  ]

  /// What takes the place of a piece, or is put before it.
  private static let strangers: [[UInt8]] =
    ([
      "0", "1", "-1", "-0", "00", "1.0", "1e9", "1E400", "0.5", "8", "4294967296", "9223372036854775807",
      "9223372036854775808", "18446744073709551616", "1000000000000000000000000000000", "null", "true", "false", "NaN",
    ] + [
      #""""#, #""dtype""#, #""shape""#, #""data_offsets""#, #""__metadata__""#, #""F32""#, #""F4""#, #""f32""#,
      #""I64""#,
      #""a""#, #""\ud800""#, #""\u0000""#, #""\x""#, #""../../etc""#, "\"\u{1B}[31m\"", "\"\u{202E}\"", "\"\u{212A}\"",
    ] + [
      "{", "}", "[", "]", ":", ",", "[]", "{}", "[0,4]", "[4,0]", "[[[[[[[[[[", "\"", "\\", "\u{FEFF}", " ", "\n", "\0",
      "//", "'", #"{"dtype":"F32","shape":[],"data_offsets":[0,4]}"#,
      #""a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"#,
    ]).map { Array($0.utf8) } + [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x82], [0xF5]]

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  /// A header's strings, numbers and signs, each with its quotes and escapes.
  private static func pieces(of header: [UInt8]) -> [[UInt8]] {
    var pieces: [[UInt8]] = []
    var isInString = false
    for byte in header {
      let isQuote = byte == UInt8(ascii: "\"") && pieces.last?.last != UInt8(ascii: "\\")
      let joinsNumber = isDigit(byte) && pieces.last?.last.map(isDigit) ?? false
      if isInString || joinsNumber { pieces[pieces.count - 1].append(byte) } else { pieces.append([byte]) }
      if isQuote { isInString.toggle() }
    }
    return pieces
  }

  /// The next file, header and data.
  mutating func next() -> [UInt8] {
    let seed = choice.among(seeds)
    var pieces = seed.pieces
    for _ in 0..<choice.below(4) { change(&pieces) }
    var header = Array(pieces.joined())
    for _ in 0..<(choice.below(3) == 0 ? choice.within(1...4) : 0) { change(&header) }
    let length = claimedLength(of: header)
    let data = choice.below(6) == 0 ? choice.below(64) : seed.data
    var file = (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * UInt64($0))) } + header
    file += (0..<data).map { _ in UInt8(choice.below(256)) }
    if choice.below(40) == 0 { file.removeLast(choice.below(file.count + 1)) }
    return file
  }

  private mutating func change(_ pieces: inout [[UInt8]]) {
    guard !pieces.isEmpty else { return pieces.append(choice.among(Self.strangers)) }
    let place = choice.below(pieces.count)
    switch choice.below(8) {
    case 0...2: pieces[place] = choice.among(Self.strangers)
    case 3: pieces.insert(choice.among(Self.strangers), at: place)
    case 4: pieces.remove(at: place)
    case 5: pieces.insert(contentsOf: pieces[place..<min(pieces.count, place + choice.within(1...12))], at: place)
    case 6: pieces.swapAt(place, choice.below(pieces.count))
    default:
      let other = choice.among(seeds).pieces
      pieces = Array(pieces[..<place] + other[choice.below(other.count)...])
    }
  }

  private mutating func change(_ bytes: inout [UInt8]) {
    guard !bytes.isEmpty else { return bytes.append(UInt8(choice.below(256))) }
    let place = choice.below(bytes.count)
    switch choice.below(4) {
    case 0: bytes[place] ^= 1 << UInt8(choice.below(8))
    case 1: bytes[place] = UInt8(choice.below(256))
    case 2: bytes.remove(at: place)
    default: bytes.insert(UInt8(choice.below(256)), at: place)
    }
  }

  /// The length that stands in front: mostly the right one.
  private mutating func claimedLength(of header: [UInt8]) -> UInt64 {
    let length = UInt64(header.count)
    switch choice.below(20) {
    case 0: return length &+ UInt64(choice.below(64)) &- 32
    case 1: return choice.among([0, 1, 100_000_000, 100_000_001, 1 << 32, 1 << 63, .max, .max - 7])
    default: return length
    }
  }
}
