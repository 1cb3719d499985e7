private import Glibc

/// What a new thread is to do.
private final class Start: Sendable {
  let body: @Sendable () -> Void

  init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}

/// Starts a thread that nobody waits for.
///
/// A thread of our own sleeps between its tasks; a queue's would come and go and wake the program.
func startThread(_ body: @escaping @Sendable () -> Void) throws {
  var thread = pthread_t()
  let context = Unmanaged.passRetained(Start(body)).toOpaque()
  let code = pthread_create(
    &thread, nil,
    { context in
      if let context { Unmanaged<Start>.fromOpaque(context).takeRetainedValue().body() }
      return nil
    }, context)
  guard code == 0 else {
    Unmanaged<Start>.fromOpaque(context).release()
    throw UserError("starting a thread failed: \(String(cString: strerror(code)))")
  }
  pthread_detach(thread)
}
