extension Lexicon {
  /// All adjectives but those of the weather.
  static let adjectives: [Adjective] = feelings + looks + sizes + ages + colours

  private static let feelings: [Adjective] = [
    adjective("happy", .quality, NounClass.animate, .positive, "快乐", "高兴", 3, state: true),
    adjective("proud", .quality, NounClass.people, .positive, "骄傲", "自豪", 0.7, state: true),
    adjective("sad", .quality, NounClass.animate, .negative, "伤心", "难过", 2.5, state: true),
    adjective("angry", .quality, NounClass.animate, .negative, "生气", "生气", 1.5, state: true),
    adjective("afraid", .quality, [], .negative, "害怕", "害怕", 1, state: true),
    adjective("hungry", .quality, NounClass.animate, .negative, "饥饿", "饿", 2.5, state: true),
    adjective("thirsty", .quality, NounClass.animate, .negative, "口渴", "渴", 1, state: true),
    adjective("tired", .quality, NounClass.animate, .negative, "疲倦", "累", 2.5, state: true),
    adjective("sick", .quality, NounClass.animate, .negative, "生病", "不舒服", 1, state: true),
    adjective("kind", .quality, NounClass.people, .positive, "善良", "善良", 1.5, state: false),
    adjective("clever", .quality, NounClass.animate, .positive, "聪明", "聪明", 1.5, state: false),
    adjective("brave", .quality, NounClass.animate, .positive, "勇敢", "勇敢", 1, state: false),
    adjective("quiet", .quality, NounClass.animate + [.building, .place], .neutral, "安静", "安静", 1.2, state: false),
  ]

  private static let looks: [Adjective] = [
    adjective(
      "beautiful", .quality,
      [.adult, .bird, .livestock, .toy, .clothing, .flower, .tree, .building, .place, .water],
      .positive, "美丽", "美", 1.5, state: false),
    adjective(
      "clean", .quality, [.clothing, .container, .vehicle, .mat, .seat, .table, .opening, .water], .positive, "干净",
      "干净",
      1.2, state: true),
    adjective(
      "dirty", .quality, [.clothing, .container, .vehicle, .seat, .toy, .opening, .pet, .livestock], .negative, "脏",
      "脏", 1.2, state: true),
    adjective("soft", .quality, [.mat, .seat, .toy], .positive, "柔软", "软", 1.2, state: false),
    adjective("warm", .quality, [.clothing, .mat, .seat], .positive, "暖和", "暖和", 1, state: false),
    adjective("good", .quality, [.reading, .meal, .drink], .positive, "好", "好", 1, state: false),
    adjective("interesting", .quality, [.reading, .letter], .positive, "有趣", "有趣", 1.5, state: false),
    adjective("sweet", .quality, [.fruit, .meal], .positive, "甜", "甜", 1.5, state: false),
    adjective("cold", .quality, [.drink], .neutral, "冰凉", "凉", 1, state: true),
    adjective("hot", .quality, [.drink], .neutral, "热", "热", 1, state: true),
    adjective("heavy", .quality, [.container, .table], .neutral, "沉重", "重", 1, state: true),
    adjective("empty", .quality, [.container, .building, .vehicle, .boat], .neutral, "空", "空", 1, state: true),
  ]

  private static let sizes: [Adjective] = [
    adjective(
      "big", .size, NounClass.animals + sizedThings + [.tree, .opening, .building, .place, .water],
      .neutral, "大", "大", 3, state: false),
    adjective(
      "small", .size,
      NounClass.animals + sizedThings + [.child, .tree, .opening, .building, .place, .water],
      .neutral, "小", "小", 3, state: false),
    adjective(
      "little", .size, NounClass.animals + [.child, .toy, .boat, .flower, .building, .container], .neutral, "小", "小",
      1.5, state: false),
    adjective("tall", .size, [.adult, .child, .tree], .neutral, "高大", "高", 2, state: false),
    adjective("long", .size, [.letter], .neutral, "长", "长", 1, state: false),
  ]

  private static let ages: [Adjective] = [
    adjective(
      "old", .age,
      NounClass.animals + [
        .adult, .toy, .reading, .mat, .seat, .table, .container, .clothing, .vehicle, .boat, .tree, .building,
      ], .neutral, "老", "老", 3, state: false),
    adjective("young", .age, [.adult, .pet, .livestock, .hunter, .bird], .neutral, "年轻", "年轻", 2, state: false),
    adjective(
      "new", .age, [.toy, .reading, .mat, .seat, .table, .container, .clothing, .vehicle, .boat, .building],
      .positive, "新", "新", 2, state: false),
  ]

  private static let colours: [Adjective] = [
    adjective(
      "black", .colour, [.pet, .livestock, .hunter, .bird, .container, .clothing, .vehicle, .mat, .seat, .table],
      .neutral,
      "黑色", "黑", 2, state: false),
    adjective(
      "white", .colour,
      [.pet, .livestock, .rodent, .bird, .container, .clothing, .vehicle, .boat, .flower, .opening, .building],
      .neutral, "白色", "白", 2, state: false),
    adjective(
      "brown", .colour, [.pet, .livestock, .hunter, .container, .mat, .seat, .table, .clothing], .neutral, "棕色", "棕",
      1.5,
      state: false),
    adjective("red", .colour, paintable + [.flower], .neutral, "红色", "红", 2, state: false),
    adjective("blue", .colour, paintable + [.flower], .neutral, "蓝色", "蓝", 1.5, state: false),
    adjective("green", .colour, paintable, .neutral, "绿色", "绿", 1.5, state: false),
    adjective("yellow", .colour, paintable + [.flower], .neutral, "黄色", "黄", 1.5, state: false),
  ]

  /// What the sky is like.
  static let skies: [Adjective] = [
    adjective("sunny", .quality, [], .positive, "晴天", "晴天", 3, state: true),
    adjective("rainy", .quality, [], .negative, "雨天", "雨天", 2, state: true),
    adjective("cloudy", .quality, [], .neutral, "阴天", "阴天", 1.5, state: true),
    adjective("windy", .quality, [], .neutral, "大风天", "大风天", 1, state: true),
  ]

  /// How warm it is outside.
  static let temperatures: [Adjective] = [
    adjective("warm", .quality, [], .positive, "暖和", "暖和", 2, state: true),
    adjective("cold", .quality, [], .negative, "冷", "冷", 2, state: true),
    adjective("hot", .quality, [], .neutral, "热", "热", 1.5, state: true),
  ]

  /// Whether a sky and a temperature are found together.
  static func goTogether(_ sky: Adjective, _ temperature: Adjective) -> Bool {
    switch (sky.english, temperature.english) {
    case ("sunny", "cold"), ("rainy", "hot"), ("cloudy", "hot"), ("windy", "hot"): false
    default: true
    }
  }

  /// A letter is long, not big.
  private static let sizedThings = NounClass.things.filter { $0 != .letter }

  private static let paintable: [NounClass] = [
    .toy, .mat, .seat, .container, .clothing, .vehicle, .boat, .opening,
  ]

  private static func adjective(
    _ english: String, _ kind: AdjectiveKind, _ classes: [NounClass], _ sentiment: Sentiment, _ attribute: String,
    _ predicate: String, _ weight: Double, state: Bool
  ) -> Adjective {
    Adjective(
      english: english, kind: kind, classes: classes, sentiment: sentiment, chineseAttribute: attribute,
      chinesePredicate: predicate, weight: weight, isState: state)
  }
}
