internal import StrictJSON

extension SafetensorsHeader {
  /// The first bytes of a file, up to the data: length and header, padded with spaces so that the data begins at a
  /// multiple of 8.
  static func bytes(
    declaring declarations: [TensorDeclaration], metadata: [(name: String, text: String)]
  ) -> [UInt8] {
    var pairs: [(String, JSONValue)] = []
    if !metadata.isEmpty {
      pairs.append(("__metadata__", .object(JSONObject(metadata.map { ($0.name, JSONValue.string($0.text)) }))))
    }
    var offset = 0
    for declaration in declarations {
      let size = declaration.type.byteCount
      precondition(
        offset.isMultiple(of: size), "tensor \(declaration.name) begins at \(offset): declare wider types first")
      let end = offset + declaration.shape.reduce(size, *)
      pairs.append(
        (
          declaration.name,
          [
            "dtype": .string(declaration.type.rawValue), "shape": .array(declaration.shape.map { .integer($0) }),
            "data_offsets": [.integer(offset), .integer(end)],
          ]
        ))
      offset = end
    }
    var json = Array(JSONValue.object(JSONObject(pairs)).text().utf8)
    json += [UInt8](repeating: 0x20, count: (8 - json.count % 8) % 8)
    return (0..<8).map { UInt8(truncatingIfNeeded: UInt64(json.count) >> (8 * UInt64($0))) } + json
  }
}
