public import TerminalCanvas

/// Turns the bytes a terminal sends into events: keys, SGR mouse reports, bracketed pastes, focus.
///
/// It reads the descriptor's bytes itself instead of going through `get_wch`, which took 4 s for a pasted megabyte and
/// knows neither modifiers nor focus. Everything is untrusted: no sequence of bytes makes it fail, a paste never becomes
/// keys, and what it doesn't know it drops.
public struct InputParser {
  /// Bytes of one paste that are kept.
  public static let pasteLimit = 1 << 20

  private var pending: [UInt8] = []
  private var paste: [UInt8] = []
  private var droppedPasteBytes = 0
  private var isPasting = false

  /// A parser at the beginning of the input.
  public init() {}

  /// What the parser waits for before it can go on, so that the caller can call ``finish()`` after a while.
  public enum Waiting: Equatable {
    /// Nothing: every byte has been used.
    case nothing
    /// The rest of a sequence, or nothing if Escape alone was pressed: 25 ms tell.
    case sequence
    /// The end of a paste.
    case pasteEnd
  }

  /// What the parser waits for.
  public var waiting: Waiting { isPasting ? .pasteEnd : pending.isEmpty ? .nothing : .sequence }

  /// Takes bytes and returns the events that are complete.
  public mutating func feed(_ bytes: some Sequence<UInt8>) -> [InputEvent] {
    pending.append(contentsOf: bytes)
    return drain(isFinal: false)
  }

  /// Ends what is incomplete because nothing more came: a lone Escape, a paste without its end.
  public mutating func finish() -> [InputEvent] {
    var events = drain(isFinal: true)
    if isPasting {
      paste(pending[...])
      pending = []
      events.append(endPaste())
    }
    return events
  }

  private mutating func drain(isFinal: Bool) -> [InputEvent] {
    var events: [InputEvent] = []
    var start = 0
    while start < pending.count {
      if isPasting {
        let next = continuePaste(from: start, &events)
        guard next > start else { break }
        start = next
        continue
      }
      let step = InputSequence.read(pending[start...], isFinal: isFinal)
      guard step.length > 0 else { break }
      start += step.length
      switch step.meaning {
      case .event(let event): events.append(event)
      case .pasteStart: isPasting = true
      case .nothing: break
      }
    }
    pending.removeFirst(start)
    return events
  }

  private static let pasteEnd: [UInt8] = Array("\u{1B}[201~".utf8)

  /// Moves pasted bytes over and returns where input goes on: behind the end mark, or at what may be its beginning.
  private mutating func continuePaste(from start: Int, _ events: inout [InputEvent]) -> Int {
    let mark = Self.pasteEnd
    var index = start
    while let escape = pending[index...].firstIndex(of: mark[0]) {
      let candidate = pending[escape...].prefix(mark.count)
      guard mark.starts(with: candidate) else {
        index = escape + 1
        continue
      }
      paste(pending[start..<escape])
      guard candidate.count == mark.count else { return escape }
      events.append(endPaste())
      return escape + mark.count
    }
    paste(pending[start...])
    return pending.count
  }

  private mutating func paste(_ bytes: ArraySlice<UInt8>) {
    let room = Self.pasteLimit - paste.count
    paste.append(contentsOf: bytes.prefix(room))
    droppedPasteBytes += max(0, bytes.count - room)
  }

  private mutating func endPaste() -> InputEvent {
    defer {
      paste = []
      droppedPasteBytes = 0
      isPasting = false
    }
    return .paste(Paste(String(decoding: paste, as: UTF8.self), droppedBytes: droppedPasteBytes))
  }
}
