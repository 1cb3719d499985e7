internal import KernelTypes
internal import StrictJSON
internal import Tensors
internal import Training

/// A piece of work timed in turn with the machine's multiply-add units.
///
/// Each timing is compared with the two of the units before and after it, so that a machine that changes its speed, or
/// gives a share of it to others, changes both sides. The median of these shares is the figure to trust: the best rates
/// of two things measured at different moments tell little about each other.
struct PeakComparison {
  /// Operations a second of the work.
  let work: Rates
  /// Operations a second of the units of all the crew's cores together.
  let peak: Rates
  /// The work's rate as a share of the peak around it.
  let share: Rates

  /// Does work of so many operations for about the given time, after one round that isn't counted, at least three times.
  init(seconds: Double, operations: Double, _ kernels: KernelSet, _ crew: WorkerCrew, _ body: () -> Void) {
    let clock = ContinuousClock()
    body()
    let end = clock.now + .seconds(seconds)
    var peaks = [multiplyAddPeak(kernels, crew)]
    var rates: [Double] = []
    var shares: [Double] = []
    while shares.count < 3 || clock.now < end {
      let rate = operations / clock.measure(body).seconds
      let next = multiplyAddPeak(kernels, crew)
      shares.append(rate / ((peaks[peaks.count - 1] + next) / 2))
      rates.append(rate)
      peaks.append(next)
    }
    (work, peak, share) = (Rates(rates), Rates(peaks), Rates(shares))
  }

  /// The fields of a report that every comparison has.
  var fields: [(String, JSONValue)] {
    [
      ("gflops", work.report(per: 1e9)), ("fma_peak_gflops", peak.report(per: 1e9)),
      (
        "fma_peak_share",
        [
          "median": .number(rounded(share.median)), "lower_quartile": .number(rounded(share.lowerQuartile)),
          "upper_quartile": .number(rounded(share.upperQuartile)),
        ]
      ),
      ("timings", .integer(share.count)),
    ]
  }

  /// Milliseconds of a part of the work that takes so many operations.
  func milliseconds(operations: Double) -> JSONValue {
    [
      "best": .number(rounded(operations / work.best * 1e3)),
      "median": .number(rounded(operations / work.median * 1e3)),
    ]
  }
}

/// Rates that were measured one after the other.
struct Rates {
  private let sorted: [Double]

  init(_ rates: [Double]) { sorted = rates.sorted() }

  var count: Int { sorted.count }
  var best: Double { sorted[sorted.count - 1] }
  var median: Double { sorted[sorted.count / 2] }
  var lowerQuartile: Double { sorted[sorted.count / 4] }
  var upperQuartile: Double { sorted[sorted.count * 3 / 4] }

  /// `{"best": …, "median": …}` in the given unit.
  func report(per unit: Double = 1) -> JSONValue {
    ["best": .number(rounded(best / unit)), "median": .number(rounded(median / unit))]
  }
}

/// What the multiply-add units of the crew's cores do together, in operations a second, over about a millisecond.
private func multiplyAddPeak(_ kernels: KernelSet, _ crew: WorkerCrew) -> Double {
  let iterations = 400_000
  var each = [Double](repeating: 0, count: crew.threads)
  let time = ContinuousClock().measure {
    each.withUnsafeMutableBufferPointer { each in
      crew.run(crew.threads) { _, piece in each[piece] = kernels.multiplyAddPeak(iterations) }
    }
  }
  return each.reduce(0, +) / time.seconds
}
