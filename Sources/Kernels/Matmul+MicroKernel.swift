import KernelTypes

#if AVX512
  /// Most rows of a tile: 12·2 sums and 2 of B of 32 registers; A's numbers are broadcast as part of the instruction.
  var tileRows: Int { 12 }
#else
  /// Most rows of a tile: 6·2 sums, 2 of B and 1 of A, of 16 registers.
  var tileRows: Int { 6 }
#endif
/// How many rows of A are reached from one pointer.
private var groupRows: Int { (tileRows &+ 2) / 3 }
/// Columns of a wide panel, two registers.
var wideColumns: Int { 2 &* Register.scalarCount }
/// Columns of a narrow panel, one register, for the last few.
var narrowColumns: Int { Register.scalarCount }

// A tile is itself a small `Matmul`: some rows of C by the columns of one panel of B, over one block of depth.

/// The sums of the highest and widest tile; smaller ones leave the rest unused, which costs nothing.
///
/// Made from a literal: `InlineArray(repeating:)` may be emitted as a function of the library's own, see Vectors.swift.
#if AVX512
  typealias TileSums = InlineArray<12, InlineArray<2, Register>>
#else
  typealias TileSums = InlineArray<6, InlineArray<2, Register>>
#endif

/// The innermost loop: `Rows` × `Width` registers of sums that never leave them.
enum MicroKernel<let Rows: Int, let Width: Int> {
  /// A's rows lie `aRowStride` apart. Runs `count` tiles below one another.
  ///
  /// They are reached from up to three pointers: from a single one the compiler walks row by row, and that chain of
  /// additions takes as long as the products. `second` and `third` are arguments so that it can't tell what they are.
  @inline(never)
  static func run(
    _ tile: Matmul, second: UnsafePointer<Float>, third: UnsafePointer<Float>, count: Int, _ ahead: ReadAhead
  ) {
    var c = tile.c
    var start = 0
    var aheadStart = ahead.start
    var seen: UInt8 = 0
    for _ in 0..<count {
      var next = aheadStart
      var sums = startingSums(tile, c)
      var (a, a2, a3) = (tile.a + start, second + start, third + start)
      var b = tile.b
      for _ in 0..<tile.depth {
        let row = loadRow(b)
        add(row, times: a, tile.aRowStride, rows: 0, to: &sums)
        add(row, times: a2, tile.aRowStride, rows: groupRows, to: &sums)
        add(row, times: a3, tile.aRowStride, rows: 2 &* groupRows, to: &sums)
        a += tile.aColumnStride
        a2 += tile.aColumnStride
        a3 += tile.aColumnStride
        b += tile.bRowStride
        seen ^= next[0]
        next += ahead.step
      }
      store(sums, c, tile.cRowStride)
      start &+= Rows &* tile.aRowStride
      c += Rows &* tile.cRowStride
      aheadStart += ahead.tileStep
    }
    ahead.room[0] = seen
  }

  /// Adds a row of B to a group of rows of sums, times A's numbers.
  @inline(__always)
  private static func add(
    _ row: InlineArray<2, Register>, times a: UnsafePointer<Float>, _ stride: Int, rows first: Int,
    to sums: inout TileSums
  ) {
    for i in 0..<groupRows where first &+ i < Rows {
      let factor = Register(repeating: a[i &* stride])
      for part in 0..<Width { sums[first &+ i][part] = fused(factor, row[part], plus: sums[first &+ i][part]) }
    }
  }

  /// A's rows lie side by side: A stands transposed, or is packed. Runs `count` tiles below one another, `step` numbers of A
  /// apart.
  @inline(never)
  static func runSideBySide(_ tile: Matmul, count: Int, step: Int) {
    var c = tile.c
    var start = tile.a
    for _ in 0..<count {
      var sums = startingSums(tile, c)
      var a = start
      var b = tile.b
      for _ in 0..<tile.depth {
        let row = loadRow(b)
        for i in 0..<Rows {
          let factor = Register(repeating: a[i])
          for part in 0..<Width { sums[i][part] = fused(factor, row[part], plus: sums[i][part]) }
        }
        a += tile.aColumnStride
        b += tile.bRowStride
      }
      store(sums, c, tile.cRowStride)
      start += step
      c += Rows &* tile.cRowStride
    }
  }

  /// The bias or 0 in every row, and C's old value where it is added: at the start, while the sums are on their way into
  /// registers anyway; at the end they would leave them first.
  @inline(__always)
  private static func startingSums(_ tile: Matmul, _ c: UnsafeMutablePointer<Float>) -> TileSums {
    let zero = Register(repeating: 0)
    var row: InlineArray<2, Register> = [zero, zero]
    if let bias = tile.bias { row = loadRow(bias) }
    #if AVX512
      var sums: TileSums = [row, row, row, row, row, row, row, row, row, row, row, row]
    #else
      var sums: TileSums = [row, row, row, row, row, row]
    #endif
    if tile.accumulates {
      add(c, tile.cRowStride, rows: 0, to: &sums)
      add(c, tile.cRowStride, rows: groupRows, to: &sums)
      add(c, tile.cRowStride, rows: 2 &* groupRows, to: &sums)
    }
    return sums
  }

  @inline(__always)
  private static func loadRow(_ b: UnsafePointer<Float>) -> InlineArray<2, Register> {
    let first = Register.load(b)
    return [first, Width == 2 ? Register.load(b + Register.scalarCount) : first]
  }

  /// In groups of rows, each a loop of its own: short enough to be unrolled, else the sums would go by way of memory.
  @inline(__always)
  private static func store(_ sums: TileSums, _ c: UnsafeMutablePointer<Float>, _ stride: Int) {
    store(sums, rows: 0, to: c, stride)
    store(sums, rows: groupRows, to: c, stride)
    store(sums, rows: 2 &* groupRows, to: c, stride)
  }

  @inline(__always)
  private static func add(
    _ c: UnsafeMutablePointer<Float>, _ stride: Int, rows first: Int, to sums: inout TileSums
  ) {
    for i in 0..<groupRows where first &+ i < Rows {
      for part in 0..<Width {
        let place = c + (first &+ i) &* stride + part &* Register.scalarCount
        sums[first &+ i][part] += Register.load(place)
      }
    }
  }

  @inline(__always)
  private static func store(_ sums: TileSums, rows first: Int, to c: UnsafeMutablePointer<Float>, _ stride: Int) {
    for i in 0..<groupRows where first &+ i < Rows {
      for part in 0..<Width {
        sums[first &+ i][part].store(c + (first &+ i) &* stride + part &* Register.scalarCount)
      }
    }
  }
}

/// Names a panel's width in registers.
enum Panel<let Width: Int> {}

/// What will be read after a panel: the next one. At each step of the innermost loop a byte of it is touched, which brings
/// it near in time, as there is no instruction here that only fetches. Weights that come from memory cost a tenth less.
///
/// No type of its own: such a one brings code to copy it that all modules share, and here it would need a wide machine.
///
/// - `start`: where it begins.
/// - `tileStep`: bytes that fall to a tile.
/// - `step`: bytes that fall to a step of a tile, rounded down: what is left out, the machine adds by itself in reading on.
/// - `room`: where a byte made of those read is left, else the compiler would not read them.
typealias ReadAhead = (start: UnsafePointer<UInt8>, tileStep: Int, step: Int, room: UnsafeMutablePointer<UInt8>)

/// Touches nothing but the first byte of a panel, or its `count` numbers while `tiles` tiles of so much depth are summed.
@inline(__always)
func readAhead(
  of panel: UnsafePointer<Float>, count: Int = 0, tiles: Int = 1, depth: Int = 1, room: UnsafeMutablePointer<Float>
) -> ReadAhead {
  let tileStep = count &* 4 / tiles
  return (
    UnsafeRawPointer(panel).assumingMemoryBound(to: UInt8.self), tileStep, tileStep / max(1, depth),
    UnsafeMutableRawPointer(room).assumingMemoryBound(to: UInt8.self)
  )
}

/// Runs a tile of 1...``tileRows`` rows whose panel may be wider than what is left of C: then by way of `room`, a tile's
/// worth of numbers and a vector more.
@inline(__always)
func runTile<let Width: Int>(
  _ tile: Matmul, sideBySide: Bool, room: UnsafeMutablePointer<Float>, _ panel: Panel<Width>.Type
) {
  let width = Width &* Register.scalarCount
  let ahead = readAhead(of: tile.b, room: room + tileRoom)
  if tile.columns >= width { return runWholeTiles(tile, count: 1, sideBySide: sideBySide, step: 0, ahead, panel) }
  var whole = tile
  whole.c = room
  whole.cRowStride = width
  whole.accumulates = false
  runWholeTiles(whole, count: 1, sideBySide: sideBySide, step: 0, ahead, panel)
  for i in 0..<tile.rows {
    let row = room + i &* width
    let c = tile.c + i &* tile.cRowStride
    if tile.accumulates {
      mapRows(row, c, c, tile.columns) { $0 + $1 }
    } else {
      mapRow(row, c, tile.columns) { $0 }
    }
  }
}

/// Runs `count` tiles below one another, each of 1...``tileRows`` rows by all columns of a panel; where A's rows lie side by
/// side, its tiles are `step` numbers apart.
@inline(never)
func runWholeTiles<let Width: Int>(
  _ tile: Matmul, count: Int, sideBySide: Bool, step: Int, _ ahead: ReadAhead, _: Panel<Width>.Type
) {
  let second = tile.a + groupRows &* tile.aRowStride
  let third = second + groupRows &* tile.aRowStride
  if sideBySide {
    switch tile.rows {
    case 1: MicroKernel<1, Width>.runSideBySide(tile, count: count, step: step)
    case 2: MicroKernel<2, Width>.runSideBySide(tile, count: count, step: step)
    case 3: MicroKernel<3, Width>.runSideBySide(tile, count: count, step: step)
    case 4: MicroKernel<4, Width>.runSideBySide(tile, count: count, step: step)
    case 5: MicroKernel<5, Width>.runSideBySide(tile, count: count, step: step)
    #if AVX512
      case 6: MicroKernel<6, Width>.runSideBySide(tile, count: count, step: step)
      case 7: MicroKernel<7, Width>.runSideBySide(tile, count: count, step: step)
      case 8: MicroKernel<8, Width>.runSideBySide(tile, count: count, step: step)
      case 9: MicroKernel<9, Width>.runSideBySide(tile, count: count, step: step)
      case 10: MicroKernel<10, Width>.runSideBySide(tile, count: count, step: step)
      case 11: MicroKernel<11, Width>.runSideBySide(tile, count: count, step: step)
      default: MicroKernel<12, Width>.runSideBySide(tile, count: count, step: step)
    #else
      default: MicroKernel<6, Width>.runSideBySide(tile, count: count, step: step)
    #endif
    }
  } else {
    switch tile.rows {
    case 1: MicroKernel<1, Width>.run(tile, second: second, third: third, count: count, ahead)
    case 2: MicroKernel<2, Width>.run(tile, second: second, third: third, count: count, ahead)
    case 3: MicroKernel<3, Width>.run(tile, second: second, third: third, count: count, ahead)
    case 4: MicroKernel<4, Width>.run(tile, second: second, third: third, count: count, ahead)
    case 5: MicroKernel<5, Width>.run(tile, second: second, third: third, count: count, ahead)
    #if AVX512
      case 6: MicroKernel<6, Width>.run(tile, second: second, third: third, count: count, ahead)
      case 7: MicroKernel<7, Width>.run(tile, second: second, third: third, count: count, ahead)
      case 8: MicroKernel<8, Width>.run(tile, second: second, third: third, count: count, ahead)
      case 9: MicroKernel<9, Width>.run(tile, second: second, third: third, count: count, ahead)
      case 10: MicroKernel<10, Width>.run(tile, second: second, third: third, count: count, ahead)
      case 11: MicroKernel<11, Width>.run(tile, second: second, third: third, count: count, ahead)
      default: MicroKernel<12, Width>.run(tile, second: second, third: third, count: count, ahead)
    #else
      default: MicroKernel<6, Width>.run(tile, second: second, third: third, count: count, ahead)
    #endif
    }
  }
}
