private import Glibc

/// What rows of a lens say in figures, where they share out 1 as those of attention do.
extension LensedAttention {
  /// How widely a row spreads: 0 shows one key, 1 all alike; cells without a value are not there to be chosen.
  ///
  ///     H_i = −Σ_j A_ij · ln A_ij  /  ln(number of keys that have a value)
  ///
  /// - Returns: `nil` where fewer than two keys have a value.
  /// - SeeAlso: ``Models/Trace/entropy(layer:head:query:)``, the same of attention itself.
  public static func entropy(of row: [Float]) -> Float? {
    var (count, nats): (Int, Float) = (0, 0)
    for weight in row where !weight.isNaN {
      count += 1
      if weight > 0 { nats -= weight * Glibc.log(weight) }
    }
    return count > 1 ? nats / Glibc.log(Float(count)) : nil
  }

  /// How far a query's row reaches on average, in tokens: Σ_j A_ij · abs(i − j).
  public static func distance(of row: [Float], query: Int) -> Float {
    zip(row, 0...).reduce(0) { sum, cell in cell.0.isNaN ? sum : sum + cell.0 * Float(abs(query - cell.1)) }
  }
}
