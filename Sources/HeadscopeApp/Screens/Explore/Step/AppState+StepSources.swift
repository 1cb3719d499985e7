internal import Analysis
internal import Models

extension AppState {
  /// Where the chosen number comes from: light an input, go to it, come back.
  mutating func perform(onSources action: StepAction) {
    guard action != .back else { return goBack() }
    guard let derivation = chosenDerivation else { return note = explore.isWaiting ? .waiting : .emptySentence }
    guard !derivation.inputs.isEmpty else { return note = .step(.noInputs) }
    guard let source = explore.step.source else { return explore.step.source = 0 }
    if action == .follow {
      follow(derivation.inputs[min(source, derivation.inputs.count - 1)])
    } else {
      explore.step.source = source + 1 < derivation.inputs.count ? source + 1 : nil
    }
  }

  /// Where the number that is chosen comes from.
  private var chosenDerivation: Derivation? {
    guard let reading = explore.reading else { return nil }
    guard let result = explore.stepResult(reading) else { return nil }
    return explore.derivation(result, reading, subject)
  }

  private mutating func follow(_ input: Derivation.Input) {
    switch input.source {
    case .parameter: note = .step(.weightsHaveNoSource)
    case .cells(let step, let row, let column), .column(let step, let row, let column):
      explore.step.trail.append(
        StepState.Place(step: explore.currentStep, selection: explore.selection, columns: explore.step.columns))
      explore.step.trail = explore.step.trail.suffix(64)
      go(to: step)
      if step.operation.isPerHead { explore.selection.head = step.head }
      select(query: (explore.reading?.places(of: step.rows).lowerBound ?? 0) + row)
      explore.step.columns[step.operation.axis] = step.operation.axis == .vocabulary ? nil : column
      explore.step.source = 0
    }
  }

  private mutating func goBack() {
    guard let place = explore.step.trail.popLast() else { return note = .step(.trailIsEmpty) }
    let source = explore.step.source
    go(to: place.step)
    explore.step.source = source
    explore.selection = place.selection
    explore.step.columns = place.columns
  }
}

extension ExploreState {
  /// Where the number that is chosen comes from.
  func derivation(
    _ result: StepState.Result, _ reading: Reading, _ subject: Subject
  ) -> Derivation? {
    let column = step.column(result, reading, selected(reading))
    guard column < result.tensor.columns else { return nil }
    let place = result.query == nil ? column : Int(result.tokens[column])
    return subject.model.derivation(of: result.step, row: row(reading), column: place, in: reading.pass)
  }
}
