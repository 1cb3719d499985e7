import Testing

@testable import TerminalCanvas

/// Draws on a fresh canvas and returns its plain text.
func drawn(_ width: Int, _ height: Int, _ draw: (inout Canvas, Rect) -> Void) -> String {
  var canvas = Canvas(width: width, height: height, base: Theme.midnight.base)
  draw(&canvas, canvas.bounds)
  return canvas.plainText()
}

@Suite("Primitives") struct PrimitiveTests {
  let theme = Theme.midnight

  @Test("a panel has title, keys and context in its border, and drops what does not fit")
  func panel() {
    let panel = Panel("Heads", keys: "m mean", context: "4 × 8")
    #expect(
      drawn(32, 3) { panel.draw(on: &$0, in: $1, theme: theme) } == """
        ╭─ Heads ─ m mean ───── 4 × 8 ─╮
        │                              │
        ╰──────────────────────────────╯
        """)
    #expect(
      drawn(22, 2) { panel.draw(on: &$0, in: $1, theme: theme) } == "╭─ Heads ──── 4 × 8 ─╮\n╰────────────────────╯")
    #expect(drawn(9, 2) { panel.draw(on: &$0, in: $1, theme: theme) } == "╭─ He… ─╮\n╰───────╯")
    let focused = Panel("猫", isFocused: true)
    #expect(drawn(12, 2) { focused.draw(on: &$0, in: $1, theme: theme) } == "╭─ ▸ 猫 ───╮\n╰──────────╯")
  }

  @Test("a half-block heatmap in plain text shows shades, and half blocks where one half has all")
  func halfBlocks() {
    let nan = Float.nan
    let previous: [Float] = [1, nan, nan, nan, 1, 0, nan, nan, 0, 1, 0, nan, 0, 0, 1, 0]
    #expect(
      drawn(6, 2) { canvas, rect in
        HeatGrid(rows: 4, columns: 4, values: previous).drawHalfBlocks(on: &canvas, in: rect, theme: theme)
      } == "█\n ▀▄")
    let flat: [Float] = [0.9, 0.6, 0.3, 0.1, 0.9, 0.6, 0.3, 0.1]
    #expect(
      drawn(4, 1) { canvas, rect in
        HeatGrid(rows: 2, columns: 4, values: flat).drawHalfBlocks(on: &canvas, in: rect, theme: theme)
      } == "█▓▒░")
  }

  @Test("a pattern larger than its thumbnail keeps its brightest spots")
  func pooling() {
    var values = [Float](repeating: 0, count: 64 * 64)
    values[40 * 64 + 9] = 1
    let text = drawn(8, 4) { canvas, rect in
      HeatGrid(rows: 64, columns: 64, values: values).drawHalfBlocks(on: &canvas, in: rect, theme: theme)
    }
    #expect(text == "\n\n ▄\n")
  }

  @Test("a heatmap of whole cells shows numbers, a faint dot for the masked, and marks the selected")
  func numbers() {
    let grid = HeatGrid(rows: 2, columns: 2, values: [1, .nan, 0.54, 0.46])
    #expect(
      drawn(12, 2) { canvas, rect in
        grid.draw(
          on: &canvas, in: rect, theme: theme, layout: grid.layout(fitting: rect), selected: (row: 1, column: 0))
      } == " 1.0    ·\n▐.54 ▌ .46")
    #expect(
      drawn(6, 2) { canvas, rect in
        grid.draw(on: &canvas, in: rect, theme: theme, layout: grid.layout(fitting: rect))
      } == "███ ·\n▓▓▓▒▒▒")
  }

  @Test("a legend, a bar, a slider and a sparkline")
  func lines() {
    #expect(
      drawn(20, 1) { Legend(low: "0", high: "1", ramp: .magma).draw(on: &$0, in: $1, theme: theme) }
        == "0   ░░▒▒▒▒▓▓▓▓████ 1")
    #expect(drawn(8, 1) { Bar(0.4, color: .white).draw(on: &$0, in: $1, theme: theme) } == "███▎")
    #expect(drawn(8, 1) { Bar(0.001, color: .white).draw(on: &$0, in: $1, theme: theme) } == "▏")
    #expect(drawn(8, 1) { Bar(.nan, color: .white).draw(on: &$0, in: $1, theme: theme) } == "")
    #expect(drawn(9, 1) { Slider(0.5).draw(on: &$0, in: $1, theme: theme) } == "━━━━●────")
    #expect(
      drawn(6, 1) {
        Sparkline([9, 0, 1, .nan, 2, 4], color: .white).draw(on: &$0, in: $1.splitLeft(5).left, theme: theme)
      }
        == "▁▃ ▅█")
    #expect(drawn(3, 1) { Sparkline([2, 2, 2], color: .white).draw(on: &$0, in: $1, theme: theme) } == "▄▄▄")
  }

  @Test("a hint that does not fit whole is left out, and pinned hints stay")
  func statusLine() {
    let line = StatusLine([KeyHint("tab", "focus"), KeyHint("c", "ramp")], pinned: [KeyHint("?", "help")])
    #expect(drawn(40, 1) { line.draw(on: &$0, in: $1, theme: theme) } == "  tab  focus   c  ramp   ?  help")
    #expect(drawn(26, 1) { line.draw(on: &$0, in: $1, theme: theme) } == "  tab  focus   ?  help")
    #expect(drawn(12, 1) { line.draw(on: &$0, in: $1, theme: theme) } == "  ?  help")
    #expect(drawn(6, 1) { line.draw(on: &$0, in: $1, theme: theme) } == "")
  }

  @Test("the title bar keeps tabs before facts")
  func titleBar() {
    let bar = TitleBar(
      brand: "Headscope", tabs: ["Explore", "Train"], selected: 0, facts: ["cat-decoder", "824K"], state: "▶ live")
    #expect(
      drawn(70, 1) { bar.draw(on: &$0, in: $1, theme: theme) }
        == " ◆ Headscope  ▸ 1 Explore    2 Train       cat-decoder · 824K  ▶ live")
    #expect(
      drawn(54, 1) { bar.draw(on: &$0, in: $1, theme: theme) }
        == " ◆ Headscope  ▸ 1 Explore    2 Train     824K  ▶ live")
  }

  @Test("token chips wrap, cut long words and keep the selected one in view")
  func chips() {
    let words = ["The", "猫", "sat", "\u{1B}", "unbelievably"]
    let row = ChipRow(
      words.enumerated().map { Chip.token(VisibleText($1), weight: 0.1, isSelected: $0 == 1, theme: theme) })
    #expect(drawn(20, 2) { row.draw(on: &$0, in: $1) } == " The  ▐猫▌  sat   ␛\n unbelievably")
    #expect(drawn(10, 1) { row.draw(on: &$0, in: $1, keepingVisible: 4) } == " unbelie…")
  }

  @Test("a line chart has a grid, labels and its curves' names")
  func chart() {
    let xs: [Float] = [0, 100, 200, 300, 400]
    let chart = LineChart([.init("train", x: xs, y: [4, 2, 1, 0.5, 0], color: theme.good)], yRange: 0...4)
    #expect(
      drawn(40, 6) { chart.draw(on: &$0, in: $1, theme: theme) } == """
        4  ⠑⠢⢄⡀┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈ ━ train
              ⠈⠑⠢⣄
        2  ┈┈┈┈┈┈┈⠉⠒⠤⠤⣀⣀┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈
                        ⠉⠉⠒⠒⠤⠤⣀⣀⣀⣀
        0  ┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈⠉⠉⠉⠉⠒⠒⠒⠲⠤⠤⠤⢄⣀⣀
           0                200              400
        """)
  }

  @Test("dots land where they are put, lines reach their ends, and the strongest line gives the colour")
  func braille() {
    #expect(
      drawn(4, 1) { canvas, _ in
        var grid = BrailleGrid(width: 4, height: 1)
        grid.plot(x: 0, y: 0, color: .white)
        grid.plot(x: 3, y: 3, color: .white)
        for y in 0..<4 { grid.plot(x: 4, y: y, color: .white) }
        grid.plot(x: 99, y: -1, color: .white)
        grid.draw(on: &canvas, at: Point(0, 0))
      } == "⠁⢀⡇")
    var canvas = Canvas(width: 3, height: 1)
    var grid = BrailleGrid(width: 3, height: 1)
    grid.line(from: (0, 0), to: (5, 0), color: Color(1), strength: 2)
    grid.line(from: (0, 3), to: (5, 3), color: Color(2), strength: 1)
    grid.connection(from: (0, .nan), to: (5, 3), color: Color(3), strength: 9)
    grid.draw(on: &canvas, at: Point(0, 0))
    #expect(canvas.plainText() == "⣉⣉⣉")
    #expect((0..<3).allSatisfy { canvas[$0, 0].foreground == Color(1) })
  }

  @Test("every primitive survives every small size")
  func smallSizes() {
    for width in 0...24 {
      for height in 0...6 {
        _ = drawn(width, height) { canvas, rect in
          let inside = Panel("Title", keys: "k", context: "c", isFocused: true).draw(
            on: &canvas, in: rect, theme: theme)
          let grid = HeatGrid(rows: 3, columns: 5, values: Array(repeating: 0.5, count: 15))
          grid.drawHalfBlocks(on: &canvas, in: inside, theme: theme, scale: (2, 2))
          grid.draw(on: &canvas, in: inside, theme: theme, layout: grid.layout(fitting: inside), selected: (1, 1))
          Legend(grid).draw(on: &canvas, in: inside, theme: theme)
          Slider(0.7).draw(on: &canvas, in: inside, theme: theme)
          LineChart([.init("s", x: [0, 1], y: [0, .infinity], color: .white)], crosshair: 0.5)
            .draw(on: &canvas, in: rect, theme: theme)
          ChipRow([.button("a", theme: theme), .button("long", isActive: true, theme: theme)])
            .draw(on: &canvas, in: inside, keepingVisible: 1)
          TitleBar(brand: "H", tabs: ["a"], selected: 0, facts: ["f"], state: "s").draw(
            on: &canvas, in: rect, theme: theme)
        }
      }
    }
  }
}
