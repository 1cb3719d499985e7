internal import Analysis
internal import Models
internal import Tensors

/// The tables of the pages that look inside the model.
extension AppState {
  /// The result of the operation at hand: a row a token, a column a number; columns that are tokens bear their names.
  func stepTable(_ scene: ExploreView.Scene) -> DataTable? {
    let step = explore.currentStep
    guard let result = explore.stepResult(scene.reading) else { return nil }
    let (tensor, tokens) = (result.tensor, scene.reading.tokens(of: step.rows))
    let name = step.activation(in: subject.model.configuration).split { !$0.isLetter && !$0.isNumber }.joined(
      separator: "-"
    )
    .lowercased()
    return DataTable(
      "step-\(name)",
      columns: ["position", "token"]
        + (0..<tensor.columns).map { column in
          result.tokens.indices.contains(column) ? "id\(result.tokens[column])" : "column\(column)"
        },
      rows: (0..<tensor.rows).map { row in
        let token = tokens.indices.contains(row) ? tokens[row].text : ""
        return [.whole(row), .text(token)] + tensor.row(row).map { .number($0) }
      })
  }

  /// A row for each dimension of each key: what is asked, what answers, and their product; `nil` where queries and keys
  /// were not captured.
  func dimensionTable(_ scene: ExploreView.Scene) -> DataTable? {
    let (selection, reading) = (scene.selection, scene.reading)
    guard reading.hasQueriesAndKeys(selection) else { return nil }
    let query = reading.queryVector(selection)
    var rows: [[DataTable.Cell]] = []
    for (position, token) in scene.tokens.enumerated() where reading.isVisible(selection, key: position) {
      let key = reading.keyVector(selection, at: position)
      for (dimension, (q, k)) in zip(query, key).enumerated() {
        rows.append([
          .whole(position), .text(token.text), .whole(dimension), .number(q), .number(k), .number(q * k),
        ])
      }
    }
    return DataTable(
      "dimensions-l\(selection.layer)h\(selection.head)-q\(selection.query)",
      columns: ["key", "key_token", "dimension", "q", "k", "product"], rows: rows)
  }

  /// A row for each token and stage: the stream's length there.
  func residualTable(_ scene: ExploreView.Scene) -> DataTable {
    let norms = scene.reading.trace.residualNorms()
    return DataTable(
      "residual", columns: ["position", "token", "stage", "norm"],
      rows: scene.tokens.enumerated().flatMap { position, token in
        (0..<norms.shape[1]).map { stage in
          [
            .whole(position), .text(token.text), .text(stage == 0 ? "embed" : "l\(stage - 1)"),
            .number(norms[position, stage]),
          ]
        }
      })
  }

  /// A row a neuron of the chosen layer, a column a token.
  func neuronTable(_ scene: ExploreView.Scene) -> DataTable {
    let layer = scene.selection.layer
    let rows = scene.tokens.indices.map { scene.reading.trace.neurons(layer: layer, position: $0) }
    return DataTable(
      "neurons-l\(layer)", columns: ["neuron"] + scene.tokens.indices.map { "position\($0)" },
      rows: (0..<subject.configuration.mlpWidth).map { neuron in
        [.whole(neuron)] + rows.map { .number($0[$0.startIndex + neuron]) }
      })
  }

  /// A row for each token and stage: what the model would say there.
  /// `nil` where no words are read from the stages.
  func lensTable(_ scene: ExploreView.Scene) -> DataTable? {
    guard scene.reading.hasLogits else { return nil }
    let stages = scene.reading.stages
    var rows: [[DataTable.Cell]] = []
    for (position, token) in scene.tokens.enumerated() {
      for (index, stage) in stages.enumerated() {
        guard let reading = explore.logitLens.reading(stage: index, position: position), let top = reading.top.first
        else { continue }
        rows.append([
          .whole(position), .text(token.text), .text(stage.activation),
          .text(subject.answer(top.id)), .number(top.probability),
          .text(subject.answer(reading.followed.id)), .number(reading.followed.probability),
          .whole(reading.rank),
        ])
      }
    }
    return DataTable(
      "logit-lens",
      columns: [
        "position", "token", "stage", "likeliest", "probability", "answer", "answer_probability", "answer_rank",
      ],
      rows: rows)
  }

  /// A row for each part of the logit, in the order of the screen.
  func ledgerTable(_ scene: ExploreView.Scene) -> DataTable? {
    guard let comparison = explore.ledger.comparison else { return nil }
    return DataTable(
      "ledger-q\(comparison.now.position)", columns: ["part", "amount", "amount_intact"],
      rows: comparison.entries.map { entry in
        [
          .text(Words.english.ledger.part(entry.part)), .number(entry.amount),
          .number((comparison.before ?? comparison.now).amount(of: entry.part) ?? .nan),
        ]
      })
  }

  /// A row a head, the strongest effect first; `nil` where there is no ranking of what is looked at.
  func rankingTable(_ scene: ExploreView.Scene) -> DataTable? {
    guard let result = explore.ranking.result, explore.isCurrent(result, scene.reading) else { return nil }
    let isOfStacks = scene.reading.stacks != nil
    return DataTable(
      "ranking-q\(result.position)",
      columns: (isOfStacks ? ["attention"] : [])
        + ["layer", "head", "token", "change_of_probability", "change_of_logit", "change_of_loss"],
      rows: result.ranked(by: result.measure).map { effect in
        (isOfStacks ? [.text(name(effect.place.attention))] : []) + [
          .whole(effect.place.layer), .whole(effect.place.head), .text(subject.answer(result.token)),
          .number(effect.probability), .number(effect.logit), .number(effect.loss),
        ]
      })
  }

  private func name(_ attention: AttentionKind) -> String {
    switch attention {
    case .source: "encoder"
    case .own: "self"
    case .cross: "cross"
    }
  }

  /// The whole vocabulary with its probability before and after the knobs.
  func candidateTable(_ scene: ExploreView.Scene) -> DataTable {
    let trace = scene.reading.trace
    let next = trace.nextTokens(after: trace.length - 1)
    let drawn = explore.generating.knobs.sampler.distribution(trace.logits(position: trace.length - 1))
    return DataTable(
      "candidates", columns: ["rank", "id", "token", "probability", "probability_drawn"],
      rows: next.top(next.probabilities.count).enumerated().map { index, candidate in
        [
          .whole(index + 1), .whole(Int(candidate.id)), .text(subject.answer(candidate.id)),
          .number(candidate.probability), .number(drawn[Int(candidate.id)]),
        ]
      })
  }

  /// A row for each continuation that was tried.
  func continuationTable() -> DataTable {
    let tree = explore.generating.tree
    return DataTable(
      "continuations", columns: ["text", "tokens_added", "probability"],
      rows: tree.ends.map { end in
        let (tokens, probability) = tree.path(to: end)
        return [.text(tree.nodes[end].text), .whole(tokens.count), .number(probability)]
      })
  }
}
