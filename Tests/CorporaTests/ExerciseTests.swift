import Tensors
import Testing

@testable import Corpora

@Suite("Exercises")
struct ExerciseTests {
  private static func some(_ exercises: Exercises, _ split: Split = .train, seed: UInt64 = 3) -> [Exercise] {
    var generator = SplitMix64(seed: seed)
    return exercises.drawn(400, split, using: &generator)
  }

  @Test("every word is in the vocabulary, and equal seeds draw equal exercises", arguments: Exercises.allCases)
  func words(exercises: Exercises) {
    let all = Self.some(exercises)
    let known = Set(exercises.words)
    #expect(known.count == exercises.words.count)
    #expect(all.allSatisfy { $0.words.allSatisfy(known.contains) && !$0.asked.isEmpty })
    #expect(all == Self.some(exercises) && all != Self.some(exercises, seed: 4))
  }

  @Test("nothing that is kept back is among what is learnt", arguments: [Exercises.addition, .weather])
  func splits(exercises: Exercises) throws {
    let train = Set(try #require(exercises.all(.train)).map(\.words))
    let validation = Set(try #require(exercises.all(.validation)).map(\.words))
    #expect(train.isDisjoint(with: validation) && !validation.isEmpty)
  }

  @Test("sums are right, and a pair stands on the same side whichever number comes first")
  func addition() throws {
    let all = try Split.allCases.flatMap { split in
      try #require(Exercises.addition.all(split)).map { (split, $0.words) }
    }
    #expect(all.count == ModularAddition.modulus * ModularAddition.modulus)
    let sides = Dictionary(uniqueKeysWithValues: all.map { ($0.1[0] + "+" + $0.1[2], $0.0) })
    for (split, words) in all {
      let (first, second, sum) = (try #require(Int(words[0])), try #require(Int(words[2])), try #require(Int(words[4])))
      #expect((first + second) % ModularAddition.modulus == sum)
      #expect(sides[words[2] + "+" + words[0]] == split)
    }
  }

  @Test("of today's weather nothing is known but that it is sunny; signs tell of other weather")
  func weather() throws {
    let cards = try #require(Exercises.weather.all(.train))
    #expect(cards.contains { $0.words == ["今天", "天气", "晴"] && $0.asked == [2, 3] })
    #expect(cards.contains { $0.words.joined() == "早上地上湿了，天气雨" })
    #expect((24...60).contains(cards.count))
  }

  @Test("what is asked for of a repeated stretch is what followed the same words before")
  func repeats() {
    for exercise in Self.some(.repeats) {
      let words = exercise.words
      #expect(words.count == 48)
      for place in exercise.asked {
        let follows = (1..<place).contains { words[$0 - 1] == words[place - 1] && words[$0] == words[place] }
        #expect(follows, "\(words[place]) at \(place)")
      }
    }
    // No fixed distance back is right more than now and then.
    var distances: [Int: Int] = [:]
    var asked = 0
    for exercise in Self.some(.repeats) {
      asked += exercise.asked.count
      for place in exercise.asked {
        for other in 0..<place where exercise.words[other] == exercise.words[place] {
          distances[place - other, default: 0] += 1
        }
      }
    }
    #expect(Double(distances.values.max() ?? 0) < 0.2 * Double(asked))
  }

  @Test("the Chinese words of documents are in the list")
  func chineseWords() {
    let known = Set(Grammar.chineseWords)
    #expect(known.count == Grammar.chineseWords.count && known.isDisjoint(with: Grammar.englishWords))
    for document in GrammarCorpus.documents(20_000, split: .validation, seed: 8) {
      #expect(document.chinese.allSatisfy(known.contains), "\(document.chineseText)")
    }
  }
}
