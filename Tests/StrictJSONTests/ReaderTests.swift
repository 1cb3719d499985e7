import StrictJSON
import Testing

private func parse(_ text: String, _ limits: JSONLimits = JSONLimits()) throws(JSONError) -> JSONValue {
  try JSONValue(parsing: Array(text.utf8), limits: limits)
}

@Suite("JSON that is read")
struct ReaderTests {
  @Test(
    "values are what RFC 8259 says",
    arguments: [
      ("null", .null), ("true", true), ("false", false), (" \t\r\n1 ", 1), ("0", 0), ("-0", 0), ("-12", -12),
      ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
      ("9223372036854775808", .number(0x1p63)), ("1.0", .number(1)), ("12.5", 12.5), ("1e3", .number(1_000)),
      ("1E+3", .number(1_000)), ("1e-05", 1e-05), ("-0.0", .number(-0.0)), ("5e-324", .number(.leastNonzeroMagnitude)),
      ("1000000000000000019884624838656", .number(1e30)), ("[]", []), ("[ ]", []), ("[1,[2],{}]", [1, [2], [:]]),
      ("{}", [:]), ("{ \"a\" : 1 , \"b\" : [ ] }", ["a": 1, "b": []]), ("\"\"", ""), ("\"é猫😀\"", "é猫😀"),
      (#""\"\\\/\b\f\n\r\t""#, .string("\"\\/\u{8}\u{C}\n\r\t")), (#""\u0041\u00e9\u732B""#, "Aé猫"),
      (#""\ud83d\ude00x""#, "😀x"), (#""\u0000""#, "\0"), ("{\"é\":1,\"e\u{301}\":2}", ["é": 1, "e\u{301}": 2]),
    ] as [(String, JSONValue)])
  func value(text: String, expected: JSONValue) throws {
    #expect(try parse(text) == expected)
  }

  @Test(
    "a fault is named with its place",
    arguments: [
      ("", .unexpectedEnd, 1, 1), ("  ", .unexpectedEnd, 1, 3), ("[1", .unexpectedEnd, 1, 3),
      ("{\"a\"", .unexpectedEnd, 1, 5), ("\"abc", .unexpectedEnd, 1, 5), ("\"\\", .unexpectedEnd, 1, 3),
      ("tru", .unexpectedEnd, 1, 4), ("-", .unexpectedEnd, 1, 2), ("1.", .unexpectedEnd, 1, 3),
      ("1e", .unexpectedEnd, 1, 3), ("\"\\u12", .unexpectedEnd, 1, 6), ("1 2", .trailingData, 1, 3),
      ("{} x", .trailingData, 1, 4), ("01", .trailingData, 1, 2), ("[1,]", found("]", "a value"), 1, 4),
      ("[,1]", found(",", "a value"), 1, 2), ("{\"a\":1,}", found("}", "a name in quotation marks"), 1, 8),
      ("{a:1}", found("a", "a name in quotation marks"), 1, 2), ("{\"a\" 1}", found("1", "':'"), 1, 6),
      ("{\"a\":1 \"b\":2}", found("\"", "',' or '}'"), 1, 8), ("[1 2]", found("2", "',' or ']'"), 1, 4),
      ("NaN", found("N", "a value"), 1, 1), ("+1", found("+", "a value"), 1, 1), (".5", found(".", "a value"), 1, 1),
      ("-x", found("x", "a digit"), 1, 2), ("nul1", found("1", "'null'"), 1, 4), ("'a'", found("'", "a value"), 1, 1),
      ("{\n  \"a\": 1,\n  \"a\": 2\n}", .duplicateName("a"), 3, 3),
      ("{\"a\":1,\"\\u0061\":2}", .duplicateName("a"), 1, 8),
      ("\"a\nb\"", .controlCharacter(0x0A), 1, 3), ("\"\\x\"", .invalidEscape, 1, 2),
      ("\"\\ud83d\"", .loneSurrogate, 1, 2), ("\"\\ud83dx\"", .loneSurrogate, 1, 2),
      ("\"\\ude00\"", .loneSurrogate, 1, 2), ("\"\\ud83d\\u0041\"", .loneSurrogate, 1, 2),
      ("\"\\u12g4\"", found("g", "a hexadecimal digit"), 1, 6), ("1e999", .numberOutOfRange, 1, 1),
      ("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 3\n", .pointer, 1, 1),
      ("\u{FEFF}1", .byteOrderMark, 1, 1), ("/* */1", found("/", "a value"), 1, 1),
    ] as [(String, JSONError.Problem, Int, Int)])
  func fault(text: String, problem: JSONError.Problem, line: Int, column: Int) throws {
    let error = #expect(throws: JSONError.self) { try parse(text) }
    #expect(error?.problem == problem)
    #expect(error?.line == line)
    #expect(error?.column == column)
  }

  private static func found(_ scalar: Unicode.Scalar, _ expected: String) -> JSONError.Problem {
    .unexpectedByte(UInt8(ascii: scalar), expected: expected)
  }

  @Test(
    "bytes that are not UTF-8 are refused",
    arguments: [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82]] as [[UInt8]])
  func invalidUTF8(bytes: [UInt8]) {
    let quote = UInt8(ascii: "\"")
    let error = #expect(throws: JSONError.self) { try JSONValue(parsing: [quote] + bytes + [quote]) }
    #expect(error?.problem == .invalidUTF8)
  }

  @Test func `each limit holds, and not one earlier`() throws {
    let nested = "[[[{\"a\":[]}]]]"
    #expect(throws: Never.self) { try parse(nested, JSONLimits(depth: 5)) }
    #expect(throws: JSONError.self) { try parse(nested, JSONLimits(depth: 4)) }
    #expect(throws: Never.self) { try parse("[1,2]", JSONLimits(bytes: 5, values: 3)) }
    #expect(throws: JSONError.self) { try parse("[1,2]", JSONLimits(bytes: 4)) }
    #expect(throws: JSONError.self) { try parse("[1,2]", JSONLimits(values: 2)) }
    let deep = String(repeating: "[", count: 500_000)
    #expect(try #require(#expect(throws: JSONError.self) { try parse(deep) }).problem == .tooDeep(limit: 64))
  }

  @Test func `a number has no more digits than one needs`() throws {
    let zeros = String(repeating: "0", count: 1_090)
    #expect(try parse("1.\(zeros)") == .number(1))
    #expect(throws: JSONError.self) { try parse("1.\(zeros)\(zeros)") }
  }

  @Test func `names that only look alike are different names`() throws {
    let object = try parse("{\"é\":1,\"e\u{301}\":2,\"K\":3,\"\u{212A}\":4}").object(at: "it")
    #expect(object["é"] == 1)
    #expect(object["e\u{301}"] == 2)
    #expect(object["\u{212A}"] == 4)
    #expect(object["k"] == nil)
    #expect(ByteKey("é") != ByteKey("e\u{301}"))
    #expect(Set([ByteKey("é"), ByteKey("e\u{301}"), ByteKey("é")]).count == 2)
  }

  @Test func `names are found twice among many`() throws {
    let members = (0..<100).map { "\"n\($0)\":\($0)" }
    #expect(throws: Never.self) { try parse("{" + members.joined(separator: ",") + "}") }
    let error = #expect(throws: JSONError.self) {
      try parse("{" + (members + ["\"n7\":0"]).joined(separator: ",") + "}")
    }
    #expect(error?.problem == .duplicateName("n7"))
  }

  @Test func `the message says where and what`() {
    let error = #expect(throws: JSONError.self) { try parse("{\n \"a\": tru!\n}") }
    #expect(error?.description == "line 2, column 10: expected 'true', found '!'")
    let control = #expect(throws: JSONError.self) { try parse("\"\u{1}\"") }
    #expect(control?.description == "line 1, column 2: a string holds byte 0x01 unescaped")
  }
}
