public import KernelTypes
public import Models
public import Tensors

/// How long the vectors are that heads take from each token into the residual stream, ‖f(x_j)‖₂ with
/// f(x) = (x·W_V + b_V)·W_O.
///
/// With v_j = x_j·W_V + b_V, which a trace holds, ‖v_j·W_O‖² = v_j·G·v_jᵀ, where G = W_O·W_Oᵀ is a small (E, E) matrix for
/// each head. It is worked out once for a model; after that a sentence costs T·E² for each head instead of T·E·D.
///
/// - SeeAlso: Kobayashi et al. 2020, "Attention is not only a weight", section 3.
public struct ValueNorms: Equatable, Sendable {
  private let configuration: ModelConfiguration
  /// G of each head of each layer, (layer, head, E, E).
  private let gram: [Float]

  /// Prepares a model's heads.
  public init(_ model: LanguageModel, kernels: KernelSet = .forThisMachine) {
    configuration = model.configuration
    let (D, E, H) = (configuration.width, configuration.headWidth, configuration.heads)
    let scratch = FloatBuffer(count: kernels.matmulScratch)
    let gram = FloatBuffer(count: configuration.layers * H * E * E)
    withExtendedLifetime((scratch, gram)) {
      for (layer, block) in model.handles.blocks.enumerated() {
        model.parameters.withNumbers(of: block.attentionOutput.weight) { weight in
          // W_O's inputs are its rows or its columns.
          let (inputStride, outputStride) = block.attentionOutput.order == .inputOutput ? (D, 1) : (1, H * E)
          for head in 0..<H {
            let inputs = weight + head * E * inputStride
            kernels.matmul(
              Matmul(
                rows: E, columns: E, depth: D, a: inputs, aRowStride: inputStride, aColumnStride: outputStride,
                b: inputs, bRowStride: outputStride, bColumnStride: inputStride,
                c: gram.start + (layer * H + head) * E * E, cRowStride: E),
              scratch.start)
          }
        }
      }
    }
    self.gram = gram.values
  }

  /// ‖f(x_j)‖₂ for every head and key of a trace, (layer, head, key).
  ///
  /// - Precondition: the trace is of the same model.
  public func lengths(in trace: Trace) -> Tensor {
    precondition(trace.configuration == configuration, "a trace of another model")
    let (E, H) = (configuration.headWidth, configuration.heads)
    var lengths = Tensor(shape: [configuration.layers, H, trace.length])
    for layer in 0..<configuration.layers {
      for key in 0..<trace.length {
        for head in 0..<H {
          let value = trace.row([key, configuration.keyValueHead(of: head)], of: "blocks.\(layer).attn.hook_v")
          let square = quadratic(value, start: (layer * H + head) * E * E)
          lengths.values[(layer * H + head) * trace.length + key] = max(0, square).squareRoot()
        }
      }
    }
    return lengths
  }

  /// v·G·vᵀ
  private func quadratic(_ value: ArraySlice<Float>, start: Int) -> Float {
    value.withUnsafeBufferPointer { v in
      gram.withUnsafeBufferPointer { gram in
        var sum: Float = 0
        for row in v.indices {
          var inner: Float = 0
          for column in v.indices { inner += gram[start + row * v.count + column] * v[column] }
          sum += v[row] * inner
        }
        return sum
      }
    }
  }
}
