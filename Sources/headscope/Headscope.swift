@main
struct Headscope {
  static func main() { print("headscope") }
}
