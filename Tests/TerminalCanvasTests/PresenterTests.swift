import Testing

@testable import TerminalCanvas

@Suite("Presenters") struct PresenterTests {
  /// A screen with a bit of everything.
  static func sample(_ theme: Theme = .midnight) -> Canvas {
    var canvas = Canvas(width: 24, height: 6, base: theme.base)
    let inside = Panel("猫", context: "1 × 2", isFocused: true).draw(on: &canvas, in: canvas.bounds, theme: theme)
    HeatGrid(rows: 2, columns: 2, values: [1, .nan, 0.1, 0.6]).drawHalfBlocks(on: &canvas, in: inside, theme: theme)
    canvas.write("\u{1B}[2J<&\">", at: Point(6, 2), style: theme.body)
    Chip.token(VisibleText("mat"), weight: 1, isSelected: true, theme: theme).draw(on: &canvas, at: Point(2, 3))
    canvas.write("e\u{301}", at: Point(10, 3), style: Style(theme.bad, on: theme.panel, [.bold, .italic]))
    return canvas
  }

  static let capabilities = ColorDepth.allCases.flatMap { [Capability($0), Capability($0, isASCII: true)] }

  @Test("ANSI holds our own sequences and no other control", arguments: capabilities, Theme.all.indices)
  func ansi(capability: Capability, theme: Int) {
    var presenter = ANSIPresenter(capability)
    let text = presenter.frame(Self.sample(Theme.all[theme]))
    let rest = text.replacing(#/\u{1B}\[[0-9;]*m/#, with: "")
    for scalar in rest.unicodeScalars where scalar != "\n" {
      #expect(scalar.value >= 0x20 && !(0x7F..<0xA0).contains(scalar.value))
      if capability.isASCII { #expect(scalar.isASCII) }
    }
    for line in text.split(separator: "\n") {
      // The end of a line is plain: reset, or back to the terminal's own colours on the way.
      let plain = ["\u{1B}[0m", "\u{1B}[39m", "\u{1B}[49m", "\u{1B}[39;49m"]
      #expect(line.matches(of: #/\u{1B}\[[0-9;]*m/#).last.map { plain.contains(String($0.output)) } ?? true)
    }
  }

  @Test("each depth uses only its own colours")
  func depths() {
    func frame(_ depth: ColorDepth) -> String {
      var presenter = ANSIPresenter(Capability(depth))
      return presenter.frame(Self.sample())
    }
    #expect(frame(.direct).contains("38;2;"))
    #expect(frame(.indexed256).contains("38;5;") && !frame(.indexed256).contains("38;2;"))
    #expect(!frame(.ansi16).contains("8;5;") && !frame(.ansi16).contains("8;2;"))
    #expect(frame(.mono).firstMatch(of: #/[34][0-9][;m]/#) == nil)
  }

  @Test("without colour, the text is the plain text")
  func mono() {
    var presenter = ANSIPresenter(Capability(.mono))
    let canvas = Self.sample()
    let lines = presenter.frame(canvas).replacing(#/\u{1B}\[[0-9;]*m/#, with: "").split(separator: "\n")
    let trimmed = lines.map { line in
      var line = line
      while line.last == " " { line.removeLast() }
      return String(line)
    }
    #expect(trimmed.joined(separator: "\n") == canvas.plainText())
  }

  @Test("a ramp's 256-colour path is used in order")
  func rampPath() {
    var reducer = PaletteReducer()
    for ramp in [Ramp.magma, .viridis, .grey, .diverging] {
      let path = ramp.colors.map { reducer.index256($0) }
      #expect(path.first == ramp.indexed.first && path.last == ramp.indexed.last, "\(ramp.name)")
    }
    #expect(
      Ramp.magma.colors.map { reducer.index256($0) }.reduce(into: [UInt8]()) { path, index in
        if path.last != index { path.append(index) }
      } == Ramp.magma.indexed)
  }

  @Test("an SVG is the same each time, nests well and escapes text", arguments: Theme.all.indices)
  func svg(theme: Int) {
    let canvas = Self.sample(Theme.all[theme])
    let picture = SVGPresenter(title: "a <b> & \u{1B}").picture(canvas)
    #expect(picture == SVGPresenter(title: "a <b> & \u{1B}").picture(canvas))
    #expect(picture.contains("<title>a &lt;b&gt; &amp; ␛</title>"))
    var open: [Substring] = []
    for tag in picture.matches(of: #/<(/?)([a-z]+)([^<>]*?)(/?)>/#) {
      if !tag.1.isEmpty { #expect(open.popLast() == tag.2) } else if tag.4.isEmpty { open.append(tag.2) }
    }
    #expect(open.isEmpty)
    #expect(picture.filter { $0 == "\"" }.count.isMultiple(of: 2))
  }

  @Test("a full screen is a picture of at most 90 kB")
  func svgSize() {
    var canvas = Canvas(width: 120, height: 40, base: Theme.midnight.base)
    for (index, rect) in canvas.bounds.rows([1, 1]).enumerated() {
      let inside = Panel("Panel \(index)").draw(on: &canvas, in: rect, theme: .midnight)
      let values = (0..<(40 * 30)).map { (place: Int) -> Float in Float((place * 7919) % 97) / 96 }
      HeatGrid(rows: 30, columns: 40, values: values).drawHalfBlocks(on: &canvas, in: inside, theme: .midnight)
      let text = inside.splitLeft(45).rest
      canvas.writeWrapped(
        String(repeating: "The cat sat on the mat. ", count: 20), in: text, style: Theme.midnight.body)
    }
    let size = SVGPresenter(title: "t").picture(canvas).utf8.count
    #expect((20_000...90_000).contains(size), "\(size)")
  }
}
