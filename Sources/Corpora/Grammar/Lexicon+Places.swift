extension Lexicon {
  static let on = Preposition(english: "on", before: "在", after: "上")
  static let inside = Preposition(english: "in", before: "在", after: "里")
  /// In a tree, which Chinese says *on*: 在树上.
  static let among = Preposition(english: "in", before: "在", after: "上")
  static let under = Preposition(english: "under", before: "在", after: "下面")
  static let near = Preposition(english: "near", before: "在", after: "旁边")
  static let behind = Preposition(english: "behind", before: "在", after: "后面")
  static let over = Preposition(english: "over", before: "从", after: "上面")
  static let to = Preposition(english: "to", before: "到", after: nil)
  static let with = Preposition(english: "with", before: "和", after: nil)

  static let onSeat = PlaceFrame(preposition: on, classes: [.mat, .seat], weight: 7)
  static let onFurniture = PlaceFrame(preposition: on, classes: [.table, .mat, .seat], weight: 4)
  static let inPlace = PlaceFrame(preposition: inside, classes: [.place], weight: 3)
  static let inBuilding = PlaceFrame(preposition: inside, classes: [.building], weight: 1.5)
  static let inContainer = PlaceFrame(preposition: inside, classes: [.container], weight: 1.5)
  static let inTree = PlaceFrame(preposition: among, classes: [.tree], weight: 3)
  static let inWater = PlaceFrame(preposition: inside, classes: [.water], weight: 4)
  static let underThing = PlaceFrame(preposition: under, classes: [.table, .seat, .tree], weight: 1.5)
  static let nearThing = PlaceFrame(
    preposition: near, classes: [.tree, .water, .opening, .building, .table], weight: 1.5)
  static let nearAnimate = PlaceFrame(preposition: near, classes: NounClass.animate, weight: 1.8)
  static let behindThing = PlaceFrame(preposition: behind, classes: [.tree, .building, .opening, .seat], weight: 1)
  static let overPlace = PlaceFrame(preposition: over, classes: [.place, .building, .water, .tree], weight: 4)
  static let toPlace = PlaceFrame(preposition: to, classes: [.place, .building, .water], weight: 3)
  static let withFriends = PlaceFrame(preposition: with, classes: [.child, .pet], weight: 1.5)
}

extension PlaceFrame {
  /// The same place as far as one of this class goes there: cows don't sleep on sofas.
  func fitting(_ meaning: NounClass) -> PlaceFrame? {
    guard preposition != Lexicon.among || meaning == .bird else { return nil }
    let avoided = Self.avoided(by: meaning, preposition: preposition.english)
    let classes = classes.filter { !avoided.contains($0) }
    return classes.isEmpty ? nil : PlaceFrame(preposition: preposition, classes: classes, weight: weight)
  }

  private static func avoided(by meaning: NounClass, preposition: String) -> [NounClass] {
    switch (meaning, preposition) {
    case (.adult, "under"), (.child, "under"): [.table, .seat]
    case (.adult, "in"), (.child, "in"): [.container]
    case (.adult, "on"), (.child, "on"): [.table]
    case (.livestock, "in"), (.hunter, "in"): [.building, .container]
    case (.livestock, "to"), (.hunter, "to"): [.building]
    case (.bird, "in"): [.building, .container]
    case (.bird, "on"): [.mat, .seat]
    case (.bird, "under"), (.bird, "behind"), (.bird, "near"): [.table, .seat, .opening]
    case (.livestock, _), (.hunter, _): [.mat, .seat, .table, .opening]
    default: []
    }
  }
}
