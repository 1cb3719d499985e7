import ProgramDriver
import Safetensors
import Tensors
import Testing

/// Headers that were broken by bad luck or ill will: a sample with every run of the tests, the whole with `make torture`
/// (docs/Torture.md).
@Suite("R1: broken safetensors headers") struct HeaderTortureTests {
  /// How the files of a seed fared.
  private struct Tally {
    var read = 0
    var messages: Set<String> = []
  }

  @Test("each is read whole or refused in one plain line", arguments: 0..<4)
  func headers(seed: Int) {
    var mutator = HeaderMutator(seed: UInt64(seed))
    var tally = Tally()
    for number in 0..<TortureLength.rounds(sample: 2_500, whole: 250_000) {
      let bytes = mutator.next()
      do throws(SafetensorsError) {
        let file = try SafetensorsFile(bytes: bytes, name: "x.safetensors")
        expectSound(file, of: bytes.count)
        tally.read += 1
      } catch {
        expectPlain(error.description)
        if number < 2_500 { tally.messages.insert(Self.kind(of: error.description)) }
      }
    }
    // The mutator reaches both sides, and many of the faults that a header can have.
    #expect(tally.read > 100)
    #expect(tally.messages.count > 15, "\(tally.messages.sorted())")
  }

  /// The tensors lie side by side within the file, and each can be read as what it is said to be, or is refused.
  private func expectSound(_ file: borrowing SafetensorsFile, of count: Int) {
    var end = 0
    for entry in file.header.entries {
      let size = entry.shape.reduce(entry.type.byteCount, *)
      #expect(entry.range == end..<end + size && end + size <= count, "\(entry)")
      end = entry.range.upperBound
      do throws(SafetensorsError) { #expect(try file.tensor(entry).shape == entry.shape) } catch {
        expectPlain(error.description)
      }
      do throws(SafetensorsError) { #expect(try file.integers(entry).count == entry.count) } catch {
        expectPlain(error.description)
      }
    }
  }

  /// One line that names the file and holds nothing that acts on a terminal.
  private func expectPlain(_ message: String) {
    let isPlain = message.unicodeScalars.allSatisfy {
      (0x20..<0x7F).contains($0.value) || $0.value >= 0xA0 && $0.properties.generalCategory != .format
    }
    // A million expectations that hold would take longer than what they are about.
    guard !isPlain || !message.hasPrefix("x.safetensors") || message.utf8.count >= 1_000 else { return }
    Issue.record("\(message.debugDescription)")
  }

  /// A message without what it quotes and counts.
  private static func kind(of message: String) -> String {
    String(message.drop { $0 != ":" }.filter { !$0.isNumber && $0 != "," }.prefix { $0 != "\"" }.prefix(24))
  }
}
