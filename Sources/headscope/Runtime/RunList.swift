internal import Files
private import Glibc
internal import HeadscopeApp
internal import Training

extension RunSummary {
  /// The runs in the folder `runs` and their branches, the one that was written last first; what is no run, or a broken one, is not among
  /// them.
  static func all() -> [RunSummary] {
    let trunks = names(inFolder: "runs").map { "runs/" + $0 }
    let folders = trunks + trunks.flatMap { RunFiles.branches(of: $0) }
    let found = folders.compactMap { folder -> (run: RunSummary, written: timespec)? in
      var status = stat()
      guard stat(folder + "/log.jsonl", &status) == 0,
        isFile(folder + "/model.safetensors") || isFile(folder + "/" + RunSettings.fileName),
        let last = try? MetricLog.lastStep(path: folder + "/log.jsonl", upTo: RunFiles.lastCheckpoint(inFolder: folder))
      else { return nil }
      return (RunSummary(folder: folder, step: last.step, loss: last.loss), status.st_mtim)
    }
    return found.sorted { ($0.written.tv_sec, $0.written.tv_nsec) > ($1.written.tv_sec, $1.written.tv_nsec) }
      .map(\.run)
  }
}
