internal import ArgumentParser

/// A number of bytes as one writes it on the command line: `0`, `512MB`, `1.5GB`.
struct ByteSize: ExpressibleByArgument, Equatable, Sendable {
  let bytes: Int

  private static let units: [(name: String, factor: Double)] = [
    ("KB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12), ("B", 1), ("", 1),
  ]
  private static let most = 1e12

  init?(argument: String) {
    let text = argument.uppercased()
    for (name, factor) in Self.units where text.hasSuffix(name) {
      guard let number = Double(text.dropLast(name.count)), number >= 0, number * factor <= Self.most else {
        return nil
      }
      bytes = Int((number * factor).rounded())
      return
    }
    return nil
  }
}
