import Files
import Glibc
import ProgramDriver
import Testing
import Training

extension RealTerminal {
  @Suite("Training on the screen") struct TrainingSessions {
    @Test func `train, pause, turn a knob, one step, save, leave; the folder says what was done`() throws {
      let session = try ExploreSession(
        arguments: "train --preset tiny --layers 1 --width 16 --heads 2 --batch 4 --context 16 --steps 100000",
        firstFrame: { $0.contains("▸ training") && !$0.contains("step 0 of") })
      let tmux = session.tmux
      try tmux.wait(for: "a head, a sample and figures") {
        $0.contains("h1") && $0.contains("temperature 0.8") && $0.contains("tokens/s")
      }
      try tmux.press("Space")
      try tmux.wait(for: "the pause") { $0.contains("‖ paused") }
      try tmux.press("+")
      try tmux.wait(for: "the mark of the change") { $0.contains("learning rate") && $0.contains("→") }
      try tmux.press("s", "n")
      try tmux.wait(for: "the guess") { $0.contains("✓") && $0.contains("1 · Guess") }
      try tmux.press("n", "n", "n")
      try tmux.wait(for: "the update") { $0.contains("gradient ") && $0.contains("after") }
      try tmux.press("w")
      try tmux.wait(for: "the note") { $0.contains("is saved in runs/tiny") }
      try tmux.press("q")
      #expect(try session.status() == 0)
      #expect(try session.settings() == session.settingsBefore)
      let entries = try MetricLog.read(path: tmux.folder + "/runs/tiny/log.jsonl")
      let steps = entries.compactMap { if case .step(let step) = $0 { step.step } else { nil } }
      #expect(steps == Array(1...steps.count) && !steps.isEmpty)
      let changes = entries.count { if case .change = $0 { true } else { false } }
      #expect(changes == 1)
      #expect(isFile(tmux.folder + "/runs/tiny/model.safetensors"))
    }

    @Test func `an unsaved run is asked about; key 2 opens the screen and waits`() throws {
      let session = try ExploreSession()
      let tmux = session.tmux
      try tmux.press("2")
      try tmux.wait(for: "the Train screen, waiting") { $0.contains("‖ paused") && $0.contains("Controls") }
      #expect(!isFolder(tmux.folder + "/runs"))
      try tmux.press("n")
      try tmux.wait(for: "a step") { $0.contains("step 1 of") }
      try tmux.press("q")
      try tmux.wait(for: "the question") { $0.contains("Save it and leave?") }
      try tmux.press("n")
      #expect(try session.status() == 0)
      #expect(!isFile(tmux.folder + "/runs/cat/log.jsonl"))
    }

    @Test func `a run that only a checkpoint holds outlives the opening of another`() throws {
      let arguments = "train --preset tiny --layers 1 --width 16 --heads 2 --batch 4 --context 16 --steps"
      let session = try ExploreSession(
        arguments: arguments + " 100000 --checkpoint-every 1 --out first",
        firstFrame: { $0.contains("▸ training") && !$0.contains("step 0 of") })
      let tmux = session.tmux
      let other = try BuiltProgram().run(
        arguments.split(separator: " ").map(String.init) + ["3", "--headless", "--out", "second"], in: tmux.folder)
      #expect(other.ending == .exit(0), "\(other.errors)")
      try tmux.press("Space")
      try tmux.wait(for: "the pause") { $0.contains("‖ paused") }
      try tmux.press("m")
      try tmux.wait(for: "the menu") { $0.contains("another folder") }
      try tmux.press("Up", "Up", "Enter")
      try tmux.press("C-u")
      try tmux.press("s", "e", "c", "o", "n", "d", "Enter")
      try tmux.wait(for: "the other run") { $0.contains("step 3 of 3") }
      // Nobody was asked, so nothing may be lost: the model is written besides.
      let isWhole = awaited { isFile(tmux.folder + "/first/model.safetensors") ? true : nil }
      #expect(isWhole == true)
      #expect(try RunFiles.newestCheckpoint(inFolder: tmux.folder + "/first") != nil)
      try tmux.press("q")
      #expect(try session.status() == 0)
    }

    @Test func `the past is visited, played and forked; a fork's next step is the one that was made`() throws {
      let session = try ExploreSession(
        arguments: "train --preset tiny --layers 1 --width 16 --heads 2 --batch 4 --context 16 --steps 100000",
        firstFrame: { $0.contains("▸ training") && !$0.contains("step 0 of") })
      let tmux = session.tmux
      try tmux.wait(for: "some steps") { $0.contains("temperature 0.8") && $0.contains("step 1") }
      try tmux.press("Space")
      try tmux.wait(for: "the pause") { $0.contains("‖ paused") }
      try tmux.press("R", "Home")
      try tmux.wait(for: "the beginning") { $0.contains("step 0, exactly") }
      try tmux.press(".", ".", ".")
      try tmux.wait(for: "a step made again") { $0.contains("step 3, exactly") }
      try tmux.press("Space")
      try tmux.wait(for: "the film") { !$0.contains("step 3, exactly") }
      try tmux.press("Space", "Home", ".", ".", ".")
      try tmux.wait(for: "the step again") { $0.contains("step 3, exactly") }
      try tmux.press("F", "Enter")
      try tmux.wait(for: "the fork") { $0.contains("step 3 of") && $0.contains("goes on") }
      try tmux.press("n")
      try tmux.wait(for: "its next step") { $0.contains("step 4 of") }
      try tmux.press("w")
      try tmux.wait(for: "the note") { $0.contains("branches/step-3") }
      try tmux.press("q")
      #expect(try session.status() == 0)
      func losses(_ folder: String) throws -> [Double] {
        try MetricLog.read(path: tmux.folder + "/" + folder + "/log.jsonl").compactMap {
          if case .step(let step) = $0 { step.loss } else { nil }
        }
      }
      let (trunk, branch) = (try losses("runs/tiny"), try losses("runs/tiny/branches/step-3"))
      #expect(branch.count == 4 && branch == Array(trunk.prefix(4)))
      let settings = try RunFiles.settings(inFolder: tmux.folder + "/runs/tiny/branches/step-3")
      #expect(settings.parentStep == 3 && settings.parent?.hasSuffix("/runs/tiny") == true)
      // The trunk goes on as well.
      let trunkGoesOn = try BuiltProgram().run(
        ["train", "--resume", "runs/tiny", "--headless", "--steps", "\(trunk.count + 2)"], in: tmux.folder)
      #expect(trunkGoesOn.ending == .exit(0), "\(trunkGoesOn.errors)")
      #expect(try losses("runs/tiny").count == trunk.count + 2)
    }

    @Test func `a signal saves what was learnt`() throws {
      let session = try ExploreSession(
        arguments: "train --preset tiny --layers 1 --width 16 --heads 2 --batch 4 --context 16 --steps 100000",
        firstFrame: { $0.contains("▸ training") && !$0.contains("step 0 of") })
      kill(session.process, SIGTERM)
      #expect(try session.status() == 128 + SIGTERM)
      #expect(isFile(session.tmux.folder + "/runs/tiny/model.safetensors"))
      #expect(try session.settings() == session.settingsBefore)
    }
  }
}
