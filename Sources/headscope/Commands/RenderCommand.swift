public import ArgumentParser
internal import Files
internal import HeadscopeApp
public import TerminalCanvas
private import Wording

/// `headscope render`: any screen without a terminal.
struct RenderCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "render",
    abstract: "Draw a screen without a terminal, as text, ANSI or SVG, or write its figures as CSV.")

  /// The screens that can be drawn.
  enum Screen: String, CaseIterable, ExpressibleByArgument {
    case explore
    case train
    case playground
  }

  /// What a screen is drawn as.
  enum PictureFormat: String, CaseIterable, ExpressibleByArgument {
    case text
    case ansi
    case svg
    case csv
  }

  @Argument(help: "The screen: \(Screen.allCases.map(\.rawValue).joined(separator: ", ")).") var screen: Screen
  @Option(help: "Columns and rows.", transform: ScreenSize.init(parsing:)) var size = ScreenSize(width: 120, height: 40)
  @Option(help: "text, ansi or svg; csv: the focused panel's figures, with train --run the whole curve.")
  var format = PictureFormat.text
  @Option(
    help: """
      Colours of ansi: \(ColorDepth.allCases.map(\.rawValue).joined(separator: ", ")); \
      direct where not given, mono where NO_COLOR is set.
      """)
  var colors: ColorDepth?
  // Unconditional, since the minus is a key: --keys "- +" is no option.
  @Option(parsing: .unconditional, help: "Keys to press first, such as \"j j enter\".") var keys = ""
  @Option(name: .customLong("run"), help: "With train: the folder of a run to show.") var runFolder: String?
  @Option(help: "With train: a log of any tool to show, a run's folder as --watch shows it, or - for standard input.")
  var watch: String?
  @Option(parsing: .upToNextOption, help: "With train: runs or logs to draw beside it.") var compare: [String] = []
  @Option(help: "The sentence; where not given, The cat sat on the mat, or one of what the model was trained on.")
  var text: String?
  @Option(help: "With explore: a second sentence beside it, for models that read pairs.") var pair: String?
  @Option(help: "With explore: what an encoder–decoder's decoder reads; its own translation where not given.")
  var target: String?
  @OptionGroup(title: "With playground") var playground: PlaygroundOptions
  @OptionGroup var modelOption: ModelOption
  @OptionGroup(title: "With explore") var reading: ReadingOptions
  @OptionGroup var look: LookOptions
  @Option(name: .shortAndLong, help: "A file to write instead of stdout.") var output: String?

  func run() throws {
    if let output { try requireFile(output, option: "--output") }
    let script = try Key.script(keys)
    let picture = try content(script)
    if let output {
      try writeFileAtomically(Array(picture.utf8), to: output, following: true)
    } else {
      try standardOutput(picture.utf8.last == UInt8(ascii: "\n") ? picture : picture + "\n")
    }
  }

  private func content(_ script: [Key]) throws -> String {
    if format == .csv, screen == .train, let runFolder { return try SavedRun.curve(inFolder: runFolder) }
    var stage = try makeStage()
    for key in script { stage.press(key) }
    return try drawn(stage)
  }

  private func makeStage() throws -> Stage {
    if screen != .explore, target != nil { throw UserError("--target stands beside the text of the screen explore") }
    if screen != .explore, pair != nil { throw UserError("--pair stands beside the text of the screen explore") }
    if screen == .playground { return try makePlayground() }
    if screen == .explore, runFolder != nil { throw UserError("--run shows a run on the screen train") }
    if screen == .explore, watch != nil || !compare.isEmpty {
      throw UserError("--watch and --compare show runs on the screen train")
    }
    if watch != nil, runFolder != nil { throw UserError("--run and --watch: only one of them can be given") }
    // As with train, the first of several runs is the one that is looked at where no other is named.
    let isAlone = watch == nil && runFolder == nil
    var stage = try makeOwnStage(watching: watch ?? (isAlone ? compare.first : nil))
    for run in try Onlookers().overlaid(compare.dropFirst(isAlone ? 1 : 0)) {
      stage.take(.overlaid(run))
    }
    return stage
  }

  private func makePlayground() throws -> Stage {
    guard runFolder == nil, watch == nil, compare.isEmpty else {
      throw UserError("--run, --watch and --compare show runs on the screen train")
    }
    let (scene, preset) = try playground.scene()
    let named = try modelOption.load()
    return try Stage(
      named, text: named.opening, settings: look.settings(),
      playground: PlaygroundSetup(kernels: try machineKernels(), scene: scene, preset: preset, opensFirst: true),
      width: size.width, height: size.height)
  }

  private func makeOwnStage(watching watch: String?) throws -> Stage {
    if let watch {
      let named = try modelOption.load()
      var setup = try TrainingWorkshop.standard(kernels: machineKernels(), keepsRuns: false).setup(startsAtOnce: false)
      setup.watched = try Onlookers().watcher(of: watch, toEnd: true).watched
      return try Stage(
        named, text: text ?? named.opening, settings: look.settings(), training: setup, width: size.width,
        height: size.height)
    }
    guard let runFolder else {
      var named = try modelOption.load()
      (named.maxTokens, named.target) = (reading.maxTokens, target)
      var stage = try Stage(
        named, text: text ?? named.opening, pair: pair, memory: reading.budget, settings: look.settings(),
        width: size.width,
        height: size.height)
      if screen == .train { stage.press(Key("2")) }
      return stage
    }
    let saved = try SavedRun(folder: runFolder)
    var stage = try Stage(
      saved.named, text: text ?? saved.named.opening, settings: look.settings(), width: size.width, height: size.height)
    stage.take(.opened(try saved.opened()))
    return stage
  }

  private func drawn(_ stage: Stage) throws -> String {
    let canvas = stage.canvas
    switch format {
    case .text: return canvas.plainText(isASCII: look.ascii) + "\n"
    case .ansi:
      let usual: ColorDepth = environmentVariable("NO_COLOR") == nil ? .direct : .mono
      var presenter = ANSIPresenter(Capability(colors ?? usual, isASCII: look.ascii))
      return presenter.frame(canvas)
    case .svg: return SVGPresenter(title: "Headscope").picture(canvas)
    case .csv:
      do throws(NoData) { return try stage.state.data() } catch { throw UserError("--format csv: \(error)") }
    }
  }
}

extension ColorDepth: ExpressibleByArgument {}

/// Columns and rows, written `120x40`.
struct ScreenSize: CustomStringConvertible {
  let width: Int
  let height: Int

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  init(parsing text: String) throws {
    let parts = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let width = parts[0], let height = parts[1], (1...1_000).contains(width),
      (1...1_000).contains(height)
    else { throw UserError("write columns x rows, such as 120x40, each from 1 to 1,000") }
    self.init(width: width, height: height)
  }

  var description: String { "\(width)x\(height)" }
}
