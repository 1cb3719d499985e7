internal import Models
internal import Tensors
private import Wording

/// Compares what a piece of work will take with what may be used of the machine's memory, before anything is allocated.
///
/// - Parameters:
///   - needed: Bytes; `Int.max` where they are beyond counting.
///   - work: What needs them, as the sentence's subject.
///   - advice: What to do where they are too many.
func requireMemory(_ needed: Int, for work: String, otherwise advice: String) throws {
  let budget = MachineMemory.budget
  guard needed <= budget else {
    throw UserError(
      "\(work) needs \(byteSize(needed)), and \(byteSize(budget)) of this machine's memory may be used; \(advice)")
  }
}

/// What a captured pass takes beside the model.
enum TraceMemory {
  /// Bytes of a model's weights.
  static func weights(_ configuration: ModelConfiguration) -> Int {
    ModelParameters(configuration).layout.count * MemoryLayout<Float>.stride
  }

  /// Bytes of a pass over so many tokens; of an encoder–decoder, with a source of so many, or where that isn't given, over a source
  /// of `length` and its translation.
  static func activations(_ configuration: ModelConfiguration, length: Int, sourceLength: Int? = nil) -> Int {
    configuration.encoderLayers != nil && sourceLength == nil
      ? TraceSession.translationBytes(configuration, sourceLength: length)
      : TraceSession.bytes(configuration, length: length, sourceLength: sourceLength)
  }

  /// The most tokens whose pass fits, with two digits that count; 0 where there are none.
  static func mostTokens(_ configuration: ModelConfiguration, sourceLength: Int?, upTo length: Int, within room: Int)
    -> Int
  {
    var (low, high) = (0, length)
    while high - low > 1 {
      let middle = (low + high) / 2
      if activations(configuration, length: middle, sourceLength: sourceLength) <= room {
        low = middle
      } else {
        high = middle
      }
    }
    var unit = 1
    while low / unit >= 100 { unit *= 10 }
    return low / unit * unit
  }
}

/// The same for a captured pass over so many tokens, the model's weights included.
func requireTraceMemory(
  _ configuration: ModelConfiguration, length: Int, sourceLength: Int? = nil, weights: Int? = nil,
  budget: Int = MachineMemory.budget, otherwise advice: String? = nil
) throws {
  let weights = weights ?? TraceMemory.weights(configuration)
  let activations = TraceMemory.activations(configuration, length: length, sourceLength: sourceLength)
  guard activations > budget - weights else { return }
  let (sum, isBeyond) = activations.addingReportingOverflow(weights)
  let most = TraceMemory.mostTokens(
    configuration, sourceLength: sourceLength, upTo: length, within: budget - weights)
  let shorter =
    weights > budget
    ? "the weights alone are more than that; try --precision float16 or a smaller model"
    : most > 0 ? "try --max-tokens \(most) or a shorter text" : "give a shorter text"
  throw UserError(
    "a pass over \(counted(length, "token")) needs \(byteSize(isBeyond ? .max : sum)) (weights \(byteSize(weights)) + "
      + "attention and other activations \(byteSize(activations))), budget \(byteSize(budget)); "
      + (advice ?? shorter))
}
