internal import Corpora
internal import Models
internal import Tokenizers
internal import Training

/// The sentence that is looked at where none is given.
enum OpeningText {
  /// The sentence that everything begins with.
  static let standard = "The cat sat on the mat"
  /// And the one for an encoder that is trained.
  static let masked = "The cat [MASK] on the mat."
  /// And the one for a classifier: the dog is not happy, and the boys are no dogs.
  static let judged = "The dog near the sad boys is not happy."

  /// What is watched while a preset trains.
  static func watched(_ preset: Preset) -> String {
    if let exercises = preset.exercises { return exercises.question }
    return preset.classifies ? judged : preset.model.isCausal ? standard : masked
  }
}

extension Exercises {
  /// One of theirs, up to its answer.
  fileprivate var question: String {
    switch self {
    case .repeats: "w3 w14 w15 w9 w26 w5 w35 w3 w14 w15 w9 w26 w5"
    case .addition: "25 + 41 ="
    case .weather: "今天天气"
    case .recall: "Tom has the ball . well and then so now here there again what has Tom ?"
    }
  }
}

extension NamedModel {
  /// The exercises whose words the model knows, if any; a model that knows the words of other texts is of none.
  var exercises: Exercises? {
    guard let tokenizer, let unknown = tokenizer.roles.unknown,
      tokenizer.encode(OpeningText.standard).ids.contains(unknown)
    else { return nil }
    let vocabulary = (0..<tokenizer.vocabularySize).map { tokenizer.token($0) ?? "" }
    return Exercises.allCases.first { DocumentEncoder.missingWords(in: vocabulary, of: $0).isEmpty }
  }

  /// What the model is first looked at with.
  var opening: String {
    exercises?.question ?? (model.configuration.isClassifier ? OpeningText.judged : OpeningText.standard)
  }
}
