internal import Analysis
internal import ArgumentParser
internal import Checkpoints
internal import Models
internal import StrictJSON
internal import Tensors

/// `headscope bench analysis`: what the screens work out of a sentence, at a keystroke or on a key.
struct BenchAnalysisCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "analysis", abstract: "What the screens work out of a sentence: ledger, lenses, ranking of heads.")

  @OptionGroup var options: BenchOptions
  @OptionGroup var modelOption: ModelOption
  @Option(help: "Tokens in the sequence.") var tokens = 7

  func run() throws {
    try options.requireOneThread()
    let model = try modelOption.load(tokenizer: .ignored).model
    let sizes = model.configuration
    guard sizes.encoderLayers == nil else {
      throw UserError("--model: the lenses that are measured here look at decoders and encoders alone")
    }
    try requireTokens(tokens, sizes)
    let kernels = try machineKernels()
    let session = TraceSession(model, kernels: kernels)
    let ids = (0..<tokens).map { Int32($0 * 7 % sizes.vocabularySize) }
    let (trace, norms, last) = (session.trace(ids), ValueNorms(model, kernels: kernels), tokens - 1)
    let lengths = norms.lengths(in: trace)
    var kept = 0
    let analyses: [(name: String, work: () -> Void)] = [
      ("trace", { kept += session.trace(ids).length }),
      ("every head switched off", { kept += HeadAblation.run(session, ids, position: last)?.effects.count ?? 0 }),
      ("ledger", { kept += Ledger(trace, model, position: last, token: 0).entries.count }),
      ("logit lens", { kept += LogitLens(trace, model, kernels: kernels).stages.count }),
      ("value norms", { kept += norms.lengths(in: trace).values.count }),
    ]
    let lenses = AttentionLens.allCases.map { lens in
      (
        name: "lens \(lens.rawValue) of every head",
        work: {
          let lensed = LensedAttention(trace, through: lens, valueLengths: lengths)
          for head in 0..<sizes.layers * sizes.heads {
            kept += lensed.grid(layer: head / sizes.heads, head: head % sizes.heads).values.count
          }
        }
      )
    }
    let rows = (analyses + lenses).map { analysis in
      let timing = Timing(seconds: options.seconds / Double(analyses.count + lenses.count), analysis.work)
      return [
        "analysis": .string(analysis.name), "shape": .string(sizes.summary), "tokens": .integer(tokens),
        "milliseconds": [
          "best": .number(rounded(timing.best * 1e3)), "median": .number(rounded(timing.median * 1e3)),
        ],
      ] as JSONValue
    }
    precondition(kept > 0)
    switch options.format {
    case .json: print(JSONValue.object(JSONObject([("analysis", .array(rows))])).text())
    case .table: printTable(rows, columns: ["analysis", "tokens", "milliseconds"])
    }
  }
}
