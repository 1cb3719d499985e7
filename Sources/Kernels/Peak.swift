/// Runs twelve independent chains of multiply-adds on registers and returns the floating-point operations
/// done: two for each lane, round and chain.
@inline(never)
func multiplyAddPeak(_ iterations: Int) -> Double {
  // The numbers hang on the argument, so that nothing can be computed beforehand; they stay near 1.
  let factor = 1 - 1 / Float(iterations &+ 16_777_216)
  let term = 1 - factor
  let one = Register(repeating: factor)
  var sums: InlineArray<12, Register> = [one, one, one, one, one, one, one, one, one, one, one, one]
  for chain in 0..<12 { sums[chain] = sums[chain] * Register(repeating: Float(chain)) }
  let terms = Register(repeating: term)
  for _ in 0..<iterations {
    for chain in 0..<12 { sums[chain] = fused(sums[chain], Register(repeating: factor), plus: terms) }
  }
  var total = Register(repeating: 0)
  for chain in 0..<12 { total += sums[chain] }
  // Never true, but only the sums can tell.
  guard total[0] != -1 else { return 0 }
  return Double(iterations) * Double(12 * 2 * Register.scalarCount)
}

/// Naive twin of ``multiplyAddPeak(_:)``: four chains of single numbers.
func naiveMultiplyAddPeak(_ iterations: Int) -> Double {
  let factor = 1 - 1 / Float(iterations &+ 16_777_216)
  let term = 1 - factor
  var a = factor
  var b = term
  for _ in 0..<iterations {
    a = a * factor + term
    b = b * factor + term
  }
  guard a + b != -1 else { return 0 }
  return Double(iterations) * 4
}
