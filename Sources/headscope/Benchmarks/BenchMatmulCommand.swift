internal import ArgumentParser
internal import KernelTypes
internal import StrictJSON
internal import Tensors

/// `headscope bench matmul`: matrix products as a share of what the machine's multiply-add units can do.
struct BenchMatmulCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "matmul", abstract: "Matrix products, as a share of the multiply-add peak.")

  @OptionGroup var options: BenchOptions
  @Option(help: "Rows x depth x columns; may be given several times.", transform: MatmulShape.init(parsing:))
  var shape: [MatmulShape] = [
    MatmulShape(rows: 256, depth: 256, columns: 256), MatmulShape(rows: 2_048, depth: 128, columns: 512),
    MatmulShape(rows: 64, depth: 16, columns: 64), MatmulShape(rows: 64, depth: 64, columns: 16),
    MatmulShape(rows: 16, depth: 128, columns: 512),
  ]

  func run() throws {
    let kernels = try machineKernels()
    for shape in shape {
      try requireMemory(shape.bytes, for: "--shape \(shape)", otherwise: "give a smaller shape")
    }
    let crew = WorkerCrew(threads: options.threads)
    var rows: [JSONValue] = []
    for shape in shape {
      rows.append(MatmulBench(shape, kernels, crew).report(seconds: options.seconds))
    }
    switch options.format {
    case .json: print(JSONValue.object(["matmul": .array(rows)]).text())
    case .table: printTable(rows, columns: ["shape", "threads", "instruction_set", "gflops", "fma_peak_share"])
    }
  }
}

/// Sizes of a product, written `rows×depth×columns`.
struct MatmulShape: CustomStringConvertible {
  let rows: Int
  let depth: Int
  let columns: Int

  init(rows: Int, depth: Int, columns: Int) {
    self.rows = rows
    self.depth = depth
    self.columns = columns
  }

  init(parsing text: String) throws {
    let sizes = text.split(whereSeparator: { $0 == "x" || $0 == "×" }).map { Int($0) }
    guard sizes.count == 3, let rows = sizes[0], let depth = sizes[1], let columns = sizes[2],
      [rows, depth, columns].allSatisfy({ (1...65_536).contains($0) })
    else { throw UserError("write rows x depth x columns, such as 256x256x256, each from 1 to 65,536") }
    self.init(rows: rows, depth: depth, columns: columns)
  }

  var description: String { "\(rows)x\(depth)x\(columns)" }
  var operations: Double { 2 * Double(rows) * Double(depth) * Double(columns) }
  /// Bytes of the three matrices.
  var bytes: Int { (rows * depth + depth * columns + rows * columns) * MemoryLayout<Float>.stride }
}

/// One product, its rows shared among a crew's threads, timed in turn with the machine's multiply-add units.
private struct MatmulBench {
  private let shape: MatmulShape
  private let kernels: KernelSet
  private let crew: WorkerCrew
  private let a: FloatBuffer
  private let b: FloatBuffer
  private let c: FloatBuffer
  private let scratches: [FloatBuffer]
  /// Products are repeated within one timing for a millisecond or two, so that neither the clock nor waking a thread, up
  /// to a tenth of a millisecond, counts; and no longer, so that what else the machine does meets both sides alike.
  private let repeats: Int

  init(_ shape: MatmulShape, _ kernels: KernelSet, _ crew: WorkerCrew) {
    self.shape = shape
    self.kernels = kernels
    self.crew = crew
    a = FloatBuffer(count: shape.rows * shape.depth)
    b = FloatBuffer(count: shape.depth * shape.columns)
    c = FloatBuffer(count: shape.rows * shape.columns)
    scratches = (0..<crew.threads).map { _ in FloatBuffer(count: kernels.matmulScratch) }
    repeats = max(1, Int(1.5e8 * Double(crew.threads) / shape.operations))
    var generator = SplitMix64(seed: 1)
    for buffer in [a, b] {
      for index in 0..<buffer.count { buffer.start[index] = Float(generator.unit()) - 0.5 }
    }
  }

  func report(seconds: Double) -> JSONValue {
    let operations = shape.operations * Double(repeats)
    let comparison = PeakComparison(seconds: seconds, operations: operations, kernels, crew, multiply)
    let names: [(String, JSONValue)] = [
      ("shape", .string(shape.description)), ("threads", .integer(crew.threads)),
      ("instruction_set", .string(kernels.name)),
      ("milliseconds", comparison.milliseconds(operations: shape.operations)),
    ]
    return .object(JSONObject(names + comparison.fields))
  }

  /// The product, as often as one timing needs.
  private func multiply() {
    crew.run(crew.threads) { worker, piece in
      let first = shape.rows * piece / crew.threads
      let end = shape.rows * (piece + 1) / crew.threads
      let matmul = Matmul(
        rows: end - first, columns: shape.columns, depth: shape.depth,
        a: a.start + first * shape.depth, aRowStride: shape.depth, b: b.start, bRowStride: shape.columns,
        c: c.start + first * shape.columns, cRowStride: shape.columns)
      for _ in 0..<repeats { kernels.matmul(matmul, scratches[worker].start) }
    }
  }
}
