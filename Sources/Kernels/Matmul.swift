import KernelTypes

// Goto & van de Geijn 2008, "Anatomy of High-Performance Matrix Multiplication": C is made in tiles whose sums stay in
// registers; a panel of B stays in the first cache while the tiles of a block of A pass by, the block in the second.

/// Products summed at once: a panel of B is `blockDepth` rows of one or two registers, 32 KB.
#if AVX512
  private let blockDepth = 256
#else
  private let blockDepth = 512
#endif
/// Columns of B packed at once.
private let blockColumns = 512
/// Rows of A that pass by a panel before the next one.
private let blockRows = 96

/// Scratch: a packed block of B (its depth rounded up to four), then one of A.
let matmulScratch = blockColumns * blockDepth + blockRows * blockDepth

/// The matrix product `C = A·B (+ bias) (+ C)`.
@inline(never)
func matmul(_ product: Matmul, _ scratch: UnsafeMutablePointer<Float>) {
  guard product.rows > 0, product.columns > 0 else { return }
  if product.rows <= 3, multiplyFewRows(product) { return }
  let depths = TileSplit(rows: max(product.depth, 1), most: blockDepth)
  for block in 0..<depths.count {
    let k = depths.start(block)
    let depth = product.depth == 0 ? 0 : depths.start(block &+ 1) &- k
    var j = 0
    while j < product.columns {
      let columns = min(blockColumns, product.columns &- j)
      multiplyBlock(product, k: k, depth: depth, j: j, columns: columns, scratch)
      j &+= columns
    }
  }
}

/// Where the micro-kernel finds B: panel by panel.
private struct Panels {
  var b: UnsafePointer<Float>
  /// Distance between rows of a panel, or nil where panels are packed and it is their width.
  var rowStride: Int?
  /// Distance between first elements of columns `j` and `j + 1` when `j` starts a panel, in packed panels their depth.
  var columnStride: Int
}

/// A block of B times all rows of A.
@inline(__always)
private func multiplyBlock(
  _ product: Matmul, k: Int, depth: Int, j: Int, columns: Int, _ scratch: UnsafeMutablePointer<Float>
) {
  let b = product.b + k &* product.bRowStride + j &* product.bColumnStride
  let inPlace = product.bColumnStride == 1 && (product.rows <= inPlaceRows || columns <= NarrowPanel.scalarCount)
  let panels: Panels
  if inPlace {
    panels = Panels(b: b, rowStride: product.bRowStride, columnStride: 1)
  } else {
    packPanels(product, b, depth: depth, columns: columns, into: scratch)
    panels = Panels(b: UnsafePointer(scratch), rowStride: nil, columnStride: (depth &+ 3) & ~3)
  }
  var i = 0
  while i < product.rows {
    let rows = min(blockRows, product.rows &- i)
    multiplyRows(
      product, panels, i: i, rows: rows, k: k, depth: depth, j: j, columns: columns,
      scratch + blockColumns &* blockDepth)
    i &+= rows
  }
}

/// With so few rows of A, copying B costs more than it saves.
private var inPlaceRows: Int { 4 * tileRows }

/// Packs a block of B: wide panels, and a narrow one where that holds the rest.
@inline(__always)
private func packPanels(
  _ product: Matmul, _ b: UnsafePointer<Float>, depth: Int, columns: Int, into packed: UnsafeMutablePointer<Float>
) {
  let roomDepth = (depth &+ 3) & ~3
  var j = 0
  while j < columns {
    let left = columns &- j
    let wide = left > NarrowPanel.scalarCount
    let width = wide ? WidePanel.scalarCount : NarrowPanel.scalarCount
    let source = b + j &* product.bColumnStride
    let target = packed + j &* roomDepth
    if product.bColumnStride != 1 {
      packColumns(
        source, columnStride: product.bColumnStride, depth: depth, columns: left, width: width, into: target)
    } else if wide {
      packRows(source, rowStride: product.bRowStride, depth: depth, into: target, panel: WidePanel.self)
    } else {
      packRows(source, rowStride: product.bRowStride, depth: depth, into: target, panel: NarrowPanel.self)
    }
    j &+= width
  }
}

/// A block of A times a block of B: panel after panel, and for each the tiles of the block.
@inline(__always)
private func multiplyRows(
  _ product: Matmul, _ panels: Panels, i: Int, rows: Int, k: Int, depth: Int, j: Int, columns: Int,
  _ scratch: UnsafeMutablePointer<Float>
) {
  let tiles = TileSplit(rows: rows, most: tileRows)
  let source = product.a + i &* product.aRowStride + k &* product.aColumnStride
  let packs = product.aColumnStride != 1 && columns > WidePanel.scalarCount
  if packs {
    packTiles(
      source, rowStride: product.aRowStride, columnStride: product.aColumnStride, rows: rows, depth: depth,
      tiles: tiles, into: scratch)
  }
  let isFirst = k == 0
  let sideBySide = packs || product.aRowStride == 1
  var column = 0
  while column < columns {
    let left = columns &- column
    let wide = left > NarrowPanel.scalarCount
    let width = wide ? WidePanel.scalarCount : NarrowPanel.scalarCount
    for t in 0..<tiles.count {
      let row = tiles.start(t)
      let height = tiles.start(t &+ 1) &- row
      let tile = Tile(
        a: packs ? UnsafePointer(scratch) + row &* depth : source + row &* product.aRowStride,
        aRowStride: product.aRowStride, aStep: packs ? height : product.aColumnStride,
        b: panels.b + column &* panels.columnStride, bStep: panels.rowStride ?? width,
        c: product.c + (i &+ row) &* product.cRowStride + (j &+ column), cRowStride: product.cRowStride,
        depth: depth, bias: isFirst ? product.bias.map { $0 + (j &+ column) } : nil,
        accumulates: product.accumulates || !isFirst, columns: left)
      if wide {
        runTile(tile, rows: height, sideBySide: sideBySide, panel: WidePanel.self)
      } else {
        runTile(tile, rows: height, sideBySide: sideBySide, panel: NarrowPanel.self)
      }
    }
    column &+= width
  }
}

/// Naive twin of ``matmul(_:_:)``: sums in double precision.
func naiveMatmul(_ product: Matmul, _ scratch: UnsafeMutablePointer<Float>) {
  for i in 0..<product.rows {
    for j in 0..<product.columns {
      var sum = product.bias.map { Double($0[j]) } ?? 0
      for k in 0..<product.depth {
        sum +=
          Double(product.a[i * product.aRowStride + k * product.aColumnStride])
          * Double(product.b[k * product.bRowStride + j * product.bColumnStride])
      }
      let place = i * product.cRowStride + j
      product.c[place] = Float(product.accumulates ? sum + Double(product.c[place]) : sum)
    }
  }
}
