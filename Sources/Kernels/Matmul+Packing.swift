import KernelTypes

// Packing copies a block into the order in which the micro-kernel reads it, so that it streams through whole cache lines
// and pages; a block that already stands so is read in place.

/// Floats of a whole packed B: its columns rounded up to whole registers.
func packedCount(_ depth: Int, _ columns: Int) -> Int {
  (columns &+ narrowColumns &- 1) / narrowColumns &* narrowColumns &* ((depth &+ 3) & ~3)
}

/// Packs the whole B of a product, to be used again and again.
@inline(never)
func pack(_ product: Matmul, _ packed: UnsafeMutablePointer<Float>) { packPanels(product, into: packed) }

/// The naive product reads B where it stands.
func naivePackedCount(_ depth: Int, _ columns: Int) -> Int { 0 }

/// Nothing to pack.
func naivePack(_ product: Matmul, _ packed: UnsafeMutablePointer<Float>) {}

/// Rows of a packed panel: the block's depth, rounded up to whole blocks of the transposition.
@inline(__always)
func panelDepth(_ block: Matmul) -> Int { (block.depth &+ 3) & ~3 }

/// Packs a block of B: wide panels, and a narrow one where that holds the rest.
@inline(never)
func packPanels(_ block: Matmul, into packed: UnsafeMutablePointer<Float>) {
  var j = 0
  while j < block.columns {
    let left = block.columns &- j
    let isWide = left > narrowColumns
    let width = isWide ? wideColumns : narrowColumns
    let source = block.b + j &* block.bColumnStride
    let target = packed + j &* panelDepth(block)
    if block.bColumnStride != 1 {
      packColumns(
        source, columnStride: block.bColumnStride, depth: block.depth, columns: left, width: width, into: target)
    } else if isWide {
      packRows(source, rowStride: block.bRowStride, depth: block.depth, into: target, Panel<2>.self)
    } else {
      packRows(source, rowStride: block.bRowStride, depth: block.depth, into: target, Panel<1>.self)
    }
    j &+= width
  }
}

/// Packs a block of B whose numbers have 16 bits, as singles; `room` is for a panel of them.
@inline(__always)
func packPanels(
  of half: HalfMatrix, _ block: Matmul, into packed: UnsafeMutablePointer<Float>, room: UnsafeMutablePointer<Float>
) {
  if half.format == .float16 {
    packHalfPanels(half.start, block, into: packed, room: room, Halves.self)
  } else {
    packHalfPanels(half.start, block, into: packed, room: room, UpperHalves.self)
  }
}

@inline(never)
private func packHalfPanels<Source: Numbers>(
  _ b: UnsafePointer<Source.Bits>, _ block: Matmul, into packed: UnsafeMutablePointer<Float>,
  room: UnsafeMutablePointer<Float>, _: Source.Type
) {
  var j = 0
  while j < block.columns {
    let left = block.columns &- j
    let width = left > narrowColumns ? wideColumns : narrowColumns
    var source = b + j &* block.bColumnStride
    var target = packed + j &* panelDepth(block)
    if block.bColumnStride == 1 {
      for _ in 0..<block.depth {
        widen(source, target, width, Source.self)
        source += block.bRowStride
        target += width
      }
    } else {
      let stride = panelDepth(block)
      for column in 0..<min(left, width) {
        widen(source + column &* block.bColumnStride, room + column &* stride, block.depth, Source.self)
      }
      packColumns(room, columnStride: stride, depth: block.depth, columns: left, width: width, into: target)
    }
    j &+= width
  }
}

/// Rows `0..<depth` of a panel of B, `Width` registers of columns side by side, surplus columns included (what they give
/// is never stored).
@inline(__always)
func packRows<let Width: Int>(
  _ b: UnsafePointer<Float>, rowStride: Int, depth: Int, into packed: UnsafeMutablePointer<Float>, _: Panel<Width>.Type
) {
  var source = b
  var target = packed
  for _ in 0..<depth {
    for part in 0..<Width {
      Register.load(source + part &* Register.scalarCount).store(target + part &* Register.scalarCount)
    }
    source += rowStride
    target += Width &* Register.scalarCount
  }
}

/// The same for a B that stands transposed: its rows lie side by side, its columns `columnStride` apart. Surplus columns
/// repeat the last, as past it memory need not be readable.
///
/// By blocks of 4×4, so that loads and stores are of four numbers; `packed` has room for a multiple of four rows.
@inline(__always)
func packColumns(
  _ b: UnsafePointer<Float>, columnStride: Int, depth: Int, columns: Int, width: Int,
  into packed: UnsafeMutablePointer<Float>
) {
  var j = 0
  while j < width {
    let first = b + min(j, columns &- 1) &* columnStride
    let second = b + min(j &+ 1, columns &- 1) &* columnStride
    let third = b + min(j &+ 2, columns &- 1) &* columnStride
    let fourth = b + min(j &+ 3, columns &- 1) &* columnStride
    var target = packed + j
    var k = 0
    while k < depth {
      let rows = transposed(
        SIMD4<Float>.load(first + k), SIMD4<Float>.load(second + k), SIMD4<Float>.load(third + k),
        SIMD4<Float>.load(fourth + k))
      rows.0.store(target)
      rows.1.store(target + width)
      rows.2.store(target + 2 &* width)
      rows.3.store(target + 3 &* width)
      target += 4 &* width
      k &+= 4
    }
    j &+= 4
  }
}

/// Four rows of four, transposed: in two steps, each four instructions.
@inline(__always)
private func transposed(
  _ a: SIMD4<Float>, _ b: SIMD4<Float>, _ c: SIMD4<Float>, _ d: SIMD4<Float>
) -> (SIMD4<Float>, SIMD4<Float>, SIMD4<Float>, SIMD4<Float>) {
  let leftAB = SIMD4(a[0], b[0], a[1], b[1])
  let rightAB = SIMD4(a[2], b[2], a[3], b[3])
  let leftCD = SIMD4(c[0], d[0], c[1], d[1])
  let rightCD = SIMD4(c[2], d[2], c[3], d[3])
  return (
    SIMD4(leftAB[0], leftAB[1], leftCD[0], leftCD[1]), SIMD4(leftAB[2], leftAB[3], leftCD[2], leftCD[3]),
    SIMD4(rightAB[0], rightAB[1], rightCD[0], rightCD[1]), SIMD4(rightAB[2], rightAB[3], rightCD[2], rightCD[3])
  )
}

/// The rows of A tile by tile, the rows of a tile side by side.
@inline(__always)
func packTiles(_ block: Matmul, into packed: UnsafeMutablePointer<Float>) {
  forEachTile(rows: block.rows) { first, height in
    var source = block.a + first &* block.aRowStride
    var target = packed + first &* block.depth
    for _ in 0..<block.depth {
      if block.aRowStride == 1 {
        // A vector holds any tile's rows; what it writes too much is written over next, or lies in the room after.
        Vector.load(source).store(target)
      } else {
        for i in 0..<height { target[i] = source[i &* block.aRowStride] }
      }
      source += block.aColumnStride
      target += height
    }
  }
}

/// How many tiles rows are cut into.
@inline(__always)
func tileCount(rows: Int) -> Int { (rows &+ tileRows &- 1) / tileRows }

/// Calls `body(first row, height, count)` for rows cut into tiles of at most ``tileRows`` whose heights differ by one at
/// most, so that the last is not much slower than the others: first for the higher ones, then for the rest.
@inline(__always)
func forEachTiles(rows: Int, _ body: (Int, Int, Int) -> Void) {
  let count = tileCount(rows: rows)
  let height = rows / count
  let higher = rows &- height &* count
  if higher > 0 { body(0, height &+ 1, higher) }
  body(higher &* (height &+ 1), height, count &- higher)
}

/// Calls `body(first row, height)` for each of those tiles.
@inline(__always)
func forEachTile(rows: Int, _ body: (Int, Int) -> Void) {
  forEachTiles(rows: rows) { first, height, count in
    for index in 0..<count { body(first &+ index &* height, height) }
  }
}
