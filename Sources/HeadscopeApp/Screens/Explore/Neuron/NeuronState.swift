/// What the neuron page remembers beside the selection that all pages share.
struct NeuronState: Equatable, Sendable {
  /// Whether keys stand by their weight instead of in the order of the sentence.
  var keysByWeight = false
  /// Whether dimensions stand by the size of their product instead of in their own order.
  var dimensionsByProduct = false
  /// The dimension of the head that is looked at.
  var dimension = 0
}

/// What the neuron page's own keys ask for.
enum NeuronAction: Hashable, Sendable {
  /// The next head, on to the next layer at a layer's end, or the previous one.
  case head(by: Int)
  case layer(by: Int)
  /// The rows of the focused panel by strength, or in their own order again.
  case sort
}
