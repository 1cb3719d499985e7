import KernelTypes
import Tensors
import Testing

@Suite("Matmul with weights of 16 bits")
struct HalfMatmulTests {
  private static let formats = [WeightFormat.float16, .bfloat16]

  @Test("has the bits of the product with the same numbers as singles", arguments: fastSets + ["naive"])
  func singles(set: String) throws {
    var generator = SplitMix64(seed: 1)
    let scratch = Guarded([Float](repeating: .nan, count: try kernels(set).matmulScratch))
    let edges = [[1, 513, 700], [2, 40, 1025], [3, 17, 600], [97, 513, 257], [50, 1030, 9], [4, 520, 40]]
    for index in 0..<(set == "naive" ? 60 : 300) {
      let sizes =
        index < edges.count && set != "naive"
        ? edges[index] : (0..<3).map { _ in Int.random(in: 0...(index % 2 == 0 ? 9 : 70), using: &generator) }
      try check(set, sizes, Self.formats[index % 2], &generator, scratch)
    }
  }

  private func check(
    _ set: String, _ sizes: [Int], _ format: WeightFormat, _ generator: inout SplitMix64, _ scratch: Guarded
  ) throws {
    let (rows, columns, depth) = (sizes[0], sizes[1], sizes[2])
    let (kernels, isTransposed) = (try kernels(set), Bool.random(using: &generator))
    let (hasBias, accumulates) = (Bool.random(using: &generator), Bool.random(using: &generator))
    let gap = Bool.random(using: &generator) ? 0 : 3
    let stride = (isTransposed ? depth : columns) + gap
    // What stands behind the last number must not leak into the product.
    let bits =
      generator.floats(stride * (isTransposed ? columns : depth)).map { format.bits($0) }
      + [UInt16](repeating: 0xFFFF, count: KernelSet.slack)
    let (a, b) = (Guarded(generator.floats(rows * depth)), Guarded(bits.map { format.number($0) }))
    let (bias, old) = (Guarded(generator.floats(columns)), generator.floats(rows * columns))
    func run(half: HalfMatrix?) -> [UInt32] {
      let c = Guarded(old)
      kernels.matmul(
        Matmul(
          rows: rows, columns: columns, depth: depth, a: a.pointer, aRowStride: depth, b: b.pointer,
          bRowStride: isTransposed ? 1 : stride, bColumnStride: isTransposed ? stride : 1, c: c.pointer,
          cRowStride: columns, bias: hasBias ? UnsafePointer(bias.pointer) : nil, accumulates: accumulates,
          halfB: half),
        scratch.pointer)
      #expect(c.isIntact && scratch.isIntact, "\(set) \(sizes) \(format)")
      return c.values.map(\.bitPattern)
    }
    let expected = run(half: nil)
    bits.withUnsafeBufferPointer { bits in
      guard let start = bits.baseAddress else { return }
      #expect(run(half: HalfMatrix(start, format)) == expected, "\(set) \(sizes) \(format)")
    }
  }

  @Test("parts of its columns have the bits of the whole", arguments: fastSets)
  func columns(set: String) throws {
    var generator = SplitMix64(seed: 2)
    let kernels = try kernels(set)
    let scratch = Guarded([Float](repeating: .nan, count: kernels.matmulScratch))
    for index in 0..<120 {
      let (rows, columns, depth) = (
        Int.random(in: 1...40, using: &generator), Int.random(in: 1...300, using: &generator),
        index % 30 == 0 ? 600 : Int.random(in: 1...90, using: &generator)
      )
      let (a, b) = (Guarded(generator.floats(rows * depth)), Guarded(generator.floats(depth * columns)))
      let (bias, isTransposed) = (Guarded(generator.floats(columns)), Bool.random(using: &generator))
      let bits = b.values.map { WeightFormat.float16.bits($0) } + [UInt16](repeating: 0, count: KernelSet.slack)
      bits.withUnsafeBufferPointer { bits in
        let (whole, parts) = (
          Guarded([Float](repeating: 0, count: rows * columns)), Guarded([Float](repeating: 0, count: rows * columns))
        )
        var product = Matmul(
          rows: rows, columns: columns, depth: depth, a: a.pointer, aRowStride: depth, b: b.pointer,
          bRowStride: isTransposed ? 1 : columns, bColumnStride: isTransposed ? depth : 1, c: whole.pointer,
          cRowStride: columns, bias: bias.pointer)
        let packed = Guarded([Float](repeating: .nan, count: kernels.packedCount(depth, columns)))
        if index % 3 == 0 {
          kernels.pack(product, packed.pointer)
          product.packedB = UnsafePointer(packed.pointer)
        } else if index % 3 == 1, let start = bits.baseAddress {
          product.halfB = HalfMatrix(start, .float16)
        }
        kernels.matmul(product, scratch.pointer)
        product.c = parts.pointer
        let border = columns / 2 / Matmul.columnGrain * Matmul.columnGrain
        for range in [0..<border, border..<columns] { kernels.matmul(product.columns(range), scratch.pointer) }
        #expect(whole.isIntact && parts.isIntact)
        #expect(whole.values.map(\.bitPattern) == parts.values.map(\.bitPattern), "\(rows)x\(depth)x\(columns)")
      }
    }
  }
}
