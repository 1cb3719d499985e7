import Files
import Safetensors
import Tensors
import Testing

@Suite("Safetensors that are written")
struct WriterTests {
  @Test func `what is written reads as what it was`() throws {
    let folder = try TemporaryFolder()
    var generator = SplitMix64(seed: 4)
    for round in 0..<40 {
      let path = folder.path + "/\(round).safetensors"
      let types: [ElementType] = [.int64, .int64, .float32, .float32, .float16, .float16]
      let declarations = types.enumerated().map { index, type in
        let shape = (0..<Int.random(in: 0..<4, using: &generator)).map { _ in Int.random(in: 0..<6, using: &generator) }
        return TensorDeclaration(
          name: "t\(index)é\"", type: type, shape: index == 3 && round % 10 == 0 ? [50_001] : shape)
      }
      let numbers = declarations.map { declaration in
        (0..<declaration.shape.reduce(1, *)).map { _ in Float(Int.random(in: -2_048...2_048, using: &generator)) / 8 }
      }
      var writer = try SafetensorsWriter(path: path, declaring: declarations)
      for (declaration, numbers) in zip(declarations, numbers) {
        if declaration.type == .int64 {
          try writer.append(integers: numbers.map { Int($0 * 8) })
        } else {
          try writer.append(numbers)
        }
      }
      try writer.finish()

      let file = try SafetensorsFile(path: path)
      #expect(file.header.metadata.map(\.name) == ["format"])
      for (declaration, numbers) in zip(declarations, numbers) {
        let entry = try file.entry(named: declaration.name, shape: declaration.shape)
        #expect(entry.type == declaration.type)
        if declaration.type == .int64 {
          #expect(try file.integers(entry) == numbers.map { Int($0 * 8) })
        } else {
          #expect(try file.tensor(entry) == Tensor(shape: declaration.shape, values: numbers))
        }
      }
    }
  }

  @Test func `the data begins at a multiple of 8`() throws {
    let folder = try TemporaryFolder()
    for length in 1..<10 {
      let path = folder.path + "/a"
      let name = String(repeating: "n", count: length)
      var writer = try SafetensorsWriter(
        path: path, declaring: [TensorDeclaration(name: name, type: .float32, shape: [1])])
      try writer.append([1])
      try writer.finish()
      let count = try readFile(at: path, limit: 1_000).count
      #expect((count - 4).isMultiple(of: 8))
    }
  }

  @Test func `a number too large for half precision is an error and leaves no file`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/a.safetensors"
    var message = ""
    do throws(SafetensorsError) {
      var writer = try SafetensorsWriter(
        path: path, declaring: [TensorDeclaration(name: "w", type: .float16, shape: [2])])
      try writer.append([1, 70_000])
      try writer.finish()
    } catch { message = error.description }
    #expect(message == "\(path): tensor \"w\" holds 70000.0, and float16 reaches to 65504; save it as float32")
    #expect(names(inFolder: folder.path).isEmpty)
  }

  @Test func `infinities and NaN pass as they are, and are counted`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/a.safetensors"
    let numbers: [Float] = [.infinity, 1, -.infinity, .nan]
    for type in [ElementType.float32, .float16] {
      var writer = try SafetensorsWriter(path: path, declaring: [TensorDeclaration(name: "w", type: type, shape: [4])])
      try writer.append(numbers)
      try writer.finish()
      let tensor = try SafetensorsFile(path: path).tensor(named: "w")
      #expect(tensor.values.map(\.isFinite) == [false, true, false, false])
      #expect(tensor.values.withUnsafeBufferPointer { nonFiniteCount($0) } == 3)
    }
  }
}

@Suite("Safetensors that are read")
struct ReadingTests {
  @Test func `every number format becomes singles or whole numbers`() throws {
    let cases: [(String, [UInt8], [Float]?, [Int]?)] = [
      ("F64", [0, 0, 0, 0, 0, 0, 0xF8, 0x3F], [1.5], nil), ("F32", [0, 0, 0xC0, 0xBF], [-1.5], nil),
      ("F16", [0, 0x3E], [1.5], nil), ("BF16", [0xC0, 0x3F], [1.5], nil), ("F8_E4M3", [1], nil, nil),
      ("I64", [0xFE, 255, 255, 255, 255, 255, 255, 255], nil, [-2]), ("I32", [0xFE, 255, 255, 255], nil, [-2]),
      ("I16", [0xFE, 255], nil, [-2]), ("I8", [0xFE], nil, [-2]), ("U32", [255, 255, 255, 255], nil, [4_294_967_295]),
      ("U16", [255, 255], nil, [65_535]), ("U8", [255], nil, [255]), ("BOOL", [1], nil, [1]),
      ("U64", [1, 0, 0, 0, 0, 0, 0, 0], nil, nil),
    ]
    for (type, data, floats, integers) in cases {
      let header = #"{"a":{"dtype":"\#(type)","shape":[],"data_offsets":[0,\#(data.count)]}}"#
      let bytes = file(header) + data
      let opened = try SafetensorsFile(bytes: bytes, name: "x")
      #expect((try? opened.tensor(named: "a"))?.values == floats)
      #expect((try? opened.integers(named: "a")) == integers)
    }
  }

  @Test func `what is not there is named with what comes nearest`() throws {
    let bytes = file(#"{"wte.weight":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}"#, data: 8)
    func message(_ name: String, _ shape: [Int]) throws -> String {
      let opened = try SafetensorsFile(bytes: bytes, name: "m")
      do throws(SafetensorsError) { return "\(try opened.entry(named: name, shape: shape))" } catch {
        return error.description
      }
    }
    #expect(try message("wte.wieght", []) == #"m: no tensor "wte.wieght"; the nearest name is "wte.weight""#)
    #expect(try message("wte.weight", [2, 2]) == #"m: tensor "wte.weight" has shape [1, 2], and [2, 2] is needed"#)
    let opened = try SafetensorsFile(bytes: bytes, name: "m")
    var failure: SafetensorsError?
    do throws(SafetensorsError) { _ = try opened.integers(named: "wte.weight") } catch { failure = error }
    #expect(failure?.description == #"m: tensor "wte.weight" holds F32, which cannot be read as whole numbers"#)
  }

  @Test func `Python's own files are read`() throws {
    let folder = parentFolder(of: parentFolder(of: #filePath)) + "/Fixtures/tiny-gpt2"
    let trace = try SafetensorsFile(path: folder + "/trace.safetensors")
    #expect(try trace.integers(named: "input_ids").count == 11)
    let pattern = try trace.tensor(named: "blocks.0.attn.hook_pattern")
    #expect(pattern.shape == [7, 11, 11])
    for row in stride(from: 0, to: pattern.values.count, by: 11) {
      // Eleven singles that were rounded from doubles: half a unit in the last place each.
      let sum: Float = pattern.values[row..<row + 11].reduce(0, +)
      #expect(abs(sum - 1) < 1e-6)
    }
    let file = try SafetensorsFile(path: folder + "/model.safetensors")
    #expect(file.header.metadata.map(\.text) == ["pt"])
  }

  @Test func `a missing file and a folder are told apart`() throws {
    for (path, reason) in [("/nonexistent/x", "no such file"), ("/", "it is not a regular file")] {
      var message = ""
      do throws(SafetensorsError) { _ = try SafetensorsFile(path: path) } catch { message = error.description }
      #expect(message == "\(path): \(reason)")
    }
  }
}
