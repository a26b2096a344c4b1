// The named formats of texts (`format:` in module.yaml).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace opta {

// An IPv4 block; `address` has its host bits as written.
struct Cidr {
  std::uint32_t address = 0;
  int prefix = 0;

  std::uint32_t mask() const { return prefix == 0 ? 0 : ~std::uint32_t{0} << (32 - prefix); }
  bool has_host_bits() const { return (address & ~mask()) != 0; }
  bool contains(const Cidr& other) const {
    return other.prefix >= prefix && (other.address & mask()) == (address & mask());
  }
  bool overlaps(const Cidr& other) const { return contains(other) || other.contains(*this); }
};
// Digits and dots exactly, as AWS takes them: no leading zeros, no spaces.
std::optional<Cidr> parse_cidr(std::string_view text);
std::string to_string(const Cidr& cidr);

// Whether `format` is known; a module.yaml with another one is refused.
bool is_format(std::string_view format);
std::vector<std::string> format_names();
// What is wrong with the text, or an empty text. `format` must be known.
std::string format_problem(std::string_view format, std::string_view text);
// Whether the text is a path of the user's, whose file is read (layer/user_files.h).
bool is_file_format(std::string_view format);
// What such a path names: "a JSON file".
std::string_view file_meaning(std::string_view format);

}  // namespace opta
