import Files
import ProgramDriver
import Testing

@Suite("headscope playground") struct PlaygroundCommandTests {
  let program: BuiltProgram

  init() throws { program = try BuiltProgram() }

  /// What the overlay of the code key shows: from its mark on, the same columns of the lines below.
  private func code(_ screen: String) -> String {
    let lines = screen.split(separator: "\n").map { Array($0) }
    let mark = Array("hs1-")
    for (row, line) in lines.enumerated() {
      guard let column = line.indices.first(where: { line[$0...].starts(with: mark) }) else { continue }
      let width = line[column...].prefix { $0 != " " }.count
      var code = ""
      for line in lines[row...] {
        let part = line[column..<min(line.count, column + width)].prefix { $0 != " " }
        if part.isEmpty { break }
        code += String(part)
      }
      return code
    }
    return ""
  }

  @Test func `a screen's code makes the same screen again, figure by figure`() throws {
    let arguments = [
      "render", "playground", "--dataset", "spiral", "--layers", "8,8", "--rule", "adam", "--learning-rate", "0.01",
      "--epochs", "40", "--seed", "5", "--size", "160x48",
    ]
    let first = try program.run(arguments + ["--keys", "T n n C"])
    #expect(first.ending == .exit(0), "\(first.errors)")
    let code = code(first.output)
    #expect(code.hasPrefix("hs1-"), "\(first.output)")
    let drawn = try program.run(arguments + ["--keys", "T n n"])
    let again = try program.run(["render", "playground", "--state", code, "--size", "160x48"])
    #expect(again.ending == .exit(0), "\(again.errors)")
    func body(_ screen: String) -> [Substring] { Array(screen.split(separator: "\n").dropLast()) }
    #expect(body(again.output) == body(drawn.output))
    let folder = try TemporaryFolder()
    try writeFileAtomically(Array((code + "\n").utf8), to: folder.path + "/code.txt")
    let file = try program.run(["render", "playground", "--state", "@code.txt", "--size", "160x48"], in: folder.path)
    #expect(file.output == again.output)
  }

  @Test func `points of one's own are learnt, and written as they were read`() throws {
    let folder = try TemporaryFolder()
    let rows = (0..<40).map { "\(Double($0 % 7) - 3),\(Double($0 % 5) - 2),\($0 % 2 == 0 ? "cat" : "dog")\n" }.joined()
    try writeFileAtomically(Array(("a,b,animal\n" + rows).utf8), to: folder.path + "/points.csv")
    let drawn = try program.run(["render", "playground", "--data", "points.csv", "--epochs", "5"], in: folder.path)
    #expect(drawn.ending == .exit(0) && drawn.output.contains("own points · 20+20"), "\(drawn.errors)")
    let written = try program.run(
      ["render", "playground", "--data", "points.csv", "--format", "csv"], in: folder.path)
    #expect(written.output.split(separator: "\n").count == 41)
  }

  @Test(
    arguments: [
      (["--layers", "9"], "--layers"), (["--layers", "1,1,1,1,1,1,1"], "--layers"),
      (["--features", "x3"], "--features"),
      (["--noise", "80"], "--noise"), (["--batch", "0"], "--batch"), (["--learning-rate", "nan"], "--learning-rate"),
      (["--state", "hs1-xx"], "code"), (["--state", "@nowhere"], "nowhere"),
      (["--data", "nowhere.csv"], "nowhere.csv"),
      (["--state", "hs1-q1Y", "--noise", "5"], "--noise"), (["--data", "a.csv", "--dataset", "spiral"], "--dataset"),
      (["--epochs", "-1"], "epochs"), (["--tour", "nowhere"], "--tour"),
    ])
  func `what can't be played with gets one line`(arguments: [String], word: String) throws {
    for command in [["playground"], ["render", "playground"]] {
      let result = try program.run(command + arguments)
      #expect(result.ending == .exit(2) && result.output.isEmpty, "\(arguments)")
      #expect(result.errorLines.count == 1 && result.errors.contains(word), "\(result.errors)")
    }
  }

  @Test func `without a terminal the screen is printed, as plain text`() throws {
    let result = try program.run(["playground", "--tour", "xor-hidden", "--epochs", "10"])
    #expect(result.ending == .exit(0) && result.output.contains("▸ 3 Playground"), "\(result.errors)")
    #expect(result.output.contains("epoch 10") && result.errorLines.count == 1)
  }
}
