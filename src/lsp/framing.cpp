#include "lsp/framing.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "base/text.h"

namespace opta::lsp {

namespace {

constexpr std::string_view kLength = "content-length:";

// The header's length; nothing when it has none, or one that is no number.
std::optional<std::uint64_t> length_in(std::string_view header) {
  std::optional<std::uint64_t> length;
  while (!header.empty()) {
    const std::size_t end = std::min(header.find('\n'), header.size() - 1);
    const std::string_view line = trim(header.substr(0, end + 1));
    header.remove_prefix(end + 1);
    if (!lower_case(line).starts_with(kLength)) continue;
    const std::string_view digits = trim(line.substr(kLength.size()));
    std::uint64_t number = 0;
    const auto [rest, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc{} || rest != digits.data() + digits.size()) return std::nullopt;
    length = number;
  }
  return length;
}

}  // namespace

void MessageReader::feed(std::string_view bytes) {
  if (skip_ > 0) {
    const auto skipped = static_cast<std::size_t>(std::min<std::uint64_t>(skip_, bytes.size()));
    bytes.remove_prefix(skipped);
    skip_ -= skipped;
  }
  buffer_.erase(0, at_);
  at_ = 0;
  buffer_ += bytes;
}

std::optional<MessageReader::Piece> MessageReader::next() {
  if (!length_) {
    if (auto fault = read_header()) return fault;
    if (!length_) return std::nullopt;
  }
  if (buffer_.size() - at_ < *length_) return std::nullopt;
  Piece piece{.text = buffer_.substr(at_, static_cast<std::size_t>(*length_))};
  at_ += static_cast<std::size_t>(*length_);
  length_.reset();
  return piece;
}

// Sets `length_` once a header is there; the fault of one that cannot be used.
std::optional<MessageReader::Piece> MessageReader::read_header() {
  const std::string_view rest = std::string_view(buffer_).substr(at_);
  // Strictly the lines end in \r\n; pipes that are typed by hand have \n.
  std::size_t size = rest.find("\r\n\r\n");
  std::size_t end = size == std::string_view::npos ? size : size + 4;
  if (const std::size_t bare = rest.find("\n\n"); bare < size) end = (size = bare) + 2;
  if (size > kHeaderBytesMax) {
    if (rest.size() <= kHeaderBytesMax) return std::nullopt;
    at_ = buffer_.size();  // this is no header: begin anew behind it
    return Piece{.kind = Kind::kBadHeader};
  }
  const auto length = length_in(rest.substr(0, size));
  at_ += end;
  if (!length) return Piece{.kind = Kind::kBadHeader};
  if (*length <= kMessageBytesMax) {
    length_ = length;
    return std::nullopt;
  }
  const auto here = std::min<std::uint64_t>(*length, buffer_.size() - at_);
  at_ += static_cast<std::size_t>(here);
  skip_ = *length - here;
  return Piece{.kind = Kind::kTooLong};
}

std::string framed(std::string_view message) {
  return fmt::format("Content-Length: {}\r\n\r\n{}", message.size(), message);
}

}  // namespace opta::lsp
