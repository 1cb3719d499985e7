private import CZlib

/// Raw deflate.
///
/// - SeeAlso: RFC 1951.
enum Deflate {
  /// How bytes are packed.
  enum Method {
    /// As small as they get.
    case smallest
    /// By Huffman's codes alone, which is fast.
    case codesAlone
  }

  /// The bytes, packed.
  static func packed(_ bytes: [UInt8], by method: Method = .smallest) -> [UInt8] {
    var bytes = bytes
    var stream = z_stream()
    let isFast = method == .codesAlone
    let status = deflateInit2_(
      &stream, isFast ? Z_BEST_SPEED : Z_BEST_COMPRESSION, Z_DEFLATED, -MAX_WBITS, MAX_MEM_LEVEL,
      isFast ? Z_HUFFMAN_ONLY : Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    precondition(status == Z_OK, "zlib has no memory left, or is another version than its header")
    defer { deflateEnd(&stream) }
    return [UInt8](unsafeUninitializedCapacity: Int(deflateBound(&stream, UInt(bytes.count)))) { packed, count in
      bytes.withUnsafeMutableBufferPointer {
        (stream.next_in, stream.avail_in) = ($0.baseAddress, UInt32($0.count))
        (stream.next_out, stream.avail_out) = (packed.baseAddress, UInt32(packed.count))
        let end = deflate(&stream, Z_FINISH)
        precondition(end == Z_STREAM_END, "deflate wrote more than its bound")
      }
      count = Int(stream.total_out)
    }
  }

  /// What was packed; nil where it isn't whole, is followed by something, or is more than a limit.
  static func unpacked(_ packed: [UInt8], atMost limit: Int) -> [UInt8]? {
    var packed = packed
    var stream = z_stream()
    let status = inflateInit2_(&stream, -MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    precondition(status == Z_OK, "zlib has no memory left, or is another version than its header")
    defer { inflateEnd(&stream) }
    var isWhole = false
    let bytes = [UInt8](unsafeUninitializedCapacity: limit) { bytes, count in
      packed.withUnsafeMutableBufferPointer {
        (stream.next_in, stream.avail_in) = ($0.baseAddress, UInt32($0.count))
        (stream.next_out, stream.avail_out) = (bytes.baseAddress, UInt32(limit))
        isWhole = inflate(&stream, Z_FINISH) == Z_STREAM_END && stream.avail_in == 0
      }
      count = Int(stream.total_out)
    }
    return isWhole ? bytes : nil
  }
}
