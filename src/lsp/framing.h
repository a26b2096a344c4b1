// How messages stand in the stream: a header with their length, an empty line, the bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace opta::lsp {

// Cuts the stream into messages. It never fails: what is no message is passed over, and said.
class MessageReader {
 public:
  // Longer messages are read past and not kept. A file of the largest size that Opta reads has
  // room, even where JSON writes each of its bytes as an escape of six.
  static constexpr std::uint64_t kMessageBytesMax = 64u << 20;
  static constexpr std::size_t kHeaderBytesMax = 4096;

  enum class Kind : std::uint8_t { kMessage, kTooLong, kBadHeader };
  struct Piece {
    Kind kind = Kind::kMessage;
    std::string text = {};  // of a message
  };

  void feed(std::string_view bytes);
  // The next whole message of what was fed; nothing when more must come.
  std::optional<Piece> next();

 private:
  std::optional<Piece> read_header();

  std::string buffer_;
  std::size_t at_ = 0;                   // what was taken of the buffer
  std::optional<std::uint64_t> length_;  // of the message whose header was read
  std::uint64_t skip_ = 0;               // bytes of a message that is too long
};

// The message with its header.
std::string framed(std::string_view message);

}  // namespace opta::lsp
