import Testing

@testable import TerminalCanvas

@Suite("Canvas") struct CanvasTests {
  let style = Style(.white, on: .black)

  func canvas(_ width: Int, _ height: Int = 1, _ text: String = "") -> Canvas {
    var canvas = Canvas(width: width, height: height)
    canvas.write(text, at: Point(0, 0), style: style)
    return canvas
  }

  @Test("a cell is 16 bytes")
  func size() { #expect(MemoryLayout<Cell>.size == 16) }

  @Test("text is cut at the edge, and a wide character is never cut in half")
  func cutting() {
    #expect(canvas(4, 1, "abcdef").plainText() == "abcd")
    #expect(canvas(5, 1, "猫坐在").plainText() == "猫坐")
    var left = canvas(4)
    left.write("猫坐", at: Point(-1, 0), style: style)
    #expect(left.plainText() == " 坐")
    #expect(left[0, 0].scalar == " ")
    var narrow = canvas(8)
    #expect(narrow.write("猫坐", at: Point(0, 0), style: style, maxWidth: 3) == 2)
    #expect(narrow.write("abcdef", at: Point(0, 0), style: style, maxWidth: 4, ellipsis: true) == 4)
    #expect(narrow.plainText() == "abc…")
  }

  @Test("drawing over half of a wide character blanks the other half")
  func overwriting() {
    var right = canvas(6, 1, "猫坐")
    right.write("x", at: Point(1, 0), style: style)
    #expect(right.plainText() == " x坐")
    var left = canvas(6, 1, "猫坐")
    left.write("x", at: Point(2, 0), style: style)
    #expect(left.plainText() == "猫x")
    var between = canvas(6, 1, "猫坐")
    between.write("在", at: Point(1, 0), style: style)
    #expect(between.plainText() == " 在")
    #expect((0..<6).map { between[$0, 0].scalar == nil } == [false, false, true, false, false, false])
  }

  @Test("a wide character always has its right half, whatever is drawn in whatever order")
  func wideInvariant() {
    var random = Dice(seed: 3)
    let words = ["猫", "a", "坐在", "é", "e\u{301}", "x猫", "\n", "🐱🐱"]
    var canvas = Canvas(width: 9, height: 2)
    for _ in 0..<3000 {
      let clip = Rect(x: random.below(9) - 2, y: 0, width: random.below(9), height: 2)
      canvas.clipped(to: clip) { canvas in
        let place = Point(random.below(12) - 2, random.below(3) - 1)
        canvas.write(words[random.below(words.count)], at: place, style: style)
        canvas.fill(Rect(x: random.below(9), y: 0, width: random.below(3), height: 1), style: style)
      }
      for y in 0..<2 {
        for x in 0..<9 {
          let isWide = canvas[x, y].scalar.map { CharacterWidth.columns($0) == 2 } ?? false
          #expect(isWide == (x + 1 < 9 && canvas[x + 1, y].scalar == nil))
        }
        #expect(canvas[0, y].scalar != nil)
      }
    }
  }

  @Test("a clip holds, nests and ends")
  func clipping() {
    var canvas = Canvas(width: 6, height: 3)
    canvas.clipped(to: Rect(x: 1, y: 1, width: 3, height: 9)) { canvas in
      canvas.fill(Rect(x: -5, y: -5, width: 50, height: 50), with: "a", style: style)
      canvas.clipped(to: Rect(x: 3, y: 0, width: 9, height: 9)) { $0.write("bbbbbb", at: Point(0, 1), style: style) }
    }
    canvas.write("c", at: Point(5, 2), style: style)
    #expect(canvas.plainText() == "\n aab\n aaa c")
  }

  @Test("nil colours keep what is there")
  func transparency() {
    var canvas = Canvas(width: 3, height: 1, base: Style(Color(1), on: Color(2)))
    canvas.write("a", at: Point(0, 0), style: Style(Color(3)))
    canvas.write("b", at: Point(1, 0), style: Style(nil, on: Color(4), .bold))
    #expect(canvas[0, 0].background == Color(2))
    #expect(canvas[1, 0].foreground == Color(1))
    #expect(canvas[1, 0].background == Color(4))
    #expect(canvas[1, 0].attributes == .bold)
  }

  @Test("canvases are equal when they look equal, whatever order their marks came in")
  func equality() {
    var (a, b) = (canvas(4), canvas(4))
    a.write("e\u{301}", at: Point(0, 0), style: style)
    a.write("o\u{308}", at: Point(1, 0), style: style)
    b.write("o\u{308}", at: Point(1, 0), style: style)
    b.write("e\u{301}", at: Point(0, 0), style: style)
    #expect(a == b)
    b.write("e\u{300}", at: Point(0, 0), style: style)
    #expect(a != b)
  }

  @Test("text stands right, centred and wrapped")
  func alignment() {
    var canvas = Canvas(width: 9, height: 4)
    canvas.writeRight("猫 x", in: canvas.bounds, style: style)
    canvas.writeCentered("mid", in: canvas.bounds.row(1), style: style)
    #expect(canvas.writeWrapped("the cat sat on it", in: canvas.bounds.splitTop(2).rest, style: style) == 2)
    #expect(canvas.plainText() == "     猫 x\n   mid\nthe cat\nsat on it")
  }

  @Test("hostile sizes and places do nothing")
  func hostileGeometry() {
    var canvas = Canvas(width: -1, height: 5)
    canvas.write("x", at: Point(.max - 1, .min + 1), style: style)
    #expect(canvas.plainText() == "\n\n\n\n")
    #expect(Canvas(width: 1 << 40, height: 0).width == 4096)
    var small = Canvas(width: 2, height: 2)
    small.write("x", at: Point(Int.max - 8, 0), style: style)
    small.fill(Rect(x: 0, y: 0, width: Int.max, height: Int.max), with: "猫", style: style)
    #expect(small.plainText() == "\n")
  }
}

@Suite("Rect") struct RectTests {
  @Test("splits cover the whole without overlap")
  func splits() {
    let rect = Rect(x: 3, y: 2, width: 17, height: 11)
    for n in -2...20 {
      let (top, rest) = rect.splitTop(n)
      #expect(top.height + rest.height == 11 && rest.maxY == rect.maxY)
      let (left, right) = rect.splitRight(n)
      #expect(left.width + right.width == 17 && right.maxX == rect.maxX)
    }
    let columns = rect.columns([3, 1, 2])
    #expect(columns.map(\.width).reduce(0, +) == 17)
    #expect(columns.last?.maxX == rect.maxX)
    #expect(rect.inset(dx: 20, dy: 20).isEmpty)
    #expect(rect.row(-1).y == 12)
    #expect(rect.row(11).isEmpty)
  }
}
