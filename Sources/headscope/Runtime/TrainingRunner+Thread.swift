internal import HeadscopeApp

extension TrainingRunner: ThreadRunner {
  var nextTurn: NextTurn { isBusy ? .now : .never }

  func work(until hasOrders: () -> Bool) { advance(isInterrupted: hasOrders) }

  func tell(_ take: () -> Bool) { report(isFree: take) }

  /// Whatever was learnt is not lost with the program.
  func end() { saveUnsaved() }
}
