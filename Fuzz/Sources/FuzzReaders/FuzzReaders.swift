internal import Checkpoints
internal import Glibc
internal import Safetensors
internal import Tokenizers

/// What libFuzzer calls with each input. Which reader gets it stands in `HEADSCOPE_FUZZ`: safetensors, tokenizer,
/// sentencepiece, vocabulary, merges or config.
///
/// An input is refused with a typed error or read; anything else (a trap, a bad access, an input that takes more than
/// 50 ms of the processor's time) is a fault, and libFuzzer keeps the input that shows it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let begin = processorTime
  reader.read(bytes)
  // Measured twice, since the first time may include what others did to the caches.
  if processorTime - begin > limit {
    let again = processorTime
    reader.read(bytes)
    let taken = processorTime - again
    precondition(taken <= limit, "\(taken) for \(count) bytes")
  }
  return 0
}

private let limit = Duration.milliseconds(50)

/// What this thread has computed so far: other processes on the machine don't count.
private var processorTime: Duration {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
}

private let reader: Reader = {
  let name = getenv("HEADSCOPE_FUZZ").map { String(cString: $0) } ?? "safetensors"
  guard let reader = Reader(rawValue: name) else { fatalError("HEADSCOPE_FUZZ is \(name)") }
  return reader
}()

/// A folder in memory, for what is read from folders alone.
private let folder: String = {
  let folder = "/dev/shm/headscope-fuzz-\(getpid())"
  mkdir(folder, 0o700)
  return folder
}()

/// A reader of untrusted files.
private enum Reader: String {
  case safetensors
  case tokenizer
  case sentencepiece
  /// `vocab.txt`.
  case vocabulary
  /// `merges.txt` beside a `vocab.json`.
  case merges
  /// `config.json`.
  case config

  func read(_ bytes: [UInt8]) {
    switch self {
    case .safetensors: readSafetensors(bytes)
    case .tokenizer: readTokenizer { () throws(TokenizerError) in try Tokenizer(json: bytes, name: "fuzz") }
    case .sentencepiece:
      readTokenizer { () throws(TokenizerError) in try Tokenizer(sentencePiece: bytes, name: "fuzz") }
    case .vocabulary: readFolder(["vocab.txt": bytes])
    case .merges: readFolder(["merges.txt": bytes, "vocab.json": Self.tokens])
    case .config: readConfiguration(bytes)
    }
  }

  /// Header, and then every tensor as the file says it is.
  private func readSafetensors(_ bytes: [UInt8]) {
    do throws(SafetensorsError) {
      let file = try SafetensorsFile(bytes: bytes, name: "fuzz")
      for entry in file.header.entries {
        precondition(entry.range.upperBound <= bytes.count, "\(entry) lies outside the file")
        precondition(entry.range.count == entry.shape.reduce(entry.type.byteCount, *), "\(entry) has another size")
        // Each type is read by one of the two, and refused by the other.
        do throws(SafetensorsError) { _ = try file.tensor(named: entry.name) } catch { _ = error.description }
        do throws(SafetensorsError) { _ = try file.integers(entry) } catch { _ = error.description }
      }
    } catch {
      expectPlain(error.description)
    }
  }

  /// A tokenizer that loads gives ids of its own for a text, and tokens for its ids.
  private func readTokenizer(_ load: () throws(TokenizerError) -> Tokenizer) {
    do throws(TokenizerError) {
      let tokenizer = try load()
      let encoding = tokenizer.encode("The cat sat on the mat, 猫 e\u{301} <s> <unk>\n\t")
      for id in encoding.ids { precondition(id >= 0 && id < tokenizer.vocabularySize, "\(id) is no id") }
      _ = tokenizer.decode(encoding.ids)
    } catch {
      expectPlain(error.description)
    }
  }

  /// The tokens that merges are made of.
  private static let tokens = Array(#"{"a":0,"b":1,"ab":2,"Ġ":3,"Ġa":4,"Ġab":5,"aba":6,"bb":7,"é":8}"#.utf8)

  private func readFolder(_ files: [String: [UInt8]]) {
    for (name, bytes) in files { write(bytes, to: name) }
    readTokenizer { () throws(TokenizerError) in try Tokenizer.load(folder: folder) }
  }

  private func write(_ bytes: [UInt8], to name: String) {
    let descriptor = open(folder + "/" + name, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    precondition(descriptor >= 0 && Glibc.write(descriptor, bytes, bytes.count) == bytes.count, "writing failed")
    close(descriptor)
  }

  private func readConfiguration(_ bytes: [UInt8]) {
    write(bytes, to: "config.json")
    do throws(CheckpointError) {
      _ = try Checkpoints.readConfiguration(folder: folder)
    } catch {
      expectPlain(error.description)
    }
  }

  /// A message is one line that no control character breaks.
  private func expectPlain(_ message: String) {
    precondition(!message.isEmpty && message.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }, "message: \(message)")
  }
}
