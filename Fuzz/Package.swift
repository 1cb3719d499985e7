// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that the program's builds know nothing of it. `make fuzz` builds it with libFuzzer's coverage
// and the address sanitizer in every module of the engine.
let package = Package(
  name: "fuzz",
  dependencies: [.package(name: "headscope", path: "..")],
  targets: [
    .executableTarget(
      name: "FuzzReaders", dependencies: [.product(name: "HeadscopeEngine", package: "headscope")],
      swiftSettings: [
        .treatAllWarnings(as: .error), .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"), .enableUpcomingFeature("MemberImportVisibility"),
        .unsafeFlags(["-parse-as-library"]),
      ])
  ]
)
