import Checkpoints
import Corpora
import KernelTypes
import Models
import Tensors
import Testing
import Tokenizers

@testable import Training

@Suite("What heads are good for")
struct HeadRoleTests {
  /// A network of one head whose pattern is made by hand stands behind each of these numbers.
  private static func findings(_ rows: [[Float]], _ text: RoleText, isCausal: Bool = true) -> RoleFindings {
    let configuration = ModelConfiguration(
      vocabularySize: 9, contextLength: 8, width: 2, layers: 1, heads: 1,
      family: isCausal ? .gpt2 : .bert(segments: 1))
    let trace = Trace(
      configuration: configuration, ids: text.ids,
      activations: [
        ("blocks.0.attn.hook_pattern", Tensor(shape: [1, rows.count, rows.count], values: rows.flatMap { $0 }))
      ])
    return RoleFindings(trace, of: text)
  }

  @Test("each role's score is what its definition says")
  func definitions() {
    // <s> a b a b: two rounds of two words.
    let text = RoleText(
      ids: [1, 5, 6, 5, 6], isWord: [false, true, true, true, true],
      pairs: [RelationPair(relation: .subjectVerb, dependent: 1, head: 3)], period: 2)
    let rows: [[Float]] = [
      [1, 0, 0, 0, 0], [0.5, 0.5, 0, 0, 0], [0.25, 0.5, 0.25, 0, 0], [0.1, 0.2, 0.6, 0.1, 0],
      [0.1, 0.1, 0.1, 0.5, 0.2],
    ]
    let findings = Self.findings(rows, text)
    #expect(abs(findings[.previousToken, 0].mean - (0.5 + 0.5 + 0.6 + 0.5) / 4) < 1e-6)
    #expect(abs(findings.chance(.previousToken, 0).mean - (1 / 2.0 + 1 / 3.0 + 1 / 4.0 + 1 / 5.0) / 4) < 1e-6)
    #expect(abs(findings[.sink(1), 0].mean - (0.5 + 0.25 + 0.1 + 0.1) / 4) < 1e-6)
    // Words 3 and 4 were said before, at 1 and 2.
    #expect(abs(findings[.duplicateToken, 0].mean - (0.2 + 0.1) / 2) < 1e-6)
    // What followed them last time stands at 2 and 3.
    #expect(abs(findings[.induction, 0].mean - (0.6 + 0.5) / 2) < 1e-6)
    // The verb at 3 looks most at 2, not at its subject at 1; the subject can't look ahead.
    #expect(findings[.relation(.subjectVerb, from: .head), 0].mean == 0)
    #expect(findings[.relation(.subjectVerb, from: .dependent), 0].count == 0)
    #expect(Self.findings(rows, text, isCausal: false)[.relation(.subjectVerb, from: .dependent), 0].count == 1)
  }

  @Test("fixed offsets are reckoned on the pairs that a head is scored on")
  func offsets() throws {
    func text(_ pairs: [(Int, Int)]) -> RoleText {
      RoleText(
        ids: [1, 2, 3, 4, 5], isWord: [false, true, true, true, true],
        pairs: pairs.map { RelationPair(relation: .verbObject, dependent: $0.0, head: $0.1) }, period: 0)
    }
    let texts = [text([(3, 1), (4, 2)]), text([(2, 1), (1, 4)])]
    let causal = try #require(FixedOffsets(.relation(.verbObject, from: .dependent), texts, isCausal: true))
    #expect(abs(causal.share - 2 / 3.0) < 1e-9)
    let both = try #require(FixedOffsets(.relation(.verbObject, from: .dependent), texts, isCausal: false))
    #expect(abs(both.share - 0.5) < 1e-9)
    #expect(FixedOffsets(.previousToken, texts, isCausal: true) == nil)
  }

  private static func earned(_ sample: String) throws -> [String: HeadRoleScore] {
    let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
    let loaded = try loadModel(folder: root + "/samples/models/" + sample)
    let tokenizer = try #require(loaded.tokenizer)
    let encoder = DocumentEncoder(vocabulary: (0..<tokenizer.vocabularySize).map { tokenizer.token($0) ?? "" })
    let texts = RoleText.documents(250, .test, contextLength: 64, encoder: encoder)
    let roles = try #require(
      HeadRoles(
        of: loaded.model, untrained: LanguageModel(configuration: loaded.model.configuration, seed: 1), on: texts,
        kernels: .forThisMachine))
    return Dictionary(uniqueKeysWithValues: roles.best.filter(\.isEarned).map { ($0.role.name, $0) })
  }

  @Test("the samples have heads whose roles are their own")
  func samples() throws {
    let (decoder, encoder) = (try Self.earned("cat-decoder"), try Self.earned("cat-encoder"))
    for role in ["subject-verb", "sentiment", "verb-object", "previous_token"] {
      #expect(decoder[role] != nil, "\(role) in \(decoder.keys.sorted())")
    }
    for role in ["modifier-noun", "determiner-noun", "sentiment", "preposition-object", "previous_token"] {
      #expect(encoder[role] != nil, "\(role) in \(encoder.keys.sorted())")
    }
    for score in decoder.values { #expect(score.interval.contains(score.score)) }
  }
}
