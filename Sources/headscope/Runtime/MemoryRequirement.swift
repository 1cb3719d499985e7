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

/// The same for a captured pass over so many tokens.
func requireTraceMemory(
  _ configuration: TransformerConfiguration, length: Int, otherwise advice: String = "give a shorter text"
) throws {
  try requireMemory(
    TraceSession.bytes(configuration, length: length), for: "a pass over \(counted(length, "token"))", otherwise: advice
  )
}
