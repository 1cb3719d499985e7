extension Lexicon {
  static let quietly = Adverb(english: "quietly", chinese: "静静地", sentiment: .neutral)
  static let happily = Adverb(english: "happily", chinese: "高兴地", sentiment: .positive)
  static let slowly = Adverb(english: "slowly", chinese: "慢慢地", sentiment: .neutral)
  static let quickly = Adverb(english: "quickly", chinese: "很快地", sentiment: .neutral)
  static let loudly = Adverb(english: "loudly", chinese: "大声地", sentiment: .neutral)
  static let sadly = Adverb(english: "sadly", chinese: "伤心地", sentiment: .negative)

  /// Verbs without an object.
  static let intransitives: [Verb] = [
    verb(
      "sit", "sat", "sits", "坐", NounClass.people + [.pet, .rodent],
      at: [onSeat, onSeat, underThing, nearAnimate, nearThing], [quietly], behind: true, 12),
    verb("sit", "sat", "sits", "停", [.bird], at: [inTree, onFurniture, nearThing], [quietly], behind: true, 2),
    verb(
      "sleep", "slept", "sleeps", "睡觉", NounClass.animate,
      at: [onSeat, inPlace, underThing, nearAnimate, inContainer, inTree], [quietly], 3),
    verb(
      "stand", "stood", nil, "站", NounClass.people + [.livestock],
      at: [inPlace, nearThing, nearAnimate, behindThing], [quietly], behind: true, 1.5),
    verb(
      "hide", "hid", nil, "躲", NounClass.animals + [.child], at: [underThing, behindThing], [quickly, quietly],
      behind: true, 1.5),
    verb(
      "play", "played", "plays", "玩", [.child, .pet], at: [inPlace, withFriends, nearThing], [happily, quietly], 3),
    verb(
      "run", "ran", "runs", "跑", NounClass.people + [.pet, .livestock, .hunter, .rodent], at: [toPlace],
      [quickly, happily], 2),
    verb(
      "walk", "walked", "walks", "走", NounClass.people + [.pet, .livestock], at: [toPlace], [slowly, sadly, quietly],
      1.5),
    verb("swim", "swam", "swims", "游泳", [.child], at: [inWater], [slowly, happily], 0.7),
    verb("fly", "flew", "flies", "飞", [.bird], at: [overPlace], [quickly, slowly], 2),
    verb(
      "sing", "sang", "sings", "唱歌", [.child, .bird, .adult], at: [inPlace, nearThing, inTree],
      [loudly, happily, quietly],
      1.3),
    verb("work", "worked", "works", "工作", [.adult], at: [inPlace, inBuilding], [quietly, slowly], 1.8),
    verb("cry", "cried", nil, "哭", [.child], at: [inPlace, nearThing], [loudly, sadly], 0.6, .negative),
    verb(
      "wait", "waited", nil, "等", NounClass.people + [.pet], at: [nearThing, inBuilding, inPlace], [quietly, sadly], 1),
  ]

  /// Verbs with an object.
  static let transitives: [Verb] = [
    transitive("see", "saw", nil, "看见", NounClass.animate, NounClass.animate + [.toy, .vehicle, .boat, .tree], 2.6),
    transitive("chase", "chased", "chases", "追赶", [.pet, .hunter, .child], NounClass.animals, 2.5, .plain),
    transitive("follow", "followed", nil, "跟着", NounClass.animate, NounClass.animate, 1.2, .plain),
    transitive("watch", "watched", nil, "看着", NounClass.animate, NounClass.animate + [.boat], 1.5, .plain),
    transitive("hear", "heard", nil, "听见", NounClass.animate, NounClass.animate, 1),
    transitive(
      "find", "found", nil, "找到", NounClass.people, [.toy, .reading, .letter, .clothing, .container, .pet], 2),
    transitive(
      "eat", "ate", "eats", "吃", NounClass.people + [.livestock, .rodent, .pet], [.fruit, .meal], 3),
    transitive("drink", "drank", "drinks", "喝", NounClass.people + [.pet], [.drink], 1.5),
    transitive("read", "read", "reads", "读", NounClass.people, [.reading, .letter], 2.5),
    transitive("write", "wrote", nil, "写", NounClass.people, [.letter], 1),
    transitive(
      "buy", "bought", nil, "买", NounClass.people, [.toy, .fruit, .meal, .reading, .clothing, .vehicle, .flower], 2),
    transitive("carry", "carried", nil, "拿着", NounClass.people, [.container, .toy], 1, .plain),
    transitive("paint", "painted", nil, "画", NounClass.people, [.tree, .flower, .boat, .building, .bird], 0.8),
    transitive("wash", "washed", nil, "洗", NounClass.people, [.clothing, .vehicle, .pet], 1),
    transitive("open", "opened", nil, "打开", NounClass.people, [.opening, .container, .letter], 1),
    transitive("close", "closed", nil, "关上", NounClass.people, [.opening], 0.8),
    transitive("help", "helped", "helps", "帮助", NounClass.people, NounClass.people, 1.5),
    transitive("feed", "fed", "feeds", "喂", NounClass.people, [.pet, .livestock, .bird], 1.2),
    transitive("visit", "visited", "visits", "看望", NounClass.people, [.adult], 1),
  ]

  /// What one likes, wants and has, in the present.
  static let attitudes: [Verb] = [
    attitude(
      "like", "liked", "likes", "喜欢", NounClass.animate,
      [.fruit, .meal, .drink, .reading, .pet, .livestock, .bird, .flower, .toy], 3),
    attitude("love", "loved", "loves", "非常喜欢", NounClass.people, [.pet, .reading, .flower, .livestock], 1.2),
    attitude(
      "want", "wanted", "wants", "想要", NounClass.people + [.pet, .livestock, .rodent],
      [.toy, .fruit, .meal, .drink, .reading, .clothing, .vehicle], 2, kinds: false),
    attitude(
      "have", "had", "has", "有", NounClass.people, [.toy, .pet, .livestock, .reading, .clothing, .vehicle], 2,
      kinds: false),
  ]

  static let give = transitive(
    "give", "gave", nil, "给", NounClass.people, [.toy, .fruit, .meal, .reading, .letter, .flower, .clothing], 1)
  static let put = Verb(
    base: "put", past: "put", third: nil, chinese: "放", aspect: .plain, subjects: NounClass.people,
    objects: [.toy, .fruit, .meal, .reading, .letter, .clothing, .container],
    places: [onFurniture, onFurniture, inContainer, underThing], adverbs: [], takesPlaceBehind: true,
    sentiment: .neutral, weight: 1)
  static let lose = transitive(
    "lose", "lost", nil, "弄丢", NounClass.people, [.toy, .reading, .letter, .clothing, .container, .pet], 1,
    .completed, .negative)
  static let smash = transitive(
    "break", "broke", nil, "弄坏", NounClass.people, [.toy, .container, .vehicle], 1, .completed, .negative)
  static let get = transitive(
    "get", "got", nil, "得到", NounClass.people, [.toy, .reading, .letter, .clothing, .vehicle], 1, .completed, .positive)

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

  private static func attitude(
    _ base: String, _ past: String, _ third: String?, _ chinese: String, _ subjects: [NounClass],
    _ objects: [NounClass], _ weight: Double, kinds: Bool = true
  ) -> Verb {
    var verb = transitive(base, past, third, chinese, subjects, objects, weight, .plain)
    verb.takesKinds = kinds
    return verb
  }
}

extension Verb {
  /// What it acts on when one of this class does it: the hunted is smaller than the hunter, men have no dolls.
  func objects(by meaning: NounClass) -> [NounClass] {
    let excluded: [NounClass]
    switch (meaning, base) {
    case (.hunter, "chase"): excluded = [.hunter, .bird]
    case (.pet, "chase"): excluded = [.livestock, .hunter]
    case (_, "chase"): excluded = [.hunter]
    case (.livestock, "eat"), (.livestock, "want"): excluded = [.meal, .toy, .drink, .reading, .clothing, .vehicle]
    case (.pet, "eat"), (.pet, "want"): excluded = [.fruit, .toy, .reading, .clothing, .vehicle]
    case (.rodent, "want"): excluded = [.drink, .toy, .reading, .clothing, .vehicle]
    case (.livestock, "like"), (.hunter, "like"), (.bird, "like"), (.rodent, "like"), (.pet, "like"):
      excluded = [.reading, .pet, .livestock, .bird, .flower] + (meaning == .pet ? [.fruit] : [.meal, .toy, .drink])
    case (.adult, "like"), (.adult, "want"), (.adult, "have"), (.adult, "get"), (.adult, "carry"), (.adult, "lose"),
      (.adult, "break"):
      excluded = [.toy]
    case (.child, "buy"), (.child, "want"), (.child, "get"): excluded = [.vehicle]
    case (.child, "have"), (.child, "break"): excluded = [.vehicle, .livestock]
    default: excluded = []
    }
    return objects.filter { !excluded.contains($0) }
  }
}
