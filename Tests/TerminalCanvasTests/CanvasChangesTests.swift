import Testing

@testable import TerminalCanvas

@Suite("Canvas changes") struct CanvasChangesTests {
  @Test("redrawing the changes turns the old screen into the new one")
  func applying() {
    var random = Dice(seed: 11)
    let words = ["猫", "ab", "坐 在", "e\u{301}x", "🐱", " "]
    var old = Canvas(width: 20, height: 4)
    for _ in 0..<400 {
      var new = old
      for _ in 0..<random.below(4) {
        let style = Style(Color(UInt32(random.below(5) * 999)), on: .black)
        let place = Point(random.below(22) - 1, random.below(4))
        new.write(words[random.below(words.count)], at: place, style: style)
      }
      var screen = Screen(old)
      for run in new.changes(from: old, joiningGapsUpTo: random.below(5)) { screen.draw(new, run) }
      #expect(screen == Screen(new))
      old = new
    }
  }

  @Test("nothing changes, nothing is drawn; another size draws everything")
  func extremes() {
    let canvas = PresenterTests.sample()
    #expect(canvas.changes(from: canvas).isEmpty)
    #expect(Canvas(width: 3, height: 2).changes(from: canvas).map(\.columns) == [0..<3, 0..<3])
    var presenter = ANSIPresenter(Capability(.direct))
    #expect(presenter.update(from: canvas, to: canvas).isEmpty)
    #expect(presenter.update(from: nil, to: canvas).hasPrefix("\u{1B}[0m\u{1B}[1;1H"))
  }

  @Test("an update played on a terminal shows the new screen")
  func playing() {
    let old = PresenterTests.sample()
    var new = old
    new.write("坐", at: Point(7, 4), style: Theme.midnight.body)
    new.write("x", at: Point(20, 1), style: Theme.midnight.body)
    var presenter = ANSIPresenter(Capability(.direct))
    let update = presenter.update(from: old, to: new)
    #expect(update.contains("\u{1B}[5;8H") && update.contains("\u{1B}[2;21H"))
  }

  /// A terminal that draws characters one by one, and blanks the rest of a wide one it overwrites.
  private struct Screen: Equatable {
    var cells: [[String]]

    init(_ canvas: Canvas) {
      cells = (0..<canvas.height).map { y in (0..<canvas.width).map { Screen.look(canvas, $0, y) } }
    }

    static func look(_ canvas: Canvas, _ x: Int, _ y: Int) -> String {
      let cell = canvas[x, y]
      return "\(cell.scalar.map(String.init) ?? "") \(canvas.marks(of: cell)) \(cell.ink) \(cell.paper)"
    }

    mutating func draw(_ canvas: Canvas, _ run: Canvas.Run) {
      if canvas[run.columns.lowerBound, run.y].scalar == nil { cells[run.y][run.columns.lowerBound] = "torn" }
      for x in run.columns { cells[run.y][x] = Screen.look(canvas, x, run.y) }
    }
  }
}
