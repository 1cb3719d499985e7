internal import Files
private import Wording

/// Refuses a folder where a file is to be written, and a file in no folder, before anything is computed.
func requireFile(_ path: String, option: String) throws {
  guard !path.isEmpty else { throw UserError("\(option): an empty name; give a file's") }
  guard !isFolder(path) else { throw UserError("\(option) \(quoted(path)): is a folder; name a file in it") }
  let folder = parentFolder(of: path)
  guard isFolder(folder) else {
    throw UserError("\(option) \(quoted(path)): there is no folder \(quoted(folder)); make it first")
  }
}
