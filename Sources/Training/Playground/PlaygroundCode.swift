internal import StrictJSON

/// The Playground's whole screen as a line of letters to paste: `hs1-`, then the scene's JSON as raw deflate (RFC 1951) in base64url
/// (RFC 4648) without padding.
public enum PlaygroundCode {
  private static let prefix = "hs1-"
  /// Bytes that a code's JSON may have.
  private static let longest = 4_000_000

  /// The code of a scene.
  public static func text(of scene: PlaygroundScene) -> String {
    prefix + base64(Deflate.packed(Array(scene.json.text().utf8)))
  }

  /// The scene of a code, which may come from anywhere.
  ///
  /// - Throws: `code` with what is wrong with it.
  public static func scene(of text: String) throws(PlaygroundError) -> PlaygroundScene {
    // However it was copied: over several lines, with the box around it.
    let text = String(String.UnicodeScalarView(text.unicodeScalars.filter { !$0.properties.isWhitespace && $0 != "│" }))
    guard text.hasPrefix(prefix) else {
      throw .code(found: "no \(prefix) at its beginning")
    }
    guard let packed = bytes(base64: text.dropFirst(prefix.count)) else {
      throw .code(found: "other signs than letters, digits, - and _")
    }
    guard let bytes = Deflate.unpacked(packed, atMost: longest) else {
      throw .code(found: "a part of it missing or changed")
    }
    do throws(JSONMismatch) {
      let value: JSONValue
      do throws(JSONError) {
        value = try JSONValue(parsing: bytes, limits: JSONLimits(bytes: longest))
      } catch { throw JSONMismatch(place: "the code", expected: "JSON", found: "\(error)") }
      return try PlaygroundScene(value)
    } catch { throw .code(found: "\(error)") }
  }

  private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

  private static func base64(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let part = bytes[start..<min(start + 3, bytes.count)]
      let bits = part.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - part.count))
      for place in 0...part.count { text.append(digits[bits >> (18 - 6 * place) & 63]) }
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static func bytes(base64 text: Substring) -> [UInt8]? {
    var bytes: [UInt8] = []
    var (bits, count) = (0, 0)
    for byte in text.utf8 {
      guard let digit = digits.firstIndex(of: byte) else { return nil }
      (bits, count) = ((bits << 6 | digit) & 0xFFFF, count + 6)
      guard count >= 8 else { continue }
      count -= 8
      bytes.append(UInt8(bits >> count & 0xFF))
    }
    return bytes
  }
}
