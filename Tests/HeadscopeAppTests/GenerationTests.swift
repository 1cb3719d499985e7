import Models
import Testing

@testable import HeadscopeApp

@Suite("Continuing the sentence") struct GenerationTests {
  @Test("Enter adds the chosen token, Backspace takes it away, another choice is another branch")
  func branches() throws {
    var robot = Robot(isReal: true)
    try robot.press("g enter")
    let first = robot.state.explore.sentence.text
    #expect(first.hasPrefix("The cat sat on the mat"))
    #expect(robot.state.explore.sentence.tokens.count == 8)
    #expect(robot.state.explore.selection.query == 7)
    try robot.press("backspace")
    #expect(robot.state.explore.sentence.text == "The cat sat on the mat")
    try robot.press("down enter")
    #expect(robot.state.explore.sentence.text != first)
    #expect(robot.state.explore.generating.tree.ends.count == 2)
    try robot.press("backspace backspace")
    #expect(robot.status.contains("Nothing was added"))
    // The branch that was left is still there.
    try robot.press("tab tab down enter")
    #expect(robot.state.explore.sentence.text == first)
  }

  @Test("the same seed draws the same tokens, another one others")
  func seeds() throws {
    func text(_ keys: String) throws -> String {
      var robot = Robot(isReal: true)
      try robot.press(keys)
      return robot.state.explore.sentence.text
    }
    let drawn = try text("g space space space space space space")
    #expect(try text("g space space space space space space") == drawn)
    #expect(try text("g tab down down down right shift-tab space space space space space space") != drawn)
  }

  @Test("temperature 0 draws the likeliest, top-k 1 as well")
  func greedy() throws {
    for keys in ["g tab left left left left left left left left left left space", "g tab down right space"] {
      var robot = Robot(isReal: true)
      try robot.press("g enter")
      let likeliest = robot.state.explore.sentence.text
      robot = Robot(isReal: true)
      try robot.press(keys)
      #expect(robot.state.explore.sentence.text == likeliest)
    }
  }

  @Test("a run ends where the model's context does")
  func run() throws {
    var robot = Robot(subject: Robot.subject(context: 12), isReal: true)
    try robot.press("g r")
    #expect(!robot.state.explore.generating.isRunning)
    #expect(robot.state.explore.sentence.tokens.count <= 12)
    #expect(robot.status.contains("12 tokens") || robot.status.contains("ends here"))
  }

  @Test("an edited sentence is a new beginning")
  func edited() throws {
    var robot = Robot(isReal: true)
    try robot.press("g enter e")
    robot.type(" and")
    try robot.press("enter g enter")
    #expect(robot.state.explore.generating.tree.nodes.count == 2)
  }

  @Test("every continuation's tokens are those of the sentence and the added one")
  func tokens() throws {
    var robot = Robot(isReal: true)
    try robot.press("g")
    for _ in 0..<20 {
      let before = robot.state.explore.sentence.ids
      try robot.press("space")
      let after = robot.state.explore.sentence.ids
      if after != before { #expect(Array(after.dropLast()) == before) }
    }
  }

  @Test("the nodes of a tree know their path", arguments: [1, 3])
  func tree(depth: Int) {
    var tree = ContinuationTree(text: "a")
    for token in 0..<depth { tree.append(Int32(token), text: "a\(token)", probability: 0.5) }
    #expect(tree.path(to: tree.current).tokens == (0..<depth).map(Int32.init))
    #expect(tree.path(to: tree.current).probability == Float(sign: .plus, exponent: -depth, significand: 1))
    tree.go(to: 0)
    tree.append(0, text: "other", probability: 0.5)
    #expect(tree.current == 1, "what was tried before is found again")
  }
}
