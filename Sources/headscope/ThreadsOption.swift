internal import ArgumentParser
private import Glibc
internal import Tensors

/// `--threads` of work that takes the whole machine where nothing else is said.
struct ThreadsOption: ParsableArguments {
  @Option(help: "How many threads compute at once; one a processor where not given.") var threads: Int?

  func validate() throws {
    if let threads, !(1...1_024).contains(threads) {
      throw ValidationError("--threads \(threads): from 1 to 1,024 are allowed")
    }
  }

  /// How many threads compute at once.
  var count: Int { threads ?? Self.processorCount }

  /// Threads that compute together.
  func crew() -> WorkerCrew { threads.map(WorkerCrew.init) ?? Self.allProcessors }

  /// A thread for each processor.
  static var allProcessors: WorkerCrew { WorkerCrew(threads: processorCount) }

  /// Processors that the machine has to give.
  static var processorCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
}
