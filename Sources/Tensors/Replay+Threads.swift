internal import KernelTypes

/// One operation on several threads: rows, columns or heads that have nothing to do with one another, so that every number
/// is computed in the same way however many threads there are.
extension Replay {
  /// Multiply-adds that one thread does before another one would have come, some 10 µs.
  private static var smallestPart: Int { 1 << 19 }
  /// Parts for each thread: several, as one of them may be held up. Later ones are smaller, so that all end at about the
  /// same time; the first is half of what falls to a thread.
  private static var partsPerThread: Int { 4 }
  /// What an element of an activation function, of a norm or of a softmax costs, in multiply-adds.
  static var elementCost: Int { 32 }

  /// Runs `body(worker, part)` for parts of `0..<count` that cover it, at once where that is worth it; parts begin at
  /// multiples of `grain`.
  ///
  /// - Parameter work: What all of it costs, in multiply-adds.
  func spread(
    _ count: Int, grain: Int = 1, work: Int, _ body: (_ worker: Int, _ part: Range<Int>) -> Void
  ) {
    let grains = (count + grain - 1) / grain
    let parts = min(grains, crew.threads * Self.partsPerThread, work / Self.smallestPart)
    guard crew.threads > 1, parts > 1 else { return body(0, 0..<count) }
    func end(_ part: Int) -> Int {
      let left = parts - part
      return min(count, (grains - grains * left * left / (parts * parts)) * grain)
    }
    crew.run(parts) { worker, part in
      let range = end(part)..<end(part + 1)
      if !range.isEmpty { body(worker, range) }
    }
  }

  /// A matrix product, its columns spread over the threads.
  func multiply(_ product: Matmul) {
    // Of few rows, reading the weights takes longer than their products.
    let work = max(product.rows, Self.elementCost / 4) * product.columns * product.depth
    spread(product.columns, grain: Matmul.columnGrain, work: work) { worker, columns in
      kernels.matmul(columns.count == product.columns ? product : product.columns(columns), scratch(of: worker))
    }
  }

  /// What is computed of each element alone.
  func eachElement(of node: Int, _ body: (_ start: Int, _ count: Int) -> Void) {
    let count = rows(Value(index: node)) * width(Value(index: node))
    spread(count, grain: 16, work: count * Self.elementCost) { _, part in body(part.lowerBound, part.count) }
  }
}
