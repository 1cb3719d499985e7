/// The shapes and letters of a picture, gathered by colour so that the document stays small.
struct SVGDrawing {
  /// Path data of blocks by fill colour and opacity.
  private var blocks = SVGPaths()
  /// Path data of dots and signs by fill colour.
  private var fills = SVGPaths()
  /// Path data by stroke colour and width.
  private var strokes = SVGPaths()
  /// Letters by row and style.
  private var letters: [(row: Int, style: String, spans: String)] = []
  /// Background rectangles that still grow downwards, by place and colour.
  private var papers: [Paper] = []
  private var openPaper: Paper?

  private struct Paper {
    var color: Color
    var x: Int
    var y: Int
    var width: Int
    var height: Int
  }

  /// Adds one cell; cells come row by row, left to right.
  mutating func addCell(_ canvas: Canvas, x: Int, y: Int) {
    let cell = canvas[x, y]
    var (ink, paper) = (cell.foreground, cell.background)
    if cell.attributes.contains(.reverse) { swap(&ink, &paper) }
    if cell.attributes.contains(.dim) { ink = ink.mixed(with: paper, 0.5) }
    addPaper(paper, x: x, y: y)
    guard let scalar = cell.scalar, scalar != " " || cell.attributes.contains(.underline) else { return }
    let isWide = x + 1 < canvas.width && canvas[x + 1, y].scalar == nil
    let place = SVGGlyph(x: x * SVGPresenter.cell.width, y: y * SVGPresenter.cell.height)
    switch place.shape(scalar) {
    case .block(let path, let opacity): blocks.add(path, "fill=\"\(ink.hex)\"" + (opacity ?? ""))
    case .fill(let path): fills.add(path, "fill=\"\(ink.hex)\"")
    case .stroke(let path, let width): strokes.add(path, "stroke=\"\(ink.hex)\" stroke-width=\"\(width)\"")
    case nil: addLetter(canvas, cell, scalar, ink: ink, x: x, y: y, columns: isWide ? 2 : 1)
    }
    guard cell.attributes.contains(.underline) else { return }
    strokes.add("M\(place.x) \(place.y + 18)h10", "stroke=\"\(ink.hex)\" stroke-width=\"1\"")
  }

  private mutating func addPaper(_ color: Color, x: Int, y: Int) {
    if var open = openPaper, open.color == color, open.y == y, open.x + open.width == x {
      open.width += 1
      openPaper = open
      return
    }
    closePaper()
    openPaper = Paper(color: color, x: x, y: y, width: 1, height: 1)
  }

  /// Joins the finished stretch to one of the same place and colour that ends just above, if there is one.
  private mutating func closePaper() {
    guard let open = openPaper else { return }
    openPaper = nil
    let above = papers.lastIndex { paper in
      paper.color == open.color && paper.x == open.x && paper.width == open.width && paper.y + paper.height == open.y
    }
    if let above { papers[above].height += 1 } else { papers.append(open) }
  }

  private mutating func addLetter(
    _ canvas: Canvas, _ cell: Cell, _ scalar: Unicode.Scalar, ink: Color, x: Int, y: Int, columns: Int
  ) {
    var style = "fill=\"\(ink.hex)\""
    if cell.attributes.contains(.bold) { style += " font-weight=\"bold\"" }
    if cell.attributes.contains(.italic) { style += " font-style=\"italic\"" }
    var text = String.UnicodeScalarView([scalar])
    text.append(contentsOf: canvas.marks(of: cell))
    let center = x * SVGPresenter.cell.width + columns * SVGPresenter.cell.width / 2
    let span = "<tspan x=\"\(center)\">\(SVGDrawing.escaped(String(text)))</tspan>"
    if let index = letters.lastIndex(where: { $0.row == y && $0.style == style }) {
      letters[index].spans += span
    } else {
      letters.append((y, style, span))
    }
  }

  /// The finished elements; stretches of the untouched colour are left to the ground.
  func body(untouched: Color) -> String {
    var complete = self
    complete.closePaper()
    var grounds = SVGPaths()
    for paper in complete.papers where paper.color != untouched {
      let (w, h) = (paper.width * SVGPresenter.cell.width, paper.height * SVGPresenter.cell.height)
      grounds.add(
        "M\(paper.x * SVGPresenter.cell.width) \(paper.y * SVGPresenter.cell.height)h\(w)v\(h)h-\(w)z",
        "fill=\"\(paper.color.hex)\"")
    }
    var text =
      "<g shape-rendering=\"crispEdges\">\n\(grounds.elements)\(complete.blocks.elements)</g>\n\(complete.fills.elements)"
    text += "<g fill=\"none\">\n\(complete.strokes.elements)</g>\n"
    for letter in complete.letters {
      text += "<text y=\"\(letter.row * SVGPresenter.cell.height + 15)\" \(letter.style)>\(letter.spans)</text>\n"
    }
    return text
  }

  /// Text with XML's special characters written out; controls never get here.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "&": result += "&amp;"
      case "\"": result += "&quot;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

/// Path data gathered by style, in order of first use.
struct SVGPaths {
  private var styles: [String] = []
  private var data: [String: String] = [:]

  mutating func add(_ path: String, _ style: String) {
    if data[style] == nil { styles.append(style) }
    data[style, default: ""] += path
  }

  var elements: String {
    styles.map { "<path \($0) d=\"\(data[$0] ?? "")\"/>\n" }.joined()
  }
}
