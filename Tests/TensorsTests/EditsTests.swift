import KernelTypes
import Tensors
import Testing

@Suite("Edits of a forward pass") struct EditsTests {
  /// Embedding → GELU → attention over its own thirds → sum, three tokens of width 6.
  static let tape: (tape: Tape, values: [Value]) = {
    var layout = ParameterLayout()
    let table = layout.add("table", shape: [4, 6])
    var tape = Tape(batch: 2, length: 3, layout: layout)
    let embedded = tape.record(.tokenEmbedding(table: table), name: "embedded")
    let bent = tape.record(.gelu(embedded), name: "bent")
    let mixed = tape.record(.attention(queryKeyValue: bent, heads: 2, dropout: 0), name: "mixed")
    let doubled = tape.record(.add(mixed, mixed), name: "doubled")
    return (tape, [embedded, bent, mixed, doubled])
  }()

  /// What a run leaves of each value, and of attention its weights.
  private func run(_ edits: Edits, kernels: KernelSet) -> (values: [[Float]], weights: [Float]) {
    var generator = SplitMix64(seed: 6)
    var parameters = Parameters(layout: Self.tape.tape.layout)
    for entry in parameters.layout.entries {
      parameters[entry] = ArraySlice((0..<entry.count).map { _ in Float(generator.normal()) })
    }
    let replay = Replay(Self.tape.tape, for: .capture, kernels: kernels)
    parameters.withUnsafePointer {
      replay.forward(parameters: $0, feed: Replay.Feed(ids: [0, 1, 2, 3, 2, 1], edits: edits))
    }
    return withExtendedLifetime(replay) {
      (Self.tape.values.map { Array(replay.values(of: $0)) }, Array(replay.byproducts(of: Self.tape.values[2])))
    }
  }

  @Test("zeroed columns are zero in every row, the others are untouched, and what follows reads the zeros")
  func zeroing() {
    let mixed = Self.tape.values[2]
    for kernels in KernelSet.available {
      let before = run(.none, kernels: kernels).values[2]
      let edited = run(Edits(zeroed: [.init(mixed, columns: 1..<2)]), kernels: kernels).values
      let after = edited[2]
      #expect(before.count == 12)
      for index in before.indices { #expect(after[index] == (index % 2 == 1 ? 0 : before[index])) }
      #expect(zip(edited[3], after).allSatisfy { $0 == 2 * $1 })
    }
  }

  @Test("a hidden key is seen by the query at its own place alone, in every sequence of the batch")
  func hiddenKeys() {
    for kernels in KernelSet.available {
      let weights = run(Edits(hiddenKeys: [0]), kernels: kernels).weights
      for head in 0..<4 {
        let rows = (0..<3).map { query in (0..<3).map { weights[(head * 3 + query) * 3 + $0] } }
        #expect(rows[0] == [1, 0, 0] && rows[1] == [0, 1, 0])
        #expect(rows[2][0] == 0 && rows[2][1] > 0 && abs(rows[2][1] + rows[2][2] - 1) < 1e-6)
      }
    }
  }

  @Test("runs with other edits agree up to the first node that they touch")
  func firstDifference() {
    let (tape, values) = Self.tape
    let bent = Edits(zeroed: [.init(values[1], columns: 0..<1)])
    let both = Edits(zeroed: [.init(values[3], columns: 0..<2), .init(values[1], columns: 0..<1)])
    #expect(both.firstDifference(from: both, in: tape) == nil)
    #expect(both.firstDifference(from: bent, in: tape) == 3)
    #expect(bent.firstDifference(from: .none, in: tape) == 1)
    #expect(Edits(hiddenKeys: [1]).firstDifference(from: .none, in: tape) == 2)
    #expect(Edits(hiddenKeys: [1]).firstDifference(from: bent, in: tape) == 1)
    #expect(Edits(hiddenKeys: [2, 1]) == Edits(hiddenKeys: [1, 2]))
  }
}
