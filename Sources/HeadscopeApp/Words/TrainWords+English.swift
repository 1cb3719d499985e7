internal import TerminalCanvas
internal import Training
private import Wording

extension TrainWords {
  static let english: TrainWords = TrainWords(
    screen: "Train",
    page: { page in
      switch page {
      case .dashboard: "dashboard"
      case .step: "one step"
      case .past: "past"
      case .roles: "roles"
      }
    },
    part: { part in
      switch part {
      case .embeddings: "embed"
      case .sourceBlock(let layer): "enc \(layer)"
      case .block(let layer): "block \(layer)"
      case .finalNorm: "norm"
      case .unembedding: "unembed"
      case .classifier: "classify"
      }
    },
    componentNames: { component in
      switch component {
      case .tokenEmbedding: ("tokens", "tok")
      case .segmentEmbedding: ("segments", "seg")
      case .positionEmbedding: ("places", "pos")
      case .embeddingNorm: ("norm", "norm")
      case .transform: ("transform", "trf")
      case .unembeddingBias: ("bias", "bias")
      case .norm1: ("norm 1", "n1")
      case .query: ("query", "q")
      case .key: ("key", "k")
      case .value: ("value", "v")
      case .attentionOutput: ("attn out", "o")
      case .crossQuery: ("cross q", "xq")
      case .crossKeyValue: ("cross k, v", "xkv")
      case .crossOutput: ("cross out", "xo")
      case .crossNorm: ("cross norm", "xn")
      case .recurrentInput: ("input", "in")
      case .recurrentHidden: ("past", "past")
      case .norm2: ("norm 2", "n2")
      case .mlpInput: ("MLP in", "in")
      case .mlpLinear: ("MLP in 2", "in2")
      case .mlpOutput: ("MLP out", "out")
      case .finalNorm: ("norm", "n")
      case .unembedding: ("unembed", "un")
      case .pooler: ("pooler", "pool")
      case .classifier: ("classifier", "cls")
      }
    },
    phase: { phase in
      switch phase {
      case .forward: "forward"
      case .loss: "loss"
      case .backward: "backward"
      case .update: "update"
      }
    },
    title: { panel in
      switch panel {
      case .loss: "Loss"
      case .run: "Run"
      case .heads: "Attention"
      case .controls: "Controls"
      case .samples: "It writes"
      case .predictions: "It expects"
      case .layers: "Gradient by layer"
      case .histograms: "Distribution"
      case .roles: "What heads are good for"
      case .roleHeads: "Head by head"
      case .guess: "1 · Guess"
      case .distance: "2 · Compare"
      case .blame: "3 · Trace the blame"
      case .update: "4 · Adjust"
      }
    },
    step: { "step \(grouped($0))" },
    status: { status in
      switch status {
      case .preparing: "preparing…"
      case .paused: "‖ paused"
      case .running: "▸ training"
      case .validating(let share): "validating \(Figure.percent(Float(share)))"
      case .saving: "saving…"
      case .finished(let reason):
        switch reason {
        case .steps: "✓ all steps done"
        case .seconds: "✓ time is up"
        case .lossBelow: "✓ loss reached"
        case .validationRises: "✓ validation rises"
        }
      case .failed(let reason): reason
      }
    },
    control: { control in
      switch control {
      case .learningRate: "learning rate"
      case .schedule: "schedule"
      case .batch: "batch"
      case .accumulation: "accumulate"
      case .dropout: "dropout"
      case .weightDecay: "weight decay"
      case .clip: "clip gradient"
      case .optimizer: "optimiser"
      case .frozen: "frozen blocks"
      case .validationInterval: "validate every"
      case .temperature: "temperature"
      case .steps: "stop: steps"
      case .seconds: "stop: time"
      case .lossBelow: "stop: loss below"
      case .validationRises: "stop: val. rises"
      case .layers: "↺ layers"
      case .heads: "↺ heads"
      case .width: "↺ width"
      case .context: "↺ context"
      case .documents: "↺ documents"
      case .seed: "↺ seed"
      }
    },
    schedule: { $0.rawValue },
    never: "off", allDocuments: "all",
    panels: PanelWords(
      train: "train", validation: "validation", entropy: "data's entropy", uniform: "guessing",
      stepOf: { "step \($0) of \($1)" }, loss: "loss", validationLoss: "validation", perplexity: "perplexity",
      accuracy: "accuracy", learningRate: "learning rate", gradientNorm: "gradient", updateRatio: "update / weight",
      tokensPerSecond: "tokens/s", elapsed: "elapsed", remaining: "remaining", memory: "memory",
      needsNewStart: "↺ needs a new start", restartHint: "r starts anew · Esc keeps the run",
      atTemperature: { "temperature \($0)" }, after: { "after “\($0)”" },
      noSample: "Nothing written yet: Space starts the training.", notYet: "not yet", parameters: "parameters",
      gradients: "gradient", logarithmic: "log", nats: "nats"),
    taken: TakenWords(
      invitation: "Press n: one step of learning, told in four parts.",
      sentence: { phase in
        switch phase {
        case .forward: "The model reads the tokens and says, for each position, what it expects next."
        case .loss:
          "The loss is −ln of the chance it gave the right token: 0 when sure and right, large when surprised."
        case .backward: "Backwards through the layers: how much would each weight have changed the loss?"
        case .update: "Every weight moves a little way against its gradient. What has become of the same guess:"
        }
      },
      analogy: { phase in
        switch phase {
        case .forward: "A child looks at the card and guesses what is on its back."
        case .loss: "The card is turned over: how far was the guess from the answer?"
        case .backward: "From the answer back to the ideas: which of them led astray?"
        case .update: "The child changes its mind a little, not all at once; the next card comes."
        }
      },
      lossOfToken: "loss here", lossOfBatch: "mean of the batch",
      before: "before", gradient: "gradient", after: "after",
      clipped: { norm, scale in "gradient \(norm), scaled by \(scale): it was longer than the limit" },
      notClipped: { norm in "gradient \(norm), within the limit" },
      better: { token, before, after in "“\(token)”: \(before) before the step, \(after) after it" }),
    questionTitle: "Not saved yet",
    question: { next, step, saved in
      let question =
        switch next {
        case .leave: "Save it and leave?"
        case .begin: "Save it and start anew?"
        case .open(let folder): "Save it and open \(folder)?"
        }
      let loss =
        saved.map { "\($0) is saved; what came after it, up to \(step), would be lost." }
        ?? "This run stands in no file: \(step) would be lost."
      return [loss, question]
    },
    menu: MenuWords(
      title: "Presets and saved runs", saved: { step, loss in "saved · \(step) · loss \(loss)" },
      elsewhere: "another folder…",
      aboutSaved: "A saved run, to be looked at: its curves, its model's heads and what it writes.",
      aboutElsewhere: "Type the folder of a run that was saved elsewhere.", folderTitle: "Open a saved run",
      folderHint: "a folder with log.jsonl and model.safetensors"),
    roles: RoleWords(
      name: { role in
        switch role {
        case .previousToken: "previous token"
        case .itself: "itself"
        case .sink(1): "first token"
        case .sink(let count): "first \(count) tokens"
        case .duplicateToken: "same word"
        case .induction: "induction"
        case .relation(_, let end): role.name + (end == .dependent ? " ←" : " →")
        }
      }, best: "best", score: "score", least: "to beat", appears: "appears",
      measured: { $0 == 1 ? "measured once" : "measured \(grouped($0)) times" },
      nothing: "Heads are measured while a run learns from the grammar or from words said twice.",
      nothingWatched: "Another process makes this run, and its heads are measured there.",
      earned: "✓ above every baseline"),
    past: PastWords(
      name: "past kept", looking: { "◂ step \($0)" }, exact: { "◂ step \($0), exactly" },
      other: { "◂ step \($0), but its text was changed" },
      near: { "◂ step \($0), near \($1)" }, missing: { "making \($0) again" },
      kept: { "\(counted($0, "state")), \($1) of \($2)" }, forkTitle: "A run that branches off here",
      forkHint: "its name: letters, digits, - _ .  It gets a folder of its own."),
    beside: .english, watchPhase: englishPhase,
    key: { topic in
      switch topic {
      case .trainRolesPage: Words.KeyWords("roles", "What the heads are good for, over the steps")
      case .trainPastPage: Words.KeyWords("past", "The run as it was after any step; again: back to the present")
      case .pastStep: Words.KeyWords("step", "One step back, one step on; ←→ in the curve: a column")
      case .pastEnds: Words.KeyWords("ends", "Before the first step, the present")
      case .pastPlay: Words.KeyWords("film", "Play the past like a film, or stand still")
      case .pastTurn: Words.KeyWords("backwards", "Play the other way")
      case .pastSpeed: Words.KeyWords("speed", "The film slower, faster")
      case .pastFork: Words.KeyWords("fork", "Go on from here as a run of its own, under other settings")
      case .trainPlay: Words.KeyWords("train", "Train, or wait")
      case .trainStep: Words.KeyWords("one step", "One step; on its page, what happens next in it")
      case .trainMove: Words.KeyWords("move", "Move in the panel: crosshair and zoom, head, knob")
      case .trainTurn: Words.KeyWords("turn", "Turn the chosen knob")
      case .trainType: Words.KeyWords("type", "Type the chosen knob's exact value")
      case .trainPresets: Words.KeyWords("presets", "What can be trained, and saved runs to open")
      case .trainSave: Words.KeyWords("save", "Save the model into the run's folder")
      case .trainRestart: Words.KeyWords("restart", "Start anew, with the sizes and the seed that the knobs show")
      case .trainKeep: Words.KeyWords("keep", "Keep the run: forget the changes that need a new start")
      case .trainProbe: Words.KeyWords("probe", "Change the sentence that is watched")
      case .trainDashboardPage: Words.KeyWords("dashboard", "Curves, heads, samples")
      case .trainStepPage: Words.KeyWords("one step", "One step taken apart: guess, compare, trace the blame, adjust")
      case .trainLogarithmic: Words.KeyWords("log", "Loss on a logarithmic scale, or a linear one")
      case .trainZoom: Words.KeyWords("zoom", "Fewer steps, more steps")
      case .trainPan: Words.KeyWords("pan", "Earlier steps, later steps")
      case .trainFollow: Words.KeyWords("follow", "Follow the newest step, without the crosshair")
      case .trainHeads: Words.KeyWords("heads", "All layers small, one layer, one head with numbers")
      case .trainLayer: Words.KeyWords("layer", "Previous and next layer")
      case .trainSample: Words.KeyWords("write", "Let the model write something now")
      case .trainTellBack: Words.KeyWords("back", "What happened before in the step")
      case .trainFieldType: Words.KeyWords("type", "The value, or the sentence")
      case .trainFieldTake: Words.KeyWords("take", "Take what is typed")
      case .trainBegin: Words.KeyWords("begin", "Begin the chosen preset, or open the chosen run")
      case .trainBeside: Words.KeyWords("compare", "Draw other runs, or logs of other tools, beside this one")
      case .trainDifferences: Words.KeyWords("differences", "What the runs' settings differ in")
      case .besideTake: Words.KeyWords("on/off", "Draw the chosen run beside this one, or take it away again")
      case .trainYes: Words.KeyWords("save", "Save the run first")
      case .trainNo: Words.KeyWords("don't save", "Go on; what was learnt is lost")
      default: Words.KeyWords("", "")
      }
    },
    note: { note in
      switch note {
      case .welcome: "Space pauses · s takes one step apart · ? help"
      case .hasEnded: "Ended: raise “stop: steps” to go on, m for another."
      case .hasFailed: "This run can't go on: lower the learning rate, then r starts anew."
      case .skipped(let step, let what): "Step \(grouped(step)) was skipped: its \(what) is not a finite number."
      case .isStuck(_, let what): "Paused. Lower the learning rate: five steps running were not finite (\(what))."
      case .nothingToSave: "Nothing was learnt yet: Space starts the training."
      case .isSaved(let folder): "Saved already, in \(folder)."
      case .saved(let folder, let step): "Step \(grouped(step)) is saved in \(folder)."
      case .notSaved(let reason): "Not saved: \(reason)"
      case .needsRestart: "This needs a new start: r starts anew, Esc keeps the run."
      case .turnInstead: "Choose it with ← and →."
      case .badValue(let control, let text): "\(TrainWords.english.control(control)): “\(text)” is not possible here."
      case .pastEnds: "The past ends here."
      case .stillMakingAgain: "The step is still being made again."
      case .cantMakeAgain(let step): "Step \(grouped(step)) can't be made again: nothing that is kept leads to it."
      case .isOtherStep(let step): "Step \(grouped(step)) is no longer the one that was made: its text was changed."
      case .nothingKept(let budget?, let state?) where budget < state:
        "Nothing of the past is kept: a state takes \(Figure.bytes(state)), --history has \(Figure.bytes(budget))."
      case .nothingKept: "Nothing of this run's past is kept."
      case .pastIsClosed: "Its past can't be looked at: the run can't go on from here."
      case .pastOnlyShows: "The past only shows: R goes back to the present."
      case .knobsElsewhere: "The knobs are on the dashboard: o."
      case .filmLength(let seconds): "The whole run in \(seconds) s."
      case .badForkName: "A name of letters, digits, - _ and . is possible here, 40 at most."
      case .forked(let folder): "Forked: \(folder)"
      case .isOpened: "A saved run, to be looked at: README.md in its folder says how it was trained; m begins another."
      case .goesOn(let step): "It goes on after step \(grouped(step)): Space trains."
      case .onlyLookedAt(let reason): "Only to be looked at: \(reason)"
      case .outOfMemory(let needed, let budget):
        "Too much memory: \(Figure.bytes(needed)), of \(Figure.bytes(budget)) at most."
      case .trouble(let line): line
      case .opening(let folder): "Opening \(folder)…"
      case .notOpened(let reason): reason
      case .noFolder: "Type the folder of a saved run, such as runs/cat."
      case .zoomFirst: "All steps are in sight: z zooms in."
      case .noStepYet: "No step was made yet: Space starts the training."
      case .isBeside, .tooManyBeside, .watches, .isWatched, .nothingToExplore, .watchedGoesOn, .watchedStopped,
        .watchedEnded, .watchedWentBack, .watchedGone, .watchedReturned, .watchedClosed, .linesSkipped:
        englishBesideNote(note)
      }
    })
}
