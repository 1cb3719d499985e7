internal import TerminalCanvas

/// The words of the command palette, the search and everything else that belongs to no page.
struct FrameWords: Sendable {
  let palette: String
  let find: String
  /// What to type where nothing is typed yet.
  let paletteHint: String
  var findHint: String
  let noCommand: String
  var nothingFound: String

  // Commands that have no key.
  let theme: @Sendable (String) -> String
  let ramp: @Sendable (String) -> String
  let language: @Sendable (Language) -> String
  let panel: @Sendable (String) -> String
  let trace: String

  let note: @Sendable (FrameNote) -> String
}

extension FrameWords {
  static let english = FrameWords(
    palette: "Commands", find: "Find", paletteHint: "type part of a command", findHint: "a token, or a head: L1H6",
    noCommand: "No command reads like this.", nothingFound: "No token and no head reads like this.",
    theme: { "Theme: \($0)" },
    ramp: { "Colours of values: \($0)" },
    language: { "Language: \($0.ownName)" },
    panel: { "Panel: \($0)" },
    trace: "Write the whole trace as safetensors into the current folder",
    note: { note in
      switch note {
      case .welcome: "s steps through the model · ? help"
      case .welcomeToParts: "T turns to encoder and decoder · ? help"
      case .theme(let name): "Theme: \(name)"
      case .ramp(let name): "Colours: \(name)"
      case .language: "The screens speak English now."
      case .written(let name, let bytes): "\(name) written, \(Figure.bytes(bytes))"
      case .recording(let name): "Recording into \(name); Ctrl-R stops."
      case .recorded(let name, let bytes, let seconds):
        "\(name) recorded, \(Figure.time(seconds)), \(Figure.bytes(bytes))"
      case .recordingFailed(let reason): "Not recording. \(reason)"
      case .recordingEnds: "The last recording is still being written."
      case .notWritten(let reason): "Not written. \(reason)"
      case .notRemembered(let reason): "Not remembered. \(reason)"
      case .settingsUnread(let reason): reason
      case .noData(let panel): "\(panel) has no table to write."
      case .nothingFound(let query): "“\(query)” is not found."
      case .noCommand(let query): "No command reads like “\(query)”."
      case .lineFull: "The line is full."
      case .outOfMemory(let tokens, let needed, let budget):
        "Not done: \(tokens) tokens take \(Figure.bytes(needed)); \(Figure.bytes(budget)) may be used."
      }
    })

  static let chinese = FrameWords(
    palette: "命令", find: "查找", paletteHint: "键入命令的一部分（中英文均可）", findHint: "词元，或头：L1H6",
    noCommand: "没有这样的命令。", nothingFound: "没有这样的词元或头。",
    theme: { "主题：\($0)" },
    ramp: { "数值配色：\($0)" },
    language: { "语言：\($0.ownName)" },
    panel: { "面板：\($0)" },
    trace: "把全部激活值以 safetensors 写入当前文件夹",
    note: { note in
      switch note {
      case .welcome: "按 s 逐步走完模型 · 按 ? 查看帮助"
      case .welcomeToParts: "按 T 看编码器和解码器 · 按 ? 查看帮助"
      case .theme(let name): "主题：\(name)"
      case .ramp(let name): "配色：\(name)"
      case .language: "界面语言已改为简体中文。"
      case .written(let name, let bytes): "已写入 \(name)，\(Figure.bytes(bytes))"
      case .recording(let name): "正在录制到 \(name)；按 Ctrl-R 停止。"
      case .recorded(let name, let bytes, let seconds):
        "已录制 \(name)，\(Figure.time(seconds))，\(Figure.bytes(bytes))"
      case .recordingFailed(let reason): "未在录制：\(reason)"
      case .recordingEnds: "上一段录制仍在写入。"
      case .notWritten(let reason): "未能写入：\(reason)"
      case .notRemembered(let reason): "未能记住：\(reason)"
      case .settingsUnread(let reason): reason
      case .noData(let panel): "“\(panel)”没有可写出的表格。"
      case .nothingFound(let query): "找不到“\(query)”。"
      case .noCommand(let query): "没有像“\(query)”的命令。"
      case .lineFull: "此行已满。"
      case .outOfMemory(let tokens, let needed, let budget):
        "未执行：\(tokens) 个词元需要 \(Figure.bytes(needed)) 内存，只有 \(Figure.bytes(budget)) 可用。"
      }
    })
}

extension Language {
  /// The language in its own words.
  var ownName: String {
    switch self {
    case .english: "English"
    case .chinese: "简体中文"
    }
  }
}

extension Figure {
  /// Seconds as a clock shows them in at most five columns: `0:07`, `12:34`, and from an hour on `1h02`.
  static func time(_ seconds: Int) -> String {
    let (first, second, sign) =
      seconds < 3_600 ? (seconds / 60, seconds % 60, ":") : (min(99, seconds / 3_600), seconds / 60 % 60, "h")
    return "\(first)\(sign)\(second < 10 ? "0" : "")\(second)"
  }

  /// A number of bytes: `512 B`, `1.2 kB`, `3.4 MB`.
  static func bytes(_ count: Int) -> String {
    let figure = quantity(Double(count), kilo: "k")
    let digits = figure.prefix { !$0.isLetter }
    return "\(digits) \(figure.dropFirst(digits.count))B"
  }
}
