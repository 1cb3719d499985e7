import KernelTypes
import Models
import Tensors
import Testing

@Suite("Weights of 16 bits") struct WeightFormatTests {
  private static let formats = [WeightFormat.float16, .bfloat16]

  private static func models() -> [LanguageModel] {
    let families: [ModelConfiguration.Family] = [.gpt2, .bert(segments: 2), .bart(encoderLayers: 1), .recurrent(.lstm)]
    return families.map { family in
      var configuration = ModelConfiguration(
        vocabularySize: 301, contextLength: 70, width: 36, layers: 2, heads: 3, mlpWidth: 50, family: .gpt2)
      if case .recurrent(let cell) = family {
        configuration = ModelConfiguration(cell, vocabularySize: 301, contextLength: 70, width: 36, layers: 2)
      } else {
        configuration.family = family
      }
      return LanguageModel(configuration: configuration, seed: 5)
    }
  }

  @Test("a pass has the very numbers that it has with the rounded weights as singles", arguments: formats)
  func passes(_ format: WeightFormat) {
    for model in Self.models() {
      let half = model.converted(to: format)
      let single = half.converted(to: .float32)
      #expect(single != model && half.parameters.format == format)
      let source: [Int32] = model.configuration.encoderLayers == nil ? [] : [4, 9, 2, 200, 7]
      for kernels in KernelSet.available {
        for length in [1, 3, 17, 66] {
          let ids = (0..<length).map { Int32($0 * 37 % 301) }
          #expect(
            TraceSession(half, kernels: kernels, threads: 2).trace(ids, source: source)
              == TraceSession(single, kernels: kernels).trace(ids, source: source),
            "\(model.configuration.family), \(length) tokens, \(kernels.name)")
        }
      }
    }
  }

  @Test("generation writes the same", arguments: formats)
  func generation(_ format: WeightFormat) {
    let half = Self.models()[0].converted(to: format)
    let sessions = [half, half.converted(to: .float32)].map {
      GenerationSession($0, capacity: 30, kernels: .forThisMachine)
    }
    for id in (0..<30).map({ Int32($0 * 29 % 301) }) { #expect(sessions[0].read(id) == sessions[1].read(id)) }
  }

  @Test("numbers of matrices are rounded when they are set, those of vectors are not", arguments: formats)
  func rounding(_ format: WeightFormat) throws {
    var parameters = Parameters(layout: Self.models()[0].handles.layout, format: format)
    for entry in parameters.layout.entries {
      let numbers = (0..<entry.count).map { Float($0) * 0.123_456_7 - 3 }
      parameters[entry] = numbers[...]
      let expected = entry.isMatrix ? numbers.map { format.number(format.bits($0)) } : numbers
      #expect(Array(parameters[entry]) == expected, "\(entry.name)")
    }
    // Nothing was written over anything else.
    for (index, entry) in parameters.layout.entries.enumerated() {
      #expect(parameters[entry].first == (entry.isMatrix ? format.number(format.bits(-3)) : -3))
      parameters.withNumbers(of: ParameterID(index: index)) { #expect($0[0] == parameters[entry].first) }
    }
  }

  @Test("they take half the memory of singles, but for vectors")
  func memory() {
    let layout = Self.models()[0].handles.layout
    #expect(layout.bytes(.float32) == layout.count * 4)
    let vectors = layout.entries.filter { !$0.isMatrix }.reduce(0) { $0 + $1.count + 15 }
    #expect(layout.bytes(.float16) == layout.count * 2 + vectors * 4)
    #expect(layout.bytes(.bfloat16) == layout.bytes(.float16))
  }
}
