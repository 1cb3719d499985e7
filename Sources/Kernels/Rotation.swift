import KernelTypes

// (a, b) → (a·cos − b·sin, b·cos + a·sin) for a = x[i], b = x[i + E/2].
//
// Su et al. 2021 (arXiv 2104.09864), the halves paired as in LLaMA's checkpoints.

/// Turns the heads of each row.
@inline(never)
func rotate(_ rotation: Rotation) {
  let half = rotation.headWidth / 2
  for row in 0..<rotation.rows {
    let cosines = rotation.angles + row &* rotation.headWidth
    for head in 0..<rotation.heads {
      let start = row &* rotation.rowStride &+ head &* rotation.headWidth
      turn(rotation.x + start, rotation.y + start, cosines, half, rotation.isInverse)
    }
  }
}

@inline(__always)
private func turn(
  _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ cosines: UnsafePointer<Float>, _ half: Int,
  _ isInverse: Bool
) {
  let sign = Vector(repeating: isInverse ? -1 : 1)
  var i = 0
  while i < half {
    let (a, b) = (Vector.load(x + i), Vector.load(x + half + i))
    let (cosine, sine) = (Vector.load(cosines + i), Vector.load(cosines + half + i) * sign)
    let first = fused(a, cosine, plus: -(b * sine))
    let second = fused(b, cosine, plus: a * sine)
    let left = half &- i
    if left >= Vector.scalarCount {
      first.store(y + i)
      second.store(y + half + i)
    } else {
      first.store(y + i, count: left)
      second.store(y + half + i, count: left)
    }
    i &+= Vector.scalarCount
  }
}

/// Naive twin of ``rotate(_:)``.
func naiveRotate(_ rotation: Rotation) {
  let half = rotation.headWidth / 2
  for row in 0..<rotation.rows {
    for head in 0..<rotation.heads {
      let start = row * rotation.rowStride + head * rotation.headWidth
      for i in 0..<half {
        let (a, b) = (Double(rotation.x[start + i]), Double(rotation.x[start + half + i]))
        let cosine = Double(rotation.angles[row * rotation.headWidth + i])
        let sine = Double(rotation.angles[row * rotation.headWidth + half + i]) * (rotation.isInverse ? -1 : 1)
        rotation.y[start + i] = Float(a * cosine - b * sine)
        rotation.y[start + half + i] = Float(b * cosine + a * sine)
      }
    }
  }
}
