import KernelTypes

// weights = softmax(mask(scale·scores)) for each query row.

/// How many keys a query row sees.
@inline(__always)
func visibleKeys(_ visible: VisibleKeys, query: Int, keys: Int) -> Int {
  switch visible {
  case .first(let count): max(0, min(keys, count))
  case .causal(let first): max(0, min(keys, first &+ query))
  }
}

/// Writes `value` to `count` places.
@inline(__always)
func fillRow(_ y: UnsafeMutablePointer<Float>, _ count: Int, _ value: Float) {
  let value = Vector(repeating: value)
  var i = 0
  while i &+ Vector.scalarCount <= count {
    value.store(y + i)
    i &+= Vector.scalarCount
  }
  if i < count { value.store(y + i, count: count &- i) }
}

/// Rows of at most a vector's keys, which never leave their register.
@inline(__always)
private func shortAttentionSoftmax(_ block: AttentionSoftmax) {
  for query in 0..<block.queries {
    let scores = block.scores + query &* block.rowStride
    let visible = visibleKeys(block.visible, query: query, keys: block.keys)
    let scaled = Vector.load(scores) * Vector(repeating: block.scale)
    if block.keepsScores { masked(scaled, from: visible, with: -Float.infinity).store(scores, count: block.keys) }
    softmaxVector(scaled, visible: visible).store(block.weights + query &* block.rowStride, count: block.keys)
  }
}

/// Scaling, masking and softmax of the score rows of one head.
@inline(never)
func attentionSoftmax(_ block: AttentionSoftmax) {
  if block.keys <= Vector.scalarCount { return shortAttentionSoftmax(block) }
  for query in 0..<block.queries {
    let scores = block.scores + query &* block.rowStride
    let weights = block.weights + query &* block.rowStride
    let visible = visibleKeys(block.visible, query: query, keys: block.keys)
    if block.keepsScores {
      let scale = Vector(repeating: block.scale)
      mapRow(scores, scores, visible) { $0 * scale }
      softmaxRow(scores, weights, visible, room: block.keys, times: 1)
      fillRow(scores + visible, block.keys &- visible, -Float.infinity)
    } else {
      softmaxRow(scores, weights, visible, room: block.keys, times: block.scale)
    }
  }
}

/// Naive twin of ``attentionSoftmax(_:)``.
func naiveAttentionSoftmax(_ block: AttentionSoftmax) {
  for query in 0..<block.queries {
    let scores = block.scores + query * block.rowStride
    let weights = block.weights + query * block.rowStride
    let visible = visibleKeys(block.visible, query: query, keys: block.keys)
    if block.keepsScores {
      naiveScale(scores, block.scale, visible)
      for key in visible..<block.keys { scores[key] = -Float.infinity }
      naiveSoftmaxRow(scores, weights, visible, times: 1)
    } else {
      naiveSoftmaxRow(scores, weights, visible, times: block.scale)
    }
    for key in visible..<block.keys { weights[key] = 0 }
  }
}

// dscoresⱼ = scale·wⱼ·(dwⱼ − Σᵢ dwᵢ·wᵢ)

/// The pullback of ``attentionSoftmax(_:)``, in place on the gradient.
@inline(never)
func attentionSoftmaxBackward(_ block: AttentionSoftmaxBackward) {
  for query in 0..<block.queries {
    let weights = block.weights + query &* block.rowStride
    let gradient = block.gradient + query &* block.gradientStride
    let visible = visibleKeys(block.visible, query: query, keys: block.keys)
    var total = Vector(repeating: 0)
    var i = 0
    while i < visible {
      total += kept(Vector.load(weights + i) * Vector.load(gradient + i), visible &- i)
      i &+= Vector.scalarCount
    }
    let mean = Vector(repeating: laneSum(total))
    let scale = Vector(repeating: block.scale)
    i = 0
    while i < visible {
      let lanes = scoreGradient(Vector.load(weights + i), Vector.load(gradient + i), mean, scale)
      kept(lanes, visible &- i).store(gradient + i, count: block.keys &- i)
      i &+= Vector.scalarCount
    }
    if i < block.keys { fillRow(gradient + i, block.keys &- i, 0) }
  }
}

@inline(__always)
private func scoreGradient(_ weight: Vector, _ gradient: Vector, _ mean: Vector, _ scale: Vector) -> Vector {
  weight * scale * (gradient - mean)
}

/// Naive twin of ``attentionSoftmaxBackward(_:)``.
func naiveAttentionSoftmaxBackward(_ block: AttentionSoftmaxBackward) {
  for query in 0..<block.queries {
    let weights = block.weights + query * block.rowStride
    let gradient = block.gradient + query * block.gradientStride
    let visible = visibleKeys(block.visible, query: query, keys: block.keys)
    var mean = 0.0
    for key in 0..<visible { mean += Double(weights[key]) * Double(gradient[key]) }
    for key in 0..<visible {
      gradient[key] = Float(Double(block.scale) * Double(weights[key]) * (Double(gradient[key]) - mean))
    }
    for key in visible..<block.keys { gradient[key] = 0 }
  }
}
