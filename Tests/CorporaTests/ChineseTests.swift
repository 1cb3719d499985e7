import Testing

@testable import Corpora

@Suite("Chinese")
struct ChineseTests {
  private static let goldens: [(String, String)] = [
    ("The cat sat on the mat .", "猫坐在垫子上。"),
    ("The cats near the dog are hungry .", "狗旁边的那些猫很饿。"),
    ("The dog that chased the cats was tired .", "追赶那些猫的那只狗很累。"),
    ("A girl ate an apple .", "一个女孩吃了一个苹果。"),
    ("Two boys bought some books .", "两个男孩买了一些书。"),
    ("The girl lost her ball . She was sad .", "女孩弄丢了她的球。她很难过。"),
    ("The boy was happy because he found his book .", "男孩很高兴，因为他找到了他的书。"),
    ("The small black cat slept under the table .", "黑色的小猫在桌子下面睡觉。"),
    ("The big old house is beautiful .", "又大又老的房子很美。"),
    ("The dog is not hungry .", "狗不饿。"),
    ("The boys did not eat the cake .", "男孩们没有吃蛋糕。"),
    ("The boy likes apples .", "男孩喜欢苹果。"),
    ("The girls do not like milk .", "女孩们不喜欢牛奶。"),
    ("What is the weather like today ? It is sunny .", "今天天气怎么样？是晴天。"),
    ("It was rainy and cold yesterday .", "昨天是雨天，而且很冷。"),
    ("Where is the cat ? It is on the sofa .", "猫在哪里？它在沙发上。"),
    ("Is the dog hungry ? Yes , it is .", "狗饿吗？是的，它很饿。"),
    ("Did the boy read the book ? No , he did not .", "男孩读书了吗？没有，他没有读。"),
    ("What did the boy eat ? He ate a cake .", "男孩吃了什么？他吃了一块蛋糕。"),
    ("Who saw the cats ? The girl saw them .", "谁看见了那些猫？女孩看见了它们。"),
    ("The woman gave a book to the teacher .", "女人给了老师一本书。"),
    ("The man put the box on the table .", "男人把盒子放在桌子上。"),
    ("The boy is happy , but the woman is sad .", "男孩很高兴，但是女人很难过。"),
    ("The women saw the dog . They were afraid .", "女人们看见了狗。她们很害怕。"),
    ("The children played in the park yesterday .", "孩子们昨天在公园里玩。"),
    ("The dogs quickly ran to the river .", "那些狗很快地跑到河边。"),
    ("The boy that the girl saw is tall .", "女孩看见的那个男孩很高。"),
    ("The car is red .", "汽车是红色的。"),
    ("My dog is hungry and tired .", "我的狗又饿又累。"),
    ("The cat often sleeps on the bed .", "猫经常在床上睡觉。"),
  ]

  @Test("says what the English says", arguments: goldens)
  func golden(english: String, chinese: String) throws {
    let tokens = english.split(separator: " ").map(String.init)
    let document = try #require(Grammar.english.document(reading: tokens), "the grammar doesn't say this")
    #expect(document.chineseText == chinese)
  }

  @Test("every noun, verb, adjective, pronoun and adverb has its Chinese word")
  func alignment() {
    for document in GrammarCorpus.documents(3_000, split: .train, seed: 31) {
      let words = document.tree.words
      let chinese = document.chinese
      let aligned = Set(document.alignment.map(\.english))
      for pair in document.alignment {
        #expect(words.indices.contains(pair.english) && chinese.indices.contains(pair.chinese))
      }
      for (place, word) in words.enumerated() {
        switch word.entry {
        case .noun, .name, .verb, .adjective, .adverb, .pronoun, .possessive:
          #expect(aligned.contains(place), "\(document.text) \(document.chineseText): \(word.text)")
        default: break
        }
      }
      #expect(!chinese.contains(""), "\(document.text)")
    }
  }
}
