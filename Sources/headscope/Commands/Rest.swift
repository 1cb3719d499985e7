internal import ArgumentParser
internal import Models
struct ExploreCommand: ParsableCommand { static let configuration = CommandConfiguration(commandName: "explore"); func run() throws {} }
struct TraceCommand: ParsableCommand { static let configuration = CommandConfiguration(commandName: "trace"); func run() throws {} }
struct RenderCommand: ParsableCommand { static let configuration = CommandConfiguration(commandName: "render"); func run() throws {} }
struct ModelOption: ParsableArguments { @Option var model: String?; var given: String? { model } }
struct Loaded { let model: Transformer }
func loadedModel(_ name: String) throws -> Loaded { throw CommandError("no") }
