internal import ArgumentParser
internal import Models
private import Wording

/// `headscope bench`: how fast this machine computes, with figures that scripts can read.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measure how fast this machine computes.",
    subcommands: [
      BenchMatmulCommand.self, BenchLoadCommand.self, BenchForwardCommand.self, BenchGenerateCommand.self,
      BenchTrainCommand.self,
      BenchAnalysisCommand.self,
      BenchFunctionsCommand.self, BenchPastCommand.self, BenchPlaygroundCommand.self,
    ])
}

/// How a measurement is printed.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
  case table
  case json
}

/// Options that every measurement takes.
struct BenchOptions: ParsableArguments {
  @Option(help: "How many threads compute at once.") var threads = 1
  @Option(help: "table, or json for one object.") var format = OutputFormat.table
  @Option(help: "Seconds to measure for.") var seconds = 1.0

  func validate() throws {
    guard (1...1_024).contains(threads) else {
      throw ValidationError("--threads \(threads): from 1 to 1,024 are allowed")
    }
    guard seconds > 0 && seconds <= 3_600 else {
      throw ValidationError("--seconds \(seconds): more than 0 and at most 3,600 are allowed")
    }
  }
}

extension BenchOptions {
  /// Refuses threads for what runs on one.
  func requireOneThread() throws {
    guard threads == 1 else {
      throw UserError("--threads \(threads): this runs on one thread; leave the option out")
    }
  }
}

/// Checks `--tokens`: the model must read so many, and the machine have memory for them.
func requireTokens(_ tokens: Int, _ configuration: ModelConfiguration) throws {
  guard (1...configuration.contextLength).contains(tokens) else {
    throw UserError("--tokens \(tokens): this model takes from 1 to \(configuration.contextLength) tokens")
  }
  try requireTraceMemory(configuration, length: tokens, sourceLength: tokens, otherwise: "give fewer --tokens")
}

/// Sizes of a transformer to measure.
struct ShapeOptions: ParsableArguments {
  @Option(
    help: "decoder, encoder, encoder-decoder (with as many blocks in either half), elman, gru or lstm."
  ) var architecture = Architecture.decoder
  @Option(help: "Blocks.") var layers = 4
  @Option(help: "Heads in a block.") var heads = 8
  @Option(help: "Numbers in the residual stream; a multiple of the heads.") var width = 128
  @Option(help: "Neurons in a block's MLP; four times the width where not given.") var mlp: Int?
  @Flag(help: "A decoder with LLaMA's formulas instead of GPT-2's.") var llama = false
  @Flag(help: "An encoder without its head for hidden words.") var headless = false
  @Option(help: "Tokens in a sequence.") var context = 64
  @Option(help: "Sequences in a batch.") var batch = 32
  @Option(help: "Tokens that the model knows.") var vocab = 512

  static let longestContext = 65_536

  func validate() throws {
    for (name, value, limit) in [
      ("layers", layers, 1_024), ("heads", heads, 1_024), ("width", width, 65_536), ("mlp", mlp ?? 1, 262_144),
      ("context", context, Self.longestContext),
      ("batch", batch, 65_536), ("vocab", vocab, 4_194_304),
    ] where !(1...limit).contains(value) {
      throw ValidationError("--\(name) \(value): from 1 to \(grouped(limit)) are allowed")
    }
    guard !llama || architecture == .decoder else { throw ValidationError("--llama: is a kind of decoder") }
    guard !headless || architecture == .encoder else { throw ValidationError("--headless: is for an encoder") }
    guard width % heads == 0 else {
      throw ValidationError("--width \(width) is not a multiple of --heads \(heads)")
    }
  }
}
