import KernelTypes
import Tensors
import Testing

import func Glibc.cosf
import func Glibc.sinf

/// A few roundings of numbers near 1, and of sums of about a hundred of them.
private let fewRoundings: Float = 2e-6

@Suite("Row kernels")
struct RowKernelTests {
  /// Runs a kernel of `set` and its naive twin on copies of the same buffers and compares all of them.
  private func compare(
    _ set: String, _ buffers: [[Float]], tolerance: Float = fewRoundings, _ note: String = "",
    run: (KernelSet, [UnsafeMutablePointer<Float>]) -> Void
  ) throws {
    let results = try [set, "naive"].map { name in
      let copies = buffers.map { Guarded($0) }
      run(try kernels(name), copies.map(\.pointer))
      for (i, copy) in copies.enumerated() { #expect(copy.isIntact, "\(name) wrote past buffer \(i), \(note)") }
      return copies.map(\.values)
    }
    for (i, (fast, naive)) in zip(results[0], results[1]).enumerated() {
      let error = worstError(fast, naive)
      #expect(error < tolerance, "\(set), buffer \(i), \(note): \(error)")
    }
  }

  @Test("elementwise kernels equal their naive twins", arguments: fastSets)
  func elementwise(set: String) throws {
    var generator = SplitMix64(seed: 10)
    for count in awkwardCounts {
      let x = generator.floats(count, scale: 3)
      let y = generator.floats(count, scale: 3)
      let z = generator.floats(count)
      try compare(set, [x, y, z]) { $0.add($1[0], $1[1], $1[2], count) }
      try compare(set, [x, y]) { $0.add($1[0], $1[1], $1[0], count) }
      try compare(set, [x, y]) { $0.accumulate($1[0], $1[1], count) }
      try compare(set, [x]) { $0.scale($1[0], 0.7, count) }
      try compare(set, [x, z]) { $0.exp($1[0], $1[1], count) }
      try compare(set, [x]) { $0.exp($1[0], $1[0], count) }
      try compare(set, [x, z]) { $0.tanh($1[0], $1[1], count) }
      try compare(set, [x, z]) { $0.gelu($1[0], $1[1], count) }
      try compare(set, [x, y, z]) { $0.geluWithSlope($1[0], $1[1], $1[2], count) }
      try compare(set, [x, y]) { $0.geluWithSlope($1[0], $1[1], $1[0], count) }
      try compare(set, [x, z]) { $0.exactGelu($1[0], $1[1], count) }
      try compare(set, [x, y, z]) { $0.exactGeluWithSlope($1[0], $1[1], $1[2], count) }
      try compare(set, [x, y, z]) { $0.multiply($1[0], $1[1], $1[2], count) }
      try compare(set, [x, z]) { $0.softmax($1[0], $1[1], count) }
      try compare(set, [x]) { $0.softmax($1[0], $1[0], count) }
    }
  }

  @Test("activations and their pullbacks equal their naive twins", arguments: fastSets)
  func activations(set: String) throws {
    var generator = SplitMix64(seed: 21)
    for count in awkwardCounts {
      let (x, y, dx) = (generator.floats(count, scale: 9), generator.floats(count), generator.floats(count))
      try compare(set, [x, dx]) { $0.logistic($1[0], $1[1], count) }
      try compare(set, [x]) { $0.logistic($1[0], $1[0], count) }
      for slope: Float in [0, 0.01] {
        try compare(set, [x, dx]) { $0.rectify($1[0], slope, $1[1], count) }
        for accumulates in [false, true] {
          try compare(set, [x, y, dx]) { $0.rectifyBackward(pullback($1, count, accumulates), slope) }
        }
      }
      for accumulates in [false, true] {
        try compare(set, [x, y, dx]) { $0.tanhBackward(pullback($1, count, accumulates)) }
        try compare(set, [x, y, dx]) { $0.logisticBackward(pullback($1, count, accumulates)) }
      }
    }
  }

  private func pullback(_ p: [UnsafeMutablePointer<Float>], _ count: Int, _ accumulates: Bool) -> ActivationBackward {
    ActivationBackward(y: p[0], dy: p[1], dx: p[2], count: count, accumulates: accumulates)
  }

  @Test("an activation of infinity is its limit, of no number no number", arguments: fastSets + ["naive"])
  func limits(set: String) throws {
    let kernels = try kernels(set)
    #expect(apply([-.infinity, -200, 0, 200, .infinity], kernels.logistic).map { $0.rounded() } == [0, 0, 1, 1, 1])
    #expect(apply([.nan], kernels.logistic)[0].isNaN)
    #expect(apply([.infinity, -3, 0], { kernels.rectify($0, 0, $1, $2) }) == [.infinity, 0, 0])
    #expect(apply([.nan], { kernels.rectify($0, 0, $1, $2) })[0].isNaN)
  }

  @Test("sums equal their naive twins", arguments: fastSets)
  func sums(set: String) throws {
    var generator = SplitMix64(seed: 11)
    for count in awkwardCounts + [5000] {
      let x = Guarded(generator.floats(count))
      let (fast, naive) = (
        try kernels(set).sumOfSquares(x.pointer, count), try naiveKernels().sumOfSquares(x.pointer, count)
      )
      #expect(abs(fast - naive) <= 1e-6 * naive)
    }
    for rows in [0, 1, 2, 33] {
      for columns in awkwardCounts {
        let buffers = [generator.floats(rows * columns), generator.floats(columns)]
        try compare(set, buffers) { $0.addColumnSums($1[0], $1[1], rows, columns) }
      }
    }
  }

  @Test("layer norm and its pullback equal their naive twins", arguments: fastSets)
  func layerNorm(set: String) throws {
    var generator = SplitMix64(seed: 12)
    for width in awkwardCounts where width > 0 {
      for rows in [0, 1, 3] {
        let x = generator.floats(rows * width, scale: 2).map { $0 + 1 }
        let (gain, bias) = (generator.floats(width), generator.floats(width))
        let zero = [Float](repeating: 0, count: rows)
        // A row of one number has no variance: what is left of it is divided by √epsilon, and so are its roundings.
        let tolerance: Float = width < 3 ? 1e-3 : 1e-5
        try compare(set, [x, gain, bias, x, zero, zero], tolerance: tolerance, "width \(width)") { set, p in
          set.layerNorm(
            LayerNorm(
              x: p[0], gain: p[1], bias: p[2], y: p[3], mean: p[4], inverseDeviation: p[5], rows: rows, width: width,
              epsilon: 1e-5))
        }
        let mean = generator.floats(rows)
        let inverse = generator.floats(rows).map { abs($0) + 0.5 }
        for (accumulates, learns) in [(false, true), (true, true), (true, false)] {
          let buffers = [x, gain, mean, inverse, generator.floats(rows * width), x, gain, bias]
          try compare(set, buffers, tolerance: 1e-5, "width \(width)") { set, p in
            set.layerNormBackward(
              LayerNormBackward(
                x: p[0], gain: p[1], mean: p[2], inverseDeviation: p[3], dy: p[4], dx: p[5], accumulates: accumulates,
                dgain: learns ? p[6] : nil, dbias: learns ? p[7] : nil, rows: rows, width: width))
          }
        }
      }
    }
  }

  @Test("RMS norm and its pullback equal their naive twins", arguments: fastSets)
  func rmsNorm(set: String) throws {
    var generator = SplitMix64(seed: 31)
    for width in awkwardCounts where width > 0 {
      let rows = 3
      let (x, gain) = (generator.floats(rows * width, scale: 2).map { $0 + 1 }, generator.floats(width))
      let ones = [Float](repeating: 1, count: rows)
      try compare(set, [x, gain, x, ones, ones], tolerance: 1e-5, "width \(width)") { set, p in
        set.layerNorm(
          LayerNorm(
            x: p[0], gain: p[1], bias: nil, y: p[2], mean: p[3], inverseDeviation: p[4], rows: rows, width: width,
            epsilon: 1e-5))
      }
      let (zero, inverse) = ([Float](repeating: 0, count: rows), generator.floats(rows).map { abs($0) + 0.5 })
      for (accumulates, learns) in [(false, true), (true, true), (true, false)] {
        let buffers = [x, gain, zero, inverse, generator.floats(rows * width), x, gain]
        try compare(set, buffers, tolerance: 1e-5, "width \(width)") { set, p in
          set.layerNormBackward(
            LayerNormBackward(
              x: p[0], gain: p[1], mean: p[2], inverseDeviation: p[3], dy: p[4], dx: p[5], accumulates: accumulates,
              isCentred: false, dgain: learns ? p[6] : nil, dbias: nil, rows: rows, width: width))
        }
      }
    }
  }

  @Test("gated neurons and their pullback equal their naive twins", arguments: fastSets)
  func swiGLU(set: String) throws {
    var generator = SplitMix64(seed: 32)
    for count in awkwardCounts {
      let (gate, linear, y) = (
        generator.floats(count, scale: 9), generator.floats(count, scale: 3), generator.floats(count)
      )
      try compare(set, [gate, linear, y], tolerance: 1e-5) { $0.swiGLU($1[0], $1[1], $1[2], count) }
      try compare(set, [gate, linear], tolerance: 1e-5) { $0.swiGLU($1[0], $1[1], $1[0], count) }
      try compare(set, [gate, linear, y, y, y], tolerance: 1e-5) { set, p in
        set.swiGLUBackward(
          SwiGLUBackward(gate: p[0], linear: p[1], dy: p[2], dgate: p[3], dlinear: p[4], count: count))
      }
    }
  }

  @Test("turned heads equal their naive twins and turn back", arguments: fastSets)
  func rotate(set: String) throws {
    var generator = SplitMix64(seed: 33)
    for (headWidth, heads, stride) in [(2, 1, 2), (6, 3, 20), (16, 2, 40), (48, 2, 96), (64, 1, 70)] {
      let rows = 3
      let x = generator.floats(rows * stride)
      let phases = generator.floats(rows * headWidth / 2, scale: 3)
      let angles = (0..<rows).flatMap { row -> [Float] in
        let own = phases[row * headWidth / 2..<(row + 1) * headWidth / 2]
        return own.map { cosf($0) } + own.map { sinf($0) }
      }
      for isInverse in [false, true] {
        try compare(set, [x, x, angles]) { set, p in
          set.rotate(
            Rotation(
              x: p[0], y: p[1], angles: p[2], rows: rows, heads: heads, headWidth: headWidth, rowStride: stride,
              isInverse: isInverse))
        }
      }
      let (there, phase) = (Guarded(x), Guarded(angles))
      for isInverse in [false, true] {
        try kernels(set).rotate(
          Rotation(
            x: there.pointer, y: there.pointer, angles: phase.pointer, rows: rows, heads: heads, headWidth: headWidth,
            rowStride: stride, isInverse: isInverse))
      }
      #expect(zip(there.values, x).allSatisfy { abs($0 - $1) < 1e-6 })
    }
  }

  @Test("Adam and AdamW equal their naive twin", arguments: fastSets)
  func adam(set: String) throws {
    var generator = SplitMix64(seed: 13)
    for count in awkwardCounts {
      let buffers = [
        generator.floats(count), generator.floats(count), generator.floats(count),
        generator.floats(count).map { $0 * $0 },
      ]
      for (decay, penalty) in [(0.1, 0.0), (0, 0.1)] {
        try compare(set, buffers) { set, p in
          set.adam(
            AdamStep(
              parameters: p[0], gradient: p[1], m: p[2], v: p[3], count: count, learningRate: 1e-3, beta1: 0.9,
              beta2: 0.999, epsilon: 1e-8, decay: decay, penalty: penalty, correction1: 0.271, correction2: 0.002997,
              gradientScale: 0.5))
        }
      }
    }
  }

  @Test("gradient descent equals its naive twin", arguments: fastSets)
  func sgd(set: String) throws {
    var generator = SplitMix64(seed: 17)
    for count in awkwardCounts {
      let buffers = [generator.floats(count), generator.floats(count), generator.floats(count)]
      for momentum in [0, 0.9] {
        try compare(set, buffers) { set, p in
          set.sgd(
            SGDStep(
              parameters: p[0], gradient: p[1], direction: p[2], count: count, learningRate: 0.01, momentum: momentum,
              penalty: 0.1, gradientScale: 0.5))
        }
      }
    }
  }

  @Test("dropout keeps the same elements as its naive twin, from any offset", arguments: fastSets)
  func dropout(set: String) throws {
    var generator = SplitMix64(seed: 14)
    for count in awkwardCounts {
      for (offset, rate) in [(UInt32(0), Float(0)), (7, 0.1), (UInt32.max - 20, 0.5), (3, 0.999_999_94)] {
        let dropout = Dropout(key: generator.next(), offset: offset, rate: rate)
        let x = generator.floats(count)
        try compare(set, [x, x], tolerance: 1e-7) { $0.dropout($1[0], $1[1], count, dropout) }
      }
    }
  }

  @Test("dropout drops its share and keeps the mean", arguments: fastSets)
  func dropoutShare(set: String) throws {
    let count = 100_000
    let x = Guarded([Float](repeating: 1, count: count))
    try kernels(set).dropout(x.pointer, x.pointer, count, Dropout(key: 99, offset: 0, rate: 0.2))
    let kept = x.values.filter { $0 != 0 }
    // Four standard deviations of a share of 0.8 among 100,000: 0.005.
    #expect(abs(Double(kept.count) / Double(count) - 0.8) < 0.005)
    #expect(kept.allSatisfy { $0 == 1.25 })
  }
}
