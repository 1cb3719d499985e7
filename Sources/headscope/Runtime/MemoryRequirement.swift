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

/// The same for a captured pass over so many tokens; of an encoder–decoder, with a source of so many, or where that isn't given,
/// over a source of `length` and its translation.
func requireTraceMemory(
  _ configuration: ModelConfiguration, length: Int, sourceLength: Int? = nil,
  otherwise advice: String = "give a shorter text"
) throws {
  let isTranslation = configuration.encoderLayers != nil && sourceLength == nil
  let bytes =
    isTranslation
    ? TraceSession.translationBytes(configuration, sourceLength: length)
    : TraceSession.bytes(configuration, length: length, sourceLength: sourceLength)
  try requireMemory(bytes, for: "a pass over \(counted(length, "token"))", otherwise: advice)
}
