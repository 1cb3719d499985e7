import Files
import Glibc
import ProgramDriver
import Testing

extension RealTerminal.Torture {
  @Suite("R24: hostile text") struct HostileTexts {
    @Test func `pasted, it becomes visible signs: the output holds our own sequences alone`() throws {
      var hostile = HostileText(seed: 24)
      let program = try TorturedProgram(width: 120, height: 40)
      program.terminal.type("e")
      try program.terminal.wait(for: "the editor") { $0.text.contains("keep") }
      for number in 0..<TortureLength.rounds(sample: 60, whole: 5_000) {
        // What ends a paste is the terminal's to keep out of it.
        let text = hostile.next()
        try program.terminal.typeAll(Array("\u{15}\u{B}\u{1B}[200~\(text) end\u{1B}[201~".utf8))
        if number % 20 == 0 { expectOnlyOurs(program.settled(), text) }
      }
      try program.terminal.wait(for: "the last text") { $0.text.contains("end") }
      expectOnlyOurs(program.settled(), "the last")
      try program.end()
    }

    @Test func `as argument, folder and model of hostile words it does no more`() throws {
      var hostile = HostileText(seed: 241)
      let samples = try BuiltProgram().samples + "/models/cat-decoder"
      for _ in 0..<TortureLength.rounds(sample: 2, whole: 60) {
        let folder = try TemporaryFolder()
        let name = Self.fileName(hostile.next())
        let model = folder.path + "/" + name
        try makeFolder(at: model)
        for file in ["config.json", "model.safetensors", "tokenizer_config.json"] {
          symlink(samples + "/" + file, model + "/" + file)
        }
        try writeFileAtomically(try Self.tokenizer(of: samples, &hostile), to: model + "/tokenizer.json")
        let text = hostile.next().replacing("\0", with: "x") + " cat"
        let program = try TorturedProgram(width: 120, height: 40, ["explore", "--model", model, "--", text])
        program.terminal.type("\t\u{1B}[C\u{1B}[B.?")
        expectOnlyOurs(program.settled(), text)
        try program.end()
      }
    }

    @Test func `in messages it is made visible too`() throws {
      var hostile = HostileText(seed: 242)
      let program = try BuiltProgram()
      for _ in 0..<TortureLength.rounds(sample: 6, whole: 400) {
        let text = "x" + hostile.next().replacing("\0", with: "x")
        for arguments in [
          ["--model", text], ["render", text], ["render", "explore", "--keys", "x" + text], ["--\(text)"],
        ] {
          let outcome = try program.run(arguments)
          #expect(outcome.ending == .exit(2), "\(arguments)")
          #expect(outcome.errorLines.count == 1, "\(outcome.errors)")
          var screen = EmulatedScreen(width: 4_096, height: 4)
          screen.feed(outcome.errorBytes)
          let bad = screen.violations.filter { !$0.contains("can't be seen") }
          #expect(bad.isEmpty, "\(bad) in \(outcome.errors)")
        }
      }
    }

    private func expectOnlyOurs(_ screen: EmulatedScreen, _ text: String, _ place: SourceLocation = #_sourceLocation) {
      #expect(screen.violations.isEmpty, "\(screen.violations) after \(text.debugDescription)", sourceLocation: place)
      #expect(screen.overdraws.isEmpty, "\(screen.overdraws) after \(text.debugDescription)", sourceLocation: place)
    }

    private static func fileName(_ text: String) -> String {
      let name = String(decoding: text.utf8.filter { $0 != 0 && $0 != UInt8(ascii: "/") }.prefix(200), as: UTF8.self)
      return "m" + name.replacing("\u{FFFD}", with: "")
    }

    /// The sample's tokenizer with hostile words in the place of its own.
    private static func tokenizer(of folder: String, _ hostile: inout HostileText) throws -> [UInt8] {
      let text = String(decoding: try readFile(at: folder + "/tokenizer.json", limit: 1 << 24), as: UTF8.self)
      var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      let start = lines.firstIndex { $0.contains("\"vocab\": {") } ?? lines.count
      for index in lines.indices.dropFirst(start + 1) {
        // `"word": 17,`; special tokens stay.
        guard let colon = lines[index].firstRange(of: "\": "), !lines[index].contains("<") else { continue }
        lines[index] = "\"\(Self.escaped("\(index)" + hostile.next()))\": " + lines[index][colon.upperBound...]
      }
      return Array(lines.joined(separator: "\n").utf8)
    }

    private static func escaped(_ text: String) -> String {
      text.unicodeScalars.map { scalar in
        scalar.value >= 0x20 && scalar != "\"" && scalar != "\\"
          ? String(scalar) : "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      }.joined()
    }
  }
}
