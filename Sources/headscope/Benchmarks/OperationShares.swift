internal import StrictJSON
internal import Tensors

/// Where the time of a piece of work goes, by operation, as shares of the whole.
struct OperationShares {
  /// Shares of one kind of operation.
  private struct Share {
    let name: String
    let forward: Double
    let backward: Double
  }

  private let shares: [Share]
  /// What is spent outside of operations.
  private let rest: (name: String, share: Double)

  /// Shares of the threads' time.
  ///
  /// - Parameters:
  ///   - times: Accounts of the threads that worked.
  ///   - wall: Seconds that the whole took by the clock.
  ///   - rest: What the time that no account holds went into.
  init(_ times: [OperationTimes], wall: Double, rest: String) {
    let whole = wall * Double(times.count)
    shares = Operation.Kind.allCases.compactMap { kind in
      let forward = times.reduce(0) { $0 + ($1.seconds[kind]?.forward ?? 0) }
      let backward = times.reduce(0) { $0 + ($1.seconds[kind]?.backward ?? 0) }
      guard forward + backward > 0 else { return nil }
      return Share(name: kind.rawValue, forward: forward / whole, backward: backward / whole)
    }
    self.rest = (rest, max(0, 1 - shares.reduce(0) { $0 + $1.forward + $1.backward }))
  }

  /// `{"linear": {"forward": …, "backward": …}, …, "update": …}`.
  var report: JSONValue {
    let operations = shares.map { share -> (String, JSONValue) in
      (share.name, ["forward": .number(rounded(share.forward)), "backward": .number(rounded(share.backward))])
    }
    return .object(JSONObject(operations + [(rest.name, .number(rounded(rest.share)))]))
  }

  /// The same for people, the largest first.
  func printTable() {
    let rows =
      shares.map { ($0.name, $0.forward + $0.backward, "\(percent($0.forward)) + \(percent($0.backward))") }
      + [(rest.name, rest.share, "")]
    print("where the time goes (forwards + backwards)")
    for (name, share, parts) in rows.sorted(by: { $0.1 > $1.1 }) {
      let padding = String(repeating: " ", count: max(1, 20 - name.count))
      print("  \(name)\(padding)\(percent(share))\(parts.isEmpty ? "" : "  = " + parts)")
    }
  }

  private func percent(_ share: Double) -> String { "\((share * 1_000).rounded() / 10) %" }
}
