/// Up to which version of Unicode each part of Hugging Face's library knows characters. Younger ones count as unassigned
/// there, and so here: a model was trained on what the library made of text.
///
/// Found by comparing with `tokenizers` 0.23 over all of Unicode.
enum LibraryUnicode {
  /// Regular expressions and Rust's own tables.
  static let patterns = 16
  /// The crate `unicode_categories`, by which `BertNormalizer` and `BertPreTokenizer` judge.
  static let categories = 8
  /// The crate `unicode_normalization_alignments`: decompositions and classes of marks.
  static let normalForms = 11
  /// The same crate's list of marks, for `StripAccents`.
  static let marks = 9
}

extension CodePoint {
  /// Whether a version of Unicode knows the character.
  func isKnown(in version: Int) -> Bool {
    // Nothing below U+0370 is younger than version 5.
    self < 0x370 || scalar.properties.age.map { $0.major <= version } ?? false
  }
}
