import Glibc

/// A compiled terminfo entry (term(5)), changed so that ncurses paints 24-bit colours and leaves the palette alone.
///
/// At its end ncurses resets the palette, which takes from people the colours that they have chosen for their terminal; we
/// change no palette, so the entry's strings for that go.
///
/// Debian's base system has no `xterm-direct`, and ncurses can't be told about 24-bit colour in another way than by its
/// terminal's entry: so the terminal's own entry is read, its colour strings are replaced and `RGB` is added. ncurses takes
/// the result from the environment, `TERMINFO=b64:…`.
struct TerminfoEntry {
  private let names: [UInt8]
  private var flags: [UInt8]
  private var numbers: [Int32]
  private var strings: [[UInt8]?]
  private var hasDirectColor = false

  /// Places in the tables of term.h.
  private enum Place {
    static let canChangeColor = 27
    static let colors = 13
    static let pairs = 15
    static let resetPalette = 298
    static let setPalette = 299
    static let setForeground = 359
    static let setBackground = 360
  }

  /// Reads a compiled entry; `nil` if it is not well-formed.
  ///
  /// Six little-endian shorts: magic (0432 for 16-bit numbers, 01036 for 32-bit ones), bytes of names, flags, numbers,
  /// string offsets, bytes of strings. The extended part behind them is dropped.
  init?(_ bytes: [UInt8]) {
    var reader = Reader(bytes: bytes)
    guard let magic = reader.short(), magic == 0o432 || magic == 0o1036 else { return nil }
    guard
      let nameSize = reader.short(), let flagCount = reader.short(), let numberCount = reader.short(),
      let stringCount = reader.short(), let tableSize = reader.short(),
      numberCount >= 0, stringCount >= 0, let names = reader.take(nameSize), let flags = reader.take(flagCount)
    else { return nil }
    if (nameSize + flagCount) % 2 == 1, reader.take(1) == nil { return nil }
    self.names = names
    self.flags = flags
    numbers = []
    for _ in 0..<numberCount {
      guard let number = magic == 0o432 ? reader.short().map({ Int32(truncatingIfNeeded: $0) }) : reader.long() else {
        return nil
      }
      numbers.append(number)
    }
    var offsets: [Int] = []
    for _ in 0..<stringCount {
      guard let offset = reader.short() else { return nil }
      offsets.append(offset)
    }
    guard let table = reader.take(tableSize) else { return nil }
    strings = offsets.map { offset in
      offset < 0 || offset >= table.count ? nil : Array(table[offset...].prefix { $0 != 0 })
    }
  }

  /// Colours that the terminal has; 0 where the entry doesn't say.
  var colors: Int { Place.colors < numbers.count ? max(0, Int(numbers[Place.colors])) : 0 }

  /// The same terminal with a palette that can't be changed.
  func withoutPalette() -> TerminfoEntry {
    var entry = self
    if Place.canChangeColor < flags.count { entry.flags[Place.canChangeColor] = 0 }
    for place in [Place.resetPalette, Place.setPalette] where place < strings.count { entry.strings[place] = nil }
    return entry
  }

  /// The same terminal with 24-bit colours, painted by `ESC[38;2;red;green;bluem`.
  func withDirectColor() -> TerminfoEntry {
    var entry = withoutPalette()
    entry.hasDirectColor = true
    entry.flags += Array(repeating: 0, count: max(0, Place.canChangeColor + 1 - flags.count))
    entry.flags[Place.canChangeColor] = 0
    entry.numbers += Array(repeating: -1, count: max(0, Place.pairs + 1 - numbers.count))
    entry.numbers[Place.colors] = 0x100_0000
    entry.numbers[Place.pairs] = 0x1_0000
    entry.strings += Array(repeating: nil, count: max(0, Place.setBackground + 1 - strings.count))
    let channels = "%p1%{65536}%/%d;%p1%{256}%/%{255}%&%d;%p1%{255}%&%dm"
    entry.strings[Place.setForeground] = Array("\u{1B}[38;2;\(channels)".utf8)
    entry.strings[Place.setBackground] = Array("\u{1B}[48;2;\(channels)".utf8)
    return entry
  }

  /// The compiled form with 32-bit numbers and, for 24-bit colours, the one extended flag `RGB`.
  var compiled: [UInt8] {
    var table: [UInt8] = []
    var offsets: [Int] = []
    for string in strings {
      offsets.append(string == nil ? -1 : table.count)
      if let string { table += string + [0] }
    }
    var bytes: [UInt8] = []
    for size in [0o1036, names.count, flags.count, numbers.count, offsets.count, table.count] {
      bytes += Self.short(size)
    }
    bytes += names + flags
    if (names.count + flags.count) % 2 == 1 { bytes.append(0) }
    for number in numbers { bytes += (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } }
    for offset in offsets { bytes += Self.short(offset) }
    bytes += table
    guard hasDirectColor else { return bytes }
    if table.count % 2 == 1 { bytes.append(0) }
    // Extended: 1 flag, 0 numbers, 0 strings; 1 item in a string table of 4 bytes; the flag, padding, its name's place.
    for size in [1, 0, 0, 1, 4] { bytes += Self.short(size) }
    return bytes + [1, 0] + Self.short(0) + Array("RGB\0".utf8)
  }

  private static func short(_ value: Int) -> [UInt8] {
    [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
  }

  /// Bytes in base64 (RFC 4648).
  static func base64(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start...].prefix(3)
      let value = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for place in 0...3 {
        text.append(place <= group.count ? alphabet[value >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}

extension TerminfoEntry {
  /// The entry of a terminal type, looked up where ncurses does; `nil` where there is none or its name is odd.
  init?(named name: String, environment: (String) -> String?) {
    let isPlain = name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") } && !name.hasPrefix(".")
    guard isPlain, let first = name.utf8.first else { return nil }
    var folders = [environment("TERMINFO"), environment("HOME").map { $0 + "/.terminfo" }].compactMap { $0 }
    folders += (environment("TERMINFO_DIRS") ?? "").split(separator: ":").map(String.init)
    folders += ["/etc/terminfo", "/lib/terminfo", "/usr/lib/terminfo", "/usr/share/terminfo"]
    for folder in folders where folder.hasPrefix("/") {
      for initial in [String(Unicode.Scalar(first)), String(first, radix: 16)] {
        guard let bytes = Self.contents(of: "\(folder)/\(initial)/\(name)"), let entry = TerminfoEntry(bytes) else {
          continue
        }
        self = entry
        return
      }
    }
    return nil
  }

  /// A file of at most 32 kB, the largest entry that ncurses reads.
  private static func contents(of path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 32_769)
    let count = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
    guard count > 0, count <= 32_768 else { return nil }
    return Array(bytes[..<count])
  }

  private struct Reader {
    let bytes: [UInt8]
    var index = 0

    mutating func take(_ count: Int) -> [UInt8]? {
      guard count >= 0, count <= bytes.count - index else { return nil }
      defer { index += count }
      return Array(bytes[index..<index + count])
    }

    mutating func short() -> Int? {
      take(2).map { Int(Int16(truncatingIfNeeded: Int($0[0]) | Int($0[1]) << 8)) }
    }

    mutating func long() -> Int32? {
      take(4).map { $0.reversed().reduce(Int32(0)) { $0 << 8 | Int32($1) } }
    }
  }
}
