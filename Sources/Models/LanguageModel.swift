public import KernelTypes
public import Tensors

/// A language model with its parameters: a decoder with GPT-2's formulas, an encoder with BERT's, an encoder–decoder with
/// BART's, or a recurrent network.
///
/// - SeeAlso: Radford et al. 2019, "Language models are unsupervised multitask learners"; Devlin et al. 2019, "BERT:
///   Pre-training of Deep Bidirectional Transformers for Language Understanding"; Lewis et al. 2020, "BART: Denoising
///   Sequence-to-Sequence Pre-training for Natural Language Generation, Translation, and Comprehension".
public struct LanguageModel: Equatable, Sendable {
  /// Its sizes.
  public let configuration: ModelConfiguration
  /// Handles of its parameters.
  public let handles: ModelParameters
  /// Its parameters.
  public var parameters: Parameters

  /// A model with given parameters.
  ///
  /// - Precondition: the parameters stand under the configuration's layout.
  public init(configuration: ModelConfiguration, parameters: Parameters) {
    self.configuration = configuration
    handles = ModelParameters(configuration)
    precondition(parameters.layout == handles.layout, "parameters of another configuration")
    self.parameters = parameters
  }

  /// An untrained model: weights and embeddings normal with deviation 0.02, the two outputs into the residual
  /// stream with 0.02/√(2·L) in a GPT-2, biases 0, gains 1. A recurrent network begins as PyTorch's modules do, its
  /// embeddings with deviation 1, all else uniform within ±1/√H, but for an LSTM's forget gates, which begin open with a bias of
  /// 1.
  ///
  /// - SeeAlso: Radford et al. 2019, section 2.3; Devlin et al. 2019, as in the authors' code; Jozefowicz et al. 2015, "An empirical
  ///   exploration of recurrent network architectures", section 2.2 (the forget gate's bias).
  public init(configuration: ModelConfiguration, seed: UInt64) {
    self.configuration = configuration
    handles = ModelParameters(configuration)
    var parameters = Parameters(layout: handles.layout)
    var generator = SplitMix64(seed: seed)
    let residualDeviation = 0.02 / Double(2 * configuration.layers).squareRoot()
    if let cell = configuration.cell {
      parameters.drawRecurrent(cell, units: configuration.width, using: &generator)
      self.parameters = parameters
      return
    }
    for entry in handles.layout.entries {
      if entry.shape.count == 2, entry.shape[0] > 1 {
        let deviation = entry.name.hasSuffix("c_proj.weight") ? residualDeviation : 0.02
        parameters[entry] = ArraySlice((0..<entry.count).map { _ in Float(generator.normal() * deviation) })
      } else if entry.name.hasSuffix(".weight") {
        parameters[entry] = ArraySlice(repeatElement(1, count: entry.count))
      }
    }
    self.parameters = parameters
  }

  /// The same with matrices in another format, rounded where it holds fewer digits.
  public func converted(to format: WeightFormat) -> LanguageModel {
    LanguageModel(configuration: configuration, parameters: parameters.converted(to: format))
  }

  /// The same with all of another model's parameters that both have: of an encoder that learnt to guess words, say, everything
  /// but its head, below a new head that sorts texts.
  public func taking(from other: LanguageModel) -> LanguageModel {
    var model = self
    for entry in other.parameters.layout.entries {
      guard let own = parameters.layout.entry(named: entry.name), own.shape == entry.shape else { continue }
      model.parameters[own] = other.parameters[entry]
    }
    return model
  }
}

extension Parameters {
  /// First weights of a recurrent network; the unembedding's bias stays 0.
  fileprivate mutating func drawRecurrent(
    _ cell: RecurrentCell, units: Int, using generator: inout SplitMix64
  ) {
    for entry in layout.entries where entry.name != "decoder.bias" {
      let bound = 1 / Float(units).squareRoot()
      var values = (0..<entry.count).map { _ in
        entry.name == "encoder.weight"
          ? Float(generator.normal()) : Float.random(in: -bound...bound, using: &generator)
      }
      if cell == .lstm, entry.name.hasPrefix("rnn.bias") {
        // Of i, f, g, o the second; of its two biases one is enough.
        let bias: Float = entry.name.hasPrefix("rnn.bias_hh") ? 1 : 0
        values.replaceSubrange(units..<2 * units, with: repeatElement(bias, count: units))
      }
      self[entry] = values[...]
    }
  }
}
