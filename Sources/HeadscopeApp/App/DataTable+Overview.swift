internal import Analysis
internal import Models
internal import Tensors

extension AppState {
  /// What a panel shows as a table, or `nil` where there is none to make; `y` writes it.
  ///
  /// Each panel has its case here and its table in a file beside this one.
  func data(of panel: ExplorePanel) -> DataTable? {
    guard let reading = explore.reading else { return nil }
    let scene = ExploreView(self, width: width, height: height).scene(reading)
    switch panel {
    case .model: return headTable(scene)
    case .heatmap, .lines: return patternTable(scene)
    case .details: return attendedTable(scene)
    case .predictions: return subject.configuration.hasHead ? predictionTable(scene) : likenessTable(scene)
    case .activations: return activationTable(scene)
    case .strip, .operation, .explanation: return stepTable(scene)
    case .keys, .dimensions: return dimensionTable(scene)
    case .residual: return residualTable(scene)
    case .neurons: return neuronTable(scene)
    case .lens: return lensTable(scene)
    case .ledger: return ledgerTable(scene)
    case .effect: return predictionTable(scene)
    case .ranking: return rankingTable(scene)
    case .candidates, .knobs: return candidateTable(scene)
    case .branches: return continuationTable()
    case .states, .course: return statesTable(scene)
    }
  }

  /// A row a head: how spread its look is on average, how far it goes, and where the chosen query looks most.
  private func headTable(_ scene: ExploreView.Scene) -> DataTable {
    let trace = scene.reading.trace
    var rows: [[DataTable.Cell]] = []
    for layer in 0..<subject.configuration.layers {
      for head in 0..<subject.configuration.heads {
        let strongest = trace.attendedKeys(layer: layer, head: head, query: scene.selection.query).first
        rows.append([
          .whole(layer), .whole(head), trace.entropy(layer: layer, head: head).map { .number($0) } ?? .none,
          .number(trace.distance(layer: layer, head: head)), .text(scene.query.text),
          strongest.map { .text(scene.tokens[$0.position].text) } ?? .none,
          strongest.map { .number($0.weight) } ?? .none,
        ])
      }
    }
    return DataTable(
      "heads",
      columns: ["layer", "head", "mean_entropy", "mean_distance", "query_token", "strongest_key_token", "weight"],
      rows: rows)
  }

  /// A row for each query and each key that it may look at, in the focused head.
  private func patternTable(_ scene: ExploreView.Scene) -> DataTable {
    let (layer, head) = (scene.selection.layer, scene.selection.head)
    var rows: [[DataTable.Cell]] = []
    for (query, token) in scene.tokens.enumerated() {
      let weights = scene.reading.trace.pattern(layer: layer, head: head, query: query)
      let scores = scene.reading.trace.scores(layer: layer, head: head, query: query)
      for (key, (weight, score)) in zip(weights, scores).enumerated() where score > -.infinity {
        rows.append([
          .whole(query), .text(token.text), .whole(key), .text(scene.tokens[key].text), .number(score), .number(weight),
        ])
      }
    }
    return DataTable(
      "pattern-l\(layer)h\(head)", columns: ["query", "query_token", "key", "key_token", "score", "weight"], rows: rows)
  }

  /// What the chosen query looks at, the most attended first.
  private func attendedTable(_ scene: ExploreView.Scene) -> DataTable {
    let selection = scene.selection
    let keys = scene.reading.trace.attendedKeys(layer: selection.layer, head: selection.head, query: selection.query)
    return DataTable(
      "attended-l\(selection.layer)h\(selection.head)-q\(selection.query)",
      columns: ["key", "key_token", "score", "weight"],
      rows: keys.map { key in
        [.whole(key.position), .text(scene.tokens[key.position].text), .number(key.score), .number(key.weight)]
      })
  }

  /// The sentence's tokens by how alike an encoder without a head takes them to be to the chosen one.
  private func likenessTable(_ scene: ExploreView.Scene) -> DataTable {
    DataTable(
      "alike-q\(scene.selection.query)", columns: ["position", "token", "cosine"],
      rows: scene.alike.map { [.whole($0.position), .text(scene.tokens[$0.position].text), .number($0.cosine)] })
  }

  /// The whole vocabulary as the model ranks it after the chosen token.
  private func predictionTable(_ scene: ExploreView.Scene) -> DataTable {
    let query = subject.configuration.isClassifier ? 0 : scene.selection.query
    let next = scene.reading.trace.nextTokens(after: query)
    let logits = scene.reading.trace.logits(position: query)
    return DataTable(
      "next-q\(query)", columns: ["rank", "id", "token", "logit", "probability"],
      rows: next.top(next.probabilities.count).enumerated().map { index, candidate in
        [
          .whole(index + 1), .whole(Int(candidate.id)), .text(subject.answer(candidate.id)),
          .number(logits[logits.startIndex + Int(candidate.id)]), .number(candidate.probability),
        ]
      })
  }

  /// A row a token: the residual stream's length at every stage, then every neuron of the chosen layer.
  private func activationTable(_ scene: ExploreView.Scene) -> DataTable {
    let layer = scene.selection.layer
    let norms = scene.reading.trace.residualNorms()
    let stages = (0..<norms.shape[1]).map { $0 == 0 ? "norm_in" : "norm_l\($0 - 1)" }
    let neurons = (0..<subject.configuration.mlpWidth).map { "l\(layer)_neuron\($0)" }
    return DataTable(
      "activations-l\(layer)", columns: ["position", "token"] + stages + neurons,
      rows: scene.tokens.enumerated().map { position, token in
        [.whole(position), .text(token.text)] + (0..<norms.shape[1]).map { .number(norms[position, $0]) }
          + scene.reading.trace.neurons(layer: layer, position: position).map { .number($0) }
      })
  }
}
