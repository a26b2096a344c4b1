#include "plan/adopted.h"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace opta {

namespace {

constexpr std::string_view kAllTags = "tags_all";

struct LocalField {
  std::string_view type;
  std::string_view path;
};
constexpr auto kLocalFields = std::to_array<LocalField>({
#define OPTA_LOCAL_FIELD(type, path) {#type, path},
#include "plan/local_fields.def"
#undef OPTA_LOCAL_FIELD
});

bool is_local(const std::string& type, std::string_view path) {
  return std::ranges::any_of(kLocalFields, [&](const LocalField& field) {
    return field.type == type && field.path == path;
  });
}

// "logs[0].name" is below "logs"; "logs_more" is not.
bool is_below(std::string_view path, std::string_view field) {
  return path.starts_with(field) &&
         (path.size() == field.size() || path[field.size()] == '.' || path[field.size()] == '[');
}

// The key of "tags_all.Name" or `tags_all["a b"]`.
std::string tag_key(std::string_view path) {
  if (!is_below(path, kAllTags)) return {};
  path.remove_prefix(kAllTags.size());
  if (path.starts_with('.')) return std::string(path.substr(1));
  const auto key = nlohmann::json::parse(path, nullptr, false);
  const bool is_one = key.is_array() && key.size() == 1 && key[0].is_string();
  return is_one ? key[0].get<std::string>() : std::string();
}

// A provider takes a field that nobody set and one with its type's zero for the same.
bool sets_zero(const FieldChange& field) {
  return field.before.empty() && !field.known_after_apply &&
         (field.after == "false" || field.after == "0" || field.after == "\"\"");
}

AdoptedPart read_part(const ResourceChange& change, const Assessment& assessment) {
  AdoptedPart part{.change = &change, .id = change.import_id, .assessment = assessment};
  for (const FieldChange& field : change.fields) {
    // The same tags stand in `tags_all`, with the provider's.
    if (is_below(field.path, "tags") || is_local(change.type, field.path)) continue;
    if (!change.import_id.empty() && sets_zero(field)) continue;
    const std::string tag = tag_key(field.path);
    // What is added says what Opta knows of it; what somebody wrote is not to be lost.
    if (!tag.empty() && field.before.empty()) {
      part.new_tags.push_back(tag);
    } else {
      part.fields.push_back(field);
    }
  }
  return part;
}

// The leaves that stand at the field before the change, as one JSON value: a scalar, or a list.
std::string value_now(const ResourceChange& change, const std::string& field, bool is_list) {
  if (!is_list) {
    const std::string* value = value_before(change, field);
    return value == nullptr ? std::string() : *value;
  }
  nlohmann::json list = nlohmann::json::array();
  for (std::size_t i = 0;; ++i) {
    const std::string* item = value_before(change, fmt::format("{}[{}]", field, i));
    if (item == nullptr) return list.dump();
    list.push_back(nlohmann::json::parse(*item, nullptr, false));
  }
}

}  // namespace

Adoption read_adoption(const Plan& plan, const PlanRisk& risk, const std::string& module,
                       const std::function<bool(const std::string& address)>& is_part) {
  Adoption adoption;
  for (std::size_t i = 0; i < plan.changes.size(); ++i) {
    const ResourceChange& change = plan.changes[i];
    if (change.action == Action::kRead) continue;
    const bool makes = change.action == Action::kCreate;
    if (change.import_id.empty() && !is_part(change.address)) {
      const bool changes = change.action != Action::kNone || change.forgotten;
      const bool is_beside = makes && change.module == module;
      if (changes) (is_beside ? adoption.made : adoption.other).push_back(&change);
      continue;
    }
    AdoptedPart part = read_part(change, risk.of[i]);
    if (change.action == Action::kReplace || change.action == Action::kDelete) {
      adoption.replaced.push_back(std::move(part));
    } else if (makes || !part.fields.empty()) {
      adoption.changed.push_back(std::move(part));
    } else {
      adoption.kept.push_back(std::move(part));
    }
  }
  return adoption;
}

std::string governing_input(const std::string& type, std::string_view path,
                            const std::vector<std::pair<std::string, std::string>>& fields) {
  for (const auto& [field, input] : fields) {
    const std::size_t dot = field.find('.');
    if (field.substr(0, dot) == type && is_below(path, std::string_view(field).substr(dot + 1)))
      return input;
  }
  const std::string tag = tag_key(path);
  return tag.empty() ? std::string() : "tags." + tag;
}

std::vector<KeepingLine> keeping_lines(
    const std::vector<AdoptedPart>& changed,
    const std::vector<std::pair<std::string, std::string>>& fields,
    const std::function<bool(const std::string& input)>& is_list) {
  std::map<std::string, std::string> lines;
  std::vector<std::string> contradicting;
  const auto add = [&](const std::string& input, std::string value) {
    if (value.empty()) return;
    const auto [line, fresh] = lines.emplace(input, value);
    if (!fresh && line->second != value) contradicting.push_back(input);
  };
  for (const AdoptedPart& part : changed) {
    if (part.is_new()) continue;
    const ResourceChange& change = *part.change;
    for (const FieldChange& field : part.fields) {
      const std::string tag = tag_key(field.path);
      // A tag that the module writes itself cannot be kept.
      if (!tag.empty() && field.after.empty()) add("tags." + tag, field.before);
    }
    for (const auto& [name, input] : fields) {
      const std::size_t dot = name.find('.');
      const std::string path = name.substr(dot + 1);
      const bool changes = std::ranges::any_of(
          part.fields, [&](const FieldChange& field) { return is_below(field.path, path); });
      if (name.substr(0, dot) != change.type || !changes) continue;
      add(input, value_now(change, path, is_list(input)));
    }
  }
  // Two parts that differ cannot both be kept by one input.
  for (const std::string& input : contradicting) lines.erase(input);
  std::vector<KeepingLine> result;
  for (const auto& [input, value] : lines) result.push_back({input, value});
  return result;
}

}  // namespace opta
