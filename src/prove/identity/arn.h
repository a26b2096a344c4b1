// "arn:aws:iam::123456789012:role/ci" in its parts.
#pragma once

#include <optional>
#include <string_view>

namespace opta::prove {

struct Arn {
  std::string_view partition;
  std::string_view service;
  std::string_view region;
  std::string_view account;
  std::string_view resource;  // "role/ci"
};

// Of a text that must outlive it; nothing where it is no ARN. Any part may be a pattern.
std::optional<Arn> parse_arn(std::string_view text);
// "123456789012"
bool is_account(std::string_view text);

}  // namespace opta::prove
