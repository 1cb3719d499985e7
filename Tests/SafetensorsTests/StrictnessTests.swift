import Files
import Glibc
import Safetensors
import Tensors
import Testing

/// A file of a header and so many zeros.
func file(_ header: String, data: Int = 0, claimed: UInt64? = nil) -> [UInt8] {
  let header = Array(header.utf8)
  let length = claimed ?? UInt64(header.count)
  return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * UInt64($0))) } + header
    + [UInt8](repeating: 0, count: data)
}

private func message(_ bytes: [UInt8]) -> String? {
  do throws(SafetensorsError) {
    _ = try SafetensorsFile(bytes: bytes, name: "model.safetensors")
    return nil
  } catch { return error.description }
}

@Suite("The strictness of safetensors")
struct StrictnessTests {
  private static let a = #""a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}"#

  @Test(
    "what the format allows is read",
    arguments: [
      (file("{}"), 0), (file("{\(a)}", data: 8), 1), (file("{\(a)}     ", data: 8), 1),
      (file(#"{"__metadata__":{"format":"pt"},\#(a)}"#, data: 8), 1),
      (file(#"{"s":{"dtype":"F64","shape":[],"data_offsets":[0,8]}}"#, data: 8), 1),
      (file(#"{"e":{"dtype":"I8","shape":[0,7],"data_offsets":[0,0]}}"#), 1),
      (
        file(
          #"{\#(a),"e":{"dtype":"U8","shape":[3,0],"data_offsets":[8,8]},"f":{"dtype":"BOOL","shape":[0],"data_offsets":[0,0]}}"#,
          data: 8), 3
      ),
      (file(#"{"b":{"dtype":"BF16","shape":[1,1,1,1,1,1,1,3],"data_offsets":[8,14]},\#(a)}"#, data: 14), 2),
      (file(#"{"\u0061":{"shape":[2],"data_offsets":[0,8],"dtype":"F32"}}"#, data: 8), 1),
    ])
  func accepted(bytes: [UInt8], count: Int) throws {
    #expect(message(bytes) == nil)
    #expect(try SafetensorsFile(bytes: bytes, name: "x").header.entries.count == count)
  }

  @Test(
    "each rule has its message",
    arguments: [
      ([], "has 0 bytes, and a safetensors file at least 8 (truncated download?)"),
      (
        file("", claimed: 4_294_967_296) + [UInt8](repeating: 0, count: 1_024),
        "header claims 4,294,967,296 bytes but only 1,024 follow (truncated download?)"
      ),
      (
        file("{}", claimed: .max),
        "header claims 18,446,744,073,709,551,615 bytes but only 2 follow (truncated download?)"
      ),
      (
        Array("version https://git-lfs.github.com/spec/v1\n".utf8),
        "is a pointer of Git LFS, not the weights; in its repository, git lfs pull fetches them"
      ),
      (file(""), "header does not begin with '{' (not a safetensors file?)"),
      (file(" {}"), "header does not begin with '{' (not a safetensors file?)"),
      (file("[]"), "header does not begin with '{' (not a safetensors file?)"),
      (file("{} x"), "header, line 1, column 4: something follows the end of the value"),
      (file("{\"a\":{}\u{0}}"), "header, line 1, column 8: expected ',' or '}', found byte 0x00"),
      (file("{\(a),\(a)}", data: 8), #"header, line 1, column 55: the name "a" occurs twice in one object"#),
      (file(#"{"a":[[[[[[[[]]]]]]]]}"#), "header, line 1, column 13: lists and objects are nested more than 8 deep"),
      (file(#"{"a":1}"#), "header, a: expected an object, found 1"),
      (file(#"{"a":{"shape":[],"data_offsets":[0,4]}}"#, data: 4), "header, a.dtype: expected a value, found nothing"),
      (
        file(#"{"a":{"dtype":"F32","data_offsets":[0,4]}}"#, data: 4),
        "header, a.shape: expected a value, found nothing"
      ),
      (file(#"{"a":{"dtype":"F32","shape":[]}}"#, data: 4), "header, a.data_offsets: expected a value, found nothing"),
      (
        file(#"{"a":{"dtype":"F32","shape":[],"data_offsets":[0,4],"strides":[]}}"#, data: 4),
        #"tensor "a" has a field "strides"; allowed are dtype, shape and data_offsets"#
      ),
      (
        file(#"{"a":{"dtype":"Q4","shape":[],"data_offsets":[0,4]}}"#, data: 4),
        #"tensor "a" has dtype "Q4"; known are F64, F32, F16, BF16, F8_E4M3, F8_E5M2, I64, I32, I16, I8, U64, U32, U16, U8, BOOL"#
      ),
      (
        file(#"{"a":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}}"#, data: 8),
        "header, a.shape: expected a whole number of at least 0, found 2.0"
      ),
      (
        file(#"{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}"#, data: 8),
        "header, a.shape: expected a whole number of at least 0, found -2"
      ),
      (
        file(#"{"a":{"dtype":"F32","shape":["2"],"data_offsets":[0,8]}}"#, data: 8),
        #"header, a.shape: expected a whole number of at least 0, found "2""#
      ),
      (
        file(#"{"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1],"data_offsets":[0,4]}}"#, data: 4),
        #"tensor "a" has 9 dimensions, and at most 8 are allowed"#
      ),
      (
        file(#"{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}"#),
        #"tensor "a" of shape [4294967296, 4294967296] has more bytes than can be counted"#
      ),
      (
        file(#"{"a":{"dtype":"F32","shape":[],"data_offsets":[4,0]}}"#, data: 4),
        #"tensor "a" has data_offsets [4, 0]; allowed are two, the first not above the second"#
      ),
      (
        file(#"{"a":{"dtype":"F32","shape":[],"data_offsets":[0]}}"#, data: 4),
        #"tensor "a" has data_offsets [0]; allowed are two, the first not above the second"#
      ),
      (
        file(#"{"a":{"dtype":"F16","shape":[2],"data_offsets":[0,8]}}"#, data: 8),
        #"tensor "a" of F16 [2] needs 4 bytes, and its data_offsets span 8"#
      ),
      (
        file(#"{"a":{"dtype":"F32","shape":[],"data_offsets":[4,8]}}"#, data: 8),
        #"tensor "a" begins at 4, and the data before it ends at 0: a hole of 4 bytes"#
      ),
      (file(#"{\#(a),"b":{"dtype":"F32","shape":[],"data_offsets":[4,8]}}"#, data: 8), #"tensors "a" and "b" overlap"#),
      (file(#"{\#(a),"e":{"dtype":"U8","shape":[0],"data_offsets":[4,4]}}"#, data: 8), #"tensors "a" and "e" overlap"#),
      (file("{\(a)}", data: 7), "its tensors need 8 bytes but only 7 follow the header (truncated download?)"),
      (file("{\(a)}", data: 9), "the file goes on for 1 byte after the last tensor, and must end with it"),
      (file("{}", data: 1), "the file goes on for 1 byte after the last tensor, and must end with it"),
      (file(#"{"__metadata__":{"a":1}}"#), "header, __metadata__.a: expected a string, found 1"),
      (file(#"{"__metadata__":[]}"#), "header, __metadata__: expected an object, found a list of 0"),
      (
        file("{\"a\u{1B}[2J\":1}".replacing("\u{1B}", with: "\\u001b")),
        "header, a\\u{1B}[2J: expected an object, found 1"
      ),
    ] as [([UInt8], String)])
  func refused(bytes: [UInt8], expected: String) {
    #expect(message(bytes) == "model.safetensors: " + expected)
  }

  @Test func `a header longer than the format allows is refused unread`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/model.safetensors"
    try writeFileAtomically(file("", claimed: 100_000_001), to: path)
    #expect(truncate(path, 100_000_100) == 0)
    #expect(
      throws: SafetensorsError(file: path, problem: .headerTooLong(claimed: 100_000_001, limit: 100_000_000))
    ) { _ = try SafetensorsFile(path: path).header }
  }

  @Test func `a file that is cut anywhere in its header is refused`() {
    let whole = file(#"{"__metadata__":{"format":"pt"},\#(Self.a)}  "#, data: 8)
    for count in 0..<whole.count { #expect(message(Array(whole.prefix(count))) != nil) }
    #expect(message(whole) == nil)
  }
}
