#include "yaml/text_check.h"

#include <fmt/format.h>
#include <utf8proc.h>

namespace opta::yaml {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// The set c-printable of the YAML specification, without a byte order mark inside the text: it
// cannot be seen.
bool is_allowed(utf8proc_int32_t code) {
  if (code < 0x20) return code == '\t' || code == '\n' || code == '\r';
  if (code < 0x7F) return true;
  if (code == 0x85) return true;
  if (code < 0xA0) return false;
  if (code < 0xD800) return true;
  if (code < 0xE000) return false;
  return code <= 0xFFFD ? code != 0xFEFF : code >= 0x10000;
}

bool looks_like_utf16(std::string_view text) {
  return text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF") ||
         (text.size() >= 2 && (text[0] == '\0') != (text[1] == '\0'));
}

std::string_view name_of(utf8proc_int32_t code) {
  switch (code) {
    case 0:
      return "a NUL byte";
    case 0x1B:
      return "an escape character";
    case 0xFEFF:
      return "a byte order mark inside the text";
    default:
      return "a control character";
  }
}

}  // namespace

std::uint32_t byte_order_mark(std::string_view text) {
  return text.starts_with(kByteOrderMark) ? static_cast<std::uint32_t>(kByteOrderMark.size()) : 0;
}

std::optional<BadText> find_bad_text(std::string_view text) {
  std::size_t at = byte_order_mark(text);
  while (at < text.size()) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte >= 0x20 && byte < 0x7F) {
      ++at;
      continue;
    }
    utf8proc_int32_t code = 0;
    const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + at;
    const auto length =
        utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size() - at), &code);
    if (length > 0 && is_allowed(code)) {
      at += static_cast<std::size_t>(length);
      continue;
    }
    BadText bad{.begin = static_cast<std::uint32_t>(at), .end = static_cast<std::uint32_t>(at + 1)};
    if (looks_like_utf16(text)) {
      bad.message = "the file looks like UTF-16";
      bad.help = "save it as UTF-8";
    } else if (length <= 0) {
      bad.message = fmt::format("the byte 0x{:02X} is not UTF-8 text", byte);
      bad.help = "save the file as UTF-8";
    } else {
      bad.end = static_cast<std::uint32_t>(at + static_cast<std::size_t>(length));
      bad.message = fmt::format("{} (U+{:04X})", name_of(code), code);
      bad.help = "remove it; in double quotes it can be written as an escape such as `\\x07`";
    }
    return bad;
  }
  return std::nullopt;
}

CodePointIndex::CodePointIndex(std::string_view text) : text_(text) {
  std::size_t count = 0;
  for (std::size_t at = byte_order_mark(text); at < text.size(); ++at) {
    if ((static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) continue;
    if (count++ % kStep == 0) offsets_.push_back(static_cast<std::uint32_t>(at));
  }
}

std::uint32_t CodePointIndex::byte_offset(std::size_t code_point) const {
  const std::size_t step = code_point / kStep;
  if (step >= offsets_.size()) return static_cast<std::uint32_t>(text_.size());
  std::size_t at = offsets_[step];
  for (std::size_t left = code_point % kStep; at < text_.size(); ++at) {
    if ((static_cast<unsigned char>(text_[at]) & 0xC0) == 0x80) continue;
    if (left-- == 0) break;
  }
  return static_cast<std::uint32_t>(at);
}

}  // namespace opta::yaml
