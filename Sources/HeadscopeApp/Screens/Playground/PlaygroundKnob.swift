internal import Corpora
internal import Training

/// What can be turned in the Playground.
enum PlaygroundKnob: String, CaseIterable, Hashable, Sendable {
  case dataset, problem, noise, share, batch
  case learningRate, rule, regularization, regularizationRate
  case activation, dropout
  case seed, dataSeed
  case lastEpoch, testLoss
  case pace, test, discrete

  /// Whether its value can be typed.
  var isTyped: Bool {
    switch self {
    case .noise, .share, .batch, .learningRate, .regularizationRate, .dropout, .seed, .dataSeed, .lastEpoch, .testLoss:
      true
    case .dataset, .problem, .rule, .regularization, .activation, .pace, .test, .discrete: false
    }
  }
}

extension PlaygroundSettings {
  /// The settings with a knob turned; the same ones at its end. `layer` is the chosen one, nil for all.
  func turned(_ knob: PlaygroundKnob, by step: Int, layer: Int?) -> PlaygroundSettings {
    var settings = self
    switch knob {
    case .dataset: settings.take(dataset.next(step))
    case .problem: settings.take(problem == .classification ? .plane : .circle)
    case .noise: settings.noise = Self.noises.clamp(noise + 5 * step)
    case .share: settings.trainingShare = Self.trainingShares.clamp(trainingShare + 10 * step)
    case .batch: settings.batch = Self.batches.clamp(batch + step)
    case .learningRate: settings.learningRate = Self.learningRates.rung(from: learningRate, by: step)
    case .rule: settings.rule = rule.next(step)
    case .regularization: settings.regularization = regularization.next(step)
    case .regularizationRate:
      settings.regularizationRate = Self.regularizationRates.rung(from: regularizationRate, by: step)
    case .activation:
      for index in layers.indices where index == layer ?? index {
        settings.layers[index].activation = (layer.map { layers[$0] } ?? layers[0]).activation.next(step)
      }
    case .dropout:
      for index in layers.indices where index == layer ?? index {
        let tenths = ((layer.map { layers[$0] } ?? layers[0]).dropout * 10).rounded() + Float(step)
        settings.layers[index].dropout = min(max(tenths / 10, Self.dropouts.lowerBound), Self.dropouts.upperBound)
      }
    case .seed: settings.seed = seed &+ UInt64(bitPattern: Int64(step))
    case .dataSeed: settings.dataSeed = dataSeed &+ UInt64(bitPattern: Int64(step))
    case .lastEpoch:
      let rungs = [0, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 100_000].map(Float.init)
      let next = rungs.rung(from: Float(lastEpoch ?? 0), by: step)
      settings.lastEpoch = next > 0 ? Int(next) : nil
    case .testLoss:
      let rungs: [Float] = [0, 0.001, 0.003, 0.01, 0.02, 0.05, 0.1]
      let next = rungs.rung(from: testLossBelow ?? 0, by: step)
      settings.testLossBelow = next > 0 ? next : nil
    case .pace, .test, .discrete: break
    }
    return settings
  }

  /// The settings with a typed value; nil where it is none that the knob can have.
  func typed(_ knob: PlaygroundKnob, _ text: String, layer: Int?) -> PlaygroundSettings? {
    let text = text.split(separator: " ").joined()
    var settings = self
    func whole(_ range: ClosedRange<Int>) -> Int? { Int(text).flatMap { range.contains($0) ? $0 : nil } }
    func number(_ range: ClosedRange<Float>) -> Float? { Float(text).flatMap { range.contains($0) ? $0 : nil } }
    switch knob {
    case .noise:
      guard let value = whole(Self.noises) else { return nil }
      settings.noise = value
    case .share:
      guard let value = whole(Self.trainingShares) else { return nil }
      settings.trainingShare = value
    case .batch:
      guard let value = whole(Self.batches) else { return nil }
      settings.batch = value
    case .learningRate:
      guard let value = number(1e-9...1_000) else { return nil }
      settings.learningRate = value
    case .regularizationRate:
      guard let value = number(0...1_000) else { return nil }
      settings.regularizationRate = value
    case .dropout:
      guard let value = number(Self.dropouts) else { return nil }
      for index in layers.indices where index == layer ?? index { settings.layers[index].dropout = value }
    case .seed:
      guard let value = UInt64(text) else { return nil }
      settings.seed = value
    case .dataSeed:
      guard let value = UInt64(text) else { return nil }
      settings.dataSeed = value
    case .lastEpoch:
      guard let value = whole(0...Self.mostEpochs) else { return nil }
      settings.lastEpoch = value > 0 ? value : nil
    case .testLoss:
      guard let value = number(0...1_000) else { return nil }
      settings.testLossBelow = value > 0 ? value : nil
    case .dataset, .problem, .rule, .regularization, .activation, .pace, .test, .discrete: return nil
    }
    return settings
  }
}

extension CaseIterable where Self: Equatable, AllCases.Index == Int {
  /// The case so many places further on; past an end it goes on at the other.
  func next(_ step: Int) -> Self {
    let all = Self.allCases
    guard let place = all.firstIndex(of: self) else { return self }
    return all[((place + step) % all.count + all.count) % all.count]
  }
}

extension ClosedRange {
  fileprivate func clamp(_ value: Bound) -> Bound { Swift.min(Swift.max(value, lowerBound), upperBound) }
}

extension [Float] {
  /// The value so many rungs further up; from between two rungs to the next one.
  fileprivate func rung(from value: Float, by step: Int) -> Float {
    let next = step > 0 ? first { $0 > value } : last { $0 < value }
    return next ?? value
  }
}
