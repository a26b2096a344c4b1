#include "prove/pod_network/fields.h"

#include <fmt/format.h>

namespace opta::prove {

namespace {

// The part of `path` behind `prefix`, which it begins with.
std::string_view rest_of(std::string_view path, std::string_view prefix) {
  return path.substr(prefix.size());
}

Word word_of(const KubeObject& object, std::string_view path, const KubeValue& value) {
  if (value.known_after_apply) return {.is_there = true, .is_known = false};
  return {.text = field_text(object, path), .is_there = true};
}

}  // namespace

Word word_at(const KubeObject& object, std::string_view path) {
  const auto found = object.fields.find(path);
  return found == object.fields.end() ? Word() : word_of(object, path, found->second);
}

Truth is_word(const Word& word, std::string_view text) {
  if (!word.is_known) return Truth::kUnknown;
  return truth(word.is_there && word.text == text);
}

std::vector<std::string> elements(const KubeObject& object, std::string_view path) {
  std::vector<std::string> found;
  for (const std::string_view field : fields_below(object, fmt::format("{}[", path))) {
    const std::string_view rest = rest_of(field, path);
    if (rest.starts_with("[\"")) continue;  // a key of a map
    const std::string_view element = field.substr(0, path.size() + rest.find(']') + 1);
    if (found.empty() || found.back() != element) found.emplace_back(element);
  }
  return found;
}

std::vector<std::pair<std::string, Word>> entries(const KubeObject& object, std::string_view path) {
  std::vector<std::pair<std::string, Word>> found;
  for (const std::string_view field : fields_below(object, path)) {
    std::string_view key = rest_of(field, path);
    if (key.starts_with("[\"") && key.ends_with("\"]")) {
      key = key.substr(2, key.size() - 4);
    } else if (key.starts_with('.')) {
      key.remove_prefix(1);
    } else {
      continue;
    }
    found.emplace_back(key, word_at(object, field));
  }
  return found;
}

Word entry(const KubeObject& object, std::string_view path, std::string_view key) {
  const Word quoted = word_at(object, fmt::format("{}[\"{}\"]", path, key));
  return quoted.is_there ? quoted : word_at(object, fmt::format("{}.{}", path, key));
}

bool has_field(const KubeObject& object, std::string_view path) {
  for (auto field = object.fields.lower_bound(path);
       field != object.fields.end() && field->first.starts_with(path); ++field) {
    const std::string_view rest = rest_of(field->first, path);
    if (rest.empty() || rest.starts_with('.') || rest.starts_with('[')) return true;
  }
  return false;
}

std::string pod_metadata_path(std::string_view kind) {
  std::string_view path = pod_path(kind);
  path.remove_suffix(std::string_view("spec").size());
  return std::string(path) + "metadata";
}

std::vector<std::string> containers(const KubeObject& workload) {
  std::vector<std::string> all;
  for (const char* list : {"initContainers", "containers", "ephemeralContainers"}) {
    const auto some = elements(workload, fmt::format("{}.{}", pod_path(workload.kind), list));
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

}  // namespace opta::prove
