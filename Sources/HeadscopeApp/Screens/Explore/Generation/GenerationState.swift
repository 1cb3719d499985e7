internal import Models

/// How the sentence goes on: how tokens are drawn, and every continuation that was tried.
struct GenerationState: Sendable {
  var knobs = Knobs()
  /// The knob that left and right turn.
  var knob = Knob.temperature
  /// The chosen candidate, from the likeliest.
  var candidate = 0
  /// The chosen row of the continuations.
  var branch = 0
  /// How many tokens were drawn: each draw has random numbers of its own.
  var draws: UInt64 = 0
  /// Tokens are drawn one after another until the text ends.
  var isRunning = false
  var tree = ContinuationTree(text: "")

  /// The knobs of the sampler.
  enum Knob: CaseIterable, Hashable, Sendable {
    case temperature, topK, topP, seed
  }

  /// Where the knobs stand.
  struct Knobs: Equatable, Sendable {
    /// Tenths.
    var temperature = 10
    /// 0: all tokens.
    var topK = 0
    /// Hundredths; 100: all tokens.
    var topP = 100
    var seed: UInt64 = 1
  }
}

extension GenerationState.Knobs {
  static let mostTemperature = 30
  static let mostTopK = 50

  /// Turns a knob by a step; false where it stands at its end.
  mutating func turn(_ knob: GenerationState.Knob, by step: Int) -> Bool {
    let before = self
    switch knob {
    case .temperature: temperature = min(max(0, temperature + step), Self.mostTemperature)
    case .topK: topK = min(max(0, topK + step), Self.mostTopK)
    case .topP: topP = min(max(5, topP + 5 * step), 100)
    case .seed: seed = step < 0 ? (seed == 0 ? 0 : seed - 1) : min(seed + 1, 9_999)
    }
    return self != before
  }

  /// Where a knob stands between its ends, from 0 to 1.
  func position(_ knob: GenerationState.Knob) -> Float {
    switch knob {
    case .temperature: Float(temperature) / Float(Self.mostTemperature)
    case .topK: Float(topK) / Float(Self.mostTopK)
    case .topP: Float(topP - 5) / 95
    case .seed: Float(min(seed, 100)) / 100
    }
  }
}

/// Every continuation that was tried, as a tree: a node is a text and the token that led there.
struct ContinuationTree: Equatable, Sendable {
  /// A text that the sentence had.
  struct Node: Equatable, Sendable {
    let text: String
    let parent: Int?
    /// The token that was put behind the parent's text, and its probability there before any knob.
    let token: Int32
    let probability: Float
  }

  private(set) var nodes: [Node]
  /// The text that stands now.
  private(set) var current = 0

  /// A tree of nothing but a text to go on from.
  init(text: String) {
    nodes = [Node(text: text, parent: nil, token: -1, probability: 1)]
  }

  /// Goes on from the current node; a token that was tried there before leads to the node that it led to.
  mutating func append(_ token: Int32, text: String, probability: Float) {
    if let known = nodes.firstIndex(where: { $0.parent == current && $0.token == token }) {
      current = known
      return
    }
    nodes.append(Node(text: text, parent: current, token: token, probability: probability))
    current = nodes.count - 1
  }

  /// Goes back by a token; false at the root.
  mutating func stepBack() -> Bool {
    guard let parent = nodes[current].parent else { return false }
    current = parent
    return true
  }

  mutating func go(to node: Int) { current = node }

  /// The ends of all branches, in the order in which they were reached; the current node is among them.
  var ends: [Int] {
    let parents = Set(nodes.compactMap(\.parent))
    return nodes.indices.filter { $0 == current || !parents.contains($0) }
  }

  /// The tokens from the root to a node, and the product of their probabilities.
  func path(to node: Int) -> (tokens: [Int32], probability: Float) {
    var (tokens, probability, place): ([Int32], Float, Int) = ([], 1, node)
    while let parent = nodes[place].parent {
      tokens.append(nodes[place].token)
      probability *= nodes[place].probability
      place = parent
    }
    return (tokens.reversed(), probability)
  }
}

extension GenerationState.Knobs {
  /// The sampler that the knobs stand for.
  var sampler: Sampler {
    Sampler(temperature: Double(temperature) / 10, topK: topK == 0 ? nil : topK, topP: Double(topP) / 100)
  }
}
