public import ArgumentParser
internal import Corpora
internal import Files
internal import Models
internal import Training
private import Wording

/// What the Playground begins with.
struct PlaygroundOptions: ParsableArguments {
  @Option(help: "A stop of the tour: \(PlaygroundPreset.allCases.map(\.rawValue).joined(separator: ", ")).")
  var tour: PlaygroundPreset?
  @Option(help: "The whole screen from its code, or from the file that holds it, as @FILE.") var state: String?
  @Option(help: "The data: \(PlaneDataset.allCases.map(\.rawValue).joined(separator: ", ")).") var dataset:
    PlaneDataset?
  @Option(help: "Points of your own: a CSV file with two features and a class or value in each line.") var data: String?
  @Option(help: "Noise in per cent, 0 to 50.") var noise: Int?
  @Option(help: "Per cent of the points to train on, 10 to 90.") var trainingShare: Int?
  @Option(help: "Features, such as x1,x2; of \(PlaneFeature.allCases.map(\.rawValue).joined(separator: ", ")).")
  var features: String?
  @Option(help: "Neurons of each hidden layer, such as 4,2; none for no hidden layer.") var layers: String?
  @Option(help: "Of all hidden layers: \(PlaygroundActivation.allCases.map(\.rawValue).joined(separator: ", ")).")
  var activation: PlaygroundActivation?
  @Option(help: "Of all hidden layers, 0 to 0.8.") var dropout: Float?
  @Option(help: "Points in a batch, 1 to 30.") var batch: Int?
  @Option(help: "sgd, momentum or adam.") var rule: PlaygroundSettings.Rule?
  @Option(help: "The learning rate, above 0.") var learningRate: Float?
  @Option(help: "none, l1 or l2.") var regularization: PlaygroundSettings.Regularization?
  @Option(help: "Its rate.") var regularizationRate: Float?
  @Option(help: "Which first weights are drawn.") var seed: UInt64?
  @Option(help: "Which points are drawn.") var dataSeed: UInt64?
  @Option(help: "Epochs to go before the screen is shown.") var epochs: Int?

  /// The scene that the options ask for, and the stop of the tour where they change nothing of it.
  func scene() throws -> (scene: PlaygroundScene, preset: PlaygroundPreset?) {
    let others: [(name: String, isGiven: Bool)] = [
      ("tour", tour != nil), ("dataset", dataset != nil), ("data", data != nil), ("noise", noise != nil),
      ("training-share", trainingShare != nil), ("features", features != nil), ("layers", layers != nil),
      ("activation", activation != nil), ("dropout", dropout != nil), ("batch", batch != nil), ("rule", rule != nil),
      ("learning-rate", learningRate != nil), ("regularization", regularization != nil),
      ("regularization-rate", regularizationRate != nil), ("seed", seed != nil), ("data-seed", dataSeed != nil),
      ("epochs", epochs != nil),
    ]
    if let state {
      if let other = others.first(where: \.isGiven) {
        throw UserError("--state and --\(other.name): the code says all of it, so give it alone")
      }
      return (try PlaygroundCode.scene(of: try code(state)), nil)
    }
    if data != nil, dataset != nil { throw UserError("--data and --dataset: only one of them can be given") }
    var settings = (tour ?? .first).settings
    try set(&settings)
    let epochs = try checked("epochs", epochs, 0...PlaygroundSettings.mostEpochs) ?? 0
    let isTour = !others.contains {
      $0.isGiven && $0.name != "tour" && $0.name != "epochs" && !$0.name.hasSuffix("seed")
    }
    return (PlaygroundScene(PlaygroundScript(settings, epochs: epochs)), isTour ? tour ?? .first : nil)
  }

  /// A code, or what a file holds.
  private func code(_ text: String) throws -> String {
    guard text.hasPrefix("@") else { return text }
    let bytes = try readFile(at: String(text.dropFirst()), limit: 16_000_000)
    return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace).joined()
  }

  private func set(_ settings: inout PlaygroundSettings) throws {
    if let dataset { settings.take(dataset) }
    if let data {
      let table = try PlaygroundTable(path: data)
      (settings.ownPoints, settings.problem) = (table.points, table.problem)
      for scale in table.scales where !scale.isPlain {
        standardError(
          "headscope: \(plain(data)): \(plain(scale.name)) is drawn as (\(plain(scale.name)) − \(scale.origin)) × \(scale.factor)\n"
        )
      }
    }
    settings.noise = try checked("noise", noise, PlaygroundSettings.noises) ?? settings.noise
    settings.trainingShare =
      try checked("training-share", trainingShare, PlaygroundSettings.trainingShares) ?? settings.trainingShare
    settings.batch = try checked("batch", batch, PlaygroundSettings.batches) ?? settings.batch
    settings.rule = rule ?? settings.rule
    settings.learningRate = try checked("learning-rate", learningRate, 1e-9...1_000) ?? settings.learningRate
    settings.regularization = regularization ?? settings.regularization
    settings.regularizationRate =
      try checked("regularization-rate", regularizationRate, 0...1_000) ?? settings.regularizationRate
    (settings.seed, settings.dataSeed) = (seed ?? settings.seed, dataSeed ?? settings.dataSeed)
    if let features { settings.features = try parsed(features: features) }
    if let layers {
      let kind = settings.layers.first?.activation ?? .tanh
      settings.layers = try parsed(layers: layers).map { PlaygroundSettings.Layer(units: $0, activation: kind) }
    }
    let dropout = try checked("dropout", dropout, PlaygroundSettings.dropouts)
    for index in settings.layers.indices {
      settings.layers[index].activation = activation ?? settings.layers[index].activation
      settings.layers[index].dropout = dropout ?? settings.layers[index].dropout
    }
  }

  private func parsed(features text: String) throws -> [PlaneFeature] {
    let names = PlaneFeature.allCases.map(\.rawValue).joined(separator: ", ")
    var features: Set<PlaneFeature> = []
    for name in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let feature = PlaneFeature(rawValue: name.split(separator: " ").joined()) else {
        throw UserError("--features: “\(plain(String(name)))” is none; write some of \(names), with commas between")
      }
      features.insert(feature)
    }
    return PlaneFeature.allCases.filter(features.contains)
  }

  private func parsed(layers text: String) throws -> [Int] {
    if text == "none" { return [] }
    let counts = text.split(separator: ",", omittingEmptySubsequences: false).map {
      Int($0.split(separator: " ").joined()).flatMap { PlaygroundSettings.unitCounts.contains($0) ? $0 : nil }
    }
    guard PlaygroundSettings.layerCounts.contains(counts.count), !counts.contains(nil) else {
      throw UserError(
        "--layers: found “\(plain(text))”; write 1 to 6 numbers from 1 to 8 with commas between, such as 4,2, or none")
    }
    return counts.compactMap(\.self)
  }

  private func checked<Number: Comparable>(
    _ name: String, _ value: Number?, _ range: ClosedRange<Number>
  ) throws -> Number? {
    guard let value, !range.contains(value) else { return value }
    throw UserError("--\(name): found \(value), and \(range.lowerBound) to \(range.upperBound) is allowed")
  }
}

extension PlaygroundPreset: ExpressibleByArgument {}
extension PlaneDataset: ExpressibleByArgument {}
extension PlaygroundActivation: ExpressibleByArgument {}
extension PlaygroundSettings.Rule: ExpressibleByArgument {}
extension PlaygroundSettings.Regularization: ExpressibleByArgument {}
