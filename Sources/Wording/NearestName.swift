/// The candidate most like `name`, for "did you mean": the one at the smallest edit distance, the earliest among equals.
///
/// Returns nil where nothing comes close (over half of the longer name would have to change). At most the first 4,096
/// candidates and 128 bytes of each name are looked at, so that the cost is bounded.
public func nearestName(to name: String, among candidates: some Sequence<String>) -> String? {
  let wanted = Array(name.utf8.prefix(128))
  var best: (name: String, distance: Int)?
  for candidate in candidates.prefix(4_096) {
    let bytes = Array(candidate.utf8.prefix(128))
    let distance = editDistance(wanted, bytes)
    guard distance * 2 <= max(wanted.count, bytes.count) else { continue }
    if best.map({ distance < $0.distance }) ?? true { best = (candidate, distance) }
  }
  return best?.name
}

/// How many bytes must be put in, taken out or replaced to make one name of the other (Levenshtein 1966).
func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
  var row = Array(0...b.count)
  for (i, left) in a.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, right) in b.enumerated() {
      let replaced = diagonal + (left == right ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(replaced, diagonal + 1, row[j] + 1)
    }
  }
  return row[b.count]
}
