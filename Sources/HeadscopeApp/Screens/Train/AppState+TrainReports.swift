internal import Analysis
internal import Models
internal import Training

extension AppState {
  /// Takes in what the training thread says.
  mutating func take(_ report: TrainingReport) -> [Effect] {
    guard report.run == train.run else { return [] }
    if train.isOpened, let outcome = takeUp(report) { return outcome }
    // What it has learnt in the end is worth a sample.
    if case .finished = report.status, train.status != report.status { train.samples.isWanted = true }
    train.status = report.status
    train.history.append(report.steps)
    if let skipped = report.steps.last(where: { $0.record.notFinite != nil })?.record, let what = skipped.notFinite {
      let isStuck = report.status == .paused && report.steps.last?.record.step == skipped.step
      note = .train(isStuck ? .isStuck(step: skipped.step, what: what) : .skipped(step: skipped.step, what: what))
      train.history.mark(.init(step: skipped.step, name: "✗ \(what)"))
    }
    train.history.append(report.validations)
    train.seconds = report.seconds
    train.residentBytes = report.residentBytes
    if let facts = report.facts { train.facts = facts }
    if let step = report.savedStep { train.savedStep = step }
    if let trouble = report.trouble { note = .train(.trouble(trouble)) }
    if let histograms = report.histograms { train.histograms = histograms }
    if let dissection = report.dissection {
      train.taken.dissection = dissection
      train.taken.phase = .forward
      train.taken.isWaiting = false
    }
    if case .failed = report.status { train.taken.isWaiting = false }
    for moment in report.moments { train.course.add(moment) }
    if let kept = report.kept { train.kept = kept }
    var following: [Effect] = []
    if let moment = report.past {
      take(moment)
      following = followPresent()
    }
    // A late model of the present is not the one that is looked at.
    if let model = report.model, (train.past == nil) == (report.past == nil) { train.model = model }
    if let folder = report.forked {
      note = .train(.forked(folder: folder))
      return goOn(to: .open(folder: folder))
    }
    let leaving = report.saved.map { take($0) } ?? []
    return leaving + following + (report.model == nil ? [] : askProbe())
  }

  /// Shows a run that stands in a folder, and takes it up where it can go on.
  mutating func open(_ opened: OpenedRun) -> [Effect] {
    let kept = train
    train = TrainState(
      kept.setup, plan: opened.plan, language: opened.language, probe: kept.probe(for: opened.plan))
    (train.run, train.savedRuns) = (kept.run + 1, kept.savedRuns)
    (train.beside, train.besides) = (kept.beside, opened.besides)
    // Answers about the run before are late.
    train.probe.generation = kept.probe.generation + 1
    screen = .train
    var report = opened.report
    (report.run, report.savedStep) = (train.run, opened.report.model?.step)
    var effects = take(report)
    for change in opened.changes { train.history.mark(change) }
    train.isOpened = true
    note = .train(.isOpened)
    if kept.run > 0, !kept.isOpened { effects.insert(.train(.discard), at: 0) }
    if let folder = opened.report.facts?.folder { train.beside.remove(folder) }
    // Branches are looked at side by side.
    let room = BesideState.capacity - train.beside.runs.count
    effects += opened.family.filter { !train.beside.isShown($0) }.prefix(max(0, room)).map { .readBeside(place: $0) }
    guard opened.goesOn, let folder = opened.report.facts?.folder else { return effects }
    note = .train(.opening(folder: folder))
    effects.append(.train(.resume(folder: folder, run: train.run)))
    if let steps = opened.steps {
      train.plan = train.plan.setting(.steps, to: Double(steps))
      effects.append(changeOrder)
    }
    return effects
  }

  /// Takes in what has come of the wish to go on with a saved run; nil where the report tells of a run like any other.
  private mutating func takeUp(_ report: TrainingReport) -> [Effect]? {
    if case .failed(let reason) = report.status {
      note = .train(.onlyLookedAt(reason: reason))
      return []
    }
    train.isOpened = false
    switch report.status {
    case .finished: note = .train(.hasEnded)
    case .paused: note = .train(.goesOn(step: train.stepsDone))
    case .preparing, .running, .validating, .saving, .failed: break
    }
    return nil
  }

  private mutating func take(_ outcome: SaveOutcome) -> [Effect] {
    switch outcome {
    case .saved(let folder, let step):
      train.savedStep = step
      note = .train(.saved(folder: folder, step: step))
      defer { train.whenSaved = nil }
      return train.whenSaved.map { goOn(to: $0) } ?? []
    case .failed(let reason):
      train.whenSaved = nil
      note = .train(.notSaved(reason: reason))
      return []
    }
  }

  /// Asks what the newest parameters make of the probe, unless an answer is under way.
  mutating func askProbe() -> [Effect] {
    guard train.watch?.hasLanguage ?? true, let model = train.model, !train.probe.isWaiting,
      !train.probe.sentence.tokens.isEmpty
    else { return [] }
    train.probe.generation += 1
    train.probe.isWaiting = true
    let request = ProbeRequest(
      model: model, ids: train.probe.sentence.ids, bounds: bounds, sample: nextSample(),
      generation: train.probe.generation)
    return [.probe(request)]
  }

  /// What stands around what a translator in training writes; nil for other models.
  private var bounds: TextBounds? {
    guard train.plan.preset.translates else { return nil }
    return TextBounds(begin: train.language.begin, end: train.language.end)
  }

  /// A sample every now and then: it takes as long as many looks at the probe.
  private mutating func nextSample() -> SampleRequest? {
    let since = train.seconds - train.samples.lastSeconds
    guard train.samples.isWanted || since >= TrainState.SamplesState.interval else { return nil }
    train.samples.isWanted = false
    train.samples.lastSeconds = train.seconds
    train.samples.count += 1
    let preset = train.plan.preset
    // An encoder writes nothing; what it makes of the gaps in the probe comes with the probe.
    guard preset.model.isCausal, !preset.translates else { return nil }
    let context = preset.model.contextLength
    // An exercise is answered.
    let prompt = !preset.asksQuestions ? [train.language.begin] : Array(train.probe.sentence.ids.prefix(context - 1))
    return SampleRequest(
      prompt: prompt, end: train.language.end, sampler: Sampler(temperature: train.samples.temperature),
      seed: preset.training.seed &+ train.samples.count,
      length: min(preset.answerLength ?? 40, context - prompt.count))
  }

  /// Takes in what a model makes of the probe.
  mutating func take(_ probe: Probe) -> [Effect] {
    guard probe.generation == train.probe.generation else { return [] }
    train.probe.isWaiting = false
    let sentence =
      probe.written.isEmpty
      ? train.probe.sentence
      : Sentence(train.probe.sentence, writing: probe.written, .cross, tokenizer: train.language.tokenizer)
    if probe.trace.ids == sentence.ids {
      train.probe.reading = TrainState.ProbeState.Reading(step: probe.step, sentence: sentence, trace: probe.trace)
    }
    if let text = sampleText(probe) {
      // What is written in the past takes its place among what was written then.
      let place = train.samples.texts.firstIndex { $0.step <= probe.step } ?? train.samples.texts.count
      train.samples.texts.insert(
        TrainState.SamplesState.Sample(step: probe.step, temperature: train.samples.temperature, text: text), at: place)
      train.samples.texts = Array(train.samples.texts.prefix(TrainState.SamplesState.capacity))
    }
    // The probe may have changed, or a sample been wished for, since this one was asked.
    let isLate = train.probe.reading?.sentence.text != train.probe.sentence.text
    return isLate || train.samples.isWanted ? askProbe() : []
  }

  /// What the model wrote: a text, an exercise with its answer, or of an encoder the probe with the gaps filled in, where that
  /// is another text than the last one.
  private func sampleText(_ probe: Probe) -> String? {
    let tokenizer = train.language.tokenizer
    if let sample = probe.sample {
      let question = !train.plan.preset.asksQuestions ? [] : train.probe.sentence.ids
      return tokenizer.text(of: question + sample)
    }
    if !probe.written.isEmpty {
      let text = tokenizer.text(of: probe.written)
      return text == train.samples.texts.first?.text ? nil : text
    }
    if train.plan.preset.classifies { return verdict(probe) }
    guard !train.plan.preset.model.isCausal, let mask = tokenizer.maskID else { return nil }
    let ids = probe.trace.ids.enumerated().map { position, id in
      id == mask ? probe.trace.nextTokens(after: position).top(1).first?.id ?? id : id
    }
    let text = tokenizer.text(of: ids)
    return text == train.samples.texts.first?.text ? nil : text
  }

  /// The probe with what a classifier takes it for, where that is another verdict than the last one.
  private func verdict(_ probe: Probe) -> String? {
    guard let best = probe.trace.nextTokens(after: 0).top(1).first else { return nil }
    let tokenizer = train.language.tokenizer
    let text =
      tokenizer.text(of: probe.trace.ids) + " → " + train.plan.preset.model.answer(best.id, tokenizer)
    return text == train.samples.texts.first?.text ? nil : text
  }

  /// Looks at the newest parameters in Explore.
  mutating func exploreRun() -> [Effect] {
    screen = .explore
    guard let stepped = train.model, stepped.step > 0, stepped.model != subject.model else { return [] }
    let name = train.plan.preset.name + " · " + words.train.step(stepped.step)
    return lookAt(Subject(name: name, model: stepped.model, tokenizer: train.language.tokenizer))
  }

  /// Looks at another model, with the same sentence.
  mutating func lookAt(_ new: Subject) -> [Effect] {
    let (text, pair) = (explore.sentence.text, explore.sentence.second)
    let (page, generation) = (explore.page, explore.generation)
    subject = new
    explore = ExploreState(text: text, pair: new.readsPairs ? pair : nil, subject: new, opening: .mostDecided)
    explore.generation = generation
    explore.page = page
    explore.focus = page.panels[0]
    return [.look(at: new.model)] + explore.requestTrace()
  }
}
