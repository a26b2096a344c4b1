#include "app/release_values.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "app/state_outputs.h"

namespace opta {

namespace {

using Json = nlohmann::ordered_json;

class ValuesWriter {
 public:
  ValuesWriter(const Release& release, const InputValues& inputs)
      : release_(release), inputs_(inputs) {}

  Json write(const Value& value) const {  // NOLINT(misc-no-recursion): the reader limits the depth
    switch (value.kind) {
      case ValueKind::kNull:
      case ValueKind::kUnknown:
        return nullptr;
      case ValueKind::kBoolean:
        return value.boolean;
      case ValueKind::kInteger:
        return value.integer;
      case ValueKind::kNumber:
        return value.number;
      case ValueKind::kString:
        return value.text;
      case ValueKind::kTemplate:
        return filled(value.parts);
      case ValueKind::kList: {
        Json list = Json::array();
        for (const Value& item : value.items) {
          if (Json below = write(item); !below.is_null()) list.push_back(std::move(below));
        }
        return list;
      }
      case ValueKind::kMap: {
        Json map = Json::object();
        for (const Entry& entry : value.entries) {
          if (Json below = write(entry.value); !below.is_null()) map[entry.key] = std::move(below);
        }
        return map;
      }
    }
    return nullptr;
  }

 private:
  Json filled(const std::vector<TemplatePart>& parts) const {
    if (parts.size() == 1) return input(parts[0].expression);
    std::string text;
    for (const TemplatePart& part : parts) {
      if (part.expression.empty()) {
        text += part.text;
        continue;
      }
      const Json value = input(part.expression);
      if (value.is_null()) continue;
      text += value.is_string() ? value.get<std::string>() : value.dump();
    }
    return text;
  }

  Json input(const std::string& key) const {
    const auto found = inputs_.find(key);
    if (found != inputs_.end()) return Json::parse(found->second, nullptr, false);
    const bool structured =
        std::ranges::find(release_.structured_inputs, key) != release_.structured_inputs.end();
    return structured ? Json() : Json(kKnownAfterApply);
  }

  const Release& release_;
  const InputValues& inputs_;
};

void collect_keys(  // NOLINT(misc-no-recursion): the reader limits the depth
    const Value& value, std::vector<std::string>& keys) {
  for (const TemplatePart& part : value.parts) {
    const bool is_new = std::ranges::find(keys, part.expression) == keys.end();
    if (!part.expression.empty() && is_new) keys.push_back(part.expression);
  }
  for (const Value& item : value.items) collect_keys(item, keys);
  for (const Entry& entry : value.entries) collect_keys(entry.value, keys);
}

}  // namespace

std::string values_json(const Release& release, const InputValues& inputs) {
  Json values = ValuesWriter(release, inputs).write(release.values);
  for (const std::string& name : release.kept_values) {
    const auto found = inputs.find(kept_key(release, name));
    if (found != inputs.end()) values[name] = Json::parse(found->second, nullptr, false);
  }
  return values.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::vector<std::string> missing_inputs(const Release& release, const InputValues& inputs) {
  std::vector<std::string> keys;
  collect_keys(release.values, keys);
  std::erase_if(keys, [&](const std::string& key) { return inputs.contains(key); });
  return keys;
}

InputValues planned_inputs(const Plan& plan) {
  const auto found = plan.map_outputs.find(kReleaseInputsOutput);
  return found == plan.map_outputs.end() ? InputValues() : found->second;
}

Step<InputValues> applied_inputs(EngineRoom& room) {
  const auto outputs = read_state_outputs(room, room.layer().name);
  if (!outputs) return tl::make_unexpected(outputs.error());
  InputValues inputs;
  const auto found = outputs->find(kReleaseInputsOutput);
  if (found == outputs->end() || found->second.json.empty()) return inputs;
  const Json values = Json::parse(found->second.json, nullptr, false);
  for (const auto& [key, value] : values.items()) inputs[key] = value.dump();
  return inputs;
}

}  // namespace opta
