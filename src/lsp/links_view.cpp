#include "lsp/links_view.h"

#include <set>

#include "layer/links.h"

namespace opta::lsp {

namespace {

// The entry of the module's own keys that the branch stands in; kNone outside of all.
std::size_t key_of_module(const Outline& outline, std::size_t branch) {
  const std::size_t module = module_around(outline, branch);
  if (module == Branch::kNone) return Branch::kNone;
  while (branch != module && outline[branch].parent != module) branch = outline[branch].parent;
  return branch == module ? Branch::kNone : branch;
}

}  // namespace

Naming naming(const FileView& file, std::size_t branch) {
  const Outline& outline = file.outline;
  const std::size_t key = key_of_module(outline, branch);
  if (key == Branch::kNone || branch == key) return Naming::kNothing;
  const std::size_t parent = outline[branch].parent;
  if (outline[branch].is_item) {
    if (parent != key) return Naming::kNothing;
    if (outline[key].key == "links") return Naming::kLink;
    return outline[key].key == "depends_on" ? Naming::kDependency : Naming::kNothing;
  }
  const bool of_link = outline[parent].is_item && outline[parent].parent == key;
  return of_link && outline[key].key == "links" ? Naming::kLink : Naming::kNothing;
}

std::optional<std::string_view> link_around(const FileView& file, std::size_t branch) {
  const Outline& outline = file.outline;
  for (std::size_t at = branch; at != Outline::kRoot; at = outline[at].parent) {
    if (!outline[at].is_item && naming(file, at) == Naming::kLink) return outline[at].key;
  }
  return std::nullopt;
}

std::vector<Target> find_targets(const Scene& scene, std::string_view name) {
  if (name.starts_with("module.")) name.remove_prefix(7);  // `depends_on` takes both
  if (name.empty()) return {};
  if (const ModuleView* module = scene.file->module(name)) return {{scene.file.get(), module}};
  std::vector<Target> targets;
  for (const auto& environment : scene.environments) {
    if (const ModuleView* module = environment->module(name))
      targets.push_back({environment.get(), module});
  }
  return targets;
}

std::vector<Target> linkable(const Scene& scene, const ModuleView& from) {
  std::vector<Target> targets;
  std::set<std::string_view> names = {from.name};
  const auto take = [&](const FileView& file) {
    for (const ModuleView& module : file.modules) {
      if (module.definition == nullptr || from.definition == nullptr) continue;
      if (link_offer(*from.definition, *module.definition).empty()) continue;
      if (names.insert(module.name).second) targets.push_back({&file, &module});
    }
  };
  take(*scene.file);
  for (const auto& environment : scene.environments) take(*environment);
  return targets;
}

}  // namespace opta::lsp
