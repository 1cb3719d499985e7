/// Unicode's normal forms, by Hugging Face's names.
///
/// - SeeAlso: Unicode Standard Annex 15.
enum NormalForm: String, Equatable, Sendable, CaseIterable {
  case nfc = "NFC"
  case nfd = "NFD"
  case nfkc = "NFKC"
  case nfkd = "NFKD"

  /// Characters in this form, as changes of what they were. Takes time in proportion to n·log n characters.
  ///
  /// - Parameters:
  ///   - points: The characters.
  ///   - version: Characters of younger versions of Unicode stay as they are.
  func changes(of points: [CodePoint], version: Int = LibraryUnicode.normalForms) -> [AlignedText.Change] {
    let classes = CombiningClasses(version: version)
    let decomposed = decomposed(points, classes)
    return self == .nfc || self == .nfkc ? composed(decomposed, classes) : decomposed
  }

  private func decomposed(_ points: [CodePoint], _ classes: CombiningClasses) -> [AlignedText.Change] {
    let kind = self == .nfc || self == .nfd ? Decomposition.Kind.canonical : .compatible
    let table = Decomposition.unicode
    var changes: [AlignedText.Change] = []
    changes.reserveCapacity(points.count)
    for point in points {
      var shift = 0
      table.forEachPart(of: point, kind, version: classes.version) { part in
        changes.append(AlignedText.Change(part, shift))
        shift = 1
      }
    }
    sortMarks(&changes, classes)
    return changes
  }

  /// Puts each run of combining marks in the order of their classes.
  private func sortMarks(_ changes: inout [AlignedText.Change], _ classes: CombiningClasses) {
    var start = 0
    while start < changes.count {
      guard classes[changes[start].point] != 0 else {
        start += 1
        continue
      }
      var end = start + 1
      while end < changes.count, classes[changes[end].point] != 0 { end += 1 }
      // The place decides between marks of one class: their order is kept.
      let order = (start..<end).map { (classes[changes[$0].point], $0) }.sorted { $0 < $1 }
      let sorted = order.map { changes[$0.1] }
      changes.replaceSubrange(start..<end, with: sorted)
      start = end
    }
  }

  private func composed(_ changes: [AlignedText.Change], _ classes: CombiningClasses) -> [AlignedText.Change] {
    let table = Decomposition.unicode
    var result: [AlignedText.Change] = []
    result.reserveCapacity(changes.count)
    /// Where the last starter stands in the result.
    var starter: Int?
    /// The class of the last mark behind it that stayed; 0 where none did.
    var last: UInt8 = 0
    for change in changes {
      let own = classes[change.point]
      let isBlocked = starter.map { $0 + 1 < result.count && last >= own } ?? true
      if let starter, !isBlocked, let whole = table.composed(result[starter].point, change.point) {
        result[starter] = AlignedText.Change(whole, result[starter].shift + change.shift - 1)
        continue
      }
      if own == 0 { starter = result.count }
      last = own
      result.append(change)
    }
    return result
  }
}

/// Canonical_Combining_Class, by a version of Unicode.
private struct CombiningClasses {
  let version: Int

  subscript(point: CodePoint) -> UInt8 {
    guard point >= 0x300 else { return 0 }
    let own = point.scalar.properties.canonicalCombiningClass.rawValue
    return own == 0 || point.isKnown(in: version) ? own : 0
  }
}
