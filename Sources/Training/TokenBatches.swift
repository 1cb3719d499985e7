internal import KernelTypes
internal import Safetensors

/// Batches of token ids from a file, taken in their order: another framework's run, made again.
///
/// The file is safetensors: `input_ids` [steps, batch, context], and where they differ `labels` of the same shape. Labels
/// are Hugging Face's: aligned with the ids, shifted inside, −100 for a position that counts for nothing.
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

  /// Reads a file, which may come from anywhere.
  ///
  /// - Parameters:
  ///   - vocabularySize: Ids are below it.
  ///   - contextLength: The most tokens in a sequence.
  public init(path: String, vocabularySize: Int, contextLength: Int) throws(TrainingError) {
    do throws(SafetensorsError) {
      let file = try SafetensorsFile(path: path)
      let entry = try file.entry(named: "input_ids")
      guard entry.shape.count == 3, entry.shape.allSatisfy({ $0 > 0 }), entry.shape[2] > 1 else {
        throw file.wrongShape(entry)
      }
      (self.path, steps, count, length) = (path, entry.shape[0], entry.shape[1], entry.shape[2])
      ids = try file.integers(entry).map { Int32(clamping: $0) }
      if file.header.entry(named: "labels") == nil {
        labels = ids
      } else {
        labels = try file.integers(file.entry(named: "labels", shape: entry.shape)).map { Int32(clamping: $0) }
      }
    } catch { throw .tensors(error) }
    guard length <= contextLength else {
      throw .damaged(
        path: path, place: "input_ids", found: "sequences of \(length) tokens",
        allowed: "at most the model's context of \(contextLength)")
    }
    let known = 0..<Int32(clamping: vocabularySize)
    if let index = ids.firstIndex(where: { !known.contains($0) }) {
      throw Self.unknown("input_ids", ids[index], at: index, of: self, known, else: "")
    }
    let isLabel = { (label: Int32) in known.contains(label) || label == CrossEntropy.ignored }
    if let index = labels.firstIndex(where: { !isLabel($0) }) {
      throw Self.unknown("labels", labels[index], at: index, of: self, known, else: " and −100")
    }
  }

  private static func unknown(
    _ name: String, _ value: Int32, at index: Int, of batches: TokenBatches, _ known: Range<Int32>, else other: String
  ) -> TrainingError {
    let (row, token) = index.quotientAndRemainder(dividingBy: batches.length)
    let (step, sequence) = row.quotientAndRemainder(dividingBy: batches.count)
    return .damaged(
      path: batches.path, place: "\(name)[\(step), \(sequence), \(token)]", found: "\(value)",
      allowed: "ids from 0 to \(known.upperBound - 1)\(other)")
  }

  /// A batch, counted from 0. The target of a position is the label after it; the last position has none.
  public func batch(_ index: Int) -> Batch {
    let size = count * length
    let range = index * size..<(index + 1) * size
    let targets = range.map { ($0 + 1).isMultiple(of: length) ? CrossEntropy.ignored : labels[$0 + 1] }
    return Batch(count: count, length: length, ids: Array(ids[range]), targets: targets)
  }
}

extension SafetensorsFile {
  fileprivate borrowing func wrongShape(_ entry: TensorEntry) -> SafetensorsError {
    // Named by the two dimensions that are missing most often.
    SafetensorsError(
      file: name,
      problem: .shapeMismatch(name: entry.name, expected: [1, 1, max(2, entry.shape.last ?? 2)], found: entry.shape))
  }
}
