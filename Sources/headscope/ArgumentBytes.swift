private import Glibc
private import StrictJSON

/// The bytes of an argument as the shell passed it; ``CommandLine`` repairs what is not UTF-8.
///
/// - Parameters:
///   - text: The argument as it was parsed.
///   - option: The option that it is the value of; nil where it stands by itself.
func argumentBytes(_ text: String, of option: String? = nil) -> [UInt8] {
  for index in 1..<max(Int(CommandLine.argc), 1) {
    guard let argument = CommandLine.unsafeArgv[index] else { continue }
    let read = String(cString: argument)
    let bytes = (0..<strlen(argument)).map { UInt8(bitPattern: argument[$0]) }
    if let option {
      let before = CommandLine.unsafeArgv[index - 1].map { String(cString: $0) }
      if before == option, haveSameBytes(read, text) { return bytes }
      if haveSameBytes(read, option + "=" + text) { return Array(bytes.dropFirst(option.utf8.count + 1)) }
    } else if haveSameBytes(read, text), CommandLine.unsafeArgv[index - 1].map({ String(cString: $0) }) != "--pair" {
      return bytes
    }
  }
  return Array(text.utf8)
}
