import Testing

@testable import TerminalCanvas

@Suite("16 colours") struct Palette16Tests {
  /// xterm's own palette.
  private static let xterm: [UInt32] = [
    0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5, 0x7F7F7F, 0xFF0000, 0x00FF00,
    0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
  ]

  private func color(_ index: UInt8) -> Color { Color(Self.xterm[Int(index)]) }

  @Test("strokes in every colour of every theme show on black and on white", arguments: Theme.all)
  func strokes(theme: Theme) {
    let colors = [
      theme.text, theme.muted, theme.faint, theme.border, theme.accent, theme.query, theme.good, theme.info,
      theme.warning, theme.bad, theme.special,
    ]
    for wanted in colors + theme.series + Ramp.sequential.flatMap(\.colors) + Ramp.diverging.colors {
      for paint in [Palette16.stroke(wanted), Palette16.heat(wanted)] {
        guard case .index(let index) = paint else { continue }
        #expect(color(index).contrast(with: .black) >= 3, "\(theme.name): \(wanted.hex)")
        #expect(color(index).contrast(with: .white) >= 3, "\(theme.name): \(wanted.hex)")
      }
    }
  }

  @Test("text on a box is readable whatever the box's colour")
  func boxes() {
    for wanted in Ramp.sequential.flatMap(\.colors) + Theme.all.flatMap({ [$0.accent, $0.query, $0.keyChip] }) {
      let (paper, ink) = Palette16.box(wanted)
      #expect(color(ink).contrast(with: color(paper)) >= 3, "\(wanted.hex)")
    }
  }

  @Test("the two signs of the diverging ramp have different colours")
  func signs() {
    #expect(Palette16.heat(Ramp.diverging.color(0.1)) != Palette16.heat(Ramp.diverging.color(0.8)))
  }
}
