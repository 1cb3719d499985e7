internal import Models
internal import Tensors

// What a run writes of its model beside the sizes, one name a number.

/// Families that are told by their names; the first ones are told by what they have.
enum LaterFamily: String, CaseIterable {
  case distilBERT = "distilbert"
  case llama
  case mbart
}

/// Activation functions by the names that a run writes.
enum ActivationName: String, CaseIterable {
  case gelu, relu, swiglu
  case geluTanh = "gelu_tanh"

  var activation: Activation {
    switch self {
    case .gelu: .gelu(.exact)
    case .geluTanh: .gelu(.tanh)
    case .relu: .relu
    case .swiglu: .swiGLU
    }
  }
}

extension ModelConfiguration {
  var laterFamily: LaterFamily? {
    get {
      switch family {
      case .distilBERT: .distilBERT
      case .llama: .llama
      case .mbart: .mbart
      case .gpt2, .bert, .bart, .recurrent: nil
      }
    }
    set {
      switch newValue {
      case .distilBERT: family = .distilBERT
      case .llama: family = .llama
      case .mbart: family = .mbart(encoderLayers: encoderLayers ?? 1)
      case nil: break
      }
    }
  }

  var activationName: ActivationName? {
    get { variant.activation.flatMap { own in ActivationName.allCases.first { $0.activation == own } } }
    set { variant.activation = newValue?.activation }
  }

  var scalesEmbeddings: Bool {
    get { variant.embeddingScale != 1 }
    set { variant.embeddingScale = newValue ? Float(width).squareRoot() : 1 }
  }

  var rotaryBase: Double? {
    get { variant.rotary?.base }
    set { if let newValue { variant.rotary = RotaryEmbedding(base: newValue) } }
  }

  var rotaryFactor: Double? {
    get {
      switch variant.rotary?.scaling {
      case .linear(let factor), .llama3(let factor, _, _, _): factor
      case .none?, nil: nil
      }
    }
    set { if let newValue { variant.rotary?.scaling = .linear(factor: newValue) } }
  }

  var rotaryLowFactor: Double? {
    get { if case .llama3(_, let low, _, _)? = variant.rotary?.scaling { low } else { nil } }
    set {
      guard let newValue, let factor = rotaryFactor else { return }
      variant.rotary?.scaling = .llama3(
        factor: factor, lowFactor: newValue, highFactor: newValue, originalContext: contextLength)
    }
  }

  var rotaryHighFactor: Double? {
    get { if case .llama3(_, _, let high, _)? = variant.rotary?.scaling { high } else { nil } }
    set {
      guard let newValue, case .llama3(let factor, let low, _, let context)? = variant.rotary?.scaling else { return }
      variant.rotary?.scaling = .llama3(factor: factor, lowFactor: low, highFactor: newValue, originalContext: context)
    }
  }

  var rotaryOriginalContext: Int? {
    get { if case .llama3(_, _, _, let context)? = variant.rotary?.scaling { context } else { nil } }
    set {
      guard let newValue, case .llama3(let factor, let low, let high, _)? = variant.rotary?.scaling else { return }
      variant.rotary?.scaling = .llama3(factor: factor, lowFactor: low, highFactor: high, originalContext: newValue)
    }
  }
}
