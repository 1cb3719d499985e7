import KernelTypes

// Packing copies a block into the order in which the micro-kernel reads it, so that it streams through whole cache lines
// and pages; a block that already stands so is read in place.

/// Rows `0..<depth` of a panel of B, `width` columns side by side; columns past `columns` repeat the last.
///
/// B's columns lie side by side: row after row is copied, surplus columns included (they are never stored).
@inline(__always)
func packRows<Panel: FloatVector>(
  _ b: UnsafePointer<Float>, rowStride: Int, depth: Int, into packed: UnsafeMutablePointer<Float>, panel: Panel.Type
) {
  var source = b
  var target = packed
  for _ in 0..<depth {
    Panel.load(source).store(target)
    source += rowStride
    target += Panel.scalarCount
  }
}

/// The same for a B that stands transposed: its rows lie side by side, its columns `columnStride` apart.
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
      let block = transposed(
        SIMD4<Float>.load(first + k), SIMD4<Float>.load(second + k), SIMD4<Float>.load(third + k),
        SIMD4<Float>.load(fourth + k))
      block.lowHalf.lowHalf.store(target)
      block.lowHalf.highHalf.store(target + width)
      block.highHalf.lowHalf.store(target + 2 &* width)
      block.highHalf.highHalf.store(target + 3 &* width)
      target += 4 &* width
      k &+= 4
    }
    j &+= 4
  }
}

/// Four rows of four, transposed: dealing sixteen numbers into even and odd ones rotates the bits of their index by one,
/// and rotating four bits by two swaps row and column.
@inline(__always)
private func transposed(_ a: SIMD4<Float>, _ b: SIMD4<Float>, _ c: SIMD4<Float>, _ d: SIMD4<Float>) -> SIMD16<Float> {
  let rows = SIMD16(lowHalf: SIMD8(lowHalf: a, highHalf: b), highHalf: SIMD8(lowHalf: c, highHalf: d))
  let once = SIMD16(lowHalf: rows.evenHalf, highHalf: rows.oddHalf)
  return SIMD16(lowHalf: once.evenHalf, highHalf: once.oddHalf)
}

/// Rows `0..<rows` of a block of A, tile by tile, the rows of a tile side by side.
@inline(__always)
func packTiles(
  _ a: UnsafePointer<Float>, rowStride: Int, columnStride: Int, rows: Int, depth: Int, tiles: TileSplit,
  into packed: UnsafeMutablePointer<Float>
) {
  for t in 0..<tiles.count {
    let first = tiles.start(t)
    let height = tiles.start(t &+ 1) &- first
    var source = a + first &* rowStride
    var target = packed + first &* depth
    for _ in 0..<depth {
      for i in 0..<height { target[i] = source[i &* rowStride] }
      source += columnStride
      target += height
    }
  }
}

/// Rows in tiles whose heights differ by one at most: the last tile is never much slower than the others.
struct TileSplit {
  /// Number of tiles.
  var count: Int
  /// Height of the lower tiles.
  var height: Int
  /// How many tiles are one higher.
  var higher: Int

  @inline(__always)
  init(rows: Int, most: Int) {
    count = (rows &+ most &- 1) / most
    height = rows / count
    higher = rows &- height &* count
  }

  /// The first row of a tile.
  @inline(__always)
  func start(_ tile: Int) -> Int { tile &* height &+ min(tile, higher) }
}
