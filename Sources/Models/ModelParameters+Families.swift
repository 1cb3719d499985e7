internal import KernelTypes
internal import Tensors

/// The parameters of each family, in the order and under the names of its checkpoints.
extension ModelParameters {
  init(gpt2 configuration: ModelConfiguration) {
    let (D, F) = (configuration.width, configuration.mlpWidth)
    var layout = ParameterLayout()
    tokenEmbedding = layout.add("wte.weight", shape: [configuration.vocabularySize, D])
    positionEmbedding = layout.add("wpe.weight", shape: [configuration.contextLength, D])
    blocks = (0..<configuration.layers).map { layer in
      Block(
        norm1: layout.norm("h.\(layer).ln_1", D),
        queryKeyValue: layout.linear("h.\(layer).attn.c_attn", D, 3 * D, .inputOutput),
        attentionOutput: layout.linear("h.\(layer).attn.c_proj", D, D, .inputOutput),
        norm2: layout.norm("h.\(layer).ln_2", D),
        mlpInput: layout.linear("h.\(layer).mlp.c_fc", D, F, .inputOutput), mlpLinear: nil,
        mlpOutput: layout.linear("h.\(layer).mlp.c_proj", F, D, .inputOutput), cross: nil)
    }
    finalNorm = layout.norm("ln_f", D)
    unembedding =
      configuration.tiesEmbeddings
      ? tokenEmbedding : layout.add("lm_head.weight", shape: [configuration.vocabularySize, D])
    (encoder, source, recurrent) = (nil, nil, nil)
    self.layout = layout
  }

  /// Queries, keys and values of self-attention are one parameter, keys and values of cross-attention another.
  ///
  /// mBART's stacks end in a norm of their own.
  init(bart configuration: ModelConfiguration) {
    let (V, D) = (configuration.vocabularySize, configuration.width)
    var layout = ParameterLayout()
    tokenEmbedding = layout.add("shared.weight", shape: [V, D])
    let positions = [configuration.contextLength + Self.unusedPositions, D]
    let sourcePositions = layout.add("encoder.embed_positions.weight", shape: positions)
    let sourceNorm = layout.norm("encoder.layernorm_embedding", D)
    let sourceSizes = configuration.ofEncoder
    let sourceBlocks = (0..<sourceSizes.layers).map {
      layout.bartBlock("encoder.layers.\($0)", sourceSizes, hasCross: false)
    }
    let lastNorm = configuration.normsComeFirst ? layout.norm("encoder.layer_norm", D) : nil
    positionEmbedding = layout.add("decoder.embed_positions.weight", shape: positions)
    let decoderNorm = layout.norm("decoder.layernorm_embedding", D)
    blocks = (0..<configuration.layers).map {
      layout.bartBlock("decoder.layers.\($0)", configuration, hasCross: true)
    }
    finalNorm = configuration.normsComeFirst ? layout.norm("decoder.layer_norm", D) : nil
    unembedding = configuration.tiesEmbeddings ? tokenEmbedding : layout.add("lm_head.weight", shape: [V, D])
    (encoder, recurrent) = (nil, nil)
    source = SourceParts(
      positionEmbedding: sourcePositions, embeddingNorm: sourceNorm, blocks: sourceBlocks,
      decoderEmbeddingNorm: decoderNorm, lastNorm: lastNorm, logitsBias: layout.add("final_logits_bias", shape: [1, V]))
    self.layout = layout
  }

  /// Queries, keys and values, which stand in three tensors in BERT's files, are one parameter here: the rows of one product.
  init(bert configuration: ModelConfiguration, segments: Int) {
    let (D, F) = (configuration.width, configuration.mlpWidth)
    var layout = ParameterLayout()
    tokenEmbedding = layout.add("embeddings.word_embeddings.weight", shape: [configuration.vocabularySize, D])
    positionEmbedding = layout.add("embeddings.position_embeddings.weight", shape: [configuration.contextLength, D])
    let segmentEmbedding = layout.add("embeddings.token_type_embeddings.weight", shape: [segments, D])
    let embeddingNorm = layout.norm("embeddings.LayerNorm", D)
    blocks = (0..<configuration.layers).map { layer in
      let name = "encoder.layer.\(layer)"
      return Block(
        norm1: layout.norm("\(name).attention.output.LayerNorm", D),
        queryKeyValue: layout.linear("\(name).attention.self.query_key_value", D, 3 * D, .outputInput),
        attentionOutput: layout.linear("\(name).attention.output.dense", D, D, .outputInput),
        norm2: layout.norm("\(name).output.LayerNorm", D),
        mlpInput: layout.linear("\(name).intermediate.dense", D, F, .outputInput), mlpLinear: nil,
        mlpOutput: layout.linear("\(name).output.dense", F, D, .outputInput), cross: nil)
    }
    (source, recurrent) = (nil, nil)
    guard configuration.hasHead else {
      (finalNorm, unembedding) = (nil, tokenEmbedding)
      encoder = EncoderParts(segmentEmbedding: segmentEmbedding, embeddingNorm: embeddingNorm, head: nil)
      self.layout = layout
      return
    }
    guard !configuration.isClassifier else {
      let pooler = layout.linear("pooler.dense", D, D, .outputInput)
      (finalNorm, unembedding) = (nil, layout.add("classifier.weight", shape: [configuration.labels.count, D]))
      let classifierBias = layout.add("classifier.bias", shape: [configuration.labels.count])
      encoder = EncoderParts(
        segmentEmbedding: segmentEmbedding, embeddingNorm: embeddingNorm,
        head: EncoderParts.Head(transform: pooler, unembeddingBias: classifierBias))
      self.layout = layout
      return
    }
    let transform = layout.linear("cls.predictions.transform.dense", D, D, .outputInput)
    finalNorm = layout.norm("cls.predictions.transform.LayerNorm", D)
    unembedding =
      configuration.tiesEmbeddings
      ? tokenEmbedding : layout.add("cls.predictions.decoder.weight", shape: [configuration.vocabularySize, D])
    encoder = EncoderParts(
      segmentEmbedding: segmentEmbedding, embeddingNorm: embeddingNorm,
      head: EncoderParts.Head(
        transform: transform,
        unembeddingBias: layout.add("cls.predictions.bias", shape: [configuration.vocabularySize])))
    self.layout = layout
  }

  init(distilBERT configuration: ModelConfiguration) {
    let (V, D, F) = (configuration.vocabularySize, configuration.width, configuration.mlpWidth)
    var layout = ParameterLayout()
    tokenEmbedding = layout.add("embeddings.word_embeddings.weight", shape: [V, D])
    positionEmbedding = layout.add("embeddings.position_embeddings.weight", shape: [configuration.contextLength, D])
    let embeddingNorm = layout.norm("embeddings.LayerNorm", D)
    blocks = (0..<configuration.layers).map { layer in
      let name = "transformer.layer.\(layer)"
      return Block(
        norm1: layout.norm("\(name).sa_layer_norm", D),
        queryKeyValue: layout.linear("\(name).attention.query_key_value", D, 3 * D, .outputInput),
        attentionOutput: layout.linear("\(name).attention.out_lin", D, D, .outputInput),
        norm2: layout.norm("\(name).output_layer_norm", D),
        mlpInput: layout.linear("\(name).ffn.lin1", D, F, .outputInput), mlpLinear: nil,
        mlpOutput: layout.linear("\(name).ffn.lin2", F, D, .outputInput), cross: nil)
    }
    (source, recurrent) = (nil, nil)
    var head: EncoderParts.Head?
    if configuration.hasHead {
      let transform = layout.linear("vocab_transform", D, D, .outputInput)
      finalNorm = layout.norm("vocab_layer_norm", D)
      unembedding =
        configuration.tiesEmbeddings ? tokenEmbedding : layout.add("vocab_projector.weight", shape: [V, D])
      head = EncoderParts.Head(
        transform: transform, unembeddingBias: layout.add("vocab_projector.bias", shape: [V]))
    } else {
      (finalNorm, unembedding) = (nil, tokenEmbedding)
    }
    encoder = EncoderParts(segmentEmbedding: nil, embeddingNorm: embeddingNorm, head: head)
    self.layout = layout
  }

  /// Queries, keys and values, which stand in three tensors in the files, are one parameter here.
  init(llama configuration: ModelConfiguration) {
    let (V, D, F) = (configuration.vocabularySize, configuration.width, configuration.mlpWidth)
    let (ofAttention, ofMLP) = (configuration.variant.hasAttentionBiases, configuration.variant.hasMLPBiases)
    var layout = ParameterLayout()
    tokenEmbedding = layout.add("embed_tokens.weight", shape: [V, D])
    blocks = (0..<configuration.layers).map { layer in
      let name = "layers.\(layer)"
      return Block(
        norm1: layout.rmsNorm("\(name).input_layernorm", D),
        queryKeyValue: layout.linear(
          "\(name).self_attn.query_key_value", D, configuration.queryKeyValueWidth, .outputInput, hasBias: ofAttention),
        attentionOutput: layout.linear(
          "\(name).self_attn.o_proj", configuration.heads * configuration.headWidth, D, .outputInput,
          hasBias: ofAttention),
        norm2: layout.rmsNorm("\(name).post_attention_layernorm", D),
        mlpInput: layout.linear("\(name).mlp.gate_proj", D, F, .outputInput, hasBias: ofMLP),
        mlpLinear: layout.linear("\(name).mlp.up_proj", D, F, .outputInput, hasBias: ofMLP),
        mlpOutput: layout.linear("\(name).mlp.down_proj", F, D, .outputInput, hasBias: ofMLP), cross: nil)
    }
    finalNorm = layout.rmsNorm("norm", D)
    unembedding = configuration.tiesEmbeddings ? tokenEmbedding : layout.add("lm_head.weight", shape: [V, D])
    (positionEmbedding, encoder, source, recurrent) = (nil, nil, nil, nil)
    self.layout = layout
  }

  /// The names of a PyTorch module with the parts `encoder` (`Embedding`), `rnn` (`RNN`, `GRU` or `LSTM`) and `decoder`
  /// (`Linear`).
  init(recurrent configuration: ModelConfiguration, _ cell: RecurrentCell) {
    let (V, H) = (configuration.vocabularySize, configuration.width)
    var layout = ParameterLayout()
    tokenEmbedding = layout.add("encoder.weight", shape: [V, H])
    let layers = (0..<configuration.layers).map { layer in
      RecurrentParameters(
        inputWeight: layout.add("rnn.weight_ih_l\(layer)", shape: [cell.gates * H, H]),
        hiddenWeight: layout.add("rnn.weight_hh_l\(layer)", shape: [cell.gates * H, H]),
        inputBias: layout.add("rnn.bias_ih_l\(layer)", shape: [cell.gates * H]),
        hiddenBias: layout.add("rnn.bias_hh_l\(layer)", shape: [cell.gates * H]))
    }
    unembedding = configuration.tiesEmbeddings ? tokenEmbedding : layout.add("decoder.weight", shape: [V, H])
    recurrent = RecurrentParts(layers: layers, unembeddingBias: layout.add("decoder.bias", shape: [V]))
    (positionEmbedding, blocks, finalNorm, encoder, source) = (nil, [], nil, nil, nil)
    self.layout = layout
  }
}

extension ParameterLayout {
  fileprivate mutating func norm(_ name: String, _ width: Int) -> ModelParameters.Norm {
    ModelParameters.Norm(
      gain: add("\(name).weight", shape: [width]), bias: add("\(name).bias", shape: [width]))
  }

  fileprivate mutating func rmsNorm(_ name: String, _ width: Int) -> ModelParameters.Norm {
    ModelParameters.Norm(gain: add("\(name).weight", shape: [width]), bias: nil)
  }

  fileprivate mutating func bartBlock(
    _ name: String, _ configuration: ModelConfiguration, hasCross: Bool
  ) -> ModelParameters.Block {
    let (D, F) = (configuration.width, configuration.mlpWidth)
    let queryKeyValue = linear("\(name).self_attn.query_key_value", D, 3 * D, .outputInput)
    let attentionOutput = linear("\(name).self_attn.out_proj", D, D, .outputInput)
    let norm1 = norm("\(name).self_attn_layer_norm", D)
    let cross =
      hasCross
      ? ModelParameters.Cross(
        query: linear("\(name).encoder_attn.q_proj", D, D, .outputInput),
        keyValue: linear("\(name).encoder_attn.key_value", D, 2 * D, .outputInput),
        output: linear("\(name).encoder_attn.out_proj", D, D, .outputInput),
        norm: norm("\(name).encoder_attn_layer_norm", D)) : nil
    return ModelParameters.Block(
      norm1: norm1, queryKeyValue: queryKeyValue, attentionOutput: attentionOutput,
      norm2: norm("\(name).final_layer_norm", D), mlpInput: linear("\(name).fc1", D, F, .outputInput),
      mlpLinear: nil,
      mlpOutput: linear("\(name).fc2", F, D, .outputInput), cross: cross)
  }

  fileprivate mutating func linear(
    _ name: String, _ input: Int, _ output: Int, _ order: Operation.WeightOrder, hasBias: Bool = true
  ) -> ModelParameters.Linear {
    ModelParameters.Linear(
      weight: add("\(name).weight", shape: order == .inputOutput ? [input, output] : [output, input]),
      bias: hasBias ? add("\(name).bias", shape: [output]) : nil, order: order)
  }
}
