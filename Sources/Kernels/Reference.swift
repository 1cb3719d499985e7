#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

// The C library's functions in double precision, for the naive twins (and for one logarithm a row).

/// eˣ.
func referenceExp(_ x: Double) -> Double { exp(x) }

/// Hyperbolic tangent of x.
func referenceTanh(_ x: Double) -> Double { tanh(x) }

/// The complement of the error function, 2/√π·∫ₓ^∞ e^{−t²} dt.
func referenceErfc(_ x: Double) -> Double { erfc(x) }

/// ln x.
func referenceLog(_ x: Double) -> Double { log(x) }
