internal import ArgumentParser
internal import Models
private import Wording

/// `--ablate`: heads that are switched off.
struct AblationOption: ParsableArguments {
  @Option(help: "Heads to switch off, as layer.head counted from 0, such as 0.3,2.1.") var ablate: String?

  /// Whether nothing is switched off.
  var isEmpty: Bool { ablate == nil }

  /// What the option asks of a model.
  func interventions(for named: NamedModel) throws -> Interventions {
    guard let ablate else { return .none }
    let heads = try ablate.split(separator: ",", omittingEmptySubsequences: false).map {
      try head(String($0.filter { $0 != " " }), of: named)
    }
    return Interventions(heads: Set(heads))
  }

  private func head(_ text: String, of named: NamedModel) throws -> HeadPlace {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let layer = parts[0], let head = parts[1] else {
      throw UserError("--ablate: \(quoted(text)) is no head; write heads as layer.head, such as 0.3,2.1")
    }
    let sizes = named.model.configuration
    guard (0..<sizes.layers).contains(layer), (0..<sizes.heads).contains(head) else {
      throw UserError(
        "--ablate \(plain(text)): \(plain(named.name)) has layers from 0 to \(sizes.layers - 1) and heads from 0 to "
          + "\(sizes.heads - 1)")
    }
    return HeadPlace(layer: layer, head: head)
  }
}
