import KernelTypes

/// `z = x + y`; z may be x or y.
@inline(never)
func add(_ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ z: UnsafeMutablePointer<Float>, _ count: Int) {
  mapRows(x, y, z, count) { $0 + $1 }
}

/// Naive twin of ``add(_:_:_:_:)``.
func naiveAdd(_ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ z: UnsafeMutablePointer<Float>, _ count: Int) {
  for i in 0..<count { z[i] = x[i] + y[i] }
}

/// `z = x·y`, element by element; z may be x or y.
@inline(never)
func multiply(_ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ z: UnsafeMutablePointer<Float>, _ count: Int) {
  mapRows(x, y, z, count) { $0 * $1 }
}

/// Naive twin of ``multiply(_:_:_:_:)``.
func naiveMultiply(_ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ z: UnsafeMutablePointer<Float>, _ count: Int)
{
  for i in 0..<count { z[i] = x[i] * y[i] }
}

/// `y += x`.
@inline(never)
func accumulate(_ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int) {
  mapRows(x, y, y, count) { $0 + $1 }
}

/// Naive twin of ``accumulate(_:_:_:)``.
func naiveAccumulate(_ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int) {
  for i in 0..<count { y[i] += x[i] }
}

/// `x *= factor`.
@inline(never)
func scale(_ x: UnsafeMutablePointer<Float>, _ factor: Float, _ count: Int) {
  let factor = Vector(repeating: factor)
  mapRow(x, x, count) { $0 * factor }
}

/// Naive twin of ``scale(_:_:_:)``.
func naiveScale(_ x: UnsafeMutablePointer<Float>, _ factor: Float, _ count: Int) {
  for i in 0..<count { x[i] *= factor }
}
