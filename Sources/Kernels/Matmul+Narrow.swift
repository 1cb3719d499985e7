import KernelTypes

// A result of one register's columns with short sums, as between layers of a few neurons: cutting it into blocks, panels and
// tiles would take longer than the products do. Each number is summed in the very order of the tiles, so it has their bits.

/// Longest sum that is taken here; beyond it the tiles' independent sums pay.
private var narrowDepth: Int { 32 }

/// Multiplies where C has one register's columns at most and sums are short; false elsewhere.
@inline(__always)
func multiplyNarrow(_ product: Matmul, _ scratch: UnsafeMutablePointer<Float>) -> Bool {
  guard product.columns <= narrowColumns, product.depth <= narrowDepth, product.packedB == nil,
    product.triangle == .none
  else { return false }
  multiplyNarrowRows(product, scratch)
  return true
}

@inline(never)
private func multiplyNarrowRows(_ product: Matmul, _ scratch: UnsafeMutablePointer<Float>) {
  var (b, bRowStride) = (product.b, product.bRowStride)
  if product.bColumnStride != 1 {
    packPanels(product, into: scratch)
    (b, bRowStride) = (UnsafePointer(scratch), narrowColumns)
  }
  let isWhole = product.columns == narrowColumns
  // What is written past a row's end is the start of the next one, which is written after it.
  let mayOverlap = !product.accumulates && product.cRowStride == product.columns
  let wholeRows = mayOverlap ? product.rows &- (narrowColumns &+ product.columns &- 1) / product.columns : 0
  var bias = Register(repeating: 0)
  if let start = product.bias { bias = Register.load(start) }
  var (a, c) = (product.a, product.c)
  for i in 0..<product.rows {
    var sum = isWhole && product.accumulates ? bias + Register.load(c) : bias
    var (factor, row) = (a, b)
    for _ in 0..<product.depth {
      sum = fused(Register(repeating: factor[0]), Register.load(row), plus: sum)
      factor += product.aColumnStride
      row += bRowStride
    }
    if isWhole {
      sum.store(c)
    } else {
      if product.accumulates { sum += Register.load(c) }
      if i < wholeRows { sum.store(c) } else { sum.store(c, count: product.columns) }
    }
    a += product.aRowStride
    c += product.cRowStride
  }
}
