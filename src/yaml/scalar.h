// What a plain (unquoted) scalar means: YAML 1.2's core schema, and where other readers see
// something else.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "yaml/node.h"

namespace opta::yaml {

// For a warning. `readers` says who reads it how, `clear` which other spellings leave no doubt.
struct Ambiguity {
  std::string readers;
  std::string clear;
};

struct Scalar {
  Kind kind = Kind::kString;
  bool boolean = false;
  std::int64_t integer = 0;
  double number = 0;
  std::optional<Ambiguity> ambiguity = {};
};

Scalar resolve_plain(std::string_view text);

}  // namespace opta::yaml
