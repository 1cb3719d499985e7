import KernelTypes
import Tensors
import Testing

/// Rounding of a sum of `depth` products of numbers within ±1: each addition rounds a partial sum of about √depth.
private func tolerance(depth: Int) -> Float { 6e-7 * (Float(depth).squareRoot() + 1) }

/// How the matrices of a case stand in memory.
private struct Layout {
  var aTransposed = false
  var bTransposed = false
  /// Added to every row stride: rows then have gaps.
  var gap = 0
  var hasBias = false
  var accumulates = false
  /// Whether B is packed beforehand.
  var packsB = false
  /// What may be left out.
  var triangle = Matmul.Triangle.none

  static func random(_ generator: inout SplitMix64) -> Layout {
    Layout(
      aTransposed: .random(using: &generator), bTransposed: .random(using: &generator),
      gap: .random(using: &generator) ? 0 : .random(in: 1...9, using: &generator),
      hasBias: .random(using: &generator), accumulates: .random(using: &generator), packsB: .random(using: &generator))
  }
}

extension Matmul.Triangle {
  /// Whether the triangle promises that A is 0 here.
  fileprivate func isZeroInA(_ row: Int, _ column: Int) -> Bool {
    switch self {
    case .none, .ofResult: false
    case .ofA(let visible): column >= visible + row
    case .ofTransposedA(let visible): row >= visible + column
    }
  }

  /// Whether this place of C is specified.
  fileprivate func isWanted(_ row: Int, _ column: Int) -> Bool {
    if case .ofResult(let visible) = self { column < visible + row } else { true }
  }
}

@Suite("Matmul")
struct MatmulTests {
  @Test("equals its naive twin for random shapes and layouts, and writes nothing else", arguments: fastSets)
  func randomShapes(set: String) throws {
    var generator = SplitMix64(seed: 1)
    let scratch = try scratch(for: set)
    for _ in 0..<600 {
      let sizes = (0..<3).map { _ in Int.random(in: 0...(Bool.random(using: &generator) ? 9 : 70), using: &generator) }
      try check(set, sizes, .random(&generator), &generator, scratch)
    }
  }

  @Test("leaves out what a triangle allows, and nothing else", arguments: fastSets)
  func triangles(set: String) throws {
    var generator = SplitMix64(seed: 5)
    let scratch = try scratch(for: set)
    for index in 0..<300 {
      let sizes = (0..<3).map { _ in Int.random(in: 1...(index % 60 == 0 ? 600 : 70), using: &generator) }
      let visible = Int.random(in: -5...70, using: &generator)
      var layout = Layout.random(&generator)
      layout.triangle =
        [.ofResult(visible: visible), .ofA(visible: visible), .ofTransposedA(visible: visible)][index % 3]
      try check(set, sizes, layout, &generator, scratch)
    }
  }

  @Test("equals its naive twin where blocks of depth, columns and rows end", arguments: fastSets)
  func blockEdges(set: String) throws {
    var generator = SplitMix64(seed: 2)
    let scratch = try scratch(for: set)
    for sizes in [
      [1, 513, 700], [2, 40, 1025], [3, 17, 600], [97, 513, 257], [193, 31, 513], [50, 1030, 9], [200, 48, 1],
      [13, 512, 512], [96, 33, 512],
    ] {
      for _ in 0..<3 { try check(set, sizes, .random(&generator), &generator, scratch) }
    }
  }

  @Test("a matrix that stands by general strides is read right", arguments: fastSets)
  func generalStrides(set: String) throws {
    var generator = SplitMix64(seed: 3)
    let scratch = try scratch(for: set)
    for (rows, columns, depth) in [(2, 19, 21), (7, 40, 33), (64, 16, 20)] {
      let a = Guarded(generator.floats(rows * 3 * depth * 2))
      let b = Guarded(generator.floats(depth * columns))
      let results = try [set, "naive"].map { name in
        let kernels = try kernels(name)
        let c = Guarded([Float](repeating: 0, count: rows * columns))
        kernels.matmul(
          Matmul(
            rows: rows, columns: columns, depth: depth, a: a.pointer, aRowStride: 3 * depth * 2, aColumnStride: 2,
            b: b.pointer, bRowStride: columns, c: c.pointer, cRowStride: columns), scratch.pointer)
        #expect(c.isIntact && scratch.isIntact)
        return c.values
      }
      #expect(worstError(results[0], results[1]) < tolerance(depth: depth))
    }
  }

  @Test("gives the same bits each time", arguments: fastSets)
  func determinism(set: String) throws {
    var generator = SplitMix64(seed: 4)
    let a = Guarded(generator.floats(70 * 90))
    let b = Guarded(generator.floats(90 * 50))
    let kernels = try kernels(set)
    let scratch = try scratch(for: set)
    let runs = (0..<3).map { _ in
      let c = Guarded([Float](repeating: 0, count: 70 * 50))
      kernels.matmul(
        Matmul(
          rows: 70, columns: 50, depth: 90, a: a.pointer, aRowStride: 90, b: b.pointer, bRowStride: 50, c: c.pointer,
          cRowStride: 50), scratch.pointer)
      return c.values.map(\.bitPattern)
    }
    #expect(runs[0] == runs[1] && runs[1] == runs[2])
  }

  @Test("narrow results with short sums have the bits of the tiles, which a packed B goes by", arguments: fastSets)
  func narrow(set: String) throws {
    var generator = SplitMix64(seed: 6)
    let (kernels, scratch) = (try kernels(set), try scratch(for: set))
    for _ in 0..<400 {
      let (rows, columns, depth) = (
        Int.random(in: 4...30, using: &generator), Int.random(in: 1...16, using: &generator),
        Int.random(in: 1...40, using: &generator)
      )
      let (a, b) = (Guarded(generator.floats(rows * depth)), Guarded(generator.floats(depth * columns)))
      let (bias, old) = (Guarded(generator.floats(columns)), generator.floats(rows * columns))
      let (isTransposed, hasBias) = (Bool.random(using: &generator), Bool.random(using: &generator))
      let (aIsTransposed, accumulates) = (Bool.random(using: &generator), Bool.random(using: &generator))
      let results = [false, true].map { packs in
        let c = Guarded(old)
        var product = Matmul(
          rows: rows, columns: columns, depth: depth, a: a.pointer, aRowStride: aIsTransposed ? 1 : depth,
          aColumnStride: aIsTransposed ? rows : 1, b: b.pointer, bRowStride: isTransposed ? 1 : columns,
          bColumnStride: isTransposed ? depth : 1, c: c.pointer, cRowStride: columns,
          bias: hasBias ? UnsafePointer(bias.pointer) : nil, accumulates: accumulates)
        let packed = Guarded([Float](repeating: .nan, count: kernels.packedCount(depth, columns)))
        if packs {
          kernels.pack(product, packed.pointer)
          product.packedB = UnsafePointer(packed.pointer)
        }
        kernels.matmul(product, scratch.pointer)
        #expect(c.isIntact)
        return c.values.map(\.bitPattern)
      }
      #expect(results[0] == results[1], "\(rows)x\(depth)x\(columns)")
    }
  }

  /// Scratch for one set, full of what must not leak into results; made once a test, as it is large.
  private func scratch(for set: String) throws -> Guarded {
    Guarded([Float](repeating: .nan, count: try kernels(set).matmulScratch))
  }

  private func check(
    _ set: String, _ sizes: [Int], _ layout: Layout, _ generator: inout SplitMix64, _ scratch: Guarded
  ) throws {
    let (rows, columns, depth) = (sizes[0], sizes[1], sizes[2])
    let aStride = (layout.aTransposed ? rows : depth) + layout.gap
    let bStride = (layout.bTransposed ? depth : columns) + layout.gap
    let cStride = columns + layout.gap
    var aValues = generator.floats(aStride * (layout.aTransposed ? depth : rows))
    for i in 0..<rows {
      for k in 0..<depth where layout.triangle.isZeroInA(i, k) {
        aValues[layout.aTransposed ? k * aStride + i : i * aStride + k] = 0
      }
    }
    let a = Guarded(aValues)
    let b = Guarded(generator.floats(bStride * (layout.bTransposed ? columns : depth)))
    let bias = Guarded(generator.floats(columns))
    let old = generator.floats(cStride * rows)
    let gaps = (0..<rows * cStride).filter { $0 % cStride >= columns }
    let results = try [set, "naive"].map { name in
      let kernels = try kernels(name)
      let c = Guarded(old)
      var product = Matmul(
        rows: rows, columns: columns, depth: depth,
        a: a.pointer, aRowStride: layout.aTransposed ? 1 : aStride, aColumnStride: layout.aTransposed ? aStride : 1,
        b: b.pointer, bRowStride: layout.bTransposed ? 1 : bStride, bColumnStride: layout.bTransposed ? bStride : 1,
        c: c.pointer, cRowStride: cStride, bias: layout.hasBias ? UnsafePointer(bias.pointer) : nil,
        accumulates: layout.accumulates, triangle: layout.triangle)
      let packed = Guarded([Float](repeating: .nan, count: kernels.packedCount(depth, columns)))
      if layout.packsB {
        kernels.pack(product, packed.pointer)
        product.packedB = UnsafePointer(packed.pointer)
      }
      kernels.matmul(product, scratch.pointer)
      #expect(packed.isIntact, "\(name) \(sizes) \(layout)")
      #expect(c.isIntact && scratch.isIntact && c.isUnchanged(from: old, at: gaps), "\(name) \(sizes) \(layout)")
      return c.values.enumerated().map { place, value in
        layout.triangle.isWanted(place / max(cStride, 1), place % max(cStride, 1)) ? value : 0
      }
    }
    let error = worstError(results[0], results[1])
    #expect(error < tolerance(depth: depth), "\(set) \(sizes) \(layout): \(error)")
  }
}
