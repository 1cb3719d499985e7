internal import KernelTypes
internal import Safetensors
internal import Wording

/// Batches of token ids from a file, taken in their order: another framework's run, made again.
///
/// The file is safetensors: `input_ids` [steps, batch, context], and where they differ `labels` of the same shape. Labels
/// are Hugging Face's: aligned with the ids, −100 for a position that counts for nothing; shifted inside for a decoder, which
/// is asked for the token that comes next.
public struct TokenBatches: Equatable, Sendable {
  /// Where it stands.
  public let path: String
  /// Batches.
  public let steps: Int
  /// Sequences in each.
  public let count: Int
  /// Tokens in each sequence.
  public let length: Int
  private let ids: [Int32]
  private let labels: [Int32]
  private let isCausal: Bool

  /// Reads a file, which may come from anywhere.
  ///
  /// - Parameters:
  ///   - vocabularySize: Ids are below it.
  ///   - contextLength: The most tokens in a sequence.
  ///   - isCausal: Whether they are for a decoder.
  public init(
    path: String, vocabularySize: Int, contextLength: Int, isCausal: Bool = true
  ) throws(TrainingError) {
    self.isCausal = isCausal
    let (shape, ids, labels) = try Self.read(path)
    guard shape.count == 3, shape.allSatisfy({ $0 > 0 }), shape[2] > 1 else {
      throw .damaged(
        path: path, place: "input_ids", found: "shape \(written(shape: shape))",
        allowed: "[steps, batch, context] of a context of 2 or more")
    }
    guard shape[2] <= contextLength else {
      throw .damaged(
        path: path, place: "input_ids", found: "sequences of \(grouped(shape[2])) tokens",
        allowed: "at most the model's context of \(grouped(contextLength))")
    }
    (self.path, steps, count, length) = (path, shape[0], shape[1], shape[2])
    self.ids = ids.map { Int32(clamping: $0) }
    self.labels = labels.map { Int32(clamping: $0) }
    let known = 0..<vocabularySize
    if let index = ids.firstIndex(where: { !known.contains($0) }) {
      throw unknown("input_ids", ids[index], at: index, known, else: "")
    }
    let isLabel = { (label: Int) in known.contains(label) || label == Int(CrossEntropy.ignored) }
    if let index = labels.firstIndex(where: { !isLabel($0) }) {
      throw unknown("labels", labels[index], at: index, known, else: " and −100")
    }
  }

  /// The shape of the ids, the ids, and the labels.
  private static func read(_ path: String) throws(TrainingError) -> ([Int], [Int], [Int]) {
    do throws(SafetensorsError) {
      let file = try SafetensorsFile(path: path)
      let entry = try file.entry(named: "input_ids")
      let ids = try file.integers(entry)
      guard file.header.entry(named: "labels") != nil else { return (entry.shape, ids, ids) }
      return (entry.shape, ids, try file.integers(file.entry(named: "labels", shape: entry.shape)))
    } catch { throw .tensors(error) }
  }

  private func unknown(
    _ name: String, _ value: Int, at index: Int, _ known: Range<Int>, else other: String
  ) -> TrainingError {
    let (row, token) = index.quotientAndRemainder(dividingBy: length)
    let (step, sequence) = row.quotientAndRemainder(dividingBy: count)
    return .damaged(
      path: path, place: "\(name)[\(step), \(sequence), \(token)]", found: "\(value)",
      allowed: "ids from 0 to \(known.upperBound - 1)\(other)")
  }

  /// A batch, counted from 0. A decoder's target of a position is the label after it, and the last position has none; an
  /// encoder's is the position's own.
  public func batch(_ index: Int) -> Batch {
    let size = count * length
    let range = index * size..<(index + 1) * size
    guard isCausal else {
      return Batch(count: count, length: length, ids: Array(ids[range]), targets: Array(labels[range]))
    }
    let targets = range.map { ($0 + 1).isMultiple(of: length) ? CrossEntropy.ignored : labels[$0 + 1] }
    return Batch(count: count, length: length, ids: Array(ids[range]), targets: targets)
  }
}
