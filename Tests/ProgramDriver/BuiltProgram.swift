internal import Files
public import Glibc

/// The program as it was built with the tests: it stands beside the test bundle.
public struct BuiltProgram: Sendable {
  /// Where it stands.
  public let path: String
  /// The samples of the package that the tests belong to.
  public let samples: String

  /// Finds a program, and the samples in a folder above it.
  public init(named name: String = "headscope") throws(DriverError) {
    guard let own = realpath("/proc/self/exe", nil) else { throw .system(call: "reading /proc/self/exe", code: errno) }
    defer { free(own) }
    // Where the runner is not the bundle itself, the bundle is one of its arguments.
    let candidates = [String(cString: own)] + CommandLine.arguments.filter { $0.hasSuffix(".xctest") }
    let paths = candidates.map { parentFolder(of: $0) + "/" + name }
    guard let path = paths.first(where: { access($0, X_OK) == 0 }) else {
      throw .notBuilt(path: paths.joined(separator: " or "))
    }
    self.path = path
    var folder = parentFolder(of: path)
    while folder != "/" && !isFolder(folder + "/samples/models") { folder = parentFolder(of: folder) }
    samples = folder + "/samples"
  }

  private init(path: String, samples: String) { (self.path, self.samples) = (path, samples) }

  /// A copy of the program in another place.
  public func copied(to path: String) throws -> BuiltProgram {
    try writeFileAtomically(readFile(at: self.path, limit: 1 << 30), to: path)
    chmod(path, 0o755)
    return BuiltProgram(path: path, samples: samples)
  }

  /// What a run left behind.
  public struct Outcome: Sendable {
    /// How it ended.
    public let ending: Ending
    /// Everything on stdout, byte by byte.
    public let outputBytes: [UInt8]
    /// Everything on stderr, byte by byte.
    public let errorBytes: [UInt8]
    /// Everything on stdout.
    public var output: String { String(decoding: outputBytes, as: UTF8.self) }
    /// Everything on stderr.
    public var errors: String { String(decoding: errorBytes, as: UTF8.self) }
    /// The lines of stderr.
    public var errorLines: [String] { lines(of: errors) }
    /// The lines of stdout.
    public var outputLines: [String] { lines(of: output) }
  }

  /// Surroundings in which every run gives the same: no cache, no terminal, no kernels but the machine's.
  public static var plainEnvironment: [String: String] {
    var environment = ["HOME": "/nonexistent", "LANG": "C.UTF-8", "TERM": "dumb"]
    for name in ["PATH", "TMPDIR", "LD_LIBRARY_PATH", "ASAN_OPTIONS", "TSAN_OPTIONS"] {
      if let value = getenv(name) { environment[name] = String(cString: value) }
    }
    return environment
  }

  /// Runs the program to its end.
  ///
  /// - Parameters:
  ///   - arguments: What follows the program's name.
  ///   - environment: Variables besides ``plainEnvironment``.
  ///   - folder: Where it runs; the tests' own folder where not given.
  ///   - input: What stdin holds.
  ///   - output: Where stdout goes instead of into the outcome.
  ///   - megabytes: What its address space may take at most (`ulimit -v`).
  ///   - whenRunning: Called once, after the start, with the process.
  public func run(
    _ arguments: [String], environment: [String: String] = [:], in folder: String? = nil, input: String = "",
    output: String? = nil, within megabytes: Int? = nil, whenRunning: (pid_t) throws -> Void = { _ in }
  ) throws -> Outcome {
    let files = try TemporaryFolder()
    try writeFileAtomically(Array(input.utf8), to: files.path + "/in")
    let limited = megabytes.map { ["-c", "ulimit -v \($0 << 10); exec \"$0\" \"$@\"", path] + arguments }
    let launch = Launch(
      path: limited == nil ? path : "/bin/sh", arguments: limited ?? arguments,
      environment: Self.plainEnvironment.merging(environment) { $1 }, folder: folder,
      input: files.path + "/in", output: output ?? files.path + "/out", errors: files.path + "/err")
    let process = try launch.start()
    let failure = Result { try whenRunning(process) }
    let end = try ending(of: process, program: "headscope", within: 6 * patience)
    try failure.get()
    return Outcome(
      ending: end, outputBytes: output == nil ? try readFile(at: files.path + "/out", limit: 1 << 28) : [],
      errorBytes: try readFile(at: files.path + "/err", limit: 1 << 28))
  }
}

/// The lines of a text without their ends.
public func lines(of text: String) -> [String] {
  var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  if lines.last?.isEmpty == true { lines.removeLast() }
  return lines
}
