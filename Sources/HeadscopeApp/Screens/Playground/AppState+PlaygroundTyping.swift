internal import Corpora
internal import TerminalCanvas
internal import Training

/// What is typed on the Playground.
struct PlaygroundField: Equatable, Sendable {
  /// What the line is for.
  enum Purpose: Equatable, Sendable {
    case knob(PlaygroundKnob)
    /// The parameter at a place of the flat run.
    case parameter(Int)
    /// A code that somebody has sent.
    case code
  }

  let purpose: Purpose
  var line: LineEditor
}

extension AppState {
  /// Opens a line for the chosen weight or bias.
  mutating func typeWeight() {
    guard let network = playground.report?.network, let index = network.index(of: playground.selectionInSight) else {
      return note = .playground(.chooseWeight)
    }
    overlay = .playgroundField(
      PlaygroundField(purpose: .parameter(index), line: LineEditor(network[index].description)))
  }

  /// Opens a line for the chosen knob; kinds are turned instead.
  mutating func typeKnob() {
    guard playground.knob.isTyped else { return note = .train(.turnInstead) }
    let value = words.playground.typed(playground.knob, playground.settings, chosenLayer)
    overlay = .playgroundField(PlaygroundField(purpose: .knob(playground.knob), line: LineEditor(value)))
  }

  /// Takes what was typed; a bad value says what is allowed, and the line stays.
  mutating func accept(_ field: PlaygroundField) -> [Effect] {
    let text = field.line.text
    switch field.purpose {
    case .parameter(let index):
      guard let value = Float(text.split(separator: " ").joined()), abs(value) <= PlaygroundSettings.largestNumber
      else {
        note = .playground(.badNumber)
        return []
      }
      overlay = nil
      return [.playground(.change(.parameter(index: index, value: value)))]
    case .knob(let knob):
      guard let settings = playground.settings.typed(knob, text, layer: chosenLayer) else {
        note = .playground(.badKnob(knob))
        return []
      }
      overlay = nil
      return settings == playground.settings ? [] : apply { $0 = settings }
    case .code:
      do throws(PlaygroundError) {
        let scene = try PlaygroundCode.scene(of: text.split(separator: " ").joined())
        overlay = nil
        return show(scene)
      } catch {
        note = .playground(.badCode("\(error)"))
        return []
      }
    }
  }

  /// Shows somebody's scene.
  mutating func show(_ scene: PlaygroundScene) -> [Effect] {
    let setup = PlaygroundSetup(kernels: playground.setup.kernels, scene: scene, preset: nil)
    let run = playground.run
    playground = PlaygroundState(setup)
    playground.run = run
    let walk = playground.walk
    defer { playground.walk = walk }
    return begin(scene.run) + recallKept()
  }

  /// A pasted code is shown; other text is for no line here.
  mutating func paste(onPlayground text: String) -> [Effect] {
    let field = PlaygroundField(purpose: .code, line: LineEditor(text))
    overlay = .playgroundField(field)
    return accept(field)
  }

  /// Lays the screen's code over it.
  mutating func showCode() {
    guard let scene = playground.scene else { return note = .waiting }
    overlay = .code(PlaygroundCode.text(of: scene))
  }

  // MARK: Files

  /// Writes the screen's code, which can be longer than the screen.
  mutating func exportCode() -> [Effect] {
    guard case .code(let code)? = overlay else { return [] }
    overlay = nil
    return [.write(NewFile(stem: "headscope-code", suffix: "txt", contents: .text(code + "\n")))]
  }

  mutating func exportNetwork() -> [Effect] {
    guard let network = playground.report?.network else {
      note = .waiting
      return []
    }
    return [.write(NewFile(stem: "headscope-network", suffix: "json", contents: .text(network.export)))]
  }

  mutating func exportPoints() -> [Effect] {
    guard let report = playground.report else {
      note = .waiting
      return []
    }
    let points = report.training.map { ($0, false) } + report.test.map { ($0, true) }
    return [.write(NewFile(stem: "headscope-points", suffix: "csv", contents: .text(PlaygroundTable.text(points))))]
  }
}
