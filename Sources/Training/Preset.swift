public import Corpora
public import Models
internal import Tokenizers

/// A named set of settings with one line on what to look for.
public struct Preset: Sendable {
  /// Name on the command line.
  public var name: String
  /// What to look for.
  public let summary: (english: String, chinese: String)
  /// The model's sizes; the vocabulary's is the corpus's.
  public var model: ModelConfiguration
  /// How it is trained.
  public var training: TrainingSettings
  /// Steps between validations.
  public var validationInterval: Int
  /// How many documents of the training split there are to learn from; nil for all that the grammar makes.
  public var documents: Int?

  /// The made exercises that it learns from; nil for the grammar or a text of a person's own.
  public var exercises: Exercises?
  /// The sample that it begins with below a new head; nil for an untrained model.
  public var base: String?

  /// Whether it learns from English what to say in Chinese.
  public var translates: Bool { model.encoderLayers != nil }
  /// Whether it learns to sort texts.
  public var classifies: Bool { model.isClassifier }
  /// Whether it learns to answer exercises rather than to write texts.
  public var asksQuestions: Bool { exercises != nil }
  /// Tokens of an exercise's longest answer; nil where there is no such thing.
  public var answerLength: Int? { exercises?.answerLength }

  /// The model before its first step.
  public var untrainedModel: LanguageModel {
    var untrained = LanguageModel(configuration: model, seed: training.seed)
    if training.attentionOnly { untrained.silenceMLPs() }
    return untrained
  }

  /// The model before its first step, where the run begins with one: that one, or where that sorts nothing yet all of it below a
  /// new head.
  public func beginning(with base: LanguageModel) -> LanguageModel {
    base.configuration == model ? base : untrainedModel.taking(from: base)
  }

  /// All presets, the one to begin with first.
  public static let all = [
    cat(), tiny(), masked(), translate(), sentiment(), overfit(), induction, weather, memory, grok,
  ]

  /// Tokens of a decoder on the grammar.
  public static let decoderVocabulary = Tokenizer.controlTokens.count + Grammar.englishWords.count
  /// Tokens of a translator of the grammar.
  public static let translatorVocabulary = decoderVocabulary + Grammar.chineseWords.count
  /// Tokens of an encoder on the grammar.
  public static let encoderVocabulary = Tokenizer.encoderControlTokens.count + Grammar.englishWords.count

  /// An encoder on the grammar of simple English: the sample `cat-encoder`.
  public static func masked(vocabularySize: Int = encoderVocabulary) -> Preset {
    Preset(
      name: "masked",
      summary: (
        "An encoder learns to fill in hidden words from both sides: watch heads look ahead as well as back.",
        "编码器从前后两边猜出被遮住的词：看注意力头既向前看，也向后看。"
      ),
      model: ModelConfiguration(
        vocabularySize: vocabularySize, contextLength: 64, width: 128, layers: 4, heads: 8, layerNormEpsilon: 1e-12,
        family: .bert(segments: 2)),
      training: TrainingSettings(
        batch: 32, length: 64,
        schedule: LearningRateSchedule(peak: 1e-3, shape: .cosine, warmup: 300, steps: 6_000),
        optimizer: OptimizerSettings(beta2: 0.98, weightDecay: 0.05), clip: 1, dropout: DropoutRates(), seed: 1),
      validationInterval: 250)
  }

  /// An encoder–decoder from English to Chinese: the sample `cat-translator`.
  public static func translate(vocabularySize: Int = translatorVocabulary) -> Preset {
    Preset(
      name: "translate",
      summary: (
        "From English to Chinese: watch cross-attention find the word that is being translated.",
        "英译汉：看交叉注意力怎样找到正在翻译的那个词。"
      ),
      model: ModelConfiguration(
        vocabularySize: vocabularySize, contextLength: 40, width: 128, layers: 2, heads: 4, mlpWidth: 384,
        family: .bart(encoderLayers: 2)),
      training: TrainingSettings(
        batch: 32, length: 40,
        schedule: LearningRateSchedule(peak: 1.5e-3, shape: .cosine, warmup: 300, steps: 5_000),
        optimizer: OptimizerSettings(beta2: 0.98, weightDecay: 0.05), clip: 1, dropout: DropoutRates(), seed: 1),
      validationInterval: 250)
  }

  /// A decoder on the grammar of simple English: the sample `cat-decoder`.
  public static func cat(vocabularySize: Int = decoderVocabulary) -> Preset {
    Preset(
      name: "cat",
      summary: (
        "A decoder learns simple English: watch heads find the previous token, the subject, the noun.",
        "解码器学习简单英语：看注意力头怎样找到前一个词、主语和名词。"
      ),
      model: ModelConfiguration(
        vocabularySize: vocabularySize, contextLength: 64, width: 128, layers: 4, heads: 8),
      training: TrainingSettings(
        batch: 32, length: 64,
        schedule: LearningRateSchedule(peak: 2e-3, shape: .cosine, warmup: 200, steps: 3_000),
        optimizer: OptimizerSettings(beta2: 0.98, weightDecay: 0.05), clip: 1, dropout: DropoutRates(), seed: 1),
      validationInterval: 250)
  }

  /// Half as wide and half as deep: a whole run in about a minute on two cores.
  public static func tiny(vocabularySize: Int = decoderVocabulary) -> Preset {
    Preset(
      name: "tiny",
      summary: (
        "A whole run in a minute: the loss drops, rests, and drops again when a head finds the previous token.",
        "一分钟跑完整个训练：损失先降、停顿，等某个注意力头学会看前一个词，再次下降。"
      ),
      model: ModelConfiguration(
        vocabularySize: vocabularySize, contextLength: 64, width: 64, layers: 2, heads: 4),
      training: TrainingSettings(
        batch: 32, length: 64,
        schedule: LearningRateSchedule(peak: 4e-3, shape: .cosine, warmup: 100, steps: 3_000),
        optimizer: OptimizerSettings(beta2: 0.98, weightDecay: 0.05), clip: 1, dropout: DropoutRates(), seed: 1),
      validationInterval: 200)
  }

  /// So few documents that they are learnt by heart.
  public static func overfit(vocabularySize: Int = decoderVocabulary) -> Preset {
    Preset(
      name: "overfit",
      summary: (
        "Only 64 documents: the training loss keeps falling while the validation loss turns and rises.",
        "只有 64 篇文档：训练损失一路下降，验证损失却掉头上升——背下来了，并没有学懂。"
      ),
      model: ModelConfiguration(
        vocabularySize: vocabularySize, contextLength: 64, width: 64, layers: 2, heads: 4),
      training: TrainingSettings(
        batch: 16, length: 64,
        schedule: LearningRateSchedule(peak: 1e-3, shape: .constant, warmup: 50, steps: 1_000),
        optimizer: OptimizerSettings(beta2: 0.98), clip: 1, dropout: DropoutRates(), seed: 1),
      validationInterval: 50, documents: 64)
  }
}

extension Preset: Equatable {
  /// Whether both train the same in the same way, under the same name.
  public static func == (a: Preset, b: Preset) -> Bool {
    a.name == b.name && a.model == b.model && a.training == b.training
      && a.validationInterval == b.validationInterval && a.documents == b.documents && a.exercises == b.exercises
      && a.base == b.base
  }
}
