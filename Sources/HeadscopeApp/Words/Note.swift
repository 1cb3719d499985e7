internal import Analysis
internal import Models

/// A short message of the status line, as facts; the words stand in ``Words/note``.
enum Note: Equatable, Sendable {
  /// No layer, head, token or candidate lies further that way.
  case firstLayer, lastLayer, firstHead, lastHead, firstToken, lastToken, firstCandidate, lastCandidate
  /// A causal model hides what comes after the query.
  case hiddenKey(query: String)
  /// A key without a meaning here.
  case unknownKey(String)
  /// Nothing to the left or the right to move over or to delete.
  case lineStart, lineEnd
  /// A paste or a key found the line full; so many characters were left out.
  case lineFull(limit: Int, dropped: Int)
  /// The heatmap shows the whole pattern, or numbers again.
  case wholePattern, numbers
  /// A picture that can't be enlarged, or made smaller, any further.
  case largest, smallest
  /// The pattern fits with its numbers, so there is nothing to switch.
  case patternFits
  /// Which weights of two texts are in sight; there is one text; the model reads no more than one.
  case pairFilter(PairFilter), oneText, readsOneText
  /// A page needs all layers, and memory holds only some.
  case needsAllLayers
  /// Panels are empty because the sentence is.
  case emptySentence
  /// The model has not answered yet.
  case waiting
  /// So many weights of the model are infinite or not a number.
  case weightsNotFinite(Int)
  /// The sentence holds words that the vocabulary lacks; the model reads a substitute.
  case unknownWords(substitute: String)
  /// The sentence holds more tokens than the model reads.
  case tokensDropped(Int, limit: Int)
  /// The screen that was asked for is the one in sight.
  case alreadyOn(String)
  /// A key of the head view.
  case lines(LinesNote)
  /// A key of the layers page.
  case layers(LayersNote)
  /// A key of the neuron page.
  case neuron(NeuronNote)
  /// Part of the model was switched off or on, or a token hidden or shown.
  case headOff(HeadPlace), headOn(HeadPlace), mlpOff(Int), mlpOn(Int), tokenMasked(String), tokenShown(String)
  /// The ends of a list; a list that is still to be made.
  case listStart, listEnd, notRanked
  /// The grids are seen through another lens.
  case lens(AttentionLens)
  /// The model fills words in and does not write on.
  case writesNothing
  /// The part of an encoder–decoder that is looked at now; a model of one part; a page that knows no such parts.
  case stack(ModelStack), noStacks, writesByItself, masksSource, lastOfSource
  /// A page that a recurrent network doesn't have, parts that can't be switched off in it; the ends of its units.
  case notOfRecurrent(String), needsHead(String), noParts, firstUnit, lastUnit
  /// No token was added that could be taken away.
  case nothingAdded
  /// The token that stands for no text came next.
  case textEnds(String)
  /// The sentence fills what the model can read.
  case contextFull(limit: Int)
  /// A knob stands at its end.
  case knobEnd
  /// Everything is on again, or was on already.
  case allOn, nothingIsOff
  /// The sentence went back to what it was.
  case restored
  /// What the step-through has to say.
  case step(StepNote)
  /// Something about the program as a whole.
  case frame(FrameNote)
  /// What the Train screen has to say.
  case train(TrainNote)
  /// What the Playground has to say.
  case playground(PlaygroundNote)
}
