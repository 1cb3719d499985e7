private import Glibc
private import StrictJSON

/// The bytes of an argument as the shell passed it; ``CommandLine`` repairs what is not UTF-8.
///
/// - Parameter text: The argument as it was parsed.
func argumentBytes(_ text: String) -> [UInt8] {
  for index in 1..<max(Int(CommandLine.argc), 1) {
    guard let argument = CommandLine.unsafeArgv[index], haveSameBytes(String(cString: argument), text) else { continue }
    return (0..<strlen(argument)).map { UInt8(bitPattern: argument[$0]) }
  }
  return Array(text.utf8)
}
