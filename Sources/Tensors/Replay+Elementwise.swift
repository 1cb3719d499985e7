internal import KernelTypes

extension Replay {
  /// `dx = dy` for each term, the forward being `y = a + b`. Nothing to do where the plan lets both stand in one place.
  func addPullback(_ input: Value, node: Int, adds: Bool) {
    guard needsGradient(input), !plan.sharesGradient(input, Value(index: node)) else { return }
    let count = rows(Value(index: node)) * width(Value(index: node))
    if adds {
      kernels.accumulate(gradient(node), gradient(input), count)
    } else {
      gradient(input).update(from: gradient(node), count: count)
    }
  }

  /// `y = gelu(x)`; while training the derivative is left where the pullback finds it (``TapePlan/slope``).
  func gelu(_ x: Value, _ form: Operation.GELUForm, into node: Int) {
    let (x, y) = (result(x), result(Value(index: node)))
    let slope = purpose == .training ? slope(of: node) : nil
    eachElement(of: node) { start, count in
      switch (form, slope) {
      case (.tanh, let slope?): kernels.geluWithSlope(x + start, y + start, slope + start, count)
      case (.tanh, nil): kernels.gelu(x + start, y + start, count)
      case (.exact, let slope?): kernels.exactGeluWithSlope(x + start, y + start, slope + start, count)
      case (.exact, nil): kernels.exactGelu(x + start, y + start, count)
      }
    }
  }

  /// `dx = dy·gelu′(x)`, the forward being `y = gelu(x)`.
  func geluPullback(_ x: Value, node: Int, adds: Bool) {
    let count = rows(Value(index: node)) * width(Value(index: node))
    if adds {
      kernels.multiply(slope(of: node), gradient(node), gradient(node), count)
      kernels.accumulate(gradient(node), gradient(x), count)
    } else {
      kernels.multiply(slope(of: node), gradient(node), gradient(x), count)
    }
  }

  /// The pullback of `y = tanh(x)`, `relu(x)` or `sigmoid(x)`, whose derivatives y tells:
  ///
  ///     dx = dy·(1 − y²)    dx = dy or slope·dy    dx = dy·y·(1 − y)
  func activationBackward(_ x: Value, node: Int, adds: Bool) -> ActivationBackward {
    ActivationBackward(
      y: result(Value(index: node)), dy: gradient(node), dx: gradient(x), count: rows(x) * width(x), accumulates: adds)
  }

  /// Layer norm of each row, RMS norm without a bias; leaves means, then inverse deviations, beside the result.
  func layerNorm(
    _ x: Value, gain: ParameterID, bias: ParameterID?, epsilon: Float, _ parameters: WeightsPointer,
    into node: Int
  ) {
    let (input, y, mean, width) = (result(x), result(Value(index: node)), byproduct(node), width(x))
    let inverseDeviation = mean + rows(x)
    spread(rows(x), work: rows(x) * width * Self.elementCost) { _, rows in
      let first = rows.lowerBound
      kernels.layerNorm(
        LayerNorm(
          x: input + first * width, gain: vector(gain, parameters), bias: bias.map { vector($0, parameters) },
          y: y + first * width, mean: mean + first, inverseDeviation: inverseDeviation + first, rows: rows.count,
          width: width, epsilon: epsilon))
    }
  }

  /// The forward being `y = n·gain + bias` with `n = (x − mean)·s`:
  ///
  ///     dn = dy·gain,  dx = s·(dn − mean(dn) − n·mean(dn·n)),  dgain += Σ dy·n,  dbias += Σ dy
  ///
  /// RMS norm takes no mean off, neither there. The gradients of a frozen gain and bias go where nobody reads them.
  func layerNormPullback(
    _ x: Value, gain: ParameterID, bias: ParameterID?, node: Int, adds: Bool,
    _ parameters: UnsafePointer<Float>, _ parameterGradients: UnsafeMutablePointer<Float>
  ) {
    let unread = scratch.start + kernels.matmulScratch
    kernels.layerNormBackward(
      LayerNormBackward(
        x: result(x), gain: parameters + offset(gain), mean: byproduct(node),
        inverseDeviation: byproduct(node) + rows(x), dy: gradient(node), dx: gradient(x), accumulates: adds,
        isCentred: bias != nil,
        dgain: isTrained(gain) ? parameterGradients + offset(gain) : unread,
        dbias: bias.map { isTrained($0) ? parameterGradients + offset($0) : unread + width(x) },
        rows: rows(x), width: width(x)))
  }

  /// `y = x·keep/(1 − rate)` while training, else `y = x`.
  func dropout(
    _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, rate: Float, _ feed: Feed, node: Int
  ) {
    let count = rows(Value(index: node)) * width(Value(index: node))
    if let dropout = dropoutMask(rate: rate, feed, node: node, perSequence: count / tape.batch) {
      kernels.dropout(x, y, count, dropout)
    } else if UnsafePointer(y) != x {
      y.update(from: x, count: count)
    }
  }

  /// `dx = dy·keep/(1 − rate)`, with the forward's mask drawn again.
  func dropoutPullback(_ x: Value, rate: Float, _ feed: Feed, node: Int, adds: Bool) {
    if adds {
      dropout(gradient(node), into: gradient(node), rate: rate, feed, node: node)
      kernels.accumulate(gradient(node), gradient(x), rows(x) * width(x))
    } else {
      dropout(gradient(node), into: gradient(x), rate: rate, feed, node: node)
    }
  }

  /// What a node drops in this run, or nil where nothing is dropped: the key is made of the feed's key and the node,
  /// the counter of the element's place in the whole batch, so shards and threads make no difference.
  func dropoutMask(rate: Float, _ feed: Feed, node: Int, perSequence: Int) -> Dropout? {
    guard rate > 0, let key = feed.dropoutKey else { return nil }
    var generator = SplitMix64(seed: key &+ UInt64(node))
    return Dropout(
      key: generator.next(), offset: UInt32(truncatingIfNeeded: feed.firstSequence * perSequence), rate: rate)
  }

  /// `losses[r] = −ln softmax(logits[r])[targets[r]]`; in training the gradient of the logits is written as well:
  /// `(softmax(logits) − onehot)·lossScale`.
  func crossEntropy(
    _ logits: Value, _ smoothing: Float, _ feed: Feed, into losses: UnsafeMutablePointer<Float>
  ) {
    precondition(feed.targets.count == tape.rows, "\(feed.targets.count) targets for \(tape.rows) rows")
    let classes = width(logits)
    feed.targets.withUnsafeBufferPointer { targets in
      guard let first = targets.baseAddress else { return }
      for target in targets where target != CrossEntropy.ignored {
        precondition(target >= 0 && target < classes, "target \(target) of \(classes) classes")
      }
      kernels.crossEntropy(
        CrossEntropy(
          logits: result(logits), targets: first, smoothing: smoothing, losses: losses,
          gradient: purpose == .training && needsGradient(logits) ? gradient(logits) : nil,
          gradientScale: feed.lossScale,
          rows: tape.rows, classes: classes))
    }
  }
}
