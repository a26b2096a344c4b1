#include "exec/json.h"

#include <algorithm>

namespace opta::lenient {

namespace {

// The value, or nullptr; looking into something that is not an object finds nothing.
const Json* find(const Json& json, const char* name) {
  if (!json.is_object()) return nullptr;
  const auto found = json.find(name);
  return found == json.end() ? nullptr : &*found;
}

}  // namespace

const Json& object_at(const Json& json, const char* name) {
  static const Json kEmpty = Json::object();
  const Json* const value = find(json, name);
  return value != nullptr && value->is_object() ? *value : kEmpty;
}

const Json& list_at(const Json& json, const char* name) {
  static const Json kEmpty = Json::array();
  const Json* const value = find(json, name);
  return value != nullptr && value->is_array() ? *value : kEmpty;
}

std::string text_at(const Json& json, const char* name) {
  const Json* const value = find(json, name);
  return value != nullptr && value->is_string() ? value->get<std::string>() : std::string();
}

std::uint64_t number_at(const Json& json, const char* name) {
  const Json* const value = find(json, name);
  if (value == nullptr || !value->is_number()) return 0;
  const double number = value->get<double>();
  constexpr double kLargest = 9e15;  // past this a double is no exact count
  return number > 0 ? static_cast<std::uint64_t>(std::min(number, kLargest)) : 0;
}

}  // namespace opta::lenient
