internal import StrictJSON

/// Tokens and their numbers, both ways. Tokens are told apart by their bytes, not by how they look.
struct Vocabulary: Equatable, Sendable {
  private var ids: [ByteKey: Int] = [:]
  /// By number; numbers may be left out.
  private var tokens: [String?] = []
  /// Those whose numbers were far beyond how many tokens there were, so that a few tokens never take the room of millions.
  private var strays: [Int: String] = [:]
  /// One more than the highest number.
  private(set) var size = 0

  /// Numbers beyond this are refused: no embedding has as many rows.
  static let largest = 4_194_304

  /// Tokens in the order of their numbers.
  var entries: [(token: String, id: Int)] {
    let near = tokens.enumerated().compactMap { id, token in token.map { ($0, id) } }
    if strays.isEmpty { return near }
    return (near + strays.map { ($0.value, $0.key) }).sorted { $0.1 < $1.1 }
  }

  /// Whether both give each token the same number, in whatever order they learnt them.
  static func == (a: Vocabulary, b: Vocabulary) -> Bool { a.ids == b.ids }

  /// The number of a token, or nil.
  func id(of token: String) -> Int? { ids[ByteKey(token)] }

  /// The token of a number, or nil.
  func token(_ id: Int) -> String? {
    if tokens.indices.contains(id), let token = tokens[id] { return token }
    return strays.isEmpty ? nil : strays[id]
  }

  /// Takes up a token that is not there yet; the token that has the number already, where there is one.
  mutating func insert(_ token: String, id: Int) -> String? {
    if let other = self.token(id) { return other }
    if id < tokens.count {
      tokens[id] = token
    } else if id <= 2 * ids.count + 4096 {
      tokens += [String?](repeating: nil, count: id - tokens.count)
      tokens.append(token)
    } else {
      strays[id] = token
    }
    ids[ByteKey(token)] = id
    size = max(size, id + 1)
    return nil
  }
}
