// swift-tools-version: 6.2
import PackageDescription

/// What every target is compiled with: warnings are errors, and the language's coming strictness is on today.
let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// The kernels are optimised in debug builds too, so that `swift test` computes as fast as the program.
/// `-fno-math-errno` makes a square root one instruction.
let kernel: [SwiftSetting] =
  strict + [
    .unsafeFlags(["-O", "-wmo", "-num-threads", "1", "-disable-batch-mode", "-Xcc", "-fno-math-errno"])
  ]

/// The same kernels once more for wider instruction sets; the engine chooses at start (docs/Architecture.md).
#if arch(x86_64)
  let kernelAVX2: [SwiftSetting] =
    kernel + [.define("FMA"), .unsafeFlags(["-Xcc", "-mavx2", "-Xcc", "-mfma", "-Xcc", "-mf16c"])]
#else
  let kernelAVX2 = kernel
#endif

let package = Package(
  name: "headscope",
  products: [
    .executable(name: "headscope", targets: ["headscope"]),
    .library(
      name: "HeadscopeEngine",
      targets: ["Tensors", "Safetensors", "Tokenizers", "Models", "Checkpoints", "Corpora", "Training", "Analysis"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    // Engine, lowest first.
    .target(name: "KernelTypes", swiftSettings: kernel),
    .target(name: "Kernels", dependencies: ["KernelTypes"], swiftSettings: kernel),
    .target(name: "KernelsAVX2", dependencies: ["KernelTypes"], swiftSettings: kernelAVX2),
    .target(name: "Tensors", dependencies: ["KernelTypes", "Kernels", "KernelsAVX2"], swiftSettings: strict),
    .target(name: "StrictJSON", swiftSettings: strict),
    .target(name: "Safetensors", dependencies: ["StrictJSON", "Tensors"], swiftSettings: strict),
    .target(name: "Tokenizers", dependencies: ["StrictJSON"], swiftSettings: strict),
    .target(name: "Models", dependencies: ["Tensors"], swiftSettings: strict),
    .target(
      name: "Checkpoints", dependencies: ["Models", "Safetensors", "StrictJSON", "Tensors", "Tokenizers"],
      swiftSettings: strict),
    .target(name: "Corpora", dependencies: ["Tensors", "Tokenizers"], swiftSettings: strict),
    .target(
      name: "Training", dependencies: ["Checkpoints", "Corpora", "Models", "StrictJSON", "Tensors", "Tokenizers"],
      swiftSettings: strict),
    .target(name: "Analysis", dependencies: ["Models", "Tensors"], swiftSettings: strict),

    // Screen.
    .target(name: "TerminalCanvas", swiftSettings: strict),
    .target(
      name: "HeadscopeApp", dependencies: ["Analysis", "Models", "Tensors", "TerminalCanvas", "Tokenizers"],
      swiftSettings: strict),
    .systemLibrary(name: "CNcurses", providers: [.apt(["libncursesw5-dev"])]),
    .target(name: "CursesTerminal", dependencies: ["CNcurses", "TerminalCanvas"], swiftSettings: strict),
    .executableTarget(
      name: "headscope",
      dependencies: [
        "Analysis", "Checkpoints", "Corpora", "CursesTerminal", "HeadscopeApp", "Models", "Safetensors", "StrictJSON",
        "Tensors", "TerminalCanvas", "Tokenizers", "Training",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),

    // Tests.
    .testTarget(name: "TerminalCanvasTests", dependencies: ["TerminalCanvas"], swiftSettings: strict),
    .testTarget(
      name: "CursesTerminalTests", dependencies: ["CursesTerminal", "TerminalCanvas"], swiftSettings: strict),
  ]
)
