/// Finds the palette colours that stand for 24-bit ones, and remembers them.
///
/// A ramp's own colours go to its hand-picked path, since the nearest colours of the palette would give only 12 to 19
/// steps and turn lightness around.
struct PaletteReducer: Sendable {
  private var known: [UInt32: UInt8] = [:]

  init() {
    for ramp in [Ramp.diverging, .divergingOnLight] + Ramp.sequential.reversed() {
      for (step, color) in ramp.colors.enumerated() {
        known[color.rgb] = ramp.indexed[step * ramp.indexed.count / ramp.colors.count]
      }
    }
  }

  /// The entry of xterm's 256-colour palette for a colour.
  mutating func index256(_ color: Color) -> UInt8 {
    if let index = known[color.rgb] { return index }
    let index = PaletteReducer.nearest256(color)
    // Mixed colours come without end; forgetting is cheap, growing without bound is not.
    if known.count > 16_384 { self = PaletteReducer() }
    known[color.rgb] = index
    return index
  }

  private static let levels: [Int] = [0, 95, 135, 175, 215, 255]

  /// The nearest of the colour cube and the grey row, green weighing most and blue least, as the eye does.
  private static func nearest256(_ color: Color) -> UInt8 {
    let wanted = [Int(color.red), Int(color.green), Int(color.blue)]
    func distance(_ candidate: [Int]) -> Int {
      let d = zip(wanted, candidate).map { ($0 - $1) * ($0 - $1) }
      return 3 * d[0] + 4 * d[1] + 2 * d[2]
    }
    let cube = wanted.map { channel in levels.indices.min { abs(levels[$0] - channel) < abs(levels[$1] - channel) } ?? 0
    }
    let average = (wanted[0] + wanted[1] + wanted[2]) / 3
    let step = min(max((average - 3) / 10, 0), 23)
    let grey = 8 + 10 * step
    // A tint is worse than a step of lightness: what is nearly grey stays grey.
    let isTinted = (wanted.max() ?? 0) - (wanted.min() ?? 0) > 40
    let cubeIsNearer = distance(cube.map { levels[$0] }) < distance([grey, grey, grey])
    return isTinted && cubeIsNearer ? UInt8(16 + 36 * cube[0] + 6 * cube[1] + cube[2]) : UInt8(232 + step)
  }
}
