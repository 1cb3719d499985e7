import Files
import ProgramDriver
import Testing

/// Themes, ramps, colours, and what printed screens don't depend on.
@Suite("Look") struct LookTests {
  let program: BuiltProgram

  init() throws { program = try BuiltProgram() }

  private func run(_ arguments: [String], _ environment: [String: String] = [:]) throws -> BuiltProgram.Outcome {
    try program.run(arguments, environment: environment.merging(["HEADSCOPE_SAMPLES": program.samples]) { $1 })
  }

  @Test func `every theme and ramp can be asked for by name`() throws {
    for theme in ["midnight", "daylight", "contrast"] {
      for ramp in ["magma", "viridis", "cividis", "grey"] {
        let outcome = try run(["render", "explore", "--theme", theme, "--ramp", ramp, "--size", "160x40"])
        #expect(outcome.ending == .exit(0))
        #expect(outcome.outputLines.first?.contains(ramp) == true)
      }
    }
    let wrong = try run(["render", "explore", "--ramp", "jet"])
    #expect(wrong.ending == .exit(2) && wrong.errorLines.count == 1 && wrong.errors.contains("jet"))
  }

  @Test func `NO_COLOR takes the colours out of ansi, unless colours are asked for`() throws {
    let arguments = ["render", "explore", "--format", "ansi"]
    let plain = try run(arguments, ["NO_COLOR": "1"]).output
    for sequence in ["\u{1B}[38", "[3", ";3"] {
      #expect(!plain.contains(sequence + "8;") && !plain.contains(sequence + "1m"))
    }
    #expect(try run(arguments + ["--colors", "256"], ["NO_COLOR": "1"]).output.contains("38;5;"))
    #expect(try run(arguments, ["NO_COLOR": ""]).output.contains("38;2;"))
  }

  @Test func `printed screens don't read the settings`() throws {
    let folder = try TemporaryFolder()
    try makeFolder(at: folder.path + "/headscope")
    let path = folder.path + "/headscope/settings.json"
    let expected = try run(["render", "explore"])
    for text in [#"{"theme": "daylight", "ramp": "grey", "language": "zh"}"#, "{", ""] {
      try writeFileAtomically(Array(text.utf8), to: path)
      for command in [["render", "explore"], ["render", "explore", "--keys", "t c y p c c c t t"]] {
        let outcome = try run(command, ["XDG_CONFIG_HOME": folder.path])
        #expect(outcome.errors.isEmpty && outcome.ending == .exit(0))
        if command.count == 2 { #expect(outcome.output == expected.output) }
      }
      #expect(try readFile(at: path, limit: 1_000) == Array(text.utf8))
    }
    #expect(names(inFolder: folder.path) == ["headscope"])
  }

  @Test func `ASCII screens hold nothing but ASCII, on every page and overlay`() throws {
    for keys in ["", "s", "n", "a", "d", "g", ":", "/", "?", "e", "z"] {
      for language in ["en", "zh"] {
        let outcome = try run(["render", "explore", "--ascii", "--lang", language, "--keys", keys])
        #expect(outcome.output.utf8.allSatisfy { $0 < 0x80 }, "\(keys) \(language)")
      }
    }
  }
}
