/// A colour map from 0 to 1.
///
/// A ramp passes through published key colours with a Catmull–Rom curve and is sampled at 256 places, so the same value
/// always gives the same colour and a presenter can recognise a ramp's colours when it has to reduce them.
public struct Ramp: Hashable, Sendable {
  /// The name in menus and files.
  public let name: String
  /// 256 colours from value 0 to value 1.
  public let colors: [Color]
  /// Colours of the xterm 256-colour palette in ascending order, picked by eye and monotone in lightness
  /// (for a diverging ramp: on either side of its middle).
  public let indexed: [UInt8]
  /// Whether the middle is neutral and the ends are opposites.
  public let isDiverging: Bool

  init(name: String, keys: [UInt32], indexed: [UInt8], isDiverging: Bool = false) {
    self.name = name
    self.indexed = indexed
    self.isDiverging = isDiverging
    colors = (0..<256).map { Ramp.curve(through: keys.map(Color.init), at: Float($0) / 255) }
  }

  private init(name: String, colors: [Color], indexed: [UInt8]) {
    self.name = name
    self.colors = colors
    self.indexed = indexed
    isDiverging = false
  }

  /// Colours that values get: neighbours of nearly the same value share one, so that a
  /// frame of heatmaps changes colour less often and sends less; the eye hardly tells 64 steps of a ramp apart.
  private static let steps: Float = 63

  /// The colour of a value; below 0 and above 1 are clamped, NaN counts as 0.
  public func color(_ value: Float) -> Color {
    let step = value.isNaN ? 0 : (min(max(value, 0), 1) * Self.steps).rounded()
    return colors[Int((step / Self.steps * 255).rounded())]
  }

  private static func curve(through keys: [Color], at position: Float) -> Color {
    let scaled = position * Float(keys.count - 1)
    let segment = min(Int(scaled), keys.count - 2)
    let t = scaled - Float(segment)
    func channel(_ path: KeyPath<Color, UInt8>) -> UInt8 {
      func key(_ index: Int) -> Float {
        let color = keys[min(max(index, 0), keys.count - 1)]
        return Float(color[keyPath: path])
      }
      let (a, b, c, d) = (key(segment - 1), key(segment), key(segment + 1), key(segment + 2))
      let cubic = t * (t * (t * (3 * (b - c) + d - a) + 2 * a - 5 * b + 4 * c - d) + c - a) / 2 + b
      return UInt8(min(max(cubic.rounded(), 0), 255))
    }
    return Color(red: channel(\.red), green: channel(\.green), blue: channel(\.blue))
  }
}

extension Ramp {
  /// Black through purple and red to pale yellow (matplotlib's magma, van der Walt and Smith 2015, CC0).
  public static let magma = Ramp(
    name: "magma",
    keys: [
      0x000004, 0x180F3E, 0x451077, 0x721F81, 0x9F2F7F, 0xCD4071, 0xF1605D, 0xFD9567, 0xFEC98D, 0xFCFDBF,
    ],
    indexed: [16, 233, 235, 53, 54, 90, 126, 162, 168, 204, 209, 215, 216, 222, 229, 230])

  /// Purple through teal and green to yellow (matplotlib's viridis, van der Walt, Smith and Firing 2015, CC0).
  public static let viridis = Ramp(
    name: "viridis",
    keys: [
      0x440154, 0x482878, 0x3E4A89, 0x31688E, 0x26828E, 0x1F9E89, 0x35B779, 0x6DCD59, 0xB4DE2C, 0xFDE725,
    ],
    indexed: [53, 54, 55, 24, 60, 30, 66, 36, 72, 42, 113, 149, 184, 220])

  /// Blue through grey to yellow: what readers with and without red–green blindness see nearly alike (cividis, Nuñez,
  /// Anderton and Renslow 2018, “Optimizing colormaps with consideration for color vision deficiency”; matplotlib, CC0).
  public static let cividis = Ramp(
    name: "cividis",
    keys: [
      0x00224E, 0x123570, 0x3B496C, 0x575D6D, 0x707173, 0x8A8678, 0xA59C74, 0xC3B369, 0xE1CC55, 0xFEE838,
    ],
    indexed: [17, 18, 239, 60, 242, 243, 244, 102, 245, 144, 179, 185, 221])

  /// Near black to near white, even in lightness.
  public static let grey = Ramp(
    name: "grey", keys: [0x08080A, 0x3A3B40, 0x74767C, 0xB4B6BA, 0xF4F4F2],
    indexed: [232, 233, 234, 235, 236, 237, 238, 239, 240, 242, 244, 246, 248, 250, 252, 254, 255])

  /// Sky blue through dark to orange: opposites that colour-blind readers tell apart
  /// (after Okabe and Ito 2008, and the orange and blue of TensorFlow Playground).
  ///
  /// Red–green blindness leaves the axis from blue to yellow, on which both ends lie (Brettel, Viénot and Mollon 1997),
  /// and the rare blue blindness leaves red against cyan, on which they lie as well. `RampTests` sees both arms with the
  /// eyes of all three (Machado, Oliveira and Fernandes 2009). Red to green, the usual choice, fails there (Crameri,
  /// Shephard and Heron 2020).
  public static let diverging = Ramp(
    name: "blue–orange",
    keys: [0x7CC8FF, 0x3B9FE8, 0x1C6DB4, 0x14406B, 0x161A22, 0x63380F, 0xA85E12, 0xE88A24, 0xFFBC66],
    indexed: [117, 75, 32, 25, 24, 17, 234, 52, 94, 130, 172, 208, 215], isDiverging: true)

  /// The diverging ramp for light screens: through paper instead of dark.
  static let divergingOnLight = Ramp(
    name: "blue–orange",
    keys: [0x08457E, 0x1C6DB4, 0x5FA6DC, 0xB4D6EF, 0xF4F2EC, 0xF5CFA3, 0xE39A4C, 0xB8651A, 0x7A3E06],
    indexed: [24, 25, 32, 74, 117, 153, 255, 223, 215, 172, 130, 94], isDiverging: true)

  /// The ramp from its last to its first colour.
  func reversed() -> Ramp { Ramp(name: name, colors: colors.reversed(), indexed: indexed.reversed()) }

  /// The ramps for values that start at zero, in the order in which a key cycles them.
  public static let sequential = [magma, viridis, cividis, grey]
}
