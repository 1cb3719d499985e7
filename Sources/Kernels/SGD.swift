import KernelTypes

/// One step of gradient descent with momentum over a run of parameters.
@inline(never)
func sgd(_ step: SGDStep) {
  let gradientScale = Vector(repeating: step.gradientScale)
  let penalty = Vector(repeating: Float(step.penalty))
  let momentum = Vector(repeating: Float(step.momentum))
  let rate = Vector(repeating: Float(-step.learningRate))
  var i = 0
  while i < step.count {
    let parameters = Vector.load(step.parameters + i)
    let g = fused(penalty, parameters, plus: Vector.load(step.gradient + i) * gradientScale)
    let direction = fused(momentum, Vector.load(step.direction + i), plus: g)
    let updated = fused(direction, rate, plus: parameters)
    let left = step.count &- i
    if left >= Vector.scalarCount {
      direction.store(step.direction + i)
      updated.store(step.parameters + i)
    } else {
      direction.store(step.direction + i, count: left)
      updated.store(step.parameters + i, count: left)
    }
    i &+= Vector.scalarCount
  }
}

/// Naive twin of ``sgd(_:)``.
func naiveSGD(_ step: SGDStep) {
  for i in 0..<step.count {
    let p = Double(step.parameters[i])
    let g = Double(step.gradient[i]) * Double(step.gradientScale) + step.penalty * p
    let direction = step.momentum * Double(step.direction[i]) + g
    step.parameters[i] = Float(p - step.learningRate * direction)
    step.direction[i] = Float(direction)
  }
}
