import TerminalCanvas

/// A complete control sequence (CSI) and what it means as input.
struct ControlSequence {
  private let prefix: UInt8?
  private let parameters: [Int]
  private let final: UInt8

  init(_ body: ArraySlice<UInt8>, final: UInt8) {
    self.final = final
    prefix = body.first.flatMap { (0x3C...0x3F).contains($0) ? $0 : nil }
    // At most 64 bytes come here; a number is cut at four digits, so it can't overflow.
    parameters = body.dropFirst(prefix == nil ? 0 : 1).split(
      separator: UInt8(ascii: ";"), omittingEmptySubsequences: false
    ).map { digits in
      digits.prefix { (0x30...0x39).contains($0) }.prefix(4).reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
  }

  var meaning: InputSequence.Meaning {
    if prefix == UInt8(ascii: "<") { return mouse.map { .event(.mouse($0)) } ?? .nothing }
    guard prefix == nil else { return .nothing }
    switch final {
    case UInt8(ascii: "~") where parameters.first == 200: return .pasteStart
    case UInt8(ascii: "I"): return .event(.focus(true))
    case UInt8(ascii: "O"): return .event(.focus(false))
    default: return key.map { .event(.key($0)) } ?? .nothing
    }
  }

  private var key: Key? {
    let modifiers = Self.modifiers(parameters.count > 1 ? parameters[1] : 1)
    switch final {
    case UInt8(ascii: "~"): return Self.numbered(parameters.first ?? 0).map { Key($0, modifiers) }
    case UInt8(ascii: "Z"): return Key(.tab, .shift)
    case UInt8(ascii: "P")...UInt8(ascii: "S"): return Key(.function(Int(final) - 0x4F), modifiers)
    case UInt8(ascii: "u"): return unicodeKey(modifiers)
    default: return Self.arrow(final).map { Key($0, modifiers) }
    }
  }

  /// `ESC [ code ; modifiers u`, as terminals with extended keys send it.
  private func unicodeKey(_ modifiers: Key.Modifiers) -> Key? {
    switch parameters.first ?? 0 {
    case 9: return Key(.tab, modifiers)
    case 13: return Key(.enter, modifiers)
    case 27: return Key(.escape, modifiers)
    case 127: return Key(.backspace, modifiers)
    case let code where code >= 32:
      return Unicode.Scalar(UInt32(code)).map { Key(.character($0), modifiers.subtracting(.shift)) }
    default: return nil
    }
  }

  /// xterm's modifiers: 1 + shift 1 + alt 2 + control 4.
  private static func modifiers(_ parameter: Int) -> Key.Modifiers {
    parameter > 1 ? Key.Modifiers(rawValue: UInt8((parameter - 1) & 7)) : []
  }

  static func arrow(_ byte: UInt8) -> Key.Code? {
    switch byte {
    case UInt8(ascii: "A"): .up
    case UInt8(ascii: "B"): .down
    case UInt8(ascii: "C"): .right
    case UInt8(ascii: "D"): .left
    case UInt8(ascii: "H"): .home
    case UInt8(ascii: "F"): .end
    default: nil
    }
  }

  private static func numbered(_ number: Int) -> Key.Code? {
    switch number {
    case 1, 7: .home
    case 2: .insert
    case 3: .delete
    case 4, 8: .end
    case 5: .pageUp
    case 6: .pageDown
    case 11...15: .function(number - 10)
    case 17...21: .function(number - 11)
    case 23, 24: .function(number - 12)
    default: nil
    }
  }

  /// `ESC [ < button ; x ; y M` (pressed, moved) or `m` (released), xterm's SGR 1006.
  private var mouse: Mouse? {
    guard parameters.count == 3 else { return nil }
    return Mouse(
      code: parameters[0], x: parameters[1], y: parameters[2], isRelease: final == UInt8(ascii: "m"))
  }
}

extension Mouse {
  /// A report as xterm makes it: the button in the lowest two bits, held keys in the next three, above them movement
  /// and wheel; places count from 1. `nil` for what nobody asked for.
  init?(code: Int, x: Int, y: Int, isRelease: Bool) {
    guard x > 0, y > 0 else { return nil }
    let buttons: [Button] = [.left, .middle, .right]
    let action: Action
    switch code & ~0b1_1100 {
    case 0..<3: action = isRelease ? .release(buttons[code & 3]) : .press(buttons[code & 3])
    case 32..<35: action = .drag(buttons[code & 3])
    case 64: action = .wheel(-1)
    case 65: action = .wheel(1)
    default: return nil
    }
    self.init(action, at: Point(x - 1, y - 1), modifiers: Key.Modifiers(rawValue: UInt8((code >> 2) & 7)))
  }
}
