public import TerminalCanvas

extension AppState {
  /// Begins to record the screen, or ends it.
  mutating func record() -> [Effect] {
    guard let current = recording else {
      recording = Recording()
      return [.startRecording]
    }
    guard !current.isEnding else {
      note = .frame(.recordingEnds)
      return []
    }
    recording?.isEnding = true
    return [.stopRecording]
  }

  /// Takes in what is said of the recording.
  mutating func take(_ news: RecordingNews) {
    switch news {
    case .began(let name):
      recording?.name = name
      if recording?.isEnding == false { note = .frame(.recording(name: name)) }
    case .goesOn(let seconds): recording?.seconds = seconds
    case .finished(let name, let bytes):
      note = .frame(.recorded(name: name, bytes: bytes, seconds: recording?.seconds ?? 0))
      recording = nil
    case .failed(let reason):
      note = .frame(.recordingFailed(reason: reason))
      recording = nil
    }
  }

  /// A frame as the person sees it: while it is recorded, the mark of that stands in the brand's place.
  ///
  /// The mark is not part of ``frame()``, so it is neither in the recording nor in a picture, and where nothing but its
  /// seconds changes, nothing is recorded.
  public func shown(_ frame: Canvas) -> Canvas {
    guard let recording, !recording.isEnding else { return frame }
    var canvas = frame
    // Where the brand has shrunk, it grows again to hold the mark.
    if !ownTitleBar.hasWholeBrand(columns: canvas.width) {
      titleBar.draw(on: &canvas, in: canvas.bounds.row(0), theme: settings.theme)
    }
    let mark = " ● REC \(Figure.time(recording.seconds))"
    let place = Rect(x: 0, y: 0, width: TitleBar.brandColumns("Headscope"), height: 1)
    let style = Style(settings.theme.bad.readableText, on: settings.theme.bad, .bold)
    canvas.fill(place, style: style)
    canvas.write(mark, at: place.origin, style: style, maxWidth: place.width)
    return canvas
  }
}
