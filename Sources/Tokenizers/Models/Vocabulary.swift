internal import StrictJSON

/// Tokens and their numbers, both ways. Tokens are told apart by their bytes, not by how they look.
struct Vocabulary: Equatable, Sendable {
  private var ids: [ByteKey: Int] = [:]
  /// By number; numbers may be left out.
  private var tokens: [String?] = []

  /// Numbers beyond this are refused: no embedding has as many rows.
  static let largest = 4_194_304

  /// Tokens in the order of their numbers.
  var entries: [(token: String, id: Int)] {
    tokens.enumerated().compactMap { id, token in token.map { ($0, id) } }
  }

  /// One more than the highest number.
  var size: Int { tokens.count }

  /// The number of a token, or nil.
  func id(of token: String) -> Int? { ids[ByteKey(token)] }

  /// The token of a number, or nil.
  func token(_ id: Int) -> String? { tokens.indices.contains(id) ? tokens[id] : nil }

  /// Takes up a token that is not there yet; the token that has the number already, where there is one.
  mutating func insert(_ token: String, id: Int) -> String? {
    if let other = self.token(id) { return other }
    if id >= tokens.count { tokens += [String?](repeating: nil, count: id + 1 - tokens.count) }
    tokens[id] = token
    ids[ByteKey(token)] = id
    return nil
  }
}
