#include "view/drift_view.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"

namespace opta {

namespace {

using Json = nlohmann::ordered_json;

std::string value_text(const std::string& value) {
  return value.empty() ? "nothing" : printable(value);
}

std::string_view word_of(ClusterSide side) {
  switch (side) {
    case ClusterSide::kNone:
      return "none";
    case ClusterSide::kCompared:
      return "compared";
    case ClusterSide::kNotReached:
      return "not_reached";
  }
  return "none";
}

// A value as JSON; null where there is none.
Json value_json(const std::string& text) {
  if (text.empty()) return nullptr;
  Json value = Json::parse(text, nullptr, false);
  return value.is_discarded() ? Json(text) : value;
}

}  // namespace

std::string drift_text(const std::vector<DriftedThing>& drift) {
  std::vector<std::string> modules;
  for (const DriftedThing& thing : drift) {
    if (std::ranges::find(modules, thing.module) == modules.end()) modules.push_back(thing.module);
  }
  std::string text;
  for (const std::string& module : modules) {
    text += module.empty() ? "of no module\n" : module + "\n";
    for (const DriftedThing& thing : drift) {
      if (thing.module != module) continue;
      text += fmt::format("  {}{}\n", printable(thing.name), thing.is_gone ? " is gone" : "");
      for (const DriftedField& field : thing.fields) {
        text += fmt::format("    {}: applied {}, found {}\n", printable(field.path),
                            value_text(field.applied), value_text(field.found));
      }
    }
  }
  return text;
}

std::string drift_json(const std::string& layer, const std::vector<DriftedThing>& drift,
                       ClusterSide cluster) {
  Json things = Json::array();
  for (const DriftedThing& thing : drift) {
    Json fields = Json::array();
    for (const DriftedField& field : thing.fields) {
      fields.push_back({{"path", field.path},
                        {"applied", value_json(field.applied)},
                        {"found", value_json(field.found)},
                        {"sensitive", field.sensitive}});
    }
    things.push_back({{"module", thing.module},
                      {"name", thing.name},
                      {"gone", thing.is_gone},
                      {"fields", std::move(fields)}});
  }
  return Json{{"layer", layer}, {"cluster", word_of(cluster)}, {"drift", std::move(things)}}.dump(
      -1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace opta
