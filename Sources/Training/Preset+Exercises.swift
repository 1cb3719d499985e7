internal import Corpora
public import KernelTypes
internal import Models
internal import Tokenizers

extension Preset {
  /// Attention alone, on repeated random words: an induction head forms, at once and late.
  public static var induction: Preset {
    Preset(
      name: "induction",
      summary: (
        "Random words, of which stretches come again: two layers of attention alone find the trick, all at once.",
        "随机词里不时重复前面的一段：只有注意力的两层网络会突然学会“上次后面是什么”。"
      ),
      model: configuration(.repeats, contextLength: 48, width: 128, layers: 2, heads: 4, mlpWidth: 1),
      training: TrainingSettings(
        batch: 64, length: 48, schedule: LearningRateSchedule(peak: 4e-3, shape: .constant, warmup: 50, steps: 1_500),
        optimizer: OptimizerSettings(beta2: 0.98), clip: 1, dropout: DropoutRates(), attentionOnly: true, seed: 1),
      validationInterval: 20, exercises: .repeats)
  }

  /// A few dozen cards with questions about the weather.
  public static var weather: Preset {
    Preset(
      name: "weather",
      summary: (
        "Like a child with cards: “今天天气” → “晴”, not “雨”. Watch the answer's probability grow.",
        "像教孩子认卡片：“今天天气”→“晴”，不是“雨”。看正确答案的概率一步步变大。"
      ),
      model: configuration(.weather, contextLength: 16, width: 32, layers: 2, heads: 4),
      training: TrainingSettings(
        batch: 16, length: 16, schedule: LearningRateSchedule(peak: 2e-3, shape: .constant, warmup: 20, steps: 400),
        optimizer: OptimizerSettings(beta2: 0.98), clip: 1, dropout: DropoutRates(), seed: 1),
      validationInterval: 20, exercises: .weather)
  }

  /// Sums modulo a prime.
  public static var grok: Preset {
    Preset(
      name: "grok",
      summary: (
        "Sums modulo 59: soon all known by heart, and long after that, suddenly, understood.",
        "模 59 加法：很快就全背下来了，过了很久，才突然真正学会。"
      ),
      model: configuration(.addition, contextLength: 8, width: 128, layers: 1, heads: 4),
      training: TrainingSettings(
        batch: 512, length: 5, schedule: LearningRateSchedule(peak: 1e-3, shape: .constant, warmup: 10, steps: 8_000),
        optimizer: OptimizerSettings(beta2: 0.98, weightDecay: 1), clip: 1, dropout: DropoutRates(), seed: 1),
      validationInterval: 100, exercises: .addition)
  }

  /// A fact to be kept in mind while other words go by, and a network that has nothing but its state to do so.
  public static var memory: Preset {
    Preset(
      name: "memory",
      summary: (
        "A fact, up to 64 idle words, a question: an LSTM learns to keep the fact. Try --architecture elman, gru, decoder.",
        "先说一件事，再说最多 64 个闲词，然后提问：看 LSTM 怎样记住。换 --architecture elman、gru、decoder 比一比。"
      ),
      model: memoryDecoder.recurrent(.lstm),
      training: TrainingSettings(
        batch: 32, length: memoryDecoder.contextLength,
        schedule: LearningRateSchedule(peak: 2e-3, shape: .cosine, warmup: 100, steps: 1_000),
        optimizer: OptimizerSettings(beta2: 0.98), clip: 1, dropout: DropoutRates(), seed: 1,
        shards: TrainingSettings.shardsOfRecurrentNetworks),
      validationInterval: 50, exercises: .recall)
  }

  /// The transformer that the networks of ``memory`` are as large as.
  private static let memoryDecoder = configuration(.recall, contextLength: 76, width: 64, layers: 2, heads: 4)

  /// The preset with a recurrent network, or with a transformer where nil: of as many parameters as its own network has.
  ///
  /// - Precondition: its own network is a decoder or a recurrent one.
  public func with(_ cell: RecurrentCell?) -> Preset {
    let transformer = model.cell == nil ? model : Self.memoryDecoder
    var preset = self
    preset.model = cell.map { transformer.recurrent($0) } ?? transformer
    preset.training.shards = cell == nil ? TrainingSettings.standardShards : TrainingSettings.shardsOfRecurrentNetworks
    return preset
  }

  /// A decoder for the words of exercises.
  private static func configuration(
    _ exercises: Exercises, contextLength: Int, width: Int, layers: Int, heads: Int, mlpWidth: Int? = nil
  ) -> ModelConfiguration {
    ModelConfiguration(
      vocabularySize: Tokenizer.controlTokens.count + exercises.words.count, contextLength: contextLength,
      width: width, layers: layers, heads: heads, mlpWidth: mlpWidth)
  }
}
