internal import ArgumentParser
internal import Checkpoints
internal import Corpora
internal import CursesTerminal
private import Glibc
internal import KernelTypes
internal import StrictJSON
internal import Tensors
internal import Tokenizers
internal import Training
private import Wording

/// `headscope doctor`: what this machine and this terminal can do, and what each preset will take.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "What this machine and this terminal can do, and what training will take.")

  @OptionGroup var options: TrainingOptions
  @OptionGroup var threads: ThreadsOption
  @Option(help: "table or json.") var format = OutputFormat.table

  func run() throws {
    let crew = threads.crew()
    let facts = try machine(crew) + terminal() + models()
    let needs = try presets().map { preset in
      (preset.name, TrainingMemory(preset.model, preset.training, threads: crew.threads))
    }
    switch format {
    case .json:
      let training = JSONObject(needs.map { ($0.0, $0.1.report) })
      print(JSONValue.object(JSONObject(facts.map { ($0.name, $0.value) } + [("training", .object(training))])).text())
    case .table:
      let lines = facts.map { ($0.name, $0.words) } + needs.map { ("training \($0.0)", $0.1.summary) }
      let width = lines.map(\.0.count).max() ?? 0
      for (name, words) in lines { print(name + String(repeating: " ", count: width - name.count + 2) + words) }
    }
  }

  /// A fact, for people and for programs.
  private struct Fact {
    let name: String
    let value: JSONValue
    let words: String

    init(_ name: String, _ value: JSONValue, _ words: String) {
      (self.name, self.value, self.words) = (name, value, words)
    }

    init(_ name: String, _ text: String) { self.init(name, .string(text), plain(text)) }
  }

  private func machine(_ crew: WorkerCrew) throws -> [Fact] {
    let sets = KernelSet.available.map(\.name)
    return [
      Fact("processor", Self.processor), Fact("threads", .integer(crew.threads), grouped(crew.threads)),
      Fact(
        "instruction_set", .string(try machineKernels().name),
        "\(try machineKernels().name), of " + sets.joined(separator: ", ")),
      Fact("memory", .integer(MachineMemory.bytes), byteSize(MachineMemory.bytes)),
      Fact(
        "memory_budget", .integer(MachineMemory.budget), "\(byteSize(MachineMemory.budget)) of it may be used"),
    ]
  }

  /// The processor's name as the system tells it.
  private static var processor: String {
    // The file tells no size, so it is read to its end; the name stands near its beginning.
    guard let file = fopen("/proc/cpuinfo", "r") else { return "unknown" }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 512)
    while fgets(&line, Int32(line.count), file) != nil {
      let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      guard text.hasPrefix("model name"), let colon = text.firstIndex(of: ":") else { continue }
      return String(text[text.index(after: colon)...].drop { $0 == " " }.prefix { $0 != "\n" })
    }
    return "unknown"
  }

  private func terminal() -> [Fact] {
    let facts = TerminalFacts()
    let depth = facts.depth.map { "\($0)" }
    return [
      Fact("terminal", facts.type ?? "none"),
      Fact(
        "colors", depth.map { .string($0) } ?? .null, depth ?? "no full screen here: screens are printed as plain text"),
      Fact("utf8", .bool(facts.hasUTF8), facts.hasUTF8 ? "yes" : "no: ASCII is drawn"),
      Fact(
        "size", facts.size.map { .string("\($0.width)x\($0.height)") } ?? .null,
        facts.size.map { size in
          "\(size.width)x\(size.height)" + (size.width < 80 || size.height < 24 ? ", and 80x24 is the least" : "")
        } ?? "none"),
    ]
  }

  private func models() -> [Fact] {
    let locator = ModelLocator.current()
    return [("samples", locator.samples), ("cached_models", locator.cachedModels)].map { name, models in
      Fact(name, .array(models.map { .string($0) }), models.isEmpty ? "none" : plain(models.joined(separator: ", ")))
    }
  }

  /// The presets, or the one asked for with all that was asked about it.
  private func presets() throws -> [Preset] {
    let asked = try options.preset()
    return options.isEmpty ? Preset.all : [asked]
  }
}

extension TrainingMemory {
  private static let names = ["weights", "gradients", "moments", "activations", "packed_weights", "program"]

  /// `106.2 MB: weights 3.4, …`
  var summary: String {
    byteSize(total) + ": "
      + zip(Self.names, parts).map { "\($0 == "packed_weights" ? "packed weights" : $0) \(byteSize($1))" }
      .joined(separator: ", ")
  }

  fileprivate var report: JSONValue {
    .object(JSONObject(zip(Self.names, parts).map { ($0, .integer($1)) } + [("total", .integer(total))]))
  }
}
