#include "app/made_namespaces.h"

#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace opta {

namespace {

KubeObject labelled_namespace(const Stack& stack, const std::string& name) {
  KubeObject object = namespace_object(name);
  for (const auto& [key, value] : namespace_labels(stack.releases, name)) {
    object.fields[fmt::format("metadata.labels[\"{}\"]", key)] = {.text =
                                                                      nlohmann::json(value).dump()};
  }
  return object;
}

}  // namespace

bool is_ours_to_make(const std::string& name) {
  return name != "default" && !name.starts_with("kube-");
}

KubeObject namespace_object(const std::string& name) {
  return {.api_version = "v1", .kind = "Namespace", .name = name};
}

void add_namespaces(const Stack& stack, std::vector<std::vector<KubeObject>>& objects) {
  std::set<std::string> made;
  for (std::size_t i = 0; i < stack.releases.size() && i < objects.size(); ++i) {
    const Release& release = stack.releases[i];
    const std::string& name = release.release_namespace;
    if (release.makes_namespace && is_ours_to_make(name) && made.insert(name).second)
      objects[i].insert(objects[i].begin(), labelled_namespace(stack, name));
  }
}

}  // namespace opta
