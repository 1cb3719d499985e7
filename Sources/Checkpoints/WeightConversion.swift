internal import Files
internal import StrictJSON
internal import Wording

/// The command by which Python's `transformers` saves a folder's weights, kept in another format, as safetensors. Here they are
/// never read: a pickle is a program.
public struct WeightConversion: Equatable, Sendable {
  /// A format of weights that is not read.
  public enum Format: String, CaseIterable, Sendable {
    /// PyTorch's pickles.
    case pickle = ".bin"
    /// The same under other names.
    case pickled = ".pt"
    /// As PyTorch Lightning names them.
    case checkpoint = ".ckpt"
    /// TensorFlow's.
    case hdf5 = ".h5"
    /// Flax's.
    case flax = ".msgpack"
    /// llama.cpp's.
    case gguf = ".gguf"
    /// A graph for runtimes.
    case onnx = ".onnx"
  }

  /// The file.
  public let file: String
  /// Its format.
  public let format: Format
  private let folder: String
  private let loader: String

  /// What to do about a folder without safetensors; nil where it holds no weights in another format either.
  init?(folder: String) {
    let found = names(inFolder: folder).compactMap { name in
      Format.allCases.first { name.hasSuffix($0.rawValue) }.map { (name: name, format: $0) }
    }
    // Beside weights there may be the state of an optimiser, say.
    guard let first = found.first(where: { Self.isOfWeights($0.name) }) ?? found.first else { return nil }
    (file, format, self.folder) = (first.name, first.format, folder)
    loader = Self.loader(folder: folder)
  }

  private static func isOfWeights(_ name: String) -> Bool {
    ["pytorch_model", "tf_model", "flax_model"].contains { name.hasPrefix($0) } || name.hasSuffix(".gguf")
  }

  /// The command, with which a shell does the whole of it, fit for a message; nil where there is none.
  public var command: String? {
    let option: String? =
      switch format {
      case .pickle: ""
      case .hdf5: ", from_tf=True"
      case .flax: ", from_flax=True"
      case .gguf: ", gguf_file=f"
      case .pickled, .checkpoint, .onnx: nil
      }
    guard let option else { return nil }
    let tokenizerOption = format == .gguf ? option : ""
    return "python -c \"import sys, transformers as t; a, b\(format == .gguf ? ", f" : "") = sys.argv[1:]; "
      + "t.AutoTokenizer.from_pretrained(a\(tokenizerOption)).save_pretrained(b); "
      + "t.\(loader).from_pretrained(a\(option)).save_pretrained(b)\" "
      + ([folder, target] + (format == .gguf ? [file] : [])).map(Self.shellWord).joined(separator: " ")
  }

  /// What the command needs beside `transformers` and `torch`.
  public var needs: String? {
    switch format {
    case .hdf5: "transformers 4 and tensorflow"
    case .flax: "transformers 4 and flax"
    case .gguf: "the package gguf"
    case .pickle, .pickled, .checkpoint, .onnx: nil
    }
  }

  /// The folder that the command makes in the current one.
  private var target: String {
    let name = ModelLocator.name(ofSnapshot: folder) ?? absolutePath(folder)
    return lastComponent(of: name) + "-safetensors"
  }

  /// The class that loads the model: the one that saved it, as `config.json` says, or that of a family.
  private static func loader(folder: String) -> String {
    guard let bytes = try? readFile(at: folder + "/" + ConfigurationFile.name, limit: ConfigurationFile.longest),
      let value = try? JSONValue(parsing: bytes, limits: JSONLimits(bytes: ConfigurationFile.longest, depth: 32)),
      let object = try? value.object(at: "")
    else { return "AutoModelForCausalLM" }
    if case .array(let classes)? = object["architectures"], case .string(let name)? = classes.first,
      name.utf8.count <= 100, !name.isEmpty, name.utf8.allSatisfy(isLetter)
    {
      return name
    }
    switch object["model_type"] {
    case "bert", "distilbert", "roberta": return "AutoModelForMaskedLM"
    case "bart", "mbart": return "AutoModelForSeq2SeqLM"
    default: return "AutoModelForCausalLM"
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }

  /// A word as a shell reads it back; what can't stand in a message is written in another way.
  private static func shellWord(_ text: String) -> String {
    let text = plain(text, limit: 4_096)
    let isPlain = !text.isEmpty && text.utf8.allSatisfy { isLetter($0) || "._-/+=@%,".utf8.contains($0) }
    guard !isPlain else { return text }
    return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}
