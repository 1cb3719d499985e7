import StrictJSON
import Tensors
import Testing

@Suite("JSON that is written")
struct WriterTests {
  @Test func `a compact text is one line`() {
    let value: JSONValue = ["step": 1, "loss": 5.54, "list": [true, nil, [], [:]], "text": "a\"b\\c\n\u{1}é"]
    #expect(
      value.text() == #"{"step":1,"loss":5.54,"list":[true,null,[],{}],"text":"a\"b\\c\n\u0001é"}"#)
  }

  @Test func `a pretty text has two spaces a level`() {
    let value: JSONValue = ["a": [1, 2.0], "b": [:], "c": ["d": []]]
    #expect(
      value.text(.pretty) == """
        {
          "a": [
            1,
            2.0
          ],
          "b": {},
          "c": {
            "d": []
          }
        }

        """)
  }

  @Test(arguments: [
    (0.1, "0.1"), (1e-5, "1e-05"), (1e16, "1e+16"), (-0.0, "-0.0"), (.leastNonzeroMagnitude, "5e-324"),
    (1.0 / 3, "0.3333333333333333"),
    (.greatestFiniteMagnitude, "1.7976931348623157e+308"),
  ])
  func `numbers take as few digits as identify them`(number: Double, expected: String) {
    #expect(JSONValue.number(number).text() == expected)
  }

  @Test func `a single takes the digits of a single`() {
    #expect(JSONValue.number(shortest: 0.1).text() == "0.1")
    #expect(JSONValue.number(shortest: 1e-5).text() == "1e-05")
    #expect(JSONValue.number(shortest: 5.5400004).text() == "5.5400004")
  }

  @Test func `what is written reads as what it was`() throws {
    var generator = SplitMix64(seed: 3)
    for _ in 0..<2_000 {
      let value = randomValue(depth: 4, using: &generator)
      for layout in [JSONLayout.compact, .pretty] {
        let text = value.text(layout)
        #expect(try JSONValue(parsing: Array(text.utf8)) == value)
      }
    }
  }

  private func randomValue(depth: Int, using generator: inout SplitMix64) -> JSONValue {
    switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &generator) {
    case 0: return .null
    case 1: return .bool(.random(using: &generator))
    case 2: return .integer(Int(truncatingIfNeeded: generator.next()) >> Int.random(in: 0..<64, using: &generator))
    case 3:
      let number = Double(bitPattern: generator.next())
      return .number(number.isFinite ? number : 0)
    case 4, 5: return .string(randomString(using: &generator))
    case 6:
      return .array(
        (0..<Int.random(in: 0..<5, using: &generator)).map { _ in
          randomValue(depth: depth - 1, using: &generator)
        })
    default:
      return .object(
        JSONObject(
          (0..<Int.random(in: 0..<12, using: &generator)).map { index in
            (randomString(using: &generator) + String(index), randomValue(depth: depth - 1, using: &generator))
          }))
    }
  }

  private func randomString(using generator: inout SplitMix64) -> String {
    var string = ""
    for _ in 0..<Int.random(in: 0..<8, using: &generator) {
      let limit: UInt32 = Bool.random(using: &generator) ? 0x100 : 0x11_0000
      if let scalar = Unicode.Scalar(UInt32.random(in: 0..<limit, using: &generator)) {
        string.unicodeScalars.append(scalar)
      }
    }
    return string
  }
}

@Suite("An object")
struct ObjectTests {
  @Test func `members keep their order and are set by name`() {
    var object: JSONObject = ["b": 1, "a": 2]
    object["c"] = 3
    object["b"] = 4
    object["a"] = nil
    #expect(object == ["b": 4, "c": 3])
    #expect(object.members.map(\.name) == ["b", "c"])
    #expect(object != ["c": 3, "b": 4])
  }

  @Test func `a value of the wrong kind is named with its place`() throws {
    let object: JSONObject = ["n_layer": "12", "x": 0.5, "list": [1, 2], "o": ["a": 1], "t": true, "z": nil]
    func message(_ body: () throws -> Void) -> String? {
      #expect(throws: JSONMismatch.self, performing: body)?.description
    }
    #expect(
      message { _ = try object.required("n_layer").integer(at: "n_layer") }
        == "n_layer: expected a whole number of at least 0, found \"12\"")
    #expect(
      message { _ = try object.required("x").integer(at: "x", in: 1...1_024) }
        == "x: expected a whole number from 1 to 1,024, found 0.5")
    #expect(
      message { _ = try object.required("list").object(at: "list") } == "list: expected an object, found a list of 2")
    #expect(
      message { _ = try object.required("o").array(at: "o") } == "o: expected a list, found an object with 1 member")
    #expect(message { _ = try object.required("t").string(at: "t") } == "t: expected a string, found true")
    #expect(message { _ = try object.required("z").bool(at: "z") } == "z: expected true or false, found null")
    #expect(message { _ = try object.required("t").number(at: "t") } == "t: expected a number, found true")
    #expect(message { _ = try object.required("y", at: "model") } == "model.y: expected a value, found nothing")
    #expect(try object.required("x").number(at: "x") == 0.5)
    #expect(try object.required("list").array(at: "list")[1].number(at: "list") == 2)
  }
}
