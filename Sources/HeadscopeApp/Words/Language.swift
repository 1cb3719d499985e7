/// A language that the screens speak.
public enum Language: String, CaseIterable, Sendable {
  /// English.
  case english = "en"
  /// 简体中文.
  case chinese = "zh"
}
