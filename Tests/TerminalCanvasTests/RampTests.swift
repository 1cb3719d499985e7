import Glibc
import TerminalCanvas
import Testing

@Suite("Ramps") struct RampTests {
  @Test("a sequential ramp grows lighter all the way", arguments: Ramp.sequential)
  func monotone(ramp: Ramp) {
    let lightness = ramp.colors.map(\.luminance)
    // A curve through eight-bit colours may step back by one part in 255.
    for (a, b) in zip(lightness, lightness.dropFirst()) { #expect(b >= a - 0.003, "\(ramp.name)") }
  }

  @Test("names differ, so that options and files can give them")
  func names() {
    #expect(Set(Ramp.sequential.map(\.name)).count == Ramp.sequential.count)
    #expect(Ramp.sequential.map(\.name) == ["magma", "viridis", "cividis", "grey"])
  }

  @Test("both arms of the diverging ramp stay apart for every eye", arguments: Eye.allCases)
  func diverging(eye: Eye) {
    for distance in stride(from: Float(0.15), through: 0.5, by: 0.05) {
      let (negative, positive) = (Ramp.diverging.color(0.5 - distance), Ramp.diverging.color(0.5 + distance))
      // A difference of 2.3 is just noticeable (Mahy, Van Eycken and Oosterlinck 1994).
      #expect(eye.difference(negative, positive) > 5 * 2.3, "\(eye) at \(distance)")
    }
  }

  @Test("red and green would not stay apart")
  func redGreen() {
    #expect(Eye.deuteranope.difference(Color(0xB02020), Color(0x5A7A10)) < 5 * 2.3)
  }
}

/// Eyes that lack a kind of cone, as Machado, Oliveira and Fernandes 2009 model them (severity 1, linear RGB).
enum Eye: CaseIterable {
  case typical, protanope, deuteranope, tritanope

  private var matrix: [[Float]] {
    switch self {
    case .typical: [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    case .protanope:
      [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    case .deuteranope:
      [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    case .tritanope:
      [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    }
  }

  /// How far apart two colours look: the distance in CIE L*a*b* (1976).
  func difference(_ a: Color, _ b: Color) -> Float {
    sqrt(zip(lab(a), lab(b)).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) })
  }

  private func lab(_ color: Color) -> [Float] {
    let linear = [color.red, color.green, color.blue].map { channel -> Float in
      let c = Float(channel) / 255
      return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4)
    }
    let seen = matrix.map { row in min(max(zip(row, linear).reduce(0) { $0 + $1.0 * $1.1 }, 0), 1) }
    // sRGB to XYZ over the white point D65.
    let xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]].map { row in
      zip(row, seen).reduce(Float(0)) { $0 + Float($1.0) * $1.1 }
    }
    let f = zip(xyz, [0.9505, 1, 1.089] as [Float]).map { value, white -> Float in
      let t = value / white
      return t > 0.008856 ? cbrt(t) : 7.787 * t + 16 / 116
    }
    return [116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])]
  }
}
