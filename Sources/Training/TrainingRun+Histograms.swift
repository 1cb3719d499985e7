internal import Models
internal import Tensors

extension TrainingRun {
  /// Where the parameters stand and where the last step's gradient points, in numbers of each size.
  ///
  /// Between two steps only. A million parameters take about a millisecond on two threads.
  /// - Parameters:
  ///   - part: The part that is counted; nil for the whole model.
  ///   - bins: Bins of each histogram; an odd number has one in the middle for what is nearest 0.
  /// - Returns: The parameters, and the gradient before clipping: nil before the first step and right after a change of
  ///   batch or dropout.
  public func histograms(
    of part: ModelPart? = nil, bins: Int = 41
  ) -> (parameters: Histogram, gradients: Histogram?) {
    let handles = model.handles
    let ranges = zip(handles.layout.entries, handles.partOfEntry).filter { part == nil || $1 == part }.map(\.0.range)
    return model.parameters.withUnsafePointer { parameters in
      let counted = trainer.withGradient { gradient in
        var histograms = [Histogram?](repeating: nil, count: 2)
        histograms.withUnsafeMutableBufferPointer { histograms in
          nonisolated(unsafe) let histograms = histograms  // Each piece writes its own element.
          crew.run(2) { _, index in
            histograms[index] = Histogram(of: runs(ranges, index == 0 ? parameters : gradient), bins: bins)
          }
        }
        return histograms
      }
      return (counted?[0] ?? Histogram(of: runs(ranges, parameters), bins: bins), counted?[1])
    }
  }

  private func runs(_ ranges: [Range<Int>], _ start: UnsafePointer<Float>) -> [UnsafeBufferPointer<Float>] {
    ranges.map { UnsafeBufferPointer(start: start + $0.lowerBound, count: $0.count) }
  }
}
