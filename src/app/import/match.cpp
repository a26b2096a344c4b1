#include "app/import/match.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace opta {

using lenient::Json;

namespace {

std::string text_of(const Json& value) {
  if (value.is_null()) return {};
  return value.is_string() ? value.get<std::string>() : value.dump();
}

std::string without_dot(std::string text) {
  if (text.ends_with('.')) text.pop_back();
  return text;
}

// What one pair of braces stands for.
Json placeholder(std::string_view inner, const Json& answers) {
  const std::size_t bar = inner.find('|');
  const Json& value = answer_at(answers, inner.substr(0, bar));
  return bar == std::string_view::npos ? value : Json(without_dot(text_of(value)));
}

bool is_nothing(const Json& value) {
  return value.is_null() || value.empty();
}

// A text that is one placeholder keeps the answer's type.
Json wanted(const yaml::Node& node, const Json& answers) {  // NOLINT(misc-no-recursion)
  switch (node.kind) {
    case yaml::Kind::kMap: {
      Json map = Json::object();
      for (const yaml::Entry& entry : node.entries) map[entry.key] = wanted(entry.value, answers);
      return map;
    }
    case yaml::Kind::kList: {
      Json list = Json::array();
      for (const yaml::Node& item : node.items) list.push_back(wanted(item, answers));
      return list;
    }
    case yaml::Kind::kBoolean:
      return node.boolean;
    case yaml::Kind::kInteger:
      return node.integer;
    case yaml::Kind::kNull:
      return nullptr;
    default:
      break;
  }
  const std::string_view text = node.text;
  const bool is_one = text.starts_with('{') && text.find('}') == text.size() - 1;
  return is_one ? placeholder(text.substr(1, text.size() - 2), answers) : Json(fill(text, answers));
}

std::string_view without_index(std::string_view address) {
  return address.substr(0, address.find('['));
}

bool says(const Json& written, const Json& wanted) {
  if (!wanted.is_object()) return written == wanted;
  if (!written.is_object()) return false;
  for (const auto& [key, value] : wanted.items()) {
    if (!written.contains(key) || written[key] != value) return false;
  }
  return true;
}

}  // namespace

const Json& answer_at(const Json& answers, std::string_view path) {
  static const Json kNothing;
  const Json* value = &answers;
  while (!path.empty()) {
    const std::size_t dot = path.find('.');
    const std::string key(path.substr(0, dot));
    if (!value->is_object() || !value->contains(key)) return kNothing;
    value = &(*value)[key];
    path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
  }
  return *value;
}

std::string fill(std::string_view text, const Json& answers) {
  std::string filled;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t open = text.find('{', at);
    const std::size_t close = open == std::string_view::npos ? open : text.find('}', open);
    if (close == std::string_view::npos) return filled + std::string(text.substr(at));
    filled += text.substr(at, open - at);
    filled += text_of(placeholder(text.substr(open + 1, close - open - 1), answers));
    at = close + 1;
  }
  return filled;
}

const ImportExpectation* find_misfit(const ImportDefinition& definition, const Json& answers) {
  for (const ImportExpectation& expectation : definition.expectations) {
    if (text_of(answer_at(answers, expectation.answer)) != fill(expectation.is, answers))
      return &expectation;
  }
  return nullptr;
}

std::vector<Import> imports_of(const ImportDefinition& definition, const std::string& module,
                               const Json& answers) {
  std::vector<Import> imports;
  const auto add = [&](const ImportedResource& resource, const Json& known) {
    imports.push_back({fmt::format("module.{}.{}", module, fill(resource.address, known)),
                       fill(resource.id, known)});
  };
  for (const ImportedResource& resource : definition.resources) {
    if (!resource.when.empty() && is_nothing(answer_at(answers, resource.when))) continue;
    if (resource.each.empty()) {
      add(resource, answers);
      continue;
    }
    Json known = answers;
    std::size_t index = 0;
    for (const Json& item : answer_at(answers, resource.each)) {
      known["item"] = item;
      known["index"] = index++;
      add(resource, known);
    }
  }
  return imports;
}

bool is_part_of(const ImportDefinition& definition, const std::string& module,
                const std::vector<Import>& imports, std::string_view address) {
  const auto is_like = [&](const Import& import) {
    return without_index(import.address) == without_index(address);
  };
  if (!definition.layout.empty()) return std::ranges::any_of(imports, is_like);
  return std::ranges::any_of(definition.resources, [&](const ImportedResource& resource) {
    const Import part{fmt::format("module.{}.{}", module, resource.address), {}};
    // Of a list of parts every one is, also one that comes to it.
    return resource.each.empty() ? part.address == address : is_like(part);
  });
}

Json identity_of(const ImportDefinition& definition, const Json& answers) {
  Json identity = Json::object();
  for (const auto& [input, node] : definition.identity) identity[input] = wanted(node, answers);
  return identity;
}

Json missing_identity(const Json& identity, const Json& written) {
  Json missing = Json::object();
  for (const auto& [input, value] : identity.items()) {
    if (!says(answer_at(written, input), value)) missing[input] = value;
  }
  return missing;
}

std::map<std::string, std::string> tags_in(const Json& tags) {
  std::map<std::string, std::string> found;
  if (tags.is_object()) {
    for (const auto& [key, value] : tags.items()) found[key] = text_of(value);
  } else if (tags.is_array()) {
    for (const Json& tag : tags)
      found[lenient::text_at(tag, "Key")] = lenient::text_at(tag, "Value");
  }
  return found;
}

}  // namespace opta
