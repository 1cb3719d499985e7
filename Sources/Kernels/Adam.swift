import KernelTypes

// Constants are made in double precision and rounded once, as PyTorch does: 1 − 0.999 in single precision would be off by
// 5e-5.

/// One step of Adam or AdamW over a run of parameters.
@inline(never)
func adam(_ step: AdamStep) {
  let shrink = Vector(repeating: Float(1 - step.learningRate * step.decay))
  let towards = Vector(repeating: Float(1 - step.beta1))
  let beta2 = Vector(repeating: Float(step.beta2))
  let fresh = Vector(repeating: Float(1 - step.beta2))
  let root = Vector(repeating: Float(step.correction2.squareRoot()))
  let epsilon = Vector(repeating: Float(step.epsilon))
  let rate = Vector(repeating: Float(-step.learningRate / step.correction1))
  let gradientScale = Vector(repeating: step.gradientScale)
  let penalty = Vector(repeating: Float(step.penalty))
  var i = 0
  while i < step.count {
    let old = Vector.load(step.parameters + i)
    let g = fused(penalty, old, plus: Vector.load(step.gradient + i) * gradientScale)
    let oldM = Vector.load(step.m + i)
    let m = fused(towards, g - oldM, plus: oldM)
    let v = fused(g * fresh, g, plus: Vector.load(step.v + i) * beta2)
    let updated = fused(m / (v.squareRoot() / root + epsilon), rate, plus: old * shrink)
    let left = step.count &- i
    if left >= Vector.scalarCount {
      m.store(step.m + i)
      v.store(step.v + i)
      updated.store(step.parameters + i)
    } else {
      m.store(step.m + i, count: left)
      v.store(step.v + i, count: left)
      updated.store(step.parameters + i, count: left)
    }
    i &+= Vector.scalarCount
  }
}

/// Naive twin of ``adam(_:)``.
func naiveAdam(_ step: AdamStep) {
  for i in 0..<step.count {
    let old = Double(step.parameters[i])
    let g = Double(step.gradient[i]) * Double(step.gradientScale) + step.penalty * old
    let p = old * (1 - step.learningRate * step.decay)
    let m = Double(step.m[i]) + (1 - step.beta1) * (g - Double(step.m[i]))
    let v = Double(step.v[i]) * step.beta2 + (1 - step.beta2) * g * g
    let denominator = v.squareRoot() / step.correction2.squareRoot() + step.epsilon
    step.parameters[i] = Float(p - step.learningRate / step.correction1 * m / denominator)
    step.m[i] = Float(m)
    step.v[i] = Float(v)
  }
}
