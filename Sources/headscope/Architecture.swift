internal import ArgumentParser
internal import KernelTypes
internal import Models

/// The kinds of network, as they are called on the command line.
enum Architecture: String, CaseIterable, ExpressibleByArgument {
  case decoder
  case encoder
  case encoderDecoder = "encoder-decoder"
  case elman
  case gru
  case lstm

  /// What kind a model is.
  init(_ configuration: ModelConfiguration) {
    self =
      switch configuration.family {
      case .gpt2, .llama: .decoder
      case .bert, .distilBERT: .encoder
      case .bart, .mbart: .encoderDecoder
      case .recurrent(.elman): .elman
      case .recurrent(.gru): .gru
      case .recurrent(.lstm): .lstm
      }
  }

  /// A recurrent network's cell; nil for transformers.
  var cell: RecurrentCell? { RecurrentCell(rawValue: rawValue) }

  /// As one says it in a sentence.
  var inWords: String {
    switch self {
    case .decoder: "a decoder"
    case .encoder: "an encoder"
    case .encoderDecoder: "an encoder–decoder"
    case .elman: "an Elman network"
    case .gru: "a GRU"
    case .lstm: "an LSTM"
    }
  }
}

extension ModelConfiguration {
  /// What kind of model it is, as one says it in a sentence.
  var kindInWords: String { isClassifier ? "a classifier" : Architecture(self).inWords }
}
