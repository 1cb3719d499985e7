internal import Analysis
internal import Models
internal import Tensors

/// The stacks of an encoder–decoder.
extension ExploreState {
  /// Shows the stack in sight of an encoder–decoder's answer.
  mutating func show(_ subject: Subject) {
    guard let stack = subject.stack, let whole else { return }
    reading = Reading(whole, stack, tokenizer: subject.tokenizer)
  }

  /// Shows the stack of an encoder–decoder that a person has turned to; each stream's token stays chosen.
  mutating func showStack(of subject: Subject) {
    remember()
    let old = reading?.stacks?.stack
    show(subject)
    guard let reading, let stack = reading.stacks?.stack else { return }
    lines.turn(from: old, to: stack)
    look(through: attentionLens)
    look(at: stack == .encoder ? .source : .main)
    let sizes = reading.trace.configuration
    (selection.layer, selection.head) = (min(selection.layer, sizes.layers - 1), min(selection.head, sizes.heads - 1))
    selection.key = nil
  }

  /// Looks at the token of a stream that was looked at last, or at its last one.
  mutating func look(at stream: Operation.Stream) {
    guard let places = reading?.places(of: stream) else { return }
    selection.query = places.lowerBound + min(rows[stream] ?? places.count, places.count - 1)
  }

  /// Keeps which token of its stream is looked at.
  mutating func remember() {
    guard let reading, reading.stacks != nil else { return }
    let place = reading.clamped(selection).query
    let stream = reading.stream(at: place)
    rows[stream] = place - reading.places(of: stream).lowerBound
  }

  /// The tokens in sight that can be chosen: on the step-through the operation's rows.
  func choices(_ reading: Reading) -> Range<Int> {
    page == .step ? reading.places(of: currentStep.rows) : 0..<reading.tokens.count
  }

  /// What is looked at, within what was read.
  func selected(_ reading: Reading) -> Selection {
    var selection = reading.clamped(selection)
    let choices = choices(reading)
    selection.query = min(max(selection.query, choices.lowerBound), choices.upperBound - 1)
    return selection
  }

  /// The row of the operation's result that is looked at.
  func row(_ reading: Reading) -> Int {
    selected(reading).query - reading.places(of: currentStep.rows).lowerBound
  }
}

extension PassStep {
  /// The stack of an encoder–decoder that it belongs to.
  var stack: ModelStack { operation.isCross ? .cross : stream == .source ? .encoder : .decoder }
}
