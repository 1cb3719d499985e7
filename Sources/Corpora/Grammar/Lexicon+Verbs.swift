extension Lexicon {
  static let on = Preposition(english: "on", before: "在", after: "上")
  static let inside = Preposition(english: "in", before: "在", after: "里")
  static let under = Preposition(english: "under", before: "在", after: "下面")
  static let near = Preposition(english: "near", before: "在", after: "旁边")
  static let behind = Preposition(english: "behind", before: "在", after: "后面")
  static let over = Preposition(english: "over", before: "从", after: "上面")
  static let to = Preposition(english: "to", before: "到", after: nil)
  static let with = Preposition(english: "with", before: "和", after: nil)

  static let quietly = Adverb(english: "quietly", chinese: "静静地", sentiment: .neutral)
  static let happily = Adverb(english: "happily", chinese: "高兴地", sentiment: .positive)
  static let slowly = Adverb(english: "slowly", chinese: "慢慢地", sentiment: .neutral)
  static let quickly = Adverb(english: "quickly", chinese: "很快地", sentiment: .neutral)
  static let loudly = Adverb(english: "loudly", chinese: "大声地", sentiment: .neutral)
  static let sadly = Adverb(english: "sadly", chinese: "伤心地", sentiment: .negative)

  static let onSeat = PlaceFrame(preposition: on, classes: [.seat], weight: 6)
  static let onTable = PlaceFrame(preposition: on, classes: [.table], weight: 1)
  static let onHill = PlaceFrame(preposition: on, classes: [.hill], weight: 0.5)
  static let inPlace = PlaceFrame(preposition: inside, classes: [.place], weight: 3)
  static let inBuilding = PlaceFrame(preposition: inside, classes: [.building], weight: 1.5)
  static let inContainer = PlaceFrame(preposition: inside, classes: [.container], weight: 1.5)
  static let inWater = PlaceFrame(preposition: inside, classes: [.water], weight: 4)
  static let inVehicle = PlaceFrame(preposition: inside, classes: [.vehicle, .boat], weight: 0.7)
  static let underThing = PlaceFrame(preposition: under, classes: [.table, .seat, .tree], weight: 1.5)
  static let nearThing = PlaceFrame(
    preposition: near, classes: [.tree, .water, .opening, .building, .table], weight: 1.5)
  static let nearAnimate = PlaceFrame(preposition: near, classes: NounClass.animate, weight: 1.5)
  static let behindThing = PlaceFrame(
    preposition: behind, classes: [.tree, .building, .opening, .seat], weight: 1)
  static let overPlace = PlaceFrame(preposition: over, classes: [.place, .building, .water, .tree, .hill], weight: 4)
  static let toPlace = PlaceFrame(preposition: to, classes: [.place, .building, .water], weight: 3)
  static let withPeople = PlaceFrame(preposition: with, classes: [.child, .pet], weight: 1.5)

  /// Verbs without an object.
  static let intransitives: [Verb] = [
    verb(
      "sit", "sat", "sits", "坐", NounClass.people + [.pet, .bird, .rodent],
      at: [onSeat, onSeat, underThing, nearAnimate, nearThing, onHill], [quietly], behind: true, 5),
    verb(
      "sleep", "slept", "sleeps", "睡觉", NounClass.animate, at: [onSeat, inPlace, underThing, nearAnimate, inContainer],
      [quietly], 3),
    verb(
      "stand", "stood", nil, "站", NounClass.people + [.livestock],
      at: [inPlace, nearThing, nearAnimate, behindThing], [quietly], behind: true, 1.5),
    verb(
      "hide", "hid", nil, "躲", NounClass.animals + [.child], at: [underThing, behindThing], [quickly], behind: true, 1.5
    ),
    verb(
      "play", "played", "plays", "玩", [.child, .pet], at: [inPlace, withPeople, nearThing], [happily, quietly], 3,
      .positive),
    verb("run", "ran", "runs", "跑", NounClass.animate.filter { $0 != .bird }, at: [toPlace], [quickly, happily], 2),
    verb(
      "walk", "walked", "walks", "走", NounClass.people + [.pet, .livestock], at: [toPlace], [slowly, sadly, quietly],
      1.5),
    verb("jump", "jumped", nil, "跳", [.child, .pet, .rodent], at: [onSeat, overPlace], [happily], 0.7),
    verb("swim", "swam", "swims", "游泳", [.child], at: [inWater], [slowly, happily], 0.7),
    verb("fly", "flew", "flies", "飞", [.bird], at: [overPlace], [quickly, slowly], 2),
    verb(
      "sing", "sang", "sings", "唱歌", [.child, .bird, .adult], at: [inPlace, nearThing], [loudly, happily, quietly], 1.5,
      .positive),
    verb("dance", "danced", nil, "跳舞", [.child], at: [inPlace, inBuilding], [happily], 0.7, .positive),
    verb("work", "worked", "works", "工作", [.adult], at: [inPlace, inBuilding], [quietly], 1.5),
    verb("cry", "cried", nil, "哭", [.child], at: [inPlace, nearThing], [loudly, sadly], 0.7, .negative),
    verb(
      "wait", "waited", nil, "等待", NounClass.people + [.pet], at: [nearThing, nearAnimate, inBuilding], [quietly], 1),
  ]

  /// Verbs with an object.
  static let transitives: [Verb] = [
    transitive(
      "see", "saw", nil, "看见", NounClass.animate, NounClass.animate + [.toy, .vehicle, .boat, .building, .tree], 3),
    transitive("chase", "chased", "chases", "追赶", [.pet, .hunter, .child], NounClass.animals, 2.5, .plain),
    transitive("follow", "followed", nil, "跟着", NounClass.animate, NounClass.animate, 1.2, .plain),
    transitive("watch", "watched", nil, "看着", NounClass.animate, NounClass.animate + [.boat], 1.5, .plain),
    transitive("hear", "heard", nil, "听见", NounClass.animate, NounClass.animate, 1),
    transitive(
      "find", "found", nil, "找到", NounClass.people, [.toy, .reading, .letter, .clothing, .container, .pet], 2),
    transitive("eat", "ate", "eats", "吃", NounClass.people + [.livestock, .rodent, .pet], [.food], 3),
    transitive("drink", "drank", "drinks", "喝", NounClass.people + [.pet], [.drink], 1.5),
    transitive("read", "read", "reads", "读", NounClass.people, [.reading, .letter], 2.5),
    transitive("write", "wrote", nil, "写", NounClass.people, [.letter], 1),
    transitive("buy", "bought", nil, "买", NounClass.people, [.toy, .food, .reading, .clothing, .vehicle, .flower], 2),
    transitive("carry", "carried", nil, "拿着", NounClass.people, [.container, .toy], 1.2, .plain),
    transitive("paint", "painted", nil, "画", NounClass.people, [.tree, .flower, .boat, .building, .bird], 1),
    transitive("wash", "washed", nil, "洗", NounClass.people, [.clothing, .vehicle, .pet], 1),
    transitive("open", "opened", nil, "打开", NounClass.people, [.opening, .container, .letter], 1),
    transitive("close", "closed", nil, "关上", NounClass.people, [.opening], 0.8),
    transitive("help", "helped", "helps", "帮助", NounClass.people, NounClass.people, 1.5, .completed, .positive),
    transitive("feed", "fed", "feeds", "喂", NounClass.people, [.pet, .livestock, .bird], 1.2),
    transitive("visit", "visited", "visits", "看望", NounClass.people, [.adult], 1),
    transitive("meet", "met", nil, "遇见", NounClass.people, NounClass.people, 1),
    transitive("thank", "thanked", nil, "感谢", NounClass.people, [.adult], 0.7, .completed, .positive),
  ]

  /// What one likes, wants and has, in the present.
  static let attitudes: [Verb] = [
    attitude("like", "liked", "likes", "喜欢", NounClass.animate, [.food, .drink], 2, kinds: true),
    attitude(
      "like", "liked", "likes", "喜欢", NounClass.people, [.reading, .pet, .livestock, .bird, .flower, .toy], 2,
      kinds: true),
    attitude("love", "loved", "loves", "爱", NounClass.people, [.pet, .reading, .flower, .livestock], 1.5, kinds: true),
    attitude(
      "want", "wanted", "wants", "想要", NounClass.people, [.toy, .food, .drink, .reading, .clothing, .vehicle], 2),
    attitude("want", "wanted", "wants", "想要", [.pet, .livestock], [.food, .drink, .toy], 1),
    attitude("have", "had", "has", "有", NounClass.people, [.toy, .pet, .livestock, .reading, .clothing, .vehicle], 2),
  ]

  static let give = transitive(
    "give", "gave", nil, "给", NounClass.people, [.toy, .food, .reading, .letter, .flower, .clothing], 1)
  static let put = Verb(
    base: "put", past: "put", third: nil, chinese: "放", aspect: .plain, subjects: NounClass.people,
    objects: [.toy, .food, .reading, .letter, .clothing, .container],
    places: [onTable, onSeat, inContainer, underThing],
    adverbs: [], takesPlaceBehind: true, sentiment: .neutral, weight: 1)

  private static func attitude(
    _ base: String, _ past: String, _ third: String?, _ chinese: String, _ subjects: [NounClass],
    _ objects: [NounClass], _ weight: Double, kinds: Bool = false
  ) -> Verb {
    var verb = transitive(base, past, third, chinese, subjects, objects, weight, .plain)
    verb.takesKinds = kinds
    return verb
  }

  private static func verb(
    _ base: String, _ past: String, _ third: String?, _ chinese: String, _ subjects: [NounClass],
    at places: [PlaceFrame], _ adverbs: [Adverb], behind: Bool = false, _ weight: Double,
    _ sentiment: Sentiment = .neutral
  ) -> Verb {
    Verb(
      base: base, past: past, third: third, chinese: chinese, aspect: .plain, subjects: subjects, objects: [],
      places: places, adverbs: adverbs, takesPlaceBehind: behind, sentiment: sentiment, weight: weight)
  }

  private static func transitive(
    _ base: String, _ past: String, _ third: String?, _ chinese: String, _ subjects: [NounClass],
    _ objects: [NounClass], _ weight: Double, _ aspect: Aspect = .completed, _ sentiment: Sentiment = .neutral
  ) -> Verb {
    Verb(
      base: base, past: past, third: third, chinese: chinese, aspect: aspect, subjects: subjects, objects: objects,
      places: [], adverbs: [], takesPlaceBehind: false, sentiment: sentiment, weight: weight)
  }
}
