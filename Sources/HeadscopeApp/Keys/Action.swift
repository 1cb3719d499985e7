/// What a key can ask for.
enum Action: Hashable, Sendable {
  case quit, suspend, help, closeHelp
  case exploreScreen, trainScreen, playgroundScreen
  case page(ExplorePage)
  case nextPanel, previousPanel
  case move(Direction), first, last
  case previousToken, nextToken
  case tokens(by: Int), zoom(by: Int)
  case edit, otherText, pairFilter, wholePattern
  case ledger(LedgerAction)
  case generation(GenerationAction)
  case nextLens, previousLens
  case switchHead, switchMLP, maskToken, restoreModel, nextStack
  case keep, restore
  case cursor(LineEditor.Motion)
  case delete(LineEditor.Motion)
  case scroll(Int)
  case lines(LinesAction)
  case neuron(NeuronAction)
  case layers(LayersAction)
  case step(StepAction)
  case states(StatesAction)
  case frame(FrameAction)
  case train(TrainAction)
  case playground(PlaygroundAction)

  /// The four directions of the arrows.
  enum Direction: Hashable, Sendable {
    case left, right, up, down
  }
}
