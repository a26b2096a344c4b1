// Base64 as RFC 4648 has it, with its usual alphabet.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace opta {

// Nothing when the text holds a character of no such digit. Line ends are passed over, and what
// stands behind the padding is not read.
std::optional<std::string> base64_decoded(std::string_view text);

std::string base64_encoded(std::string_view bytes);

}  // namespace opta
