import Safetensors
import Tensors
import Testing

@Suite("Half precision")
struct HalfConversionTests {
  private func widened(_ bits: [UInt16]) -> [Float] {
    var result = [Float](repeating: 0, count: bits.count)
    bits.withUnsafeBufferPointer { source in
      result.withUnsafeMutableBufferPointer { target in
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        HalfConversion.portable.widen(from, to, bits.count)
      }
    }
    return result
  }

  private func narrowed(_ numbers: [Float]) -> [UInt16] {
    var result = [UInt16](repeating: 0, count: numbers.count)
    numbers.withUnsafeBufferPointer { source in
      result.withUnsafeMutableBufferPointer { target in
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        HalfConversion.portable.narrow(from, to, numbers.count)
      }
    }
    return result
  }

  #if arch(arm64) || os(Linux)
    @Test func `every half is the single that the machine makes of it`() {
      let all = (0...UInt16.max).map { $0 }
      let wrong = zip(all, widened(all)).filter { bits, number in
        let expected = Float(Float16(bitPattern: bits))
        return number != expected && !(number.isNaN && expected.isNaN)
      }
      #expect(wrong.isEmpty)
    }

    @Test func `singles round to the half that the machine rounds to`() {
      var generator = SplitMix64(seed: 5)
      var numbers: [Float] = [
        0, -0, 65_504, 65_519.996, 65_520, -65_520, .infinity, 0x1p-24, 0x1p-25, 0x1.8p-25, 0x1p-14,
      ]
      for bits in (0...UInt16.max) where bits & 0x7C00 != 0x7C00 {
        let half = Float(Float16(bitPattern: bits))
        // A half itself, the middle between two, and a little to both sides of that.
        let middle = (half + Float(Float16(bitPattern: bits).nextUp)) / 2
        numbers += [half, middle, middle.nextUp, middle.nextDown]
      }
      for _ in 0..<100_000 {
        let number = Float(bitPattern: UInt32(truncatingIfNeeded: generator.next()))
        numbers.append(number.isNaN ? 1 : number)
      }
      #expect(zip(numbers, narrowed(numbers)).filter { Float16($0).bitPattern != $1 }.isEmpty)
    }
  #endif

  @Test func `not a number stays not a number`() {
    let numbers = widened(narrowed([.nan, -.nan, .signalingNaN]))
    #expect(numbers.map(\.isNaN) == [true, true, true])
  }
}
