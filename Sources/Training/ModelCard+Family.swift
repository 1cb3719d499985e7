internal import KernelTypes
internal import Models
internal import Wording

/// What a model card says of the model's family.
extension ModelCard {
  /// What its family is called, and which Python class opens it.
  var kind: (name: String, task: String, pythonClass: String) {
    switch preset.model.family {
    case .gpt2: ("A decoder transformer with GPT-2's", "text-generation", "GPT2LMHeadModel")
    case .llama: ("A decoder transformer with LLaMA's", "text-generation", "LlamaForCausalLM")
    case .bert where preset.classifies:
      ("An encoder transformer with BERT's", "text-classification", "BertForSequenceClassification")
    case .bert: ("An encoder transformer with BERT's", "fill-mask", "BertForMaskedLM")
    case .distilBERT: ("An encoder transformer with DistilBERT's", "fill-mask", "DistilBertForMaskedLM")
    case .mbart: ("An encoder–decoder transformer with mBART's", "translation", "MBartForConditionalGeneration")
    case .bart: ("An encoder–decoder transformer with BART's", "translation", "BartForConditionalGeneration")
    case .recurrent(.elman): ("An Elman network with PyTorch's", "text-generation", "RNN")
    case .recurrent(.gru): ("A GRU with PyTorch's", "text-generation", "GRU")
    case .recurrent(.lstm): ("An LSTM with PyTorch's", "text-generation", "LSTM")
    }
  }

  /// The Python library whose models it belongs to.
  var library: String { preset.model.cell == nil ? "transformers" : "pytorch" }

  /// `4 layers × 8 heads`
  var sizes: String {
    let layers = counted(preset.model.layers, "layer")
    guard preset.model.cell == nil else { return layers }
    let all = preset.model.encoderLayers.map { "\(counted($0, "layer")) that read and \(layers) that write" } ?? layers
    return "\(all) × \(counted(preset.model.heads, "head"))"
  }

  /// How others open it.
  var openedBy: String {
    guard preset.model.cell != nil else {
      return """
        Headscope, and `transformers` offline: `\(kind.pythonClass).from_pretrained(folder)`,
        `AutoTokenizer.from_pretrained(folder)`.
        """
    }
    let (width, vocabulary) = (preset.model.width, preset.model.vocabularySize)
    let layers = preset.model.layers
    return """
      Headscope, and PyTorch: the weights are those of a module whose parts are `encoder = Embedding(\(vocabulary), \(width))`,
      `rnn = \(kind.pythonClass)(\(width), \(width), num_layers=\(layers), batch_first=True)` and `decoder = Linear(\(width), \(vocabulary))`\(
        preset.model.tiesEmbeddings ? ",\nwhose weight is the encoder's" : ""). The tokenizer is `tokenizers`', from `tokenizer.json`.
      """
  }

  /// What stands around its texts.
  var around: String {
    if preset.translates {
      return " English stands between `<s>` and `</s>`; its Chinese begins with `<s>`, where the decoder starts."
    }
    if preset.classifies {
      let labels = preset.model.labels.map { "`\(plain($0))`" }.joined(separator: " or ")
      return " Texts stand between `[CLS]` and `[SEP]`; the answer is \(labels)."
    }
    return preset.model.isCausal
      ? " Texts begin with `<s>`, documents end with `</s>`."
      : " Texts stand between `[CLS]` and `[SEP]`; `[MASK]` stands for a word to guess."
  }
}
