internal import CursesTerminal
private import Glibc
internal import HeadscopeApp
internal import Tensors
internal import Tokenizers
internal import Training

/// The program from the moment that it has a terminal until it gives it back.
struct ScreenSession {
  let look: LookOptions
  let film: RecordOption

  /// Runs until the person leaves; a signal ends the process.
  func run(
    on terminal: Terminal, _ subject: Subject, text: String, pair: String? = nil,
    memoryBudget: Int = MachineMemory.budget, training: TrainingSetup,
    workshop: TrainingWorkshop, playground: PlaygroundSetup? = nil, watching run: RunWatcher? = nil
  ) throws {
    defer { terminal.close() }
    let recording = try film.created()
    let settingsFile = SettingsFile.ofThisPerson
    let remembered = settingsFile?.read() ?? RememberedLook()
    if let complaint = remembered.complaint { standardError("headscope: \(complaint)\n") }
    var loop = try EventLoop(
      terminal, subject, text: text, pair: pair, memoryBudget: memoryBudget,
      settings: look.settings(remembered: remembered),
      complaint: remembered.complaint, files: FileKeeper(settings: settingsFile), training: training,
      workshop: workshop, playground: try playground ?? PlaygroundSetup(kernels: machineKernels()), watching: run,
      recording: recording)
    defer { if let complaint = loop.recordingFailure { standardError("headscope: \(complaint)\n") } }
    if case .signal(let number) = loop.run() {
      terminal.close()
      Glibc.exit(128 + number)
    }
  }
}
