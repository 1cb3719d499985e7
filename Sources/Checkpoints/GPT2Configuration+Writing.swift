internal import Models
internal import StrictJSON
internal import Tokenizers

extension GPT2Configuration {
  /// The `config.json` with which `GPT2LMHeadModel.from_pretrained` builds the same model.
  static func json(
    _ configuration: ModelConfiguration, roles: Tokenizer.Roles, precision: WeightPrecision
  ) -> JSONValue {
    func id(_ id: Int?) -> JSONValue { id.map { .integer($0) } ?? .null }
    let isStandardWidth = configuration.mlpWidth == 4 * configuration.width
    return [
      "activation_function": .string(ConfigurationReader.name(of: configuration.activation)),
      "architectures": ["GPT2LMHeadModel"],
      "attn_pdrop": 0.0,
      "bos_token_id": id(roles.beginning),
      "dtype": .string(precision.rawValue),
      "embd_pdrop": 0.0,
      "eos_token_id": id(roles.end),
      "initializer_range": 0.02,
      "layer_norm_epsilon": .number(shortest: configuration.layerNormEpsilon),
      "model_type": "gpt2",
      "n_embd": .integer(configuration.width),
      "n_head": .integer(configuration.heads),
      "n_inner": isStandardWidth ? .null : .integer(configuration.mlpWidth),
      "n_layer": .integer(configuration.layers),
      "n_positions": .integer(configuration.contextLength),
      "pad_token_id": id(roles.padding),
      "reorder_and_upcast_attn": false,
      "resid_pdrop": 0.0,
      "scale_attn_by_inverse_layer_idx": .bool(configuration.variant.scalesByLayer),
      "scale_attn_weights": .bool(configuration.variant.scalesAttention),
      "tie_word_embeddings": .bool(configuration.tiesEmbeddings),
      "use_cache": true,
      "vocab_size": .integer(configuration.vocabularySize),
    ]
  }
}
