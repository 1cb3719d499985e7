/// A number of bytes as one writes it on the command line: `0`, `512MB`, `1.5GB`.
struct ByteSize: Equatable, Sendable {
  let bytes: Int

  private static let units: [(name: String, factor: Double)] = [
    ("KB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12), ("B", 1), ("", 1),
  ]
  private static let most = 1e12

  init(parsing argument: String) throws {
    let text = argument.uppercased()
    for (name, factor) in Self.units where text.hasSuffix(name) {
      guard let number = Double(text.dropLast(name.count)), number >= 0, number * factor <= Self.most else { break }
      bytes = Int((number * factor).rounded())
      return
    }
    throw UserError("write a size such as 0, 512MB or 1.5GB, 1TB at most")
  }
}
