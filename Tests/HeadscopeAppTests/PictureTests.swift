import Glibc
import TerminalCanvas
import Testing

@testable import HeadscopeApp

/// Pictures for the eye, on demand: `HEADSCOPE_PICTURES=/some/folder swift test --filter Pictures`.
@Suite("Pictures") struct PictureTests {
  private static var folder: String? { getenv("HEADSCOPE_PICTURES").map { String(cString: $0) } }

  @Test(
    "screens as SVG", .enabled(if: PictureTests.folder != nil),
    arguments: ScreenCase.all)
  func picture(of screen: ScreenCase) throws {
    let folder = try #require(PictureTests.folder)
    let svg = SVGPresenter(title: screen.name).picture(try screen.robot().state.frame())
    let file = try #require(fopen("\(folder)/\(screen.name).svg", "w"))
    defer { fclose(file) }
    #expect(fputs(svg, file) >= 0)
  }
}
