import Checkpoints
import Files
import Testing

@Suite("A model that is found by its name")
struct ModelLocatorTests {
  /// Makes empty model folders: each path gets a `config.json`.
  private func make(_ paths: [String], in root: String) throws {
    for path in paths {
      try makeFolder(at: root + "/" + path)
      try writeFileAtomically([], to: root + "/" + path + "/config.json")
    }
  }

  private func locator(_ root: String, _ environment: [String: String] = [:]) -> ModelLocator {
    ModelLocator(
      environment: { environment[$0] }, executable: root + "/build/bin/headscope", currentFolder: root + "/project/deep"
    )
  }

  @Test func `samples are looked for in their order`() throws {
    let folder = try TemporaryFolder()
    let root = folder.path
    let places = ["env", "build/samples", "project/samples", "build/share/headscope"]
    try make(places.map { $0 + "/models/cat" }, in: root)
    let environment = ["HEADSCOPE_SAMPLES": root + "/env"]
    #expect(try locator(root, environment).folder(of: "cat") == root + "/env/models/cat")
    #expect(locator(root, environment).samplesFolders == places.map { root + "/" + $0 })
    #expect(try locator(root).folder(of: "cat") == root + "/build/samples/models/cat")
    #expect(locator(root).samples == ["cat"])
    // A sample that one place lacks is found in the next.
    try make(["build/share/headscope/models/dog"], in: root)
    #expect(try locator(root, environment).folder(of: "dog") == root + "/build/share/headscope/models/dog")
    #expect(locator(root).samples == ["cat", "dog"])
  }

  @Test func `a folder comes before a sample`() throws {
    let folder = try TemporaryFolder()
    try make(["project/samples/models/cat", "mine"], in: folder.path)
    let locator = locator(folder.path)
    #expect(try locator.folder(of: folder.path + "/mine") == folder.path + "/mine")
    // A folder without a model is still what was asked for: loading it says what is missing.
    #expect(try locator.folder(of: folder.path) == folder.path)
  }

  @Test func `a cached model is the snapshot of its main reference`() throws {
    let folder = try TemporaryFolder()
    let root = folder.path
    let repository = "cache/models--org--tiny-gpt2"
    try make(
      [repository + "/snapshots/abc", repository + "/snapshots/def", "cache/models--gpt2/snapshots/123"], in: root)
    try makeFolder(at: root + "/" + repository + "/refs")
    try writeFileAtomically(Array("def\n".utf8), to: root + "/" + repository + "/refs/main")
    let locator = locator(root, ["HF_HUB_CACHE": root + "/cache"])
    #expect(try locator.folder(of: "org/tiny-gpt2") == root + "/" + repository + "/snapshots/def")
    #expect(try locator.folder(of: "gpt2") == root + "/cache/models--gpt2/snapshots/123")
    #expect(locator.cache.map(\.argument) == ["gpt2", "org/tiny-gpt2", "org/tiny-gpt2@abc"])
    #expect(try locator.folder(of: "org/tiny-gpt2@abc") == root + "/" + repository + "/snapshots/abc")
    try writeFileAtomically(Array("../../../etc".utf8), to: root + "/" + repository + "/refs/main")
    #expect(throws: CheckpointError.self) { try locator.folder(of: "org/tiny-gpt2") }
  }

  @Test(
    arguments: [
      (["HF_HUB_CACHE": "/a", "HF_HOME": "/b", "HOME": "/c"], "/a"), (["HF_HOME": "/b", "HOME": "/c"], "/b/hub"),
      (["HF_HOME": "~/b", "HOME": "/c"], "/c/b/hub"),
      (["XDG_CACHE_HOME": "/x", "HOME": "/c"], "/x/huggingface/hub"), (["HOME": "/c"], "/c/.cache/huggingface/hub"),
      (["HF_HUB_CACHE": "", "HOME": "/c"], "/c/.cache/huggingface/hub"), ([:], nil),
    ] as [([String: String], String?)])
  func `the cache stands where Hugging Face's library has it`(environment: [String: String], expected: String?) {
    #expect(ModelLocator(environment: { environment[$0] }, executable: nil, currentFolder: "/").cacheFolder == expected)
  }

  @Test(arguments: ["", ".", "..", "../cat", "a/b/c", "cat\u{0}", "/none", "zebra"])
  func `what is not there is an error`(name: String) throws {
    let folder = try TemporaryFolder()
    try make(["project/samples/models/cat"], in: folder.path)
    // "." and ".." are folders, though no models.
    guard name != ".", name != ".." else { return }
    #expect(throws: CheckpointError.self) { try locator(folder.path).folder(of: name) }
  }

  @Test func `the error says where it looked, what comes nearest and what to do`() throws {
    let folder = try TemporaryFolder()
    try make(["project/samples/models/cat-decoder"], in: folder.path)
    var message = ""
    do throws(CheckpointError) {
      _ = try locator(folder.path, ["HF_HOME": "/hf"]).folder(of: "cat-decodr")
    } catch { message = error.description }
    #expect(
      message
        == #"no model "cat-decodr" (did you mean "cat-decoder"?); searched: \#(folder.path)/project/samples/models, "#
        + "/hf/hub. Samples are found through HEADSCOPE_SAMPLES; "
        + "a model of Hugging Face is fetched by: hf download cat-decodr")
    do throws(CheckpointError) {
      _ = try locator(folder.path, ["HF_HOME": "/hf"]).folder(of: "some/model")
    } catch { message = error.description }
    #expect(message.hasSuffix("/hf/hub. To fetch it from Hugging Face: hf download some/model"))
    let advice = [
      ("some/model@v1.0", "hf download some/model --revision v1.0"), ("/no/folder", "such as ORGANISATION/NAME"),
      ("a/b/c", "such as ORGANISATION/NAME"), ("-x", "such as ORGANISATION/NAME"), ("", "such as ORGANISATION/NAME"),
      ("my model; rm -rf x", "such as ORGANISATION/NAME"), ("org/m@", "such as ORGANISATION/NAME"),
    ]
    for (name, end) in advice {
      do throws(CheckpointError) {
        _ = try locator(folder.path, ["HF_HOME": "/hf"]).folder(of: name)
      } catch { message = error.description }
      #expect(message.hasSuffix(end), "\(name): \(message)")
    }
  }
}
