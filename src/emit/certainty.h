// What can be said of values of which parts are known only after an apply.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "layer/value.h"

namespace opta {

enum class Certainty : std::uint8_t { kNo, kMaybe, kYes };

inline Certainty both(Certainty a, Certainty b) {
  return std::min(a, b);
}
inline Certainty either(Certainty a, Certainty b) {
  return std::max(a, b);
}
inline Certainty negated(Certainty a) {
  return static_cast<Certainty>(2 - static_cast<int>(a));
}

// `type` as JSON Schema names it. Text with a part that is not known is text for certain, a single
// such part may be of any type.
Certainty is_of_type(const Value& value, std::string_view type);

Certainty same(const Value& a, const nlohmann::json& b);
Certainty same(const Value& a, const Value& b);

}  // namespace opta
