// Without the instruction `addingProduct` is a library call for each lane, a hundred times slower: there the product is
// rounded before it is added.

/// `a·b + c`, rounded once where the machine has the instruction.
@inline(__always)
func fused(_ a: SIMD4<Float>, _ b: SIMD4<Float>, plus c: SIMD4<Float>) -> SIMD4<Float> {
  #if FMA || arch(arm64)
    c.addingProduct(a, b)
  #else
    c + a * b
  #endif
}

/// `a·b + c`, rounded once where the machine has the instruction.
@inline(__always)
func fused(_ a: SIMD8<Float>, _ b: SIMD8<Float>, plus c: SIMD8<Float>) -> SIMD8<Float> {
  #if FMA || arch(arm64)
    c.addingProduct(a, b)
  #else
    c + a * b
  #endif
}

/// `a·b + c`, rounded once where the machine has the instruction.
@inline(__always)
func fused(_ a: SIMD16<Float>, _ b: SIMD16<Float>, plus c: SIMD16<Float>) -> SIMD16<Float> {
  #if FMA || arch(arm64)
    c.addingProduct(a, b)
  #else
    c + a * b
  #endif
}
