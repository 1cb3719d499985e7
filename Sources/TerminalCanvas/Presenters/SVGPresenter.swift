/// Draws a canvas as a picture: blocks, braille and boxes as shapes, each letter at a place of its own, so that no font
/// can move anything. The same canvas always gives the same bytes.
public struct SVGPresenter: Sendable {
  /// Whether the picture has a window's frame with a title.
  public var isFramed: Bool
  /// The title in the frame and for screen readers.
  public var title: String

  /// A presenter.
  public init(title: String, isFramed: Bool = true) {
    self.title = title
    self.isFramed = isFramed
  }

  /// A cell's size in pixels.
  static let cell = (width: 10, height: 20)

  /// The picture as an SVG 1.1 document.
  public func picture(_ canvas: Canvas) -> String {
    var drawing = SVGDrawing()
    for y in 0..<canvas.height {
      for x in 0..<canvas.width { drawing.addCell(canvas, x: x, y: y) }
    }
    let margin = isFramed ? 16 : 0
    let header = isFramed ? 32 : 0
    let inner = (width: canvas.width * SVGPresenter.cell.width, height: canvas.height * SVGPresenter.cell.height)
    let size = (width: inner.width + 2 * margin, height: inner.height + header + margin)
    let base = canvas.base.background ?? .black
    let fonts = "ui-monospace,'JetBrains Mono','DejaVu Sans Mono',Menlo,Consolas,'Noto Sans Mono CJK SC',monospace"
    return """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(size.width)" height="\(size.height)" \
      viewBox="0 0 \(size.width) \(size.height)" font-family="\(fonts)" font-size="16" text-anchor="middle">
      <title>\(SVGDrawing.escaped(VisibleText(title).description))</title>
      \(frame(size, base, canvas.base.foreground ?? .white))<g transform="translate(\(margin) \(header))">
      \(drawing.body(untouched: base))</g>
      </svg>

      """
  }

  private func frame(_ size: (width: Int, height: Int), _ base: Color, _ ink: Color) -> String {
    let ground = "<rect width=\"\(size.width)\" height=\"\(size.height)\" fill=\"\(base.hex)\""
    guard isFramed else { return ground + "/>\n" }
    let edge = base.mixed(with: ink, 0.25)
    let lights = [Color(0xFF5F57), Color(0xFEBC2E), Color(0x28C840)]
    let dots = lights.enumerated().map { index, color in
      "<circle cx=\"\(22 + 20 * index)\" cy=\"16\" r=\"5.5\" fill=\"\(color.hex)\"/>"
    }
    let name = SVGDrawing.escaped(VisibleText(title).description)
    return ground + " rx=\"10\" stroke=\"\(edge.hex)\"/>\n" + dots.joined()
      + "\n<text x=\"\(size.width / 2)\" y=\"21\" font-size=\"13\" fill=\"\(base.mixed(with: ink, 0.6).hex)\">"
      + "\(name)</text>\n"
  }
}
