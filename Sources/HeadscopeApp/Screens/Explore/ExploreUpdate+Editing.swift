internal import Models
internal import TerminalCanvas

extension AppState {
  /// Edits the text that the selected token stands in.
  mutating func beginEditing() {
    let isSecond = explore.sentence.secondStart.map { explore.selection.query >= $0 } ?? false
    explore.editor = ExploreState.Editor(
      line: LineEditor(explore.sentence.text(isSecond: isSecond)), isSecond: isSecond, sentenceBefore: explore.sentence,
      readingBefore: explore.reading,
      wholeBefore: explore.whole, selectionBefore: explore.selection)
  }

  /// Brings back the sentence and what the model had made of it; answers under way are late from now on.
  mutating func restoreSentence() -> [Effect] {
    guard let editor = explore.editor else { return [] }
    explore.editor = nil
    explore.sentence = editor.sentenceBefore
    (explore.reading, explore.whole) = (editor.readingBefore, editor.wholeBefore)
    explore.look(through: explore.attentionLens)
    explore.selection = editor.selectionBefore
    note = .restored
    explore.generation += 1
    return explore.isWaiting ? explore.requestTrace() : []
  }

  /// Goes on with the other of two texts; a second one that is empty counts for nothing.
  mutating func editOther() -> [Effect] {
    guard var editor = explore.editor else { return [] }
    guard subject.readsPairs else {
      note = .readsOneText
      return []
    }
    editor.isSecond.toggle()
    editor.line = LineEditor(explore.sentence.text(isSecond: editor.isSecond))
    explore.editor = editor
    followCursor()
    return []
  }

  mutating func type(_ scalar: Unicode.Scalar) -> [Effect] {
    edit { $0.insert([scalar]) }
  }

  mutating func paste(_ paste: Paste) -> [Effect] {
    if isTypingInOverlay { return editOverlay { $0.paste(paste.text) + paste.droppedBytes } }
    guard mode != .help else { return [] }
    if screen == .playground { return self.paste(onPlayground: paste.text) }
    if explore.editor == nil { beginEditing() }
    return edit { $0.paste(paste.text) + paste.droppedBytes }
  }

  mutating func moveCursor(_ motion: LineEditor.Motion) -> [Effect] {
    guard var editor = explore.editor else { return [] }
    if !editor.line.move(motion) { note = edgeNote(motion) }
    explore.editor = editor
    followCursor()
    return []
  }

  mutating func delete(_ motion: LineEditor.Motion) -> [Effect] {
    var isEdge = false
    let effects = edit { line in
      isEdge = !line.delete(motion)
      return 0
    }
    if isEdge { note = edgeNote(motion) }
    return effects
  }

  private func edgeNote(_ motion: LineEditor.Motion) -> Note {
    [.left, .wordLeft, .start].contains(motion) ? .lineStart : .lineEnd
  }

  /// Changes the line, and if that changed the text, tokenises it and asks for its trace.
  private mutating func edit(_ change: (inout LineEditor) -> Int) -> [Effect] {
    guard let editor = explore.editor else { return [] }
    var line = editor.line
    let dropped = change(&line)
    if dropped > 0 { note = .lineFull(limit: LineEditor.capacity, dropped: dropped) }
    guard line.text != explore.sentence.text(isSecond: editor.isSecond) else {
      take(line, explore.sentence)
      return []
    }
    let sentence = explore.sentence.with(line.text, isSecond: editor.isSecond, subject: subject)
    guard !sentence.readsLike(explore.sentence) else {
      take(line, sentence)
      renameReading()
      return []
    }
    return changeReading { $0.take(line, sentence) }
  }

  private mutating func take(_ line: LineEditor, _ sentence: Sentence) {
    explore.editor?.line = line
    if sentence != explore.sentence { explore.predictionScroll = 0 }
    explore.sentence = sentence
    followCursor()
  }

  /// Other text, same tokens: what the model said stays true, only the words change.
  private mutating func renameReading() {
    guard let reading = explore.reading, reading.trace.ids == explore.sentence.ids,
      reading.trace.segments == explore.sentence.segments
    else { return }
    explore.reading = ExploreState.Reading(
      sentence: explore.sentence, trace: reading.trace, intact: reading.intact)
  }

  /// The query is the token that the cursor stands in or behind.
  mutating func followCursor() {
    guard let editor = explore.editor else { return }
    explore.selection.query =
      explore.sentence.token(before: editor.line.cursorByte, ofSecond: editor.isSecond) ?? 0
    explore.selection.key = nil
  }
}
