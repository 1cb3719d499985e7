extension Lexicon {
  /// All nouns; the weights say how often each is taken among those that fit.
  static let nouns: [Noun] = people + animals + things + places

  private static let people: [Noun] = [
    noun("man", "men", .adult, .he, "男人", "个", 3),
    noun("woman", "women", .adult, .she, "女人", "个", 3),
    noun("king", "kings", .adult, .he, "国王", "位", 1),
    noun("queen", "queens", .adult, .she, "王后", "位", 1),
    noun("teacher", "teachers", .adult, nil, "老师", "位", 1.5),
    noun("doctor", "doctors", .adult, nil, "医生", "位", 1),
    noun("farmer", "farmers", .adult, nil, "农夫", "个", 1),
    noun("boy", "boys", .child, .he, "男孩", "个", 4),
    noun("girl", "girls", .child, .she, "女孩", "个", 4),
    noun("child", "children", .child, nil, "孩子", "个", 2),
    noun("student", "students", .child, nil, "学生", "个", 1.5),
  ]

  private static let animals: [Noun] = [
    noun("cat", "cats", .pet, .it, "猫", "只", 6),
    noun("dog", "dogs", .pet, .it, "狗", "只", 5),
    noun("rabbit", "rabbits", .rodent, .it, "兔子", "只", 1.5),
    noun("horse", "horses", .livestock, .it, "马", "匹", 2),
    noun("cow", "cows", .livestock, .it, "牛", "头", 1.5),
    noun("fox", "foxes", .hunter, .it, "狐狸", "只", 1),
    noun("bear", "bears", .hunter, .it, "熊", "只", 1),
    noun("mouse", "mice", .rodent, .it, "老鼠", "只", 2),
    noun("bird", "birds", .bird, .it, "鸟", "只", 2.5),
    noun("duck", "ducks", .bird, .it, "鸭子", "只", 1.5),
  ]

  private static let things: [Noun] = [
    noun("ball", "balls", .toy, .it, "球", "个", 3),
    noun("doll", "dolls", .toy, .it, "娃娃", "个", 1.5),
    noun("kite", "kites", .toy, .it, "风筝", "只", 1.5),
    noun("book", "books", .reading, .it, "书", "本", 3),
    noun("letter", "letters", .letter, .it, "信", "封", 1.5),
    noun("apple", "apples", .fruit, .it, "苹果", "个", 3),
    noun("cake", "cakes", .meal, .it, "蛋糕", "块", 2),
    noun("egg", "eggs", .meal, .it, "鸡蛋", "个", 1),
    noun("milk", nil, .drink, .it, "牛奶", "杯", 1.5),
    noun("water", nil, .drink, .it, "水", "杯", 1.5),
    noun("mat", "mats", .mat, .it, "垫子", "块", 4),
    noun("sofa", "sofas", .seat, .it, "沙发", "张", 2.5),
    noun("chair", "chairs", .seat, .it, "椅子", "把", 2.5),
    noun("bed", "beds", .seat, .it, "床", "张", 2),
    noun("table", "tables", .table, .it, "桌子", "张", 2),
    noun("box", "boxes", .container, .it, "盒子", "个", 2),
    noun("basket", "baskets", .container, .it, "篮子", "个", 1.5),
    noun("bag", "bags", .container, .it, "袋子", "个", 1),
    noun("hat", "hats", .clothing, .it, "帽子", "顶", 2),
    noun("coat", "coats", .clothing, .it, "外套", "件", 1.5),
    noun("shirt", "shirts", .clothing, .it, "衬衫", "件", 1),
    noun("car", "cars", .vehicle, .it, "汽车", "辆", 2),
    noun("bike", "bikes", .vehicle, .it, "自行车", "辆", 1.5),
    noun("boat", "boats", .boat, .it, "船", "条", 1),
    noun("tree", "trees", .tree, .it, "树", "棵", 2),
    noun("flower", "flowers", .flower, .it, "花", "朵", 1.5),
    noun("door", "doors", .opening, .it, "门", "扇", 1),
    noun("window", "windows", .opening, .it, "窗户", "扇", 1),
  ]

  private static let places: [Noun] = [
    noun("house", "houses", .building, .it, "房子", "座", 2),
    noun("school", "schools", .building, .it, "学校", "所", 1.5),
    noun("park", "parks", .place, .it, "公园", "个", 3),
    noun("garden", "gardens", .place, .it, "花园", "个", 3),
    noun("forest", "forests", .place, .it, "森林", "片", 1.5),
    noun("field", "fields", .place, .it, "田野", "片", 1.5),
    noun("river", "rivers", .water, .it, "河", "条", 1.5),
  ]

  /// What one talks about when there is nothing to say.
  static let weatherNoun = noun("weather", nil, .weather, .it, "天气", "种", 1)

  private static func noun(
    _ singular: String, _ plural: String?, _ meaning: NounClass, _ pronoun: Pronoun?, _ chinese: String,
    _ measure: String, _ weight: Double
  ) -> Noun {
    Noun(
      singular: singular, plural: plural, meaning: meaning, pronoun: pronoun, chinese: chinese, measure: measure,
      weight: weight)
  }
}
