internal import HeadscopeApp
internal import Models
internal import Tensors
internal import Training
private import Wording

/// A look into a run's past: the run itself goes there, and back.
struct PastVisit {
  /// Where the run stood when it was left.
  let present: Checkpoint
  let status: TrainingStatus
  /// The step that is wanted.
  var target: Int
  /// Whether that step is to be made again where it was not kept.
  var isUnderWay = false
  /// The step that is shown.
  var shown: Int
  /// Its model, until it was handed over.
  var untold: SteppedModel?
  /// Norms of the gradient in the step that is shown, and in the one after which the run stands.
  private(set) var gradients: [Double] = []
  var reached: [Double] = []
  /// The first step on the way that came out otherwise than when it was made.
  var otherStep: Int?
  /// Whether training goes on afterwards.
  var goesOn = false

  mutating func show(_ model: LanguageModel, after step: Int, gradients: [Double]) {
    (shown, self.gradients) = (step, gradients)
    untold = SteppedModel(step: step, model: model)
  }
}

extension TrainingRunner {
  /// What is kept of the run's past, for the screen.
  var keptPast: PastFacts? {
    past.map {
      PastFacts(
        states: $0.steps.count, bytes: $0.bytes, budget: $0.budget, stateBytes: run.map(RunPast.stateBytes))
    }
  }

  /// Shows the run as it stood after a step.
  func visit(_ step: Int, exactly: Bool) {
    guard let run else { return }
    guard let past, !past.steps.isEmpty else { return told("nothing of the run's past is kept") }
    let goesOn = visit?.goesOn ?? isPlaying
    if isPlaying { pause() }
    var visit =
      visit
      ?? PastVisit(
        present: run.checkpoint(seconds: seconds, logBytes: recorder?.logBytes ?? 0), status: status, target: step,
        shown: run.stepsDone)
    visit.target = min(max(step, 0), visit.present.progress.step)
    (visit.isUnderWay, visit.goesOn) = (false, goesOn)
    self.visit = visit
    if visit.target == visit.present.progress.step {
      arrive(at: visit.present, run)
    } else if exactly {
      approach(run, past)
    } else if let nearest = past.nearest(to: visit.target), nearest != visit.shown {
      showKept(nearest, run, past)
    }
    tellPast(run)
  }

  /// Goes to the last state before the step that is wanted, unless the run stands nearer already, and shows the nearest one of all.
  private func approach(_ run: TrainingRun, _ past: RunPast) {
    guard let visit else { return }
    let (target, changes) = (visit.target, visit.present.progress.changes)
    func leads(_ known: [SettingChange]) -> Bool { TrainingRun.leads(to: target, knowing: known, of: changes) }
    var base = past.latest(upTo: target)
    let isNearer =
      run.stepsDone <= target && run.stepsDone >= base ?? 0 && leads(run.changes) && visit.otherStep == nil
    while !isNearer, let step = base {
      do {
        arrive(at: try kept(step, of: run, past), run)
        break
      } catch {
        told("\(error); it is passed over")
        base = past.latest(upTo: target)
      }
    }
    guard run.stepsDone <= target, leads(run.changes) else {
      return told(
        base == nil
          ? "no state is kept from which step \(grouped(target)) could be made again"
          : "step \(grouped(target)) can't be made again: a setting changed before it")
    }
    self.visit?.isUnderWay = run.stepsDone < target
    let nearest = past.nearest(to: target) ?? run.stepsDone
    if abs(nearest - target) < target - run.stepsDone {
      if nearest != self.visit?.shown { showKept(nearest, run, past) }
    } else {
      let reached = self.visit?.reached ?? []
      self.visit?.show(run.model, after: run.stepsDone, gradients: reached)
    }
  }

  /// A state that was kept.
  ///
  /// - Throws: What is wrong with its file, or that it is another run's.
  func kept(_ step: Int, of run: TrainingRun, _ past: RunPast) throws -> Checkpoint {
    let state = try past.state(after: step)
    guard run.canTravel(to: state) else {
      past.passOver(step)
      throw UserError("\(plain(past.folder)): the state of step \(grouped(step)) is another run's")
    }
    // A larger batch than this run ever had takes memory that nobody reckoned with.
    if state.plan.preset.training != run.settings { try prepared.checkMemory(state.plan.preset) }
    return state
  }

  private func arrive(at state: Checkpoint, _ run: TrainingRun) {
    run.travel(to: state)
    visit?.reached = state.progress.layerGradientNorms
    visit?.otherStep = nil
    visit?.show(run.model, after: run.stepsDone, gradients: state.progress.layerGradientNorms)
  }

  private func showKept(_ step: Int, _ run: TrainingRun, _ past: RunPast) {
    do {
      let state = try kept(step, of: run, past)
      visit?.show(
        LanguageModel(configuration: state.plan.preset.model, parameters: state.parameters), after: step,
        gradients: state.progress.layerGradientNorms)
    } catch { told("\(error); it is passed over") }
  }

  /// One step of the way to the step that is wanted.
  func makeAgain(_ run: TrainingRun) {
    guard let target = visit?.target, run.stepsDone < target else {
      visit?.isUnderWay = false
      return
    }
    do {
      let record = try run.step()
      visit?.reached = record.layerGradientNorms
      if visit?.otherStep == nil, recorder?.isOther(record) == true {
        visit?.otherStep = record.step
        told("step \(grouped(record.step)) comes out otherwise: its text was changed since")
      }
    } catch {
      visit?.isUnderWay = false
      return told("\(error)")
    }
    if run.stepsDone == target {
      visit?.isUnderWay = false
      let reached = visit?.reached ?? []
      visit?.show(run.model, after: target, gradients: reached)
    }
    tellPast(run)
  }

  private func tellPast(_ run: TrainingRun) {
    guard let visit else { return }
    pending.past = PastMoment(
      shown: visit.shown, target: visit.target,
      missing: visit.isUnderWay ? visit.target - run.stepsDone : 0,
      isOther: visit.otherStep != nil && visit.shown == run.stepsDone,
      layerGradientNorms: visit.gradients)
    if !visit.isUnderWay { pending.isUrgent = true }
  }

  /// Goes back to where the run stands.
  func returnToPresent() {
    guard let visit, let run else { return }
    run.travel(to: visit.present)
    status = visit.status
    self.visit = nil
    pending.past = nil
  }

  /// Makes a run of its own of the step that is visited; this one is saved, so that it can be gone back to.
  func fork(_ name: String) {
    guard let run, let recorder, let visit else { return }
    guard run.stepsDone == visit.target, !visit.isUnderWay else { return told("the step is still being made again") }
    guard visit.otherStep == nil else { return told("this is no step of the run: its text was changed since") }
    do {
      let folder = try recorder.fork(run, named: name, seconds: seconds)
      returnToPresent()
      save()
      pending.forked = folder
    } catch { told("\(error)") }
  }
}

extension SteppedModel {
  /// How its parameters are distributed.
  fileprivate var parameterHistogram: Histogram {
    model.parameters.withUnsafePointer { start in
      Histogram(of: UnsafeBufferPointer(start: start, count: model.parameters.layout.count), bins: 41)
    }
  }

  /// The same as the screen takes it.
  var histograms: TrainingHistograms { TrainingHistograms(parameters: parameterHistogram, gradients: nil) }
}
