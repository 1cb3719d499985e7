import ProgramDriver
import TerminalCanvas
import Testing

@Suite("Asciicast") struct AsciicastTests {
  @Test("every screen of a recording shows what was drawn, cell by cell, through changes and other sizes")
  func playing() throws {
    var cast = Asciicast(title: "a \"film\"", timestamp: 1_700_000_000)
    var lines: [UInt8] = []
    var screens: [(events: Int, canvas: Canvas)] = []
    for number in 0..<40 {
      let size = number < 15 ? (40, 10) : number < 25 ? (33, 12) : (60, 8)
      let canvas = Screens.screen(number, width: size.0, height: size.1)
      cast.add(canvas, at: number * 100_001, to: &lines)
      screens.append((lines.count { $0 == UInt8(ascii: "\n") } - 1, canvas))
    }
    let film = try PlayedFilm(lines)
    #expect(film.width == 40 && film.height == 10 && film.title == "a \"film\"" && film.timestamp == 1_700_000_000)
    for (events, canvas) in screens {
      let screen = try film.screen(after: events)
      #expect(screen.text == canvas.drawnText)
      #expect(screen.difference(from: canvas.emulated) == nil)
      #expect(screen.violations.isEmpty && screen.overdraws.isEmpty)
    }
    #expect(film.events.filter { $0.code == "r" }.map(\.data) == ["33x12", "60x8"])
    #expect(film.events.last?.time == 3.900039)
  }

  @Test("the header holds what players need and nothing of the person or the machine")
  func header() throws {
    var cast = Asciicast(title: "Headscope", timestamp: 5)
    var lines: [UInt8] = []
    cast.add(Canvas(width: 2, height: 1), at: 0, to: &lines)
    let first = String(decoding: lines.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    #expect(
      first == """
        {"version": 2, "width": 2, "height": 1, "timestamp": 5, \
        "env": {"TERM": "xterm-256color", "COLORTERM": "truecolor"}, "title": "Headscope"}
        """)
  }

  @Test("where nothing changes nothing is written; a change costs its cells")
  func changes() {
    var cast = Asciicast(title: "t", timestamp: 0)
    var lines: [UInt8] = []
    var canvas = Screens.screen(1)
    cast.add(canvas, at: 0, to: &lines)
    let whole = lines.count
    cast.add(canvas, at: 1_000_000, to: &lines)
    #expect(lines.count == whole)
    canvas.write("x", at: Point(30, 6), style: Theme.midnight.body)
    cast.add(canvas, at: 2_000_000, to: &lines)
    #expect(lines.count - whole < 120)
  }

  @Test("at the end the player's cursor shows again in the last row, and the picture stays")
  func ending() throws {
    var cast = Asciicast(title: "t", timestamp: 0)
    var lines: [UInt8] = []
    cast.end(at: 0, to: &lines)
    #expect(lines.isEmpty)
    let canvas = Screens.screen(3)
    cast.add(canvas, at: 0, to: &lines)
    cast.end(at: 1_500_000, to: &lines)
    let film = try PlayedFilm(lines)
    let screen = try film.screen()
    #expect(try film.screen(after: 1).modes.switches.contains(25) == false)
    #expect(screen.isPlain && screen.text == canvas.drawnText)
    #expect(film.events.last?.time == 1.5)
  }
}
