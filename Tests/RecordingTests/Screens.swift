import ProgramDriver
import TerminalCanvas

/// Screens to record.
enum Screens {
  /// A screen with everything that is hard to draw, a little different for each number.
  static func screen(_ number: Int, width: Int = 40, height: Int = 10) -> Canvas {
    let theme = Theme.all[number / 7 % Theme.all.count]
    var canvas = Canvas(width: width, height: height, base: theme.base)
    let inside = Panel("猫 \(number)", isFocused: number.isMultiple(of: 2)).draw(
      on: &canvas, in: canvas.bounds, theme: theme)
    let values = (0..<24).map { Float(($0 * 31 + number * 17) % 29) / 28 }
    HeatGrid(rows: 4, columns: 6, values: values).drawHalfBlocks(on: &canvas, in: inside, theme: theme)
    canvas.write("\u{1B}[2J \"\\\" e\u{301} 坐", at: Point(9 + number % 5, 3), style: theme.body)
    canvas.write("\(number)", at: Point(20, 4), style: Style(theme.bad, on: theme.panel, [.bold, .italic, .underline]))
    return canvas
  }
}

extension Canvas {
  /// What a terminal shows on which this was drawn from nothing.
  var emulated: EmulatedScreen {
    var screen = EmulatedScreen(width: width, height: height)
    var presenter = ANSIPresenter(Capability(.direct))
    screen.feed(presenter.update(from: nil, to: self).utf8)
    return screen
  }

  /// The characters of each cell, without blanks at the ends of lines.
  var drawnText: String {
    (0..<height).map { y in
      var line = String.UnicodeScalarView()
      for x in 0..<width {
        guard let scalar = self[x, y].scalar else { continue }
        line.append(scalar)
        line.append(contentsOf: marks(of: self[x, y]))
      }
      while line.last == " " { line.removeLast() }
      return String(line)
    }.joined(separator: "\n")
  }
}
