import Corpora
import Files
import Testing

@testable import Training

@Suite("Points of one's own") struct PlaygroundTableTests {
  private static func table(_ text: String) throws -> PlaygroundTable {
    try PlaygroundTable(Array(text.utf8), path: "points.csv")
  }

  @Test("classes by numbers or names, with and without a line of names")
  func classes() throws {
    let numbers = try Self.table("1,2,0\n-3,4.5,1\r\n\n0,0,1\n")
    // Numbers are the same however they are written, and three of them are values.
    #expect(try Self.table("1,2,1.0\n1,2,1\n1,2,-1\n").points.map(\.target) == [1, 1, -1])
    #expect(try Self.table("1,2,0\n1,2,1\n1,2,2\n").problem == .regression)
    #expect(numbers.problem == .classification && numbers.classes == ["0", "1"])
    #expect(numbers.points.map(\.target) == [-1, 1, 1] && numbers.points[1] == PlanePoint(x: -3, y: 4.5, target: 1))
    let named = try Self.table("\u{FEFF}length,width,kind\n1.5 , 2,setosa\n2,1,\"versi\"\"color\"\n")
    #expect(named.classes == ["setosa", "versi\"color"] && named.scales.map(\.name) == ["length", "width"])
    #expect(named.points.map(\.target) == [-1, 1])
  }

  @Test("values stay as they are, or are scaled to what the map shows")
  func values() throws {
    let small = try Self.table("1,2,0.5\n3,4,-0.25\n")
    #expect(small.problem == .regression && small.points.map(\.target) == [0.5, -0.25])
    #expect(small.scales.map(\.isPlain) == [true, true, true])
    let large = try Self.table("100,0,10\n300,1,30\n200,2,20\n")
    #expect(large.points.map(\.x) == [-5, 5, 0] && large.points.map(\.y) == [0, 1, 2])
    #expect(large.points.map(\.target) == [-1, 1, 0] && !large.scales[0].isPlain && large.scales[1].isPlain)
  }

  @Test(
    "what is no table gets its line and what is allowed",
    arguments: [
      ("", "no points"), ("x,y,z\n", "no points"), ("1,2\n", "line 1: found 2 columns"),
      ("1,2,3,4\n", "line 1: found 4 columns"), ("1,2,0\n1,b,1\n", "line 2: found “b”"),
      ("1,2,0\n1,,1\n", "line 2: found nothing"), ("1,2,\"0\n", "line 1: found a quotation mark"),
      ("1,2,a\n1,2,b\n1,2,c\n", "more than two classes"), ("1,2,a\n", "1 class"),
      ("1,nan,0\n2,1,1\n", "line 1: found “nan”"),
      ("1e999,0,1\n0,0,0\n", "line 1"), ("1,2,0.5\n1,2,x\n", "2 classes"),
    ])
  func refused(text: String, words: String) {
    do {
      let table = try Self.table(text)
      // Two different texts are two classes, even where one looks like a number.
      #expect(words == "2 classes" && table.classes.count == 2)
    } catch { #expect("\(error)".contains(words), "\(error)") }
  }

  @Test("written points are read again, and too many are refused")
  func limits() throws {
    let points = (0..<50).map { (place: Int) -> PlanePoint in
      PlanePoint(x: Float(place) / 9, y: -Float(place) / 11, target: place.isMultiple(of: 2) ? 1 : -1)
    }
    #expect(try Self.table(PlaygroundTable.text(points.map { ($0, false) })).points == points)
    let many = String(repeating: "1,2,0\n1,2,1\n", count: PlaygroundSettings.mostPoints / 2) + "1,2,0\n"
    #expect(throws: PlaygroundError.self) { try Self.table(many) }
    #expect(throws: PlaygroundError.self) { try PlaygroundTable(path: "/nowhere/points.csv") }
  }
}
