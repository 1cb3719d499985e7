internal import Files
internal import KernelTypes
public import Models
public import Safetensors
internal import StrictJSON
internal import Tensors
public import Tokenizers

/// Writes a model into a folder that `transformers` opens as it is: `GPT2LMHeadModel` or `BertForMaskedLM`, `AutoConfig`,
/// `AutoTokenizer`.
///
/// Each file takes its place at once or not at all. The folder is made where it is missing.
/// - Parameters:
///   - model: The model.
///   - tokenizer: Its tokenizer, or nil to write none.
///   - folder: Where to.
///   - precision: How weights are stored.
///   - half: How single precision becomes half.
public func saveModel(
  _ model: LanguageModel, tokenizer: Tokenizer?, to folder: String, precision: WeightPrecision = .float32,
  converting half: HalfConversion = .portable
) throws(CheckpointError) {
  do throws(FileError) { try makeFolder(at: folder) } catch { throw .file(error) }
  try saveWeights(model, to: folder + "/model.safetensors", precision: precision, converting: half)
  let json = ConfigurationFile.json(
    model.configuration, roles: tokenizer?.roles ?? Tokenizer.Roles(), precision: precision)
  do throws(FileError) {
    try writeFileAtomically(Array(json.text(.pretty).utf8), to: folder + "/" + ConfigurationFile.name)
  } catch { throw .file(error) }
  guard let tokenizer else { return }
  do throws(TokenizerError) {
    try tokenizer.save(folder: folder, modelMaxLength: model.configuration.contextLength)
  } catch { throw .tokenizer(error) }
}

private func saveWeights(
  _ model: LanguageModel, to path: String, precision: WeightPrecision, converting half: HalfConversion
) throws(CheckpointError) {
  let type: ElementType = precision == .float16 ? .float16 : .float32
  let tensors = WeightTensor.saved(of: model.configuration)
  let parameters = model.parameters.converted(to: .float32)
  do throws(SafetensorsError) {
    var writer = try SafetensorsWriter(
      path: path, declaring: tensors.map { TensorDeclaration(name: $0.name, type: type, shape: $0.shape) },
      converting: half)
    for tensor in tensors {
      try parameters.withUnsafePointer { base throws(SafetensorsError) in
        try writer.append(UnsafeBufferPointer(start: base + tensor.offset, count: tensor.count))
      }
    }
    try writer.finish()
  } catch { throw .weights(error) }
}
