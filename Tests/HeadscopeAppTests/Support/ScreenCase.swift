import Models
import TerminalCanvas
import Testing

@testable import HeadscopeApp

/// A situation worth looking at: what is opened, and the keys pressed.
struct ScreenCase: CustomTestStringConvertible {
  let name: String
  var text = "The cat sat on the mat"
  var width = 80
  var height = 24
  var language = Language.english
  var theme = Theme.midnight
  var layers = 4
  var heads = 8
  var family = ModelConfiguration.Family.gpt2
  var context = 64
  var keys = ""
  var typed = ""
  /// Whether a model computes what is shown; pages that look inside the model need that.
  var isReal = false

  var testDescription: String { name }

  func robot() throws -> Robot {
    var robot = Robot(
      text, width: width, height: height, language: language, theme: theme,
      subject: Robot.subject(context: context, layers: layers, heads: heads, family: family), isReal: isReal)
    try robot.press(keys)
    robot.type(typed)
    return robot
  }

  static let chinese = "那 只 猫 坐 在 垫子 上 。"
  static let long =
    "The old cat sat on the warm mat near the house because it was happy and the dogs are near the old house , and the "
    + "bird sings quickly because the cat is warm and the dog was happy on the mat near the cats . The bird sings and "
    + "the old dog sat on the warm mat ."

  static let all: [ScreenCase] =
    [
      ScreenCase(name: "en-80x24"),
      ScreenCase(name: "en-80x24-predictions", keys: "j j l l l l l tab tab tab tab"),
      ScreenCase(name: "en-120x40", width: 120, height: 40, keys: "j j l l l l l"),
      ScreenCase(name: "en-200x60", width: 200, height: 60, keys: "j j l l l l l tab"),
      ScreenCase(name: "zh-80x24", text: chinese, language: .chinese, keys: "j j l l"),
      ScreenCase(name: "zh-120x40", text: chinese, width: 120, height: 40, language: .chinese, keys: "j j l l"),
      ScreenCase(name: "zh-200x60", text: chinese, width: 200, height: 60, language: .chinese, keys: "j j l l tab tab"),
      ScreenCase(name: "en-80x24-unknown", text: "The blorf sat on the mat"),
      ScreenCase(name: "en-80x24-empty", text: ""),
      ScreenCase(name: "en-80x24-editing", keys: "e", typed: " because it blorfed"),
      ScreenCase(name: "en-80x24-cut", context: 10, keys: "e", typed: " because it was warm and old"),
      ScreenCase(name: "en-80x24-help", keys: "?"),
      ScreenCase(name: "zh-120x40-help", width: 120, height: 40, language: .chinese, keys: "?"),
      ScreenCase(name: "en-80x24-long", text: long, keys: "tab"),
      ScreenCase(name: "en-120x40-long", text: long, width: 120, height: 40, keys: "tab"),
      ScreenCase(name: "en-200x60-long", text: long, width: 200, height: 60, keys: "tab"),
      ScreenCase(name: "en-120x40-long-whole", text: long, width: 120, height: 40, keys: "tab z"),
      ScreenCase(name: "en-120x40-deep", width: 120, height: 40, layers: 24, heads: 16, keys: "j j l l l l"),
      ScreenCase(name: "zh-80x24-unknown", text: "那只猫坐在垫子上。", language: .chinese),
      ScreenCase(name: "en-120x40-daylight", width: 120, height: 40, theme: .daylight, keys: "c"),
      ScreenCase(name: "en-160x45", width: 160, height: 45, keys: "tab tab"),
      ScreenCase(name: "en-80x50", width: 80, height: 50),
    ] + headView + neuron + layers + ledger

  static let ledger: [ScreenCase] = [
    ScreenCase(name: "en-80x24-ledger", keys: "j l x d r", isReal: true),
    ScreenCase(name: "en-120x40-ledger", width: 120, height: 40, keys: "j l x , m . d b r", isReal: true),
    ScreenCase(name: "en-200x60-ledger", text: long, width: 200, height: 60, keys: "d r", isReal: true),
    ScreenCase(
      name: "zh-120x40-ledger", text: chinese, width: 120, height: 40, language: .chinese, keys: "X d", isReal: true),
    ScreenCase(name: "en-80x24-write", keys: "g enter backspace down enter", isReal: true),
    ScreenCase(
      name: "en-120x40-write", width: 120, height: 40, keys: "g tab left left down right right right tab tab",
      isReal: true),
    ScreenCase(name: "zh-80x24-write", text: chinese, language: .chinese, keys: "g enter", isReal: true),
    ScreenCase(name: "en-80x24-off", keys: "j l x X m"),
    ScreenCase(name: "en-120x40-log", width: 120, height: 40, keys: "v", isReal: true),
    ScreenCase(name: "en-80x24-rollout", keys: "V", isReal: true),
  ]
}
