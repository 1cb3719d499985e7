internal import Models

/// What of the table a model has something for: a recurrent network has no heads, and no parts to switch off.
extension Keymap {
  /// The rows in force that do something on a model, the most important first.
  static func rows(of mode: Mode, on model: ModelConfiguration) -> [Row] {
    rows(of: mode).filter { $0.topic.isOf(model) }
  }

  /// The rows of a part of the table that do something on a model; none of a page that it doesn't have.
  static func rows(in section: Section, on model: ModelConfiguration) -> [Row] {
    if model.cell != nil, case .page(let page) = section, !ExplorePage.all(of: model).contains(page) { return [] }
    return rows(in: section).filter { $0.topic.isOf(model) }
  }
}

extension Keymap.Topic {
  fileprivate func isOf(_ model: ModelConfiguration) -> Bool {
    switch self {
    case .neuronPage, .layersPage, .rankHeads, .switchOff, .mask, .restoreModel, .stack, .stepHead, .trainRolesPage:
      model.cell == nil
    default: true
    }
  }
}
