internal import Models
internal import Training

extension AppState {
  /// Whether somebody looks at what the heads are good for.
  public var showsRoles: Bool { screen == .train && train.page == .roles }

  mutating func moveRole(by step: Int) {
    let place = min(train.role, train.course.roles.count - 1) + step
    guard place >= 0 else { return note = .listStart }
    guard place < train.course.roles.count else { return note = .listEnd }
    train.role = place
  }

  mutating func moveRoleHead(by step: Int) {
    let place = train.roleHead + step
    guard place >= 0 else { return note = .listStart }
    guard place < train.plan.preset.model.headPlaces.count else { return note = .listEnd }
    train.roleHead = place
  }
}
