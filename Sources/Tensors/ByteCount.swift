/// A number of bytes reckoned from sizes that a person or a file gave: a sum or product beyond what an `Int` holds stays
/// at `Int.max`, which no machine has.
package struct ByteCount {
  /// Bytes so far.
  package private(set) var value = 0

  /// No bytes.
  package init() {}

  /// Adds the product of sizes, none of them negative.
  package mutating func add(_ sizes: [Int]) {
    let product = sizes.reduce(1) { product, size in
      let (next, overflows) = product.multipliedReportingOverflow(by: size)
      return overflows ? .max : next
    }
    let (sum, overflows) = value.addingReportingOverflow(product)
    value = overflows ? .max : sum
  }
}
