// Rounding to the nearest is a function of the C library; importing it here makes every program link it.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A 24-bit sRGB colour; presenters reduce it to what a terminal can show.
public struct Color: Hashable, Sendable {
  /// The colour as `0xRRGGBB`.
  public let rgb: UInt32

  /// A colour written as in a style sheet: `Color(0xFFB454)`; bits above the lower 24 are ignored.
  public init(_ rgb: UInt32) { self.rgb = rgb & 0xFF_FFFF }

  /// A colour from its three channels.
  public init(red: UInt8, green: UInt8, blue: UInt8) {
    rgb = UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue)
  }

  /// The red channel.
  public var red: UInt8 { UInt8(truncatingIfNeeded: rgb >> 16) }
  /// The green channel.
  public var green: UInt8 { UInt8(truncatingIfNeeded: rgb >> 8) }
  /// The blue channel.
  public var blue: UInt8 { UInt8(truncatingIfNeeded: rgb) }

  /// Black, `0x000000`.
  public static let black = Color(0x000000)
  /// White, `0xFFFFFF`.
  public static let white = Color(0xFFFFFF)

  /// The relative luminance of WCAG 2.1, from 0 (black) to 1 (white).
  ///
  /// The sRGB curve is replaced by a cubic that stays within 0.002 of it (Chilliant, "sRGB approximations for HLSL").
  public var luminance: Float {
    func linear(_ channel: UInt8) -> Float {
      let c = Float(channel) / 255
      return c * (c * (c * 0.305_306_01 + 0.682_171_11) + 0.012_522_878)
    }
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  }

  /// WCAG's contrast ratio between two colours, from 1 (none) to 21 (black on white).
  public func contrast(with other: Color) -> Float {
    let (a, b) = (luminance + 0.05, other.luminance + 0.05)
    return max(a, b) / min(a, b)
  }

  /// Black or white, whichever reads better on this colour.
  public var readableText: Color {
    contrast(with: .black) >= contrast(with: .white) ? .black : .white
  }

  /// This colour mixed with another: `amount` 0 keeps this one, 1 gives the other; values outside are clamped.
  public func mixed(with other: Color, _ amount: Float) -> Color {
    let t = amount.isNaN ? 0 : min(max(amount, 0), 1)
    func mix(_ a: UInt8, _ b: UInt8) -> UInt8 { UInt8((Float(a) + (Float(b) - Float(a)) * t).rounded()) }
    return Color(red: mix(red, other.red), green: mix(green, other.green), blue: mix(blue, other.blue))
  }

  /// The colour as `#rrggbb`, for SVG.
  public var hex: String {
    let digits = String(rgb, radix: 16)
    return "#" + String(repeating: "0", count: 6 - digits.utf8.count) + digits
  }
}
