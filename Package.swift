// swift-tools-version: 6.2
import PackageDescription

/// What every target is compiled with: warnings are errors, and the language's coming strictness is on today.
let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// Optimised in debug builds too: most of what tests do is done here.
let optimised: [SwiftSetting] = strict + [.unsafeFlags(["-O"])]

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
  let kernelAVX512: [SwiftSetting] =
    kernelAVX2 + [
      .define("AVX512"),
      .unsafeFlags(["-Xcc", "-mavx512f", "-Xcc", "-mavx512vl", "-Xcc", "-mavx512dq", "-Xcc", "-mavx512bw"]),
    ]
#else
  let kernelAVX2 = kernel
  let kernelAVX512 = kernel
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
    .target(name: "KernelsAVX512", dependencies: ["KernelTypes"], swiftSettings: kernelAVX512),
    .target(
      name: "Tensors", dependencies: ["KernelTypes", "Kernels", "KernelsAVX2", "KernelsAVX512"],
      swiftSettings: optimised),
    .target(name: "Wording", swiftSettings: strict),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "Files", dependencies: ["Wording"], swiftSettings: optimised),
    .target(name: "StrictJSON", dependencies: ["Wording"], swiftSettings: strict),
    .target(
      name: "Safetensors", dependencies: ["Files", "KernelTypes", "StrictJSON", "Tensors", "Wording"],
      swiftSettings: strict),
    .target(
      name: "Tokenizers", dependencies: ["Files", "StrictJSON", "Wording"],
      swiftSettings: optimised),
    .target(
      name: "Models", dependencies: ["KernelTypes", "Tensors"], swiftSettings: optimised),
    .target(
      name: "Checkpoints",
      dependencies: [
        "Files", "KernelTypes", "Models", "Safetensors", "StrictJSON", "Tensors", "Tokenizers", "Wording",
      ],
      swiftSettings: strict),
    .target(
      name: "Corpora", dependencies: ["Tensors", "Tokenizers"], swiftSettings: optimised),
    .target(
      name: "Analysis", dependencies: ["KernelTypes", "Models", "Tensors"],
      swiftSettings: optimised),
    .target(
      name: "Training",
      dependencies: [
        "Analysis", "CZlib", "Checkpoints", "Corpora", "Files", "KernelTypes", "Models", "Safetensors", "StrictJSON",
        "Tensors",
        "Tokenizers", "Wording",
      ],
      swiftSettings: optimised),

    // Screen.
    .target(name: "TerminalCanvas", swiftSettings: optimised),
    .target(
      name: "HeadscopeApp",
      dependencies: [
        "Analysis", "KernelTypes", "Models", "Tensors", "TerminalCanvas", "Tokenizers", "Training", "Wording",
      ],
      swiftSettings: optimised),
    .target(name: "Recording", dependencies: ["Files", "TerminalCanvas"], swiftSettings: strict),
    .systemLibrary(name: "CNcurses", providers: [.apt(["libncursesw5-dev"])]),
    .target(name: "CursesTerminal", dependencies: ["CNcurses", "TerminalCanvas"], swiftSettings: strict),
    .executableTarget(
      name: "headscope",
      dependencies: [
        "Analysis", "Checkpoints", "Corpora", "CursesTerminal", "Files", "HeadscopeApp", "KernelTypes",
        "Models", "Recording", "Safetensors", "StrictJSON", "Wording",
        "Tensors", "TerminalCanvas", "Tokenizers", "Training",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict,
      linkerSettings: [
        // One file that starts in 5 ms instead of 13. The libraries are what the static Foundation leaves unnamed.
        .unsafeFlags(
          ["-static-stdlib", "-lswiftSynchronization", "-l_FoundationCShims", "-l_FoundationCollections", "-lstdc++"],
          .when(platforms: [.linux], configuration: .release))
      ]),

    // Tests.
    .testTarget(
      name: "TrainingTests",
      dependencies: [
        "Checkpoints", "Corpora", "Files", "KernelTypes", "Kernels", "Models", "Safetensors", "StrictJSON", "Tensors",
        "Tokenizers", "Training",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "ModelsTests", dependencies: ["Files", "KernelTypes", "Models", "StrictJSON", "Tensors"],
      swiftSettings: strict),
    .testTarget(name: "CorporaTests", dependencies: ["Corpora", "Tensors"], swiftSettings: strict),
    .testTarget(name: "TensorsTests", dependencies: ["KernelTypes", "Kernels", "Tensors"], swiftSettings: strict),
    .testTarget(name: "WordingTests", dependencies: ["Wording"], swiftSettings: strict),
    .testTarget(name: "FilesTests", dependencies: ["Files"], swiftSettings: strict),
    .testTarget(name: "StrictJSONTests", dependencies: ["StrictJSON", "Tensors"], swiftSettings: strict),
    .testTarget(
      name: "SafetensorsTests", dependencies: ["Files", "ProgramDriver", "Safetensors", "Tensors"],
      swiftSettings: strict),
    .testTarget(
      name: "TokenizersTests", dependencies: ["Files", "StrictJSON", "Tensors", "Tokenizers"], swiftSettings: strict),
    .testTarget(
      name: "CheckpointsTests",
      dependencies: [
        "Checkpoints", "Files", "KernelTypes", "Kernels", "Models", "Safetensors", "StrictJSON", "Tensors",
        "Tokenizers",
      ], swiftSettings: strict),

    .testTarget(
      name: "RecordingTests", dependencies: ["Files", "ProgramDriver", "Recording", "StrictJSON", "TerminalCanvas"],
      swiftSettings: strict),
    .testTarget(name: "TerminalCanvasTests", dependencies: ["TerminalCanvas"], swiftSettings: strict),
    .testTarget(
      name: "CursesTerminalTests", dependencies: ["CursesTerminal", "TerminalCanvas"], swiftSettings: strict),
    .testTarget(name: "KernelsTests", dependencies: ["KernelTypes", "Tensors"], swiftSettings: strict),
    .testTarget(
      name: "AnalysisTests",
      dependencies: ["Analysis", "Checkpoints", "Files", "KernelTypes", "Kernels", "Models", "Tensors"],
      swiftSettings: strict),
    .testTarget(
      name: "HeadscopeAppTests",
      dependencies: [
        "Analysis", "HeadscopeApp", "KernelTypes", "Kernels", "Models", "ProgramDriver", "Tensors", "TerminalCanvas",
        "Tokenizers",
        "Training",
      ],
      exclude: ["Goldens"], swiftSettings: strict),
    // Tests of the built program.
    .target(
      name: "ProgramDriver", dependencies: ["CNcurses", "Files", "StrictJSON"], path: "Tests/ProgramDriver",
      swiftSettings: optimised),
    .executableTarget(
      name: "DyingProgram", dependencies: ["CursesTerminal", "TerminalCanvas"], path: "Tests/DyingProgram",
      swiftSettings: strict),
    .testTarget(
      name: "EndToEndTests",
      dependencies: ["Files", "ProgramDriver", "StrictJSON", "Training"], swiftSettings: strict),
    .testTarget(
      name: "CommandLineTests",
      dependencies: [
        "Checkpoints", "Files", "KernelTypes", "Models", "ProgramDriver", "Safetensors", "StrictJSON", "Tensors",
        "Tokenizers",
      ],
      swiftSettings: strict),
  ]
)
