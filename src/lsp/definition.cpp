#include "lsp/definition.h"

#include <algorithm>

#include "catalog/format.h"
#include "lsp/interpolation.h"
#include "lsp/links_view.h"
#include "lsp/names.h"
#include "lsp/place.h"

namespace opta::lsp {

namespace {

Location location(const FileView& file, Extent extent) {
  return {file.path, extent, file.text};
}

void add_modules(const Scene& scene, std::string_view name, std::vector<Location>& locations) {
  for (const Target& target : find_targets(scene, name))
    locations.push_back(location(*target.file, target.file->name_of(*target.module)));
}

// `module.db` alone names the module too.
std::vector<Location> of_name(const Scene& scene, std::string_view word) {
  std::vector<Location> locations;
  const std::string text(canonical_name(word));
  for (const Name& name : names_in_braces(scene)) {
    if (name.text != text) continue;
    for (const Declaration& declared : name.declared)
      locations.push_back(location(*declared.file, declared.extent));
  }
  if (locations.empty() && text.starts_with("module.")) {
    const std::string module = text.substr(7, text.find('.', 7) - 7);
    if (const ModuleView* found = scene.file->module(module))
      locations.push_back(location(*scene.file, scene.file->name_of(*found)));
  }
  return locations;
}

}  // namespace

std::vector<Location> definition(const Scene& scene, std::size_t offset,
                                 const std::function<bool(const std::string& path)>& exists) {
  const FileView& file = *scene.file;
  offset = std::min(offset, file.text.size());
  const Place place = place_at(file.text, file.outline, offset);
  std::vector<Location> locations;
  if (place.kind != Place::Kind::kKey && place.kind != Place::Kind::kValue) return locations;
  const Branch& branch = file.outline[place.branch];
  const bool is_value = place.kind == Place::Kind::kValue;
  if (is_value) {
    if (const auto braces = brace_word(file.text, branch.value_extent, offset))
      return of_name(scene, file.text_of(braces->word));
  }
  if (naming(file, place.branch) != Naming::kNothing && (branch.is_item || !is_value)) {
    add_modules(scene, is_value ? branch.value : branch.key, locations);
    return locations;
  }
  if (!is_value) return locations;
  const Slot slot = scene.format.slot(file.outline, place.branch);
  const bool names_file = std::ranges::any_of(
      slot.shapes, [](const Shape* shape) { return is_file_format(shape->format); });
  const std::size_t item = branch.parent;
  const bool names_environment = branch.key == "path" && file.outline[item].is_item &&
                                 file.outline[file.outline[item].parent].key == "environments";
  const std::string path = path_from(file, branch.value);
  if ((names_file || names_environment) && !path.empty() && exists(path))
    locations.push_back({.path = path, .extent = {}, .text = {}});
  return locations;
}

}  // namespace opta::lsp
