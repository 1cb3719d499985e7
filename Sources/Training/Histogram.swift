/// How often numbers of each size occur: bins of equal width, symmetric around 0.
///
/// The bins reach from −4σ to 4σ, where σ is the root of the mean square (the deviation from 0), so that a few large
/// numbers, such as the norms' gains, don't squeeze all others into one bin; what lies outside counts in the outer bins.
public struct Histogram: Equatable, Sendable {
  /// How many numbers fall into each bin, lowest first. The sum is the number of finite values.
  public let counts: [Int]
  /// The bins reach from `-limit` to `limit`; 0 where every number is 0.
  public let limit: Double
  /// σ: the root of the mean square of the finite values.
  public let deviation: Double
  /// Largest magnitude of a finite value.
  public let largest: Float
  /// NaN and infinite values, which are in no bin.
  public let nonFinite: Int

  /// Finite values.
  public var count: Int { counts.reduce(0, +) }

  /// What a bin spans.
  public func range(of bin: Int) -> ClosedRange<Double> {
    let width = 2 * limit / Double(counts.count)
    return -limit + Double(bin) * width...max(-limit + Double(bin) * width, -limit + Double(bin + 1) * width)
  }

  /// Counts numbers in one go.
  public init(of values: UnsafeBufferPointer<Float>, bins: Int) { self.init(of: [values], bins: bins) }

  /// Counts numbers in one go.
  public init(of values: ArraySlice<Float>, bins: Int) {
    self = values.withUnsafeBufferPointer { Histogram(of: $0, bins: bins) }
  }

  /// Counts the numbers of several runs as one.
  init(of runs: [UnsafeBufferPointer<Float>], bins: Int) {
    precondition((1..<1 << 20).contains(bins), "a histogram of \(bins) bins")
    let size = runs.reduce(into: MagnitudeSum()) { $0.add($1) }
    deviation = size.count > 0 ? (size.squares / Double(size.count)).squareRoot() : 0
    largest = size.largest
    nonFinite = size.nonFinite
    limit = 4 * deviation
    var tally = BinTally(bins: bins, limit: limit)
    for run in runs { tally.add(run, allFinite: size.nonFinite == 0) }
    counts = tally.counts
  }
}

/// Sum of squares and largest magnitude of finite numbers.
private struct MagnitudeSum {
  var squares = 0.0
  var largest: Float = 0
  var count = 0
  var nonFinite = 0

  mutating func add(_ values: UnsafeBufferPointer<Float>) {
    // Blocks short enough that single precision rounds by less than 1e-6.
    for start in stride(from: 0, to: values.count, by: 512) {
      add(block: UnsafeBufferPointer(rebasing: values[start..<min(start + 512, values.count)]))
    }
  }

  private mutating func add(block: UnsafeBufferPointer<Float>) {
    var sum = SIMD8<Float>(repeating: 0)
    var highest = SIMD8<UInt32>(repeating: 0)
    let whole = block.count / 8 * 8
    for index in stride(from: 0, to: whole, by: 8) {
      let vector = block.vector(at: index)
      let magnitude = unsafeBitCast(vector, to: SIMD8<UInt32>.self) & 0x7FFF_FFFF
      sum += vector * vector
      highest.replace(with: magnitude, where: magnitude .> highest)
    }
    let total = sum.sum()
    // Squares that overflow, vanish or are no numbers are taken one by one.
    let isPlain = total > 1e-20 && total.isFinite
    if isPlain {
      squares += Double(total)
      count += whole
      for lane in 0..<8 { largest = max(largest, Float(bitPattern: highest[lane])) }
    }
    for value in block[(isPlain ? whole : 0)...] {
      guard value.isFinite else {
        nonFinite += 1
        continue
      }
      squares += Double(value) * Double(value)
      largest = max(largest, abs(value))
      count += 1
    }
  }
}

/// Counts in four tables by turns: most numbers fall into the same few bins, and each count would wait for the last.
private struct BinTally {
  private let bins: Int
  private let scale: Float
  private var tables: [UInt32]

  init(bins: Int, limit: Double) {
    self.bins = bins
    let scale = limit > 0 ? Float(Double(bins) / (2 * limit)) : 0
    // Numbers so small that the scale overflows are as good as 0.
    self.scale = scale.isFinite ? scale : 0
    tables = [UInt32](repeating: 0, count: 4 * bins)
  }

  /// One count a bin.
  var counts: [Int] { (0..<bins).map { bin in (0..<4).reduce(0) { $0 + Int(tables[$1 * bins + bin]) } } }

  /// Adds numbers; one exactly between two bins counts in either. Where every number is 0, all of them are in the middle.
  mutating func add(_ values: UnsafeBufferPointer<Float>, allFinite: Bool) {
    let whole = allFinite ? values.count / 8 * 8 : 0
    let (bins, scale, last) = (bins, scale, Float(bins - 1))
    // The middle of bin i is at i.
    let middle = last / 2
    tables.withUnsafeMutableBufferPointer { tables in
      for index in stride(from: 0, to: whole, by: 8) {
        var place = values.vector(at: index) * scale + middle
        place.replace(with: 0, where: place .< 0)
        place.replace(with: last, where: place .> last)
        // Added to 2²³, what is left of a smaller number is the nearest whole one, in the lowest bits.
        let bin = unsafeBitCast(place + 8_388_608, to: SIMD8<UInt32>.self) & 0x7F_FFFF
        for lane in 0..<8 { tables[(lane & 3) * bins + Int(bin[lane])] += 1 }
      }
    }
    for value in values[whole...] where value.isFinite {
      tables[Int(min(max(value * scale + middle, 0), last).rounded(.toNearestOrEven))] += 1
    }
  }
}

extension UnsafeBufferPointer<Float> {
  @inline(__always)
  fileprivate func vector(at index: Int) -> SIMD8<Float> {
    UnsafeRawBufferPointer(self).loadUnaligned(
      fromByteOffset: index * MemoryLayout<Float>.stride, as: SIMD8<Float>.self)
  }
}
