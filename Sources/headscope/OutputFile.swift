internal import Files
private import Wording

/// Refuses a folder where a file is to be written, before anything is computed.
func requireFile(_ path: String, option: String) throws {
  guard !isFolder(path) else { throw UserError("\(option) \(quoted(path)): is a folder; name a file in it") }
}
