internal import Corpora
internal import Training

extension PlaygroundWords {
  static let english: PlaygroundWords = PlaygroundWords(
    screen: "Playground",
    page: { $0 == .network ? "network" : "example" },
    title: { panel in
      switch panel {
      case .network: "Network"
      case .map: "Output"
      case .loss: "Loss"
      case .neuron: "Neuron"
      case .controls: "Controls"
      }
    },
    dataset: { dataset in
      switch dataset {
      case .circle: "circle"
      case .exclusiveOr: "exclusive or"
      case .gaussian: "Gaussian"
      case .spiral: "spiral"
      case .plane: "plane"
      case .multiGaussian: "multi-Gaussian"
      }
    },
    ownPoints: "own points", problem: { $0 == .classification ? "classes" : "values" },
    knob: { knob in
      switch knob {
      case .dataset: "data"
      case .problem: "problem"
      case .noise: "noise"
      case .share: "train on"
      case .batch: "batch"
      case .learningRate: "rate"
      case .rule: "rule"
      case .regularization: "regularise"
      case .regularizationRate: "its rate"
      case .activation: "activation"
      case .dropout: "dropout"
      case .seed: "seed"
      case .dataSeed: "data seed"
      case .lastEpoch: "stop: epoch"
      case .testLoss: "stop: loss"
      case .pace: "speed"
      case .test: "test points"
      case .discrete: "two colours"
      }
    },
    allowed: { knob in
      switch knob {
      case .noise: "a whole number from 0 to 50, in per cent"
      case .share: "a whole number from 10 to 90, in per cent"
      case .batch: "a whole number from 1 to 30"
      case .learningRate: "a number from 1e-9 to 1000"
      case .regularizationRate: "a number from 0 to 1000"
      case .dropout: "a number from 0 to 0.8"
      case .seed, .dataSeed: "a whole number from 0 on"
      case .lastEpoch: "a whole number; 0 for never"
      case .testLoss: "a number; 0 for never"
      default: ""
      }
    },
    ruleNames: { $0 == .sgd ? "SGD" : $0 == .momentum ? "momentum" : "Adam" },
    regularizationNames: { $0 == .none ? "none" : $0 == .l1 ? "L1" : "L2" },
    mixed: "mixed", never: "never", full: "full", on: "on", off: "off",
    features: "features", output: "output", bias: "bias", weight: { "weight of \($0)" }, dead: "dead",
    weightsLegend: "blue, solid: positive · orange, dotted: negative",
    mapTitle: { $0 == "output" ? "Output" : "Output of \($0)" },
    brush: { brush in
      switch brush {
      case .none: ""
      case .positive: "draw ●"
      case .negative: "draw ○"
      case .eraser: "erase"
      }
    },
    epoch: { "epoch \($0)" }, perSecond: { "\($0)/s" }, training: "train", test: "test", confusion: "test",
    neuronTitle: { "Neuron \($0)" },
    featureLine: { name, isUsed in
      isUsed
        ? "The network is told \(name) of each point. Enter takes it away."
        : "The network isn't told \(name). Enter gives it to the network, which then begins anew."
    },
    walkTitle: "One example", exampleContext: { "example \($0) · , ." }, target: "target", sum: "sum Σ",
    activationName: "activation", slope: "× slope", slopeOf: "f′",
    stageTitle: { stage, name in
      switch stage {
      case .forward: "Forwards: \(name)"
      case .loss: "The loss"
      case .backward: "Backwards: \(name)"
      case .update: "The update"
      }
    },
    stageLine: { stage in
      switch stage {
      case .forward:
        "A worker at the line weighs what comes in, adds it up with a habit of its own (the bias), and passes on what "
          + "the activation makes of the sum."
      case .loss: "The card is turned over: how far is the guess from the answer?"
      case .backward:
        "The blame comes back along the same weights. δ says how much this sum is to blame, and each weight as much as "
          + "what came in through it."
      case .update:
        "Every weight gives way a little, against its blame: here by plain gradient descent on this example alone, most moved first. Training takes batches, its rule, L1 and L2 besides."
      }
    },
    tourTitle: "A tour of the Playground",
    presetName: { preset in
      switch preset {
      case .first: "the circle"
      case .line: "one line is enough"
      case .xorLine: "one line is not enough"
      case .xorHidden: "a hidden layer"
      case .xorProduct: "the right feature"
      case .circleSquares: "squares for the circle"
      case .spiralFeatures: "features for the spiral"
      case .spiralDepth: "depth instead of features"
      case .sparse: "what L1 does"
      case .overfit: "learning by heart"
      case .regularized: "L2 against it"
      case .plane: "a value for each point"
      case .hills: "hills and valleys"
      }
    },
    presetLine: { preset in
      switch preset {
      case .first: "Space plays. Each neuron draws one soft line; together they close around the middle."
      case .line: "Two clouds: no neuron between is needed, the output alone draws a line."
      case .xorLine: "No line parts these corners: the loss stays high, however long it learns."
      case .xorHidden: "Four neurons draw four lines, and the output puts them together."
      case .xorProduct: "Told x₁x₂, the network needs no hidden layer: its sign is the answer."
      case .circleSquares: "x₁² + x₂² is the distance: two weights and a bias are a circle."
      case .spiralFeatures: "sin x₁ and sin x₂ bring waves along: watch the arms come apart."
      case .spiralDepth: "x₁ and x₂ alone: three layers make the waves themselves. Look at their pictures."
      case .sparse:
        "All seven features, but L1 pulls weights to 0: those that are not needed die, and their lines are gone."
      case .overfit: "Noise, and 50 points to learn from: training loss falls, test loss rises. T shows the others."
      case .regularized: "The same with L2: weights stay small, the map smooth, and the test loss lower."
      case .plane: "Regression: the output is a value, and a plane needs two weights and a bias."
      case .hills: "Three hills, three valleys: sixteen neurons build them out of soft steps."
      }
    },
    colon: ": ", newValue: "A new value", numberHint: "a number between −1,000,000 and 1,000,000",
    codeTitle: "This screen as a code",
    codeHint:
      "Copy it: headscope playground --state CODE shows the same, or paste it here (e). w writes it into a file.",
    codeTooLong: "Too long for this window: w writes it into a file, which headscope playground --state @FILE opens.",
    pasteHint: "paste a code that begins with hs1-",
    running: "training", paused: "paused", replaying: { "making it again \($0)" }, endedState: "ended",
    key: { topic in
      switch topic {
      case .playgroundPlay: Words.KeyWords("train", "Train, or wait")
      case .playgroundStep: Words.KeyWords("one epoch", "One epoch")
      case .playgroundMove: Words.KeyWords("move", "Move: feature or neuron, cursor on the map, knob")
      case .playgroundTour: Words.KeyWords("tour", "Previous and next stop of the tour; all of them")
      case .playgroundReset: Words.KeyWords("restart", "Begin anew: from the same first weights, from others")
      case .playgroundDataset: Words.KeyWords("data", "Next and previous data set")
      case .playgroundPart: Words.KeyWords("weight", "Previous and next weight of the neuron, and its bias")
      case .playgroundAct:
        Words.KeyWords("use, edit", "Use a feature or not; type a weight, bias or knob; draw a point")
      case .playgroundTurn: Words.KeyWords("less, more", "Fewer or more neurons in the layer; turn the knob")
      case .playgroundLayers: Words.KeyWords("layers", "One hidden layer fewer, one more")
      case .playgroundActivation: Words.KeyWords("activation", "Next activation of the chosen layer, or of all")
      case .playgroundRegenerate: Words.KeyWords("new points", "Draw other points")
      case .playgroundPace:
        Words.KeyWords("speed", "Slower, faster: 2, 10, 60, 600 epochs a second, as fast as it goes")
      case .playgroundTest: Words.KeyWords("test points", "Show the points that test")
      case .playgroundDiscrete: Words.KeyWords("two colours", "Show only the sign")
      case .playgroundBrush: Words.KeyWords("draw", "Next brush for clicks and Enter on the map: ●, ○, eraser, none")
      case .playgroundLogarithmic: Words.KeyWords("log", "Loss on a logarithmic scale, or a linear one")
      case .playgroundKeep:
        Words.KeyWords("keep curve", "Keep this run's curve beside the next ones; forget those kept")
      case .playgroundCode: Words.KeyWords("code", "The whole screen as a code to send; open one that was sent")
      case .playgroundCodeFile: Words.KeyWords("file", "Write the code into the current folder")
      case .playgroundNetworkFile: Words.KeyWords("network", "Write the network as JSON into the current folder")
      case .playgroundPointsFile: Words.KeyWords("points", "Write the points as CSV into the current folder")
      case .playgroundNetworkPage: Words.KeyWords("network", "The network at large")
      case .playgroundWalkPage: Words.KeyWords("one example", "One example on its way through the network and back")
      case .playgroundWalkStep: Words.KeyWords("next", "What happens next to the example")
      case .playgroundExample: Words.KeyWords("example", "Previous and next example")
      case .playgroundWalkBack: Words.KeyWords("back", "What happened before to the example")
      case .playgroundBegin: Words.KeyWords("begin", "Begin the chosen stop")
      default: Words.KeyWords("", "")
      }
    },
    note: { note in
      switch note {
      case .welcome: "Space trains · > next stop of the tour · ? help"
      case .ended(.lastEpoch): "It has gone as many epochs as it was to."
      case .ended(.testLoss): "The test loss is below what it was to reach."
      case .ended(.diverged), .diverged: "The weights grow without bound: a lower rate, then r."
      case .roundedOtherwise: "This machine rounds otherwise than the code's: the figures differ in their last digits."
      case .brokenCode: "The code's changes don't fit its network: this is as far as it can be followed."
      case .badNumber: "A number between −1,000,000 and 1,000,000, please."
      case .badKnob(let knob): "\(PlaygroundWords.english.knob(knob)): \(PlaygroundWords.english.allowed(knob))."
      case .badCode(let reason): reason
      case .featuresHaveNoWeights: "A feature has no weights: choose a neuron."
      case .chooseWeight: ", and . choose one of the neuron's weights, or its bias; Enter types it."
      case .chooseLayer: "Choose a hidden layer: ← → move between layers."
      case .noLayers: "There is no hidden layer: ] adds one."
      case .lastFeature: "One feature must stay."
      case .lastPoint: "One point must stay."
      case .chooseBrush: "x chooses what is drawn: ●, ○, or the eraser."
      case .noPointHere: "There is no point to train on near the cursor."
      case .ownHaveNoNoise: "Points of your own have no noise to turn."
      case .nothingToKeep: "Nothing was learnt yet: Space trains."
      case .tooManyKept: "Five curves are kept: B forgets them."
      case .kept: "The curve is kept: change something and compare."
      }
    })
}
