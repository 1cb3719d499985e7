import KernelTypes

// loss = ln Σⱼ e^{xⱼ − m} + m − (1 − ε)·x_target − ε·mean x,  m = max x
// gradientⱼ = (softmax(x)ⱼ − (1 − ε)·[j = target] − ε/classes)·gradientScale

/// The target of a row as an index, or nil where it is ignored; any other number that is no class traps.
@inline(__always)
private func targetClass(_ loss: CrossEntropy, _ row: Int) -> Int? {
  let target = loss.targets[row]
  guard target != CrossEntropy.ignored else { return nil }
  precondition(
    target >= 0 && Int(target) < loss.classes, "target \(target) of row \(row) is none of \(loss.classes) classes")
  return Int(target)
}

/// Σ e^{x − maximum}.
@inline(__always)
private func sumOfExponentials(_ x: UnsafePointer<Float>, _ count: Int, maximum: Float) -> Float {
  let maximum = Vector(repeating: maximum)
  var total = Vector(repeating: 0)
  var i = 0
  while i < count {
    total += kept(nonPositiveExponential(Vector.load(x + i) - maximum), count &- i)
    i &+= Vector.scalarCount
  }
  return laneSum(total)
}

/// (1 − ε)·x_target + ε·mean x: what the loss is measured against.
@inline(__always)
private func aim(_ loss: CrossEntropy, _ x: UnsafePointer<Float>, target: Int) -> Double {
  let score = Double(x[target])
  guard loss.smoothing > 0 else { return score }
  let share = Double(loss.smoothing)
  var total = 0.0
  for j in 0..<loss.classes { total += Double(x[j]) }
  return (1 - share) * score + share * total / Double(loss.classes)
}

/// Softmax and cross-entropy of each row, and the gradient where asked.
@inline(never)
func crossEntropy(_ loss: CrossEntropy) {
  for row in 0..<loss.rows {
    let x = loss.logits + row &* loss.classes
    var gradient = loss.gradient
    if let start = loss.gradient { gradient = start + row &* loss.classes }
    guard let target = targetClass(loss, row) else {
      loss.losses[row] = 0
      if let gradient { fillRow(gradient, loss.classes, 0) }
      continue
    }
    let maximum = rowMaximum(x, loss.classes, times: 1)
    let aim = aim(loss, x, target: target)
    let total: Float
    if let gradient {
      total = exponentials(x, gradient, loss.classes, room: loss.classes, times: 1, maximum: maximum)
      let share = Vector(repeating: loss.gradientScale / total)
      let spread = loss.gradientScale * loss.smoothing / Float(loss.classes)
      if spread == 0 {
        mapRow(gradient, gradient, loss.classes) { $0 * share }
      } else {
        let spread = Vector(repeating: spread)
        mapRow(gradient, gradient, loss.classes) { $0 * share - spread }
      }
      gradient[target] -= loss.gradientScale * (1 - loss.smoothing)
    } else {
      total = sumOfExponentials(x, loss.classes, maximum: maximum)
    }
    loss.losses[row] = Float(referenceLog(Double(total)) + (Double(maximum) - aim))
  }
}

/// Naive twin of ``crossEntropy(_:)``.
func naiveCrossEntropy(_ loss: CrossEntropy) {
  for row in 0..<loss.rows {
    let x = loss.logits + row * loss.classes
    guard let target = targetClass(loss, row) else {
      loss.losses[row] = 0
      if let gradient = loss.gradient {
        for j in 0..<loss.classes { gradient[row * loss.classes + j] = 0 }
      }
      continue
    }
    var maximum = -Double.infinity
    for j in 0..<loss.classes where Double(x[j]) > maximum { maximum = Double(x[j]) }
    var total = 0.0
    for j in 0..<loss.classes { total += referenceExp(Double(x[j]) - maximum) }
    let share = Double(loss.smoothing)
    var mean = 0.0
    for j in 0..<loss.classes { mean += Double(x[j]) / Double(loss.classes) }
    loss.losses[row] = Float(referenceLog(total) + maximum - (1 - share) * Double(x[target]) - share * mean)
    guard let gradient = loss.gradient else { continue }
    for j in 0..<loss.classes {
      let probability = referenceExp(Double(x[j]) - maximum) / total
      let wanted = share / Double(loss.classes) + (j == target ? 1 - share : 0)
      gradient[row * loss.classes + j] = Float((probability - wanted) * Double(loss.gradientScale))
    }
  }
}
