internal import StrictJSON
internal import Training

/// Times of one piece of work that was done again and again.
struct Timing {
  /// Seconds of each round, fastest first.
  let sorted: [Double]

  /// Times that were taken elsewhere.
  init(sorted: [Double]) { self.sorted = sorted }

  /// Does the work for about the given time, after one round that isn't counted, and at least three times.
  init(seconds: Double, _ work: () -> Void) {
    work()
    let clock = ContinuousClock()
    let end = clock.now + .seconds(seconds)
    var rounds: [Double] = []
    while rounds.count < 3 || clock.now < end {
      rounds.append(clock.measure(work).seconds)
    }
    sorted = rounds.sorted()
  }

  var best: Double { sorted[0] }
  var median: Double { sorted[sorted.count / 2] }

  /// `{"best": …, "median": …}` of a rate, work divided by time.
  func rate(of work: Double, per unit: Double = 1) -> JSONValue {
    ["best": .number(rounded(work / best / unit)), "median": .number(rounded(work / median / unit))]
  }
}

/// Four significant digits: what such a measurement can tell.
func rounded(_ value: Double) -> Double {
  guard value != 0, value.isFinite else { return value.isNaN ? .nan : value }
  var unit = 1.0
  while abs(value) / unit >= 10_000 { unit *= 10 }
  while abs(value) / unit < 1_000 { unit /= 10 }
  // Dividing by a whole number of tenths gives the shortest decimal; multiplying by 0.001 would not.
  return unit >= 1 ? (value / unit).rounded() * unit : (value / unit).rounded() / (1 / unit).rounded()
}
