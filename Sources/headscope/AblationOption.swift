internal import ArgumentParser
internal import Models
private import Wording

/// `--ablate`: heads that are switched off.
struct AblationOption: ParsableArguments {
  @Option(
    help:
      "Heads to switch off, as layer.head counted from 0, such as 0.3,2.1; of an encoder–decoder also encoder.0.3, cross.1.2."
  )
  var ablate: String?

  /// Whether nothing is switched off.
  var isEmpty: Bool { ablate == nil }

  /// What the option asks of a model.
  func interventions(for named: NamedModel) throws -> Interventions {
    guard let ablate else { return .none }
    try named.requireHeads()
    let heads = try ablate.split(separator: ",", omittingEmptySubsequences: false).map {
      try head(String($0.filter { $0 != " " }), of: named)
    }
    return Interventions(heads: Set(heads))
  }

  private func head(_ text: String, of named: NamedModel) throws -> HeadPlace {
    let sizes = named.model.configuration
    var parts = text.split(separator: ".", omittingEmptySubsequences: false)[...]
    var attention = AttentionKind.own
    if sizes.encoderLayers != nil, let first = parts.first, let kind = Self.attentions[String(first)] {
      attention = kind
      parts.removeFirst()
    }
    let numbers = parts.map { Int($0) }
    guard numbers.count == 2, let layer = numbers[0], let head = numbers[1] else {
      throw UserError("--ablate: \(quoted(text)) is no head; write heads as layer.head, such as 0.3,2.1")
    }
    let layers = sizes.layers(with: attention)
    guard (0..<layers).contains(layer), (0..<sizes.heads).contains(head) else {
      throw UserError(
        "--ablate \(plain(text)): \(plain(named.name)) has layers from 0 to \(layers - 1) and heads from 0 to "
          + "\(sizes.heads - 1)")
    }
    return HeadPlace(layer: layer, head: head, attention: attention)
  }

  /// What stands before a head's place in an encoder–decoder, if it is none of the decoder's self-attention.
  private static let attentions: [String: AttentionKind] = ["encoder": .source, "cross": .cross]
}

extension NamedModel {
  /// Refuses a model in which there are no heads to look at or to switch off.
  func requireHeads() throws {
    guard model.configuration.heads == 0 else { return }
    throw UserError("\(plain(name)) is \(model.configuration.kindInWords), which has no heads")
  }
}
