internal import Files
internal import Models
internal import StrictJSON
internal import Tokenizers

/// What a model's folder says of the texts that it writes: `generation_config.json` if there is one, else `config.json`; of the
/// tokens at beginning and end, what neither says the tokenizer tells. Ids that the model doesn't know are passed over: small
/// models often keep the numbers of larger ones, and such a token never comes.
struct GenerationSettings {
  private static let name = "generation_config.json"

  /// The tokens that a setting names, where there are any.
  private var ids: [String: [Int32]] = [:]
  /// What is said beyond tokens.
  private var numbers = WritingRules()

  init(folder: String, _ configuration: ModelConfiguration) throws(CheckpointError) {
    // As in transformers, a file of its own says all of the rules, and BART's forced end is there where nobody says a word.
    let files = [ConfigurationFile.name, Self.name].filter {
      // A link to nothing is told, not passed over.
      isFile(folder + "/" + $0) || isLink(folder + "/" + $0)
    }
    for file in files {
      let path = folder + "/" + file
      let bytes: [UInt8]
      do throws(FileError) { bytes = try readFile(at: path, limit: ConfigurationFile.longest) } catch {
        throw .file(error)
      }
      do throws(ConfigurationProblem) {
        let reader = try ConfigurationReader(settings: bytes)
        for setting in ["decoder_start_token_id", "bos_token_id", "eos_token_id", "forced_bos_token_id"] {
          if let known = try Self.known(setting, reader, configuration) { ids[setting] = known }
        }
        guard file == files.last else { continue }
        for setting in ["forced_eos_token_id", "suppress_tokens", "begin_suppress_tokens"] {
          ids[setting] = try Self.known(setting, reader, configuration)
        }
        if file == ConfigurationFile.name, configuration.encoderLayers != nil,
          reader.value("forced_eos_token_id") == nil
        {
          ids["forced_eos_token_id"] = configuration.vocabularySize > 2 ? [2] : nil
        }
        numbers = try Self.numbers(reader)
      } catch { throw .configuration(file: path, error) }
    }
  }

  private static func known(
    _ setting: String, _ reader: ConfigurationReader, _ configuration: ModelConfiguration
  ) throws(ConfigurationProblem) -> [Int32]? {
    let known = try reader.ids(setting)?.filter { (0..<configuration.vocabularySize).contains($0) }.map { Int32($0) }
    return known?.isEmpty ?? true ? nil : known
  }

  private static func numbers(_ reader: ConfigurationReader) throws(ConfigurationProblem) -> WritingRules {
    var rules = WritingRules()
    func count(_ name: String) throws(ConfigurationProblem) -> Int {
      guard let value = reader.value(name), value != .null else { return 0 }
      // What is below 0 asks for nothing, as in transformers, and what no text reaches for no more than that.
      do throws(JSONMismatch) {
        return min(max(0, try value.integer(at: name, in: Int.min...Int.max)), ConfigurationReader.mostTokens)
      } catch { throw .mismatch(error) }
    }
    if !reader.isAbsent("repetition_penalty") {
      rules.repetitionPenalty = Float(try reader.number("repetition_penalty", in: 1e-30...1e30))
    }
    rules.unrepeatedStretch = try count("no_repeat_ngram_size")
    rules.shortest = try count("min_length")
    if !reader.isAbsent("min_new_tokens") { rules.fewestNew = try count("min_new_tokens") }
    rules.unheeded = unheeded.compactMap { name, harmless in
      guard let value = reader.value(name), !harmless.contains(value) else { return nil }
      return "\(name) \(value.summary)"
    }
    return rules
  }

  /// Settings that make `transformers` write something else than the likeliest token after the likeliest token, with the values
  /// at which they don't.
  private static let unheeded: [(name: String, harmless: [JSONValue])] = [
    ("num_beams", [1, 1.0, .null]), ("num_beam_groups", [1, 1.0, .null]), ("diversity_penalty", [0, 0.0, .null]),
    ("stop_strings", [.null, []]), ("watermarking_config", [.null]), ("encoder_repetition_penalty", [1, 1.0, .null]),
    ("encoder_no_repeat_ngram_size", [0, 0.0, .null]), ("guidance_scale", [1, 1.0, .null]),
    ("penalty_alpha", [0, 0.0, .null]),
    ("sequence_bias", [.null]), ("bad_words_ids", [.null, []]), ("exponential_decay_length_penalty", [.null]),
    ("force_words_ids", [.null]), ("constraints", [.null]),
  ]

  /// How the model writes.
  func rules(_ tokenizer: Tokenizer?) -> WritingRules {
    var rules = numbers
    rules.ends = Set(ids["eos_token_id"] ?? Self.own(tokenizer?.roles.end) ?? [])
    rules.forcedFirst = ids["forced_bos_token_id"]?.first
    rules.forcedEnds = ids["forced_eos_token_id"] ?? []
    rules.suppressed = ids["suppress_tokens"] ?? []
    rules.suppressedFirst = ids["begin_suppress_tokens"] ?? []
    return rules
  }

  /// What an encoder–decoder's own text begins and ends with; nil where nothing is said of its beginning.
  func bounds(_ configuration: ModelConfiguration, _ tokenizer: Tokenizer?) -> TextBounds? {
    let said = (configuration.encoderLayers != nil ? ids["decoder_start_token_id"] : nil) ?? ids["bos_token_id"]
    return (said ?? Self.own(tokenizer?.roles.beginning))?.first.map { TextBounds(begin: $0, rules: rules(tokenizer)) }
  }

  private static func own(_ id: Int?) -> [Int32]? { id.map { [Int32(clamping: $0)] } }
}
