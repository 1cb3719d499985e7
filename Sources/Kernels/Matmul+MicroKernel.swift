import KernelTypes

#if AVX512
  /// Two registers of columns.
  typealias WidePanel = SIMD32<Float>
  /// One register of columns, for the last few.
  typealias NarrowPanel = SIMD16<Float>
  /// Most rows of a tile: 12·2 sums, 2 of B and none for A (a broadcast is part of the instruction), of 32 registers.
  let tileRows = 12
#elseif FMA || arch(arm64)
  typealias WidePanel = SIMD16<Float>
  typealias NarrowPanel = SIMD8<Float>
  /// Most rows of a tile: 6·2 sums, 2 of B and 1 of A, of 16 registers.
  let tileRows = 6
#else
  typealias WidePanel = SIMD8<Float>
  typealias NarrowPanel = SIMD4<Float>
  /// Most rows of a tile: 6·2 sums, 2 of B and 1 of A, of 16 registers.
  let tileRows = 6
#endif

/// A tile of C: some rows by the columns of one panel of B, over one block of depth.
struct Tile {
  /// A's first element.
  var a: UnsafePointer<Float>
  /// Distance between rows of A.
  var aRowStride: Int
  /// Distance between columns of A.
  var aStep: Int
  /// B's first element.
  var b: UnsafePointer<Float>
  /// Distance between rows of B.
  var bStep: Int
  /// C's first element.
  var c: UnsafeMutablePointer<Float>
  /// Distance between rows of C.
  var cRowStride: Int
  /// How many products a sum has.
  var depth: Int
  /// Added to every row.
  var bias: UnsafePointer<Float>?
  /// Whether C's old value is added.
  var accumulates: Bool
  /// Columns to write, at most the panel's.
  var columns: Int
}

/// The innermost loop: `Rows` × one panel of sums that stay in registers.
enum MicroKernel<let Rows: Int, Panel: FloatVector> {
  /// A's rows lie `aRowStride` apart.
  @inline(never)
  static func run(_ tile: Tile) {
    sumAndStore(tile, aRowStride: tile.aRowStride)
  }

  /// A's rows lie side by side: A stands transposed, or is packed.
  @inline(never)
  static func runSideBySide(_ tile: Tile) {
    sumAndStore(tile, aRowStride: 1)
  }

  @inline(__always)
  private static func sumAndStore(_ tile: Tile, aRowStride: Int) {
    var sums = InlineArray<Rows, Panel>(
      repeating: tile.bias.map { Panel.load($0) } ?? Panel(repeating: 0))
    var a = tile.a
    var b = tile.b
    for _ in 0..<tile.depth {
      let row = Panel.load(b)
      for i in 0..<Rows { sums[i].add(product: a[i &* aRowStride], row) }
      a += tile.aStep
      b += tile.bStep
    }
    var c = tile.c
    for i in 0..<Rows {
      let sum = tile.accumulates ? sums[i].plus(Panel.load(c)) : sums[i]
      if tile.columns >= Panel.scalarCount { sum.store(c) } else { sum.store(c, count: tile.columns) }
      c += tile.cRowStride
    }
  }
}

/// Runs a tile of 1...``tileRows`` rows.
@inline(__always)
func runTile<Panel: FloatVector>(_ tile: Tile, rows: Int, sideBySide: Bool, panel: Panel.Type) {
  if sideBySide {
    switch rows {
    case 1: MicroKernel<1, Panel>.runSideBySide(tile)
    case 2: MicroKernel<2, Panel>.runSideBySide(tile)
    case 3: MicroKernel<3, Panel>.runSideBySide(tile)
    case 4: MicroKernel<4, Panel>.runSideBySide(tile)
    case 5: MicroKernel<5, Panel>.runSideBySide(tile)
    #if AVX512
      case 6: MicroKernel<6, Panel>.runSideBySide(tile)
      case 7: MicroKernel<7, Panel>.runSideBySide(tile)
      case 8: MicroKernel<8, Panel>.runSideBySide(tile)
      case 9: MicroKernel<9, Panel>.runSideBySide(tile)
      case 10: MicroKernel<10, Panel>.runSideBySide(tile)
      case 11: MicroKernel<11, Panel>.runSideBySide(tile)
      default: MicroKernel<12, Panel>.runSideBySide(tile)
    #else
      default: MicroKernel<6, Panel>.runSideBySide(tile)
    #endif
    }
  } else {
    switch rows {
    case 1: MicroKernel<1, Panel>.run(tile)
    case 2: MicroKernel<2, Panel>.run(tile)
    case 3: MicroKernel<3, Panel>.run(tile)
    case 4: MicroKernel<4, Panel>.run(tile)
    case 5: MicroKernel<5, Panel>.run(tile)
    #if AVX512
      case 6: MicroKernel<6, Panel>.run(tile)
      case 7: MicroKernel<7, Panel>.run(tile)
      case 8: MicroKernel<8, Panel>.run(tile)
      case 9: MicroKernel<9, Panel>.run(tile)
      case 10: MicroKernel<10, Panel>.run(tile)
      case 11: MicroKernel<11, Panel>.run(tile)
      default: MicroKernel<12, Panel>.run(tile)
    #else
      default: MicroKernel<6, Panel>.run(tile)
    #endif
    }
  }
}
