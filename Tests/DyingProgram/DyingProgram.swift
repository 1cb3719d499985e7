import CursesTerminal
import Glibc
import Synchronization
import TerminalCanvas

/// A program that takes the terminal as Headscope does, draws, and dies as it is told: the tests look at what it leaves.
///
///     DyingProgram DEATH PLACE
///
/// A place is where the death comes: `screen`, in the thread that draws, at the first key; `worker`, in another thread at
/// the first key, while the screen is idle; `blocked`, in another thread while the first hangs in the middle of a frame
/// that nobody reads.
@main
enum DyingProgram {
  static func main() {
    let arguments = CommandLine.arguments
    guard arguments.count == 3, let death = Death(rawValue: arguments[1]), let place = Place(rawValue: arguments[2])
    else {
      print("DyingProgram", Death.allCases.map(\.rawValue), Place.allCases.map(\.rawValue))
      exit(64)
    }
    Terminal.blockSignals()
    do {
      let terminal = try Terminal()
      if place != .screen { startWorker(death, place) }
      run(terminal, death, place)
    } catch {
      print(error)
      exit(65)
    }
  }

  enum Place: String, CaseIterable {
    case screen
    case worker
    case blocked
  }

  /// What both threads see: whether a frame is being drawn, and whether a key came.
  private static let isDrawing = Atomic(false)
  private static let hasKey = Atomic(false)

  private static func run(_ terminal: Terminal, _ death: Death, _ place: Place) {
    var number: UInt32 = 0
    while true {
      number += 1
      isDrawing.store(true, ordering: .releasing)
      terminal.present(frame(terminal, number))
      isDrawing.store(false, ordering: .releasing)
      for event in terminal.nextEvents() {
        switch event {
        case .input(.key): if place == .screen { death.come() } else { hasKey.store(true, ordering: .releasing) }
        case .end(let signal):
          terminal.close()
          exit(128 + signal)
        default: break
        }
      }
    }
  }

  /// A screen of which every cell has a colour of its own, so that a large one is more than the system keeps unread.
  private static func frame(_ terminal: Terminal, _ number: UInt32) -> Canvas {
    let (width, height) = terminal.size
    var canvas = Canvas(width: width, height: height)
    for y in 0..<height {
      for x in 0..<width {
        let color = Color(UInt32(y * width + x) &* 2_654_435_761 &+ number)
        canvas.fill(Rect(x: x, y: y, width: 1, height: 1), with: "x", style: Style(.white, on: color))
      }
    }
    // In the last row, so that who sees it has the whole frame.
    canvas.writeRight("ready", in: Rect(x: 0, y: height - 1, width: width, height: 1), style: Style(.white, on: .black))
    return canvas
  }

  private static func startWorker(_ death: Death, _ place: Place) {
    let wish = Unmanaged.passRetained(Wish(death, place)).toOpaque()
    var thread = pthread_t()
    pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        let wish = Unmanaged<Wish>.fromOpaque(context).takeRetainedValue()
        Terminal.protectThread()
        DyingProgram.wait(for: wish.place)
        wish.death.come()
        return nil
      }, wish)
    pthread_detach(thread)
  }

  private final class Wish: Sendable {
    let death: Death
    let place: Place
    init(_ death: Death, _ place: Place) { (self.death, self.place) = (death, place) }
  }

  /// Returns when a key has come, or when the frame that is drawn has not gone on for a while.
  private static func wait(for place: Place) {
    var hung = 0
    while place == .blocked ? hung < 40 : !hasKey.load(ordering: .acquiring) {
      usleep(5_000)
      hung = isDrawing.load(ordering: .acquiring) ? hung + 1 : 0
    }
  }
}
