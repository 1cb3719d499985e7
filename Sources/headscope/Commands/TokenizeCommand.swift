internal import ArgumentParser
internal import Checkpoints
internal import StrictJSON
internal import Tokenizers
private import Wording

/// `headscope tokenize`: the tokens of a text, with their ids and where they stand.
struct TokenizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tokenize", abstract: "Print the tokens of a text, their ids and byte offsets.",
    discussion: """
      Of the model's folder only the tokenizer's files are read; it may hold no others. JSON has the ids, tokens and offsets of \
      Hugging Face's tokenizers, with offsets in UTF-8 bytes, and says of each token under special whether the tokenizer put it \
      around the text.
      """)

  @Argument(help: "The text; - reads it from stdin, byte for byte.") var text = OpeningText.standard
  @Option(help: "A second text beside it, joined as the tokenizer's template says; JSON has type_ids then.")
  var pair: String?
  @OptionGroup var modelName: ModelName
  @Flag(name: .customLong("no-special-tokens"), help: "Leave out what the tokenizer puts around the text.")
  var noSpecialTokens = false
  @Flag(help: "Read <s> and other added tokens in the text as text.") var literal = false
  @Option(help: "table or json.") var format = OutputFormat.table

  func run() throws {
    let tokenizer = try Tokenizer.load(folder: modelName.folder())
    let encoding = tokenizer.encode(
      utf8: text == "-" ? try readStandardInput() : argumentBytes(text),
      pair: pair.map { argumentBytes($0, of: "--pair") },
      addSpecialTokens: !noSpecialTokens, recognisingAddedTokens: !literal)
    switch format {
    case .json:
      var value: JSONObject = [
        "ids": .array(encoding.ids.map { .integer($0) }), "tokens": .array(encoding.tokens.map { .string($0.text) }),
        "offsets": .array(
          encoding.tokens.map { [.integer($0.range.lowerBound), .integer($0.range.upperBound)] }),
        "special": .array(encoding.tokens.map { .bool($0.isInserted) }),
      ]
      if pair != nil { value["type_ids"] = .array(encoding.segments.map { .integer($0) }) }
      print(JSONValue.object(value).text())
    case .table:
      for token in encoding.tokens {
        let note = token.isUnknown ? "unknown: " + quoted(token.source) : token.isSpecial ? "special" : ""
        let place = "\(token.range.lowerBound)..<\(token.range.upperBound)"
        print("\(token.id)\t\(place)\t\(plain(token.text))" + (note.isEmpty ? "" : "\t" + note))
      }
    }
  }
}
