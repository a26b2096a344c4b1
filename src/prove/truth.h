// What can be said before an apply: yes, no, or that it cannot be known yet.
#pragma once

#include <algorithm>
#include <cstdint>

namespace opta::prove {

// In an order in which "and" is the least and "or" the greatest.
enum class Truth : std::uint8_t { kNo, kUnknown, kYes };

constexpr Truth truth(bool value) {
  return value ? Truth::kYes : Truth::kNo;
}
constexpr Truth both(Truth a, Truth b) {
  return std::min(a, b);
}
constexpr Truth either(Truth a, Truth b) {
  return std::max(a, b);
}
constexpr Truth opposite(Truth a) {
  return a == Truth::kUnknown ? a : truth(a == Truth::kNo);
}

}  // namespace opta::prove
