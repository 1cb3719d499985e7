import KernelTypes

// One to three rows, as when one token is generated: B is read once, so that packing it would double the work; what
// counts is to stream it from memory.

/// Multiplies 1...3 rows without packing; false where the strides do not suit.
@inline(__always)
func multiplyFewRows(_ product: Matmul) -> Bool {
  guard product.bColumnStride == 1 || product.bRowStride == 1 && product.aColumnStride == 1 else { return false }
  switch product.halfB?.format {
  case .float16?: multiplyFewRows(product, product.halfStart, Halves.self)
  case .bfloat16?: multiplyFewRows(product, product.halfStart, UpperHalves.self)
  default: multiplyFewRows(product, product.b, Singles.self)
  }
  return true
}

extension Matmul {
  /// Where B starts that has 16 bits a number.
  @inline(__always)
  fileprivate var halfStart: UnsafePointer<UInt16> {
    if let halfB { halfB.start } else { UnsafeRawPointer(b).assumingMemoryBound(to: UInt16.self) }
  }
}

@inline(__always)
private func multiplyFewRows<Source: Numbers>(
  _ product: Matmul, _ b: UnsafePointer<Source.Bits>, _: Source.Type
) {
  switch (product.rows, product.bColumnStride == 1) {
  case (1, true): FewRows<1, Source>.alongRows(product, b)
  case (2, true): FewRows<2, Source>.alongRows(product, b)
  case (_, true): FewRows<3, Source>.alongRows(product, b)
  case (1, false): FewRows<1, Source>.alongColumns(product, b)
  case (2, false): FewRows<2, Source>.alongColumns(product, b)
  case (_, false): FewRows<3, Source>.alongColumns(product, b)
  }
}

/// The product for a fixed small number of rows of A.
private enum FewRows<let Rows: Int, Source: Numbers> {
  /// B row-major: C starts as the bias, then four rows of B at a time are added to it, scaled.
  @inline(never)
  static func alongRows(_ product: Matmul, _ b: UnsafePointer<Source.Bits>) {
    startRows(product)
    var k = 0
    while k &+ 4 <= product.depth {
      addScaledRows(product, b, k: k, count: 4)
      k &+= 4
    }
    while k < product.depth {
      addScaledRows(product, b, k: k, count: 1)
      k &+= 1
    }
  }

  /// C = bias or 0 (+ C).
  @inline(__always)
  private static func startRows(_ product: Matmul) {
    for i in 0..<Rows {
      let c = product.c + i &* product.cRowStride
      switch (product.bias, product.accumulates) {
      case (nil, true): continue
      case (nil, false): fillRow(c, product.columns, 0)
      case (let bias?, true): mapRows(bias, c, c, product.columns) { $0 + $1 }
      case (let bias?, false): mapRow(bias, c, product.columns) { $0 }
      }
    }
  }

  /// C += A's columns k..<k+count times B's rows of that number; `count` is 1 or 4.
  @inline(__always)
  private static func addScaledRows(
    _ product: Matmul, _ b: UnsafePointer<Source.Bits>, k: Int, count: Int
  ) {
    let b = b + k &* product.bRowStride
    let a = product.a + k &* product.aColumnStride
    var j = 0
    while j < product.columns {
      let left = product.columns &- j
      for i in 0..<Rows {
        let c = product.c + i &* product.cRowStride + j
        var sum = Vector.load(c)
        for step in 0..<count {
          let factor = Vector(repeating: a[i &* product.aRowStride &+ step &* product.aColumnStride])
          sum = fused(factor, Source.load(b + step &* product.bRowStride + j), plus: sum)
        }
        if left >= Vector.scalarCount { sum.store(c) } else { sum.store(c, count: left) }
      }
      j &+= Vector.scalarCount
    }
  }

  /// B stands transposed: each column of B is a row in memory, multiplied with A's rows and summed.
  @inline(never)
  static func alongColumns(_ product: Matmul, _ b: UnsafePointer<Source.Bits>) {
    let zero = Vector(repeating: 0)
    var j = 0
    // Long columns that follow one another are read one by one: memory gives more in one stream than in four.
    let isStream = product.depth >= 128 && product.bColumnStride == product.depth
    while !isStream, j &+ 4 <= product.columns {
      dotProducts(product, b, j: j, columns: [zero, zero, zero, zero])
      j &+= 4
    }
    while j < product.columns {
      dotProducts(product, b, j: j, columns: [zero])
      j &+= 1
    }
  }

  /// C's columns j..<j+Columns.
  @inline(__always)
  private static func dotProducts<let Columns: Int>(
    _ product: Matmul, _ b: UnsafePointer<Source.Bits>, j: Int, columns start: InlineArray<Columns, Vector>
  ) {
    let b = b + j &* product.bColumnStride
    for i in 0..<Rows {
      let a = product.a + i &* product.aRowStride
      var sums = start
      var k = 0
      while k &+ Vector.scalarCount <= product.depth {
        let row = Vector.load(a + k)
        for column in 0..<Columns {
          sums[column] = fused(row, Source.load(b + column &* product.bColumnStride + k), plus: sums[column])
        }
        k &+= Vector.scalarCount
      }
      if k < product.depth {
        let left = product.depth &- k
        let row = masked(Vector.load(a + k), from: left, with: 0)
        for column in 0..<Columns {
          let other = masked(Source.load(b + column &* product.bColumnStride + k), from: left, with: 0)
          sums[column] = fused(row, other, plus: sums[column])
        }
      }
      for column in 0..<Columns {
        let place = product.c + i &* product.cRowStride + (j &+ column)
        var sum = laneSum(sums[column])
        if let bias = product.bias { sum += bias[j &+ column] }
        place[0] = product.accumulates ? place[0] + sum : sum
      }
    }
  }
}
