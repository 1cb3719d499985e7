import Checkpoints
import Files
import Models
import Tensors

/// Models that analyses are tried on.
enum AnalysisModels {
  /// Small, with weights of order one and biases and gains that aren't 0 and 1, so that no term can be forgotten unseen.
  static let wild: LanguageModel = {
    let configuration = ModelConfiguration(
      vocabularySize: 11, contextLength: 12, width: 12, layers: 2, heads: 3, mlpWidth: 20, tiesEmbeddings: false)
    var model = LanguageModel(configuration: configuration, seed: 2)
    var generator = SplitMix64(seed: 5)
    for entry in model.parameters.layout.entries {
      model.parameters[entry] = ArraySlice(
        model.parameters[entry].map { entry.shape.count == 2 ? $0 * 20 : $0 + Float(generator.normal()) * 0.3 })
    }
    return model
  }()

  /// The sample that the program opens with.
  static func catDecoder() throws -> LanguageModel {
    let root = parentFolder(of: parentFolder(of: parentFolder(of: #filePath)))
    return try loadModel(folder: root + "/samples/models/cat-decoder", tokenizer: .ignored).model
  }

  static let sentence: [Int32] = [1, 4, 2, 9, 4, 7]
  static func trace(_ interventions: Interventions = .none) -> Trace {
    TraceSession(wild, kernels: .forThisMachine).trace(sentence, interventions: interventions)
  }
}

extension LanguageModel {
  /// A parameter's numbers in double precision.
  func doubles(_ name: String) -> [Double] { (parameters.tensor(named: name)?.values ?? []).map(Double.init) }
}
