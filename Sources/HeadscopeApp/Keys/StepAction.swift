/// What the keys of the step-through ask for.
enum StepAction: Hashable, Sendable {
  case previous, next, first, last
  case previousLayer, nextLayer
  /// A digit of a layer's number.
  case layerDigit(Int)
  case previousHead, nextHead
  case play, slower, faster
  case formula, whole
  /// Light up what the chosen number was made from, one input after another.
  case sources
  /// Go to the operation that made the lit input; back again.
  case follow, back
}
