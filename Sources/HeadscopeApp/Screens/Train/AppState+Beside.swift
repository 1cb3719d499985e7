internal import Models
internal import Training

extension AppState {
  /// A line of the list of runs that can be drawn beside this one.
  enum BesideChoice: Equatable {
    /// A run that is there, on or off.
    case loaded(Int)
    /// A run in a folder.
    case saved(RunSummary)
    case elsewhere
  }

  /// What the list offers.
  var besideChoices: [BesideChoice] {
    let loaded = train.beside.runs
    let own = train.facts?.folder
    let saved = train.savedRuns.filter { run in
      run.folder != own && !loaded.contains { $0.place == run.folder }
    }
    return loaded.indices.map { .loaded($0) } + saved.map { .saved($0) } + [.elsewhere]
  }

  /// Opens the list.
  mutating func chooseBeside() -> [Effect] {
    overlay = .beside(selected: 0)
    return [.listRuns]
  }

  /// Switches the chosen run on or off, or reads it first.
  mutating func take(besideChoice index: Int) -> [Effect] {
    let choices = besideChoices
    guard choices.indices.contains(index) else { return [] }
    switch choices[index] {
    case .loaded(let index):
      train.beside.toggle(train.beside.runs[index].place)
      return askBeside()
    case .saved(let run): return readBeside(run.folder)
    case .elsewhere:
      overlay = .field(TrainField(purpose: .beside, line: LineEditor("runs/")))
      return []
    }
  }

  mutating func readBeside(_ place: String) -> [Effect] {
    guard train.beside.runs.count < BesideState.capacity || train.beside.isShown(place) else {
      note = .train(.tooManyBeside(BesideState.capacity))
      return []
    }
    note = .train(.opening(folder: place))
    return [.readBeside(place: place)]
  }

  /// Draws another run beside this one; its heads stand beside this run's from now on.
  mutating func overlay(_ run: OverlaidRun) -> [Effect] {
    guard train.beside.add(run) else {
      note = .train(.tooManyBeside(BesideState.capacity))
      return []
    }
    // A branch comes by itself, and what is said of its run goes first.
    if note.map({ if case .train(.opening) = $0 { true } else { false } }) ?? true {
      note = .train(.isBeside(name: run.name))
    }
    if run.model != nil, screen == .train { train.heads.view = .beside }
    return askBeside()
  }

  /// Takes in how a run beside this one has gone on.
  mutating func take(_ news: BesideNews) -> [Effect] {
    train.beside.take(news) && news.model != nil ? askBeside() : []
  }

  /// Asks what the models beside this one make of the probe.
  mutating func askBeside() -> [Effect] {
    let subjects = train.beside.shown.compactMap { shown -> BesideRequest.Subject? in
      guard let model = shown.run.model, let sentence = sentence(for: shown.run) else { return nil }
      let language = shown.run.language
      let bounds =
        model.model.configuration.encoderLayers == nil
        ? nil : language.map { TextBounds(begin: $0.begin, end: $0.end) }
      return BesideRequest.Subject(place: shown.run.place, model: model, ids: sentence.ids, bounds: bounds)
    }
    guard !subjects.isEmpty else { return [] }
    train.beside.generation += 1
    return [.probeBeside(BesideRequest(subjects: subjects, generation: train.beside.generation))]
  }

  /// The probe as another run's model reads it.
  private func sentence(for run: OverlaidRun) -> Sentence? {
    guard let model = run.model, let language = run.language else { return nil }
    let sentence = Sentence(
      train.probe.sentence.text, tokenizer: language.tokenizer, contextLength: model.model.configuration.contextLength)
    return sentence.tokens.isEmpty ? nil : sentence
  }

  /// Takes in what the other models make of the probe.
  mutating func take(_ answer: BesideProbe) {
    guard answer.generation == train.beside.generation else { return }
    for shown in train.beside.shown {
      guard let probe = answer.probes[shown.run.place], let sentence = sentence(for: shown.run),
        let tokenizer = shown.run.language?.tokenizer
      else { continue }
      let whole =
        probe.written.isEmpty ? sentence : Sentence(sentence, writing: probe.written, .cross, tokenizer: tokenizer)
      guard probe.trace.ids == whole.ids else { continue }
      train.beside.readings[shown.run.place] = TrainState.ProbeState.Reading(
        step: probe.step, sentence: whole, trace: probe.trace)
    }
  }
}
