import Files
import Models
import StrictJSON
import Tensors
import Testing

@Suite("The sampler") struct SamplerTests {
  /// Made by Tools/reference/make_sampling_cases.py.
  static let fixture = parentFolder(of: parentFolder(of: #filePath)) + "/Fixtures/sampling/cases.json"

  @Test("what remains is what the warpers of transformers leave, in their order")
  func parity() throws {
    let file = try JSONValue(parsing: readFile(at: Self.fixture, limit: 1 << 24))
    let cases = try file.array(at: "cases")
    #expect(cases.count == 48)
    for value in cases {
      let object = try value.object(at: "case")
      func number(_ name: String) throws -> Double { try object.required(name).number(at: name) }
      func numbers(_ name: String) throws -> [Double] {
        try object.required(name).array(at: name).map { try $0.number(at: name) }
      }
      let topK = Int(try number("top_k"))
      let sampler = Sampler(
        temperature: try number("temperature"), topK: topK == 0 ? nil : topK, topP: try number("top_p"))
      let found = sampler.distribution(try numbers("logits").map { Float($0) })
      let expected = try numbers("probabilities")
      #expect(found.map { $0 > 0 } == expected.map { $0 > 0 }, "\(sampler)")
      #expect(zip(found, expected).allSatisfy { abs(Double($0) - $1) < 1e-6 }, "\(sampler)")
    }
  }

  @Test("at temperature 0 the likeliest token is certain, the lowest id of equal ones")
  func greedy() {
    #expect(Sampler.greedy.distribution([1, 3, -2, 3]) == [0, 1, 0, 0])
    #expect(Sampler(temperature: 0, topK: 3, topP: 0.1).distribution([0, 5]) == [0, 1])
    // A temperature so small that every quotient overflows comes to the same.
    #expect(Sampler(temperature: 1e-300).distribution([1, 3, -2]) == [0, 1, 0])
  }

  @Test("among equal tokens the nucleus keeps the lower ids")
  func equalTokens() {
    #expect(Sampler(topP: 0.5).distribution([2, 2, 2, 2]) == [0.5, 0.5, 0, 0])
    #expect(Sampler(topP: 0).distribution([2, 2, 2, 2]) == [1, 0, 0, 0])
  }

  @Test(
    "logits that aren't numbers leave a distribution",
    arguments: [
      ([.nan, 0, 0], [0, 0.5, 0.5]), ([.infinity, 0, .infinity], [0.5, 0, 0.5]), ([.nan, .nan], [0.5, 0.5]),
      ([-.infinity, -.infinity], [0.5, 0.5]), ([-.infinity, 7], [0, 1]), ([3e38, -3e38], [1, 0]),
    ] as [([Float], [Float])])
  func wildLogits(logits: [Float], expected: [Float]) {
    #expect(Sampler().distribution(logits) == expected)
    var generator = SplitMix64(seed: 1)
    for sampler in [Sampler.greedy, Sampler(topK: 1), Sampler(topP: 0)] {
      let token = sampler.next(logits, using: &generator)
      #expect(expected[Int(token)] > 0)
    }
  }

  @Test("equal seeds draw equal tokens, in the shares of the distribution and never what is cut off")
  func draws() {
    let sampler = Sampler(temperature: 0.8, topK: 4, topP: 0.95)
    let probabilities = sampler.distribution([1, 0.5, 2, -1, 0, 1.5])
    var (first, second) = (SplitMix64(seed: 9), SplitMix64(seed: 9))
    var counts = [Int](repeating: 0, count: 6)
    for _ in 0..<20_000 {
      let token = sampler.draw(probabilities, using: &first)
      #expect(token == sampler.draw(probabilities, using: &second))
      counts[Int(token)] += 1
    }
    // Of 20,000 draws a share differs from its probability by less than 5 deviations, √(¼/20,000) each.
    #expect(zip(counts, probabilities).allSatisfy { abs(Float($0) / 20_000 - $1) < 0.018 })
    #expect(zip(counts, probabilities).allSatisfy { ($0 == 0) == ($1 == 0) })
  }

  @Test("probabilities that sum to a little less than 1 never run out")
  func shortSum() {
    var generator = SplitMix64(seed: 4)
    for _ in 0..<1_000 { #expect(Sampler().draw([0, 1e-9, 0], using: &generator) == 1) }
  }
}
