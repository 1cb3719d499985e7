internal import Files
internal import Models
internal import StrictJSON
internal import Tokenizers

/// What a model's folder says of where its texts begin and end: `generation_config.json` if there is one, else `config.json`;
/// what neither says, the tokenizer tells. Ids that the model doesn't know are passed over: small models often keep the numbers
/// of larger ones, and such a token never comes.
enum GenerationSettings {
  private static let name = "generation_config.json"

  /// - Returns: nil where nothing is said of beginning or end.
  static func read(
    folder: String, _ configuration: ModelConfiguration, _ tokenizer: Tokenizer?
  ) throws(CheckpointError) -> TextBounds? {
    var found: [String: [Int32]] = [:]
    for file in [ConfigurationFile.name, name] where isFile(folder + "/" + file) {
      let path = folder + "/" + file
      let bytes: [UInt8]
      do throws(FileError) { bytes = try readFile(at: path, limit: ConfigurationFile.longest) } catch {
        throw .file(error)
      }
      do throws(ConfigurationProblem) {
        let reader = try ConfigurationReader(settings: bytes)
        for setting in ["decoder_start_token_id", "forced_bos_token_id", "bos_token_id", "eos_token_id"] {
          let known = try reader.ids(setting)?.filter { (0..<configuration.vocabularySize).contains($0) }
          if let known, !known.isEmpty { found[setting] = known.map { Int32($0) } }
        }
      } catch { throw .configuration(file: path, error) }
    }
    func own(_ id: Int?) -> [Int32]? { id.map { [Int32(clamping: $0)] } }
    let ends = found["eos_token_id"] ?? own(tokenizer?.roles.end)
    let isWriter = configuration.encoderLayers != nil
    let begin = (isWriter ? found["decoder_start_token_id"] : nil) ?? found["bos_token_id"]
    guard let ends, let begin = (begin ?? own(tokenizer?.roles.beginning))?.first else { return nil }
    return TextBounds(begin: begin, first: isWriter ? found["forced_bos_token_id"]?.first : nil, ends: Set(ends))
  }
}
