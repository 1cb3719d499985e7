import Corpora
import Kernels
import Models
import Tensors
import Testing

@testable import Training

@Suite("The Playground's scenes and their codes") struct PlaygroundSceneTests {
  /// Settings drawn at random from all that are possible.
  static func settings(_ generator: inout SplitMix64) -> PlaygroundSettings {
    var settings = PlaygroundSettings()
    settings.take(PlaneDataset.allCases.randomElement(using: &generator) ?? .circle)
    settings.noise = Int.random(in: PlaygroundSettings.noises, using: &generator)
    settings.trainingShare = Int.random(in: PlaygroundSettings.trainingShares, using: &generator)
    settings.dataSeed = generator.next()
    settings.seed = generator.next()
    settings.batch = Int.random(in: PlaygroundSettings.batches, using: &generator)
    settings.rule = PlaygroundSettings.Rule.allCases.randomElement(using: &generator) ?? .sgd
    settings.learningRate = Float.random(in: 1e-4...3, using: &generator)
    settings.regularization = PlaygroundSettings.Regularization.allCases.randomElement(using: &generator) ?? .none
    settings.regularizationRate = Float.random(in: 0...1, using: &generator)
    settings.features = PlaneFeature.allCases.filter { _ in Bool.random(using: &generator) }
    if settings.features.isEmpty { settings.features = [.product] }
    settings.layers = (0..<Int.random(in: 0...6, using: &generator)).map { _ in
      PlaygroundSettings.Layer(
        units: Int.random(in: 1...8, using: &generator),
        activation: PlaygroundActivation.allCases.randomElement(using: &generator) ?? .tanh,
        dropout: Bool.random(using: &generator) ? Float.random(in: 0...0.8, using: &generator) : 0)
    }
    settings.lastEpoch = Bool.random(using: &generator) ? Int.random(in: 1...9_999, using: &generator) : nil
    settings.testLossBelow = Bool.random(using: &generator) ? Float.random(in: 0...1, using: &generator) : nil
    if Bool.random(using: &generator) {
      settings.ownPoints = (0..<5).map { _ in
        PlanePoint(
          x: Float.random(in: -9...9, using: &generator), y: Float.random(in: -9...9, using: &generator),
          target: Float.random(in: -1...1, using: &generator))
      }
    }
    return settings
  }

  @Test("a scene comes back from its code, every number of it")
  func roundTrip() throws {
    var generator = SplitMix64(seed: 5)
    for _ in 0..<100 {
      let first = Self.settings(&generator)
      var later = first
      later.learningRate = Float.random(in: 1e-4...3, using: &generator)
      later.batch = Int.random(in: PlaygroundSettings.batches, using: &generator)
      let events: [PlaygroundEvent] = [
        PlaygroundEvent(epoch: 3, change: .parameter(index: 1, value: Float.random(in: -4...4, using: &generator))),
        PlaygroundEvent(epoch: 3, change: .settings(later)),
        PlaygroundEvent(epoch: 7, change: .add(PlanePoint(x: 0.1, y: -0.2, target: 1))),
        PlaygroundEvent(epoch: 9, change: .remove(index: 2)),
      ]
      var view = PlaygroundScene.View()
      (view.layer, view.unit, view.input) = (Bool.random(using: &generator) ? 2 : nil, 3, 8)
      (view.showsTest, view.isDiscrete, view.isLogarithmic) = (true, false, true)
      let scene = PlaygroundScene(
        PlaygroundScript(first, events: events, epochs: 12), beside: [PlaygroundScript(later, epochs: 4)], view: view,
        checksum: UInt32.random(in: 0...UInt32.max, using: &generator))
      let code = PlaygroundCode.text(of: scene)
      #expect(code.utf8.allSatisfy { (33...126).contains($0) })
      #expect(try PlaygroundCode.scene(of: code) == scene)
    }
  }

  @Test("a code says little where there is little to say")
  func short() {
    #expect(PlaygroundCode.text(of: PlaygroundScene(PlaygroundScript(PlaygroundSettings(), epochs: 100))).count < 100)
  }

  @Test("a damaged code is an error, never a trap")
  func damaged() {
    var generator = SplitMix64(seed: 6)
    let code = PlaygroundCode.text(of: PlaygroundScene(PlaygroundScript(Self.settings(&generator), epochs: 10)))
    for length in stride(from: 0, to: code.count, by: 7) {
      #expect(throws: PlaygroundError.self) { try PlaygroundCode.scene(of: String(code.prefix(length))) }
    }
    for _ in 0..<300 {
      var bytes = Array(code.utf8)
      bytes[Int.random(in: 4..<bytes.count, using: &generator)] = UInt8.random(in: 33...126, using: &generator)
      // What isn't an error is another scene that can be run.
      guard let scene = try? PlaygroundCode.scene(of: String(decoding: bytes, as: UTF8.self)) else { continue }
      _ = PlaygroundRun(scene.run.settings, kernels: Kernels.naiveKernelSet())
    }
  }

  @Test(
    "what no run can have is refused, with its place",
    arguments: [
      (#"{"run":{"settings":{"noise":51},"events":[],"epochs":0}}"#, "noise"),
      (#"{"run":{"settings":{"features":[]},"events":[],"epochs":0}}"#, "layers"),
      (#"{"run":{"settings":{"features":["x1","x1"]},"events":[],"epochs":0}}"#, "features"),
      (#"{"run":{"settings":{"layers":[[9,"tanh"]]},"events":[],"epochs":0}}"#, "layers"),
      (#"{"run":{"settings":{"layers":[[2,"softmax"]]},"events":[],"epochs":0}}"#, "layers"),
      (#"{"run":{"settings":{"problem":"regression"},"events":[],"epochs":0}}"#, "problem"),
      (#"{"run":{"settings":{"points":[1,2]},"events":[],"epochs":0}}"#, "points"),
      (#"{"run":{"settings":{"points":[]},"events":[],"epochs":0}}"#, "points"),
      (#"{"run":{"settings":{"points":[1,1e300,1]},"events":[],"epochs":0}}"#, "points"),
      (#"{"run":{"settings":{"colour":"red"},"events":[],"epochs":0}}"#, "colour"),
      (#"{"run":{"settings":{},"events":[[5,"weight",0,1]],"epochs":4}}"#, "events"),
      (#"{"run":{"settings":{},"events":[[0,"set",{"dataset":"spiral"}]],"epochs":4}}"#, "events"),
      (#"{"run":{"settings":{},"events":[[0,"melt",0]],"epochs":4}}"#, "events"),
      (#"{"run":{"settings":{},"events":[],"epochs":-1}}"#, "epochs"),
    ])
  func refused(json: String, place: String) throws {
    let code = "hs1-" + Self.base64(Deflate.packed(Array(json.utf8)))
    do {
      _ = try PlaygroundCode.scene(of: code)
      Issue.record("\(json) was taken")
    } catch { #expect("\(error)".contains(place), "\(error)") }
  }

  private static func base64(_ bytes: [UInt8]) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    var text = ""
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let part = bytes[start..<min(start + 3, bytes.count)]
      let bits = part.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - part.count))
      for place in 0...part.count { text.append(digits[bits >> (18 - 6 * place) & 63]) }
    }
    return text
  }

  @Test("changes that don't fit a run are told from those that do")
  func accepting() {
    let run = PlaygroundRun(PlaygroundSettings(), kernels: Kernels.naiveKernelSet())
    var settings = run.settings
    settings.learningRate = 1
    #expect(run.accepts(.settings(settings)))
    settings.dataset = .spiral
    #expect(!run.accepts(.settings(settings)))
    #expect(run.accepts(.parameter(index: 0, value: 3)) && !run.accepts(.parameter(index: 0, value: .nan)))
    #expect(!run.accepts(.parameter(index: 10_000, value: 3)) && !run.accepts(.parameter(index: -1, value: 3)))
    #expect(run.accepts(.remove(index: 249)) && !run.accepts(.remove(index: 250)))
  }

  @Test("the exported network computes what the network computes, by nothing but what stands in it")
  func export() throws {
    var generator = SplitMix64(seed: 8)
    for activation in PlaygroundActivation.allCases where activation != .gelu {
      var settings = PlaygroundSettings()
      settings.layers = [.init(units: 3, activation: activation), .init(units: 2, activation: activation)]
      settings.features = [.x1, .product, .sineX2]
      let run = PlaygroundRun(settings, kernels: Kernels.naiveKernelSet())
      for _ in 0..<5 { run.epoch() }
      let point = PlanePoint(
        x: Float.random(in: -6...6, using: &generator), y: Float.random(in: -6...6, using: &generator), target: 0)
      let own = run.network.outputs(at: [point], kernels: Kernels.naiveKernelSet())[0]
      let exported = try ExportedNetwork(run.network.export)
      #expect(abs(exported.output(point) - Double(own)) < 1e-5, "\(activation)")
    }
  }
}
