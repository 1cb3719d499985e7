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
/// Rows of A, as long as a block is deep, that pass by a panel before the next one.
private let blockRows = 96

/// Numbers in the largest tile.
let tileRoom = 12 * 32

/// Scratch: a packed block of B (its depth rounded up to four), then one of A, then a tile (larger than a vector, by which the packing
/// of A may overshoot) and what is read ahead.
let matmulScratch = blockColumns * blockDepth + blockRows * blockDepth + tileRoom + 16 + halfPanel

/// Behind it, a panel of B whose numbers have become singles, with room for a vector more behind each column.
private let halfPanel = 32 * (blockDepth + 16)

/// The matrix product `C = A·B (+ bias) (+ C)`.
@inline(never)
func matmul(_ product: Matmul, _ scratch: UnsafeMutablePointer<Float>) {
  guard product.rows > 0, product.columns > 0 else { return }
  if product.rows <= 3, multiplyFewRows(product) { return }
  if product.halfB == nil, multiplyNarrow(product, scratch) { return }
  // Blocks of depth are as even as can be: a last one of a single product would cost a whole pass over C.
  let blocks = max(1, (product.depth &+ blockDepth &- 1) / blockDepth)
  let evenDepth = (product.depth &+ blocks &- 1) / blocks
  var block = product
  var k = 0
  repeat {
    block.depth = min(evenDepth, product.depth &- k)
    block.a = product.a + k &* product.aColumnStride
    var j = 0
    while j < product.columns {
      block.columns = min(blockColumns, product.columns &- j)
      let place = k &* product.bRowStride &+ j &* product.bColumnStride
      if let half = product.halfB { block.halfB = half + place } else { block.b = product.b + place }
      block.c = product.c + j
      if k == 0, let bias = product.bias { block.bias = bias + j }
      block.triangle = product.triangle.advanced(rows: 0, columns: j, depth: k)
      if let packed = product.packedB {
        let depth = panelDepth(product)
        multiplyRows(block, Panels(start: packed + j &* depth, depth: depth, row: k), scratch)
      } else {
        multiplyBlock(block, scratch)
      }
      j &+= block.columns
    }
    block.bias = nil
    block.accumulates = true
    k &+= block.depth
  } while k < product.depth
}

/// Where the panels of a block of B stand: one after the other, `depth` rows each, of which the block starts at `row`.
private struct Panels {
  let start: UnsafePointer<Float>
  let depth: Int
  let row: Int
}

/// All rows of A times a block of B, packed first or read in place.
@inline(__always)
private func multiplyBlock(_ block: Matmul, _ scratch: UnsafeMutablePointer<Float>) {
  if let half = block.halfB {
    packPanels(of: half, block, into: scratch, room: scratch + (matmulScratch &- halfPanel))
    multiplyRows(block, Panels(start: scratch, depth: panelDepth(block), row: 0), scratch)
  } else if block.bColumnStride == 1 && (block.rows <= inPlaceRows || block.columns <= narrowColumns) {
    multiplyRows(block, nil, scratch)
  } else {
    packPanels(block, into: scratch)
    multiplyRows(block, Panels(start: scratch, depth: panelDepth(block), row: 0), scratch)
  }
}

/// All rows of A times a block of B, some rows at a time.
@inline(never)
private func multiplyRows(_ block: Matmul, _ panels: Panels?, _ scratch: UnsafeMutablePointer<Float>) {
  // Shorter rows leave room for more of them, which saves going over B once more.
  let most = min(2 &* blockRows, blockRows &* blockDepth / max(1, block.depth))
  let parts = (block.rows &+ most &- 1) / most
  let evenRows = (block.rows &+ parts &- 1) / parts
  var part = block
  var i = 0
  while i < block.rows {
    part.rows = min(evenRows, block.rows &- i)
    part.a = block.a + i &* block.aRowStride
    part.c = block.c + i &* block.cRowStride
    part.triangle = block.triangle.advanced(rows: i, columns: 0, depth: 0)
    multiplyPanels(part, panels, packedA: scratch + blockColumns &* blockDepth)
    i &+= part.rows
  }
}

/// With so few rows of A, copying B costs more than it saves.
private var inPlaceRows: Int { 4 &* tileRows }

/// Some rows of A times a block of B: panel after panel, and for each the tiles of the rows.
@inline(__always)
private func multiplyPanels(_ block: Matmul, _ panels: Panels?, packedA: UnsafeMutablePointer<Float>) {
  // Columns of A that lie a power of two apart fall into the same few lines of the cache, and pay for their packing sooner.
  let worthwhileColumns = block.aColumnStride & 255 == 0 ? 2 &* wideColumns : 8 &* wideColumns
  let packs = block.aColumnStride != 1 && block.columns > worthwhileColumns
  if packs { packTiles(block, into: packedA) }
  let sideBySide = packs || block.aRowStride == 1
  let room = packedA + blockRows &* blockDepth
  var tile = block
  var j = 0
  while j < block.columns {
    let left = block.columns &- j
    let isWide = left > narrowColumns
    let width = isWide ? wideColumns : narrowColumns
    tile.columns = left
    tile.b = block.b + j
    if let panels {
      tile.b = panels.start + j &* panels.depth + panels.row &* width
      tile.bRowStride = width
    }
    if let bias = block.bias { tile.bias = bias + j }
    // Only where nothing is left out are the tiles below one another alike.
    if block.triangle == .none, left >= width {
      tile.depth = block.depth
      var ahead = readAhead(of: tile.b, room: room + tileRoom)
      if let panels, block.packedB != nil, left >= 2 &* width {
        let next = panels.start + (j &+ width) &* panels.depth + panels.row &* width
        ahead = readAhead(
          of: next, count: width &* block.depth, tiles: tileCount(rows: block.rows), depth: block.depth,
          room: room + tileRoom)
      }
      forEachTiles(rows: block.rows) { row, height, count in
        tile.rows = height
        tile.a = packs ? UnsafePointer(packedA) + row &* block.depth : block.a + row &* block.aRowStride
        if packs { tile.aColumnStride = height }
        tile.c = block.c + row &* block.cRowStride + j
        let step = packs ? height &* block.depth : height &* block.aRowStride
        if isWide {
          runWholeTiles(tile, count: count, sideBySide: sideBySide, step: step, ahead, Panel<2>.self)
        } else {
          runWholeTiles(tile, count: count, sideBySide: sideBySide, step: step, ahead, Panel<1>.self)
        }
        ahead.start += count &* ahead.tileStep
      }
      j &+= width
      continue
    }
    let panel = tile.b
    forEachTile(rows: block.rows) { row, height in
      let depths = block.triangle.depths(row: row, height: height, column: j, depth: block.depth)
      guard let depths else { return }
      tile.rows = height
      tile.a = block.a + row &* block.aRowStride
      if packs {
        tile.a = UnsafePointer(packedA) + row &* block.depth
        tile.aColumnStride = height
      }
      tile.a += depths.lowerBound &* tile.aColumnStride
      tile.b = panel + depths.lowerBound &* tile.bRowStride
      tile.depth = depths.upperBound &- depths.lowerBound
      tile.c = block.c + row &* block.cRowStride + j
      if isWide {
        runTile(tile, sideBySide: sideBySide, room: room, Panel<2>.self)
      } else {
        runTile(tile, sideBySide: sideBySide, room: room, Panel<1>.self)
      }
    }
    j &+= width
  }
}

extension Matmul.Triangle {
  /// The same of a part of the product that begins at a row, a column and a depth.
  @inline(__always)
  fileprivate func advanced(rows: Int, columns: Int, depth: Int) -> Matmul.Triangle {
    switch self {
    case .none: .none
    case .ofResult(let visible): .ofResult(visible: visible &+ rows &- columns)
    case .ofA(let visible): .ofA(visible: visible &+ rows &- depth)
    case .ofTransposedA(let visible): .ofTransposedA(visible: visible &+ depth &- rows)
    }
  }

  /// Which products a tile must sum, or nil where none of its results is wanted.
  @inline(__always)
  fileprivate func depths(row: Int, height: Int, column: Int, depth: Int) -> (lowerBound: Int, upperBound: Int)? {
    switch self {
    case .none: (0, depth)
    case .ofResult(let visible): column < visible &+ row &+ height &- 1 ? (0, depth) : nil
    case .ofA(let visible): (0, max(0, min(depth, visible &+ row &+ height &- 1)))
    case .ofTransposedA(let visible): (max(0, min(depth, row &- visible &+ 1)), depth)
    }
  }
}

/// Naive twin of ``matmul(_:_:)``: sums in double precision.
func naiveMatmul(_ product: Matmul, _ scratch: UnsafeMutablePointer<Float>) {
  for i in 0..<product.rows {
    for j in 0..<product.columns {
      var sum = 0.0
      if let bias = product.bias { sum = Double(bias[j]) }
      for k in 0..<product.depth {
        let place = k * product.bRowStride + j * product.bColumnStride
        let b = product.halfB.map { $0.format.number($0.start[place]) } ?? product.b[place]
        sum += Double(product.a[i * product.aRowStride + k * product.aColumnStride]) * Double(b)
      }
      let place = i * product.cRowStride + j
      product.c[place] = Float(product.accumulates ? sum + Double(product.c[place]) : sum)
    }
  }
}
