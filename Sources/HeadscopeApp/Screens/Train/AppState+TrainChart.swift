internal import Training

extension AppState {
  /// The steps that the loss curve shows.
  var chartSteps: ClosedRange<Int> {
    let last = max(train.lastStep, 1)
    // Room ahead, so that the curve doesn't jump with each step.
    let whole = train.chart.zoom == 0 ? max(wholeSteps, 1) : last
    let count = max(8, whole >> train.chart.zoom)
    guard train.chart.zoom > 0 else { return 0...whole }
    let end = min(max(train.chart.end ?? last, count), max(last, count))
    return (end - count)...end
  }

  /// The planned steps while there are not many more than were made, else what was made with room ahead.
  private var wholeSteps: Int {
    let done = train.lastStep
    // Nobody knows how far a log will go.
    guard let planned = train.plannedSteps else { return done }
    var room = 100
    while room < done { room *= 2 }
    return min(max(planned, done), room)
  }

  mutating func zoomChart(by step: Int) {
    let zoom = train.chart.zoom + step
    guard zoom >= 0 else { return note = .smallest }
    guard zoom <= TrainState.ChartState.mostZoom else { return note = .largest }
    // What is read off stays in sight.
    if let crosshair = train.chart.crosshair { train.chart.end = crosshair + (chartSteps.count >> (1 + max(0, step))) }
    train.chart.zoom = zoom
    if zoom == 0 { train.chart.end = nil }
  }

  mutating func panChart(by step: Int) {
    guard train.chart.zoom > 0 else { return note = .train(.zoomFirst) }
    let steps = chartSteps
    let end = steps.upperBound + step * max(1, steps.count / 8)
    train.chart.end = end >= train.lastStep ? nil : max(end, steps.count)
  }

  /// Moves the crosshair by a column's worth of steps.
  mutating func moveCrosshair(by step: Int) {
    guard train.lastStep > 0 else { return note = .train(.noStepYet) }
    let steps = chartSteps
    let stride = max(1, steps.count / 80)
    let place = (train.chart.crosshair ?? min(train.lastStep, steps.upperBound)) + step * stride
    let most = min(train.lastStep, steps.upperBound)
    // Before the first step there is a model, and no loss.
    let least = train.past == nil ? 1 : 0
    train.chart.crosshair = min(max(place, max(least, steps.lowerBound)), most)
  }
}
