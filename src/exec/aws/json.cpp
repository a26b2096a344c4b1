#include "exec/aws/json.h"

namespace opta::aws {

Json parse_answer(std::string_view text) {
  Json json = Json::parse(text, nullptr, false);
  return json.is_object() ? json : Json::object();
}

std::string text_at(const Json& json, const char* name) {
  if (!json.is_object()) return {};
  const auto found = json.find(name);
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

const Json& object_at(const Json& json, const char* name) {
  static const Json kEmpty = Json::object();
  if (!json.is_object()) return kEmpty;
  const auto found = json.find(name);
  return found != json.end() && found->is_object() ? *found : kEmpty;
}

const Json& list_at(const Json& json, const char* name) {
  static const Json kEmpty = Json::array();
  if (!json.is_object()) return kEmpty;
  const auto found = json.find(name);
  return found != json.end() && found->is_array() ? *found : kEmpty;
}

}  // namespace opta::aws
