internal import TerminalCanvas

extension Keymap {
  static let stepRows = [
    Row(
      topic: .stepOperation, hint: .shown,
      groups: [[step("<", .previous), step(">", .next)]]),
    Row(topic: .stepPlay, hint: .shown, groups: [[step(" ", .play)]]),
    Row(topic: .stepFormula, hint: .shown, groups: [[step("f", .formula)]]),
    Row(topic: .stepSources, hint: .shown, groups: [[step("w", .sources)]]),
    Row(
      topic: .stepFollow,
      groups: [[Binding(Key(.enter), .step(.follow))]]),
    Row(topic: .stepReturn, groups: [[Binding(Key(.backspace), .step(.back))]]),
    Row(topic: .stepLayer, hint: .shown, groups: [[step("[", .previousLayer), step("]", .nextLayer)]]),
    Row(
      topic: .stepDigit,
      groups: [(0...9).map { step(Unicode.Scalar(UInt8(ascii: "0") + UInt8($0)), .layerDigit($0)) }]),
    Row(topic: .stepHead, hint: .shown, groups: [[step("{", .previousHead), step("}", .nextHead)]]),
    Row(
      topic: .stepSpeed,
      groups: [[step("-", .slower), step("+", .faster)], [step("_", .slower), step("=", .faster)]]),
    Row(topic: .stepWhole, groups: [[step("z", .whole)]]),
    Row(
      topic: .stepEnds, groups: [[Binding(Key(.home), .step(.first)), Binding(Key(.end), .step(.last))]]),
  ]

  private static func step(_ scalar: Unicode.Scalar, _ action: StepAction) -> Binding {
    Binding(Key(scalar), .step(action))
  }
}
