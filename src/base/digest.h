// Digests as lower-case hexadecimal text.
#pragma once

#include <string>
#include <string_view>

namespace opta {

std::string sha256_hex(std::string_view bytes);
// Not for security: the original names state buckets with it, and a name must stay the same.
std::string md5_hex(std::string_view bytes);

}  // namespace opta
