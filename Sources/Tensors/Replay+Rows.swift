internal import KernelTypes

/// What a tape reads and is compared with where it is told numbers, not tokens.
extension Replay {
  /// `y[r] = inputs[r]`
  func feedRows(_ feed: Feed, into y: UnsafeMutablePointer<Float>, _ count: Int) {
    precondition(feed.inputs.count == count, "\(feed.inputs.count) numbers for rows of \(count)")
    feed.inputs.withUnsafeBufferPointer { inputs in
      if let first = inputs.baseAddress { y.update(from: first, count: count) }
    }
  }

  /// `losses[r] = ½·Σ(x[r] − targets[r])²`; in training the gradient of x is written as well:
  /// `(x − targets)·lossScale`.
  func squaredError(_ x: Value, _ feed: Feed, into losses: UnsafeMutablePointer<Float>) {
    let (rows, width) = (rows(x), width(x))
    precondition(
      feed.targetValues.count == rows * width, "\(feed.targetValues.count) values for \(rows) rows of \(width)")
    let (y, dy) = (result(x), purpose == .training && needsGradient(x) ? gradient(x) : nil)
    feed.targetValues.withUnsafeBufferPointer { targets in
      for row in 0..<rows {
        var sum: Float = 0
        for index in row * width..<(row + 1) * width {
          let error = y[index] - targets[index]
          sum += error * error
          dy?[index] = error * feed.lossScale
        }
        losses[row] = sum / 2
      }
    }
  }
}
