#include "lsp/hover.h"

#include <algorithm>

#include <fmt/format.h>

#include "lsp/interpolation.h"
#include "lsp/links_view.h"
#include "lsp/markdown.h"
#include "lsp/names.h"
#include "lsp/place.h"

namespace opta::lsp {

namespace {

std::optional<Hover> hover_name(const Scene& scene, const BraceWord& braces) {
  const std::string word = canonical_name(scene.file->text_of(braces.word));
  for (const Name& name : names_in_braces(scene)) {
    if (name.text != word) continue;
    return Hover{fmt::format("`{}`: {}\n\n{}", name.text, name.detail, name.doc), braces.word};
  }
  return std::nullopt;
}

std::optional<Hover> hover_module(const Scene& scene, const Place& place, std::string_view name) {
  const std::vector<Target> targets = find_targets(scene, name);
  const ModuleView* from = scene.file->module_at(place.branch);
  if (targets.empty() || targets[0].module->definition == nullptr) return std::nullopt;
  const ModuleDefinition& to = *targets[0].module->definition;
  const bool links = from != nullptr && from->definition != nullptr &&
                     naming(*scene.file, place.branch) == Naming::kLink;
  return Hover{
      links ? link_markdown(*from->definition, to) : fmt::format("`{}`: {}", to.type, to.summary),
      place.word};
}

std::optional<Hover> hover_permission(const Scene& scene, const Place& place,
                                      std::string_view target, std::string_view word) {
  for (const Target& found : find_targets(scene, target)) {
    const ModuleDefinition* to = found.module->definition;
    if (to == nullptr || !to->link) continue;
    if (const LinkPermission* permission = to->link->find_permission(word))
      return Hover{fmt::format("`{}`: {}", permission->name, permission->description), place.word};
    if (const Output* output = to->find_output(word))
      return Hover{fmt::format("`{}`: {}", output->name, output_markdown(*output)), place.word};
  }
  return std::nullopt;
}

}  // namespace

std::optional<Hover> hover(const Scene& scene, std::size_t offset,
                           const ResourcesOf& resources_of) {
  const FileView& file = *scene.file;
  offset = std::min(offset, file.text.size());
  const Place place = place_at(file.text, file.outline, offset);
  const bool on_word = place.kind == Place::Kind::kKey || place.kind == Place::Kind::kValue;
  if (!on_word || place.word.empty()) return std::nullopt;
  const Branch& branch = file.outline[place.branch];
  if (place.kind == Place::Kind::kValue) {
    if (const auto braces = brace_word(file.text, branch.value_extent, offset))
      return hover_name(scene, *braces);
  }
  const std::string_view word = place.kind == Place::Kind::kKey ? branch.key : branch.value;
  if (naming(file, place.branch) != Naming::kNothing &&
      (branch.is_item || place.kind == Place::Kind::kKey))
    return hover_module(scene, place, word);
  if (const auto target = link_around(file, place.branch))
    return hover_permission(scene, place, *target, word);
  const std::size_t module = module_around(file.outline, place.branch);
  if (place.kind == Place::Kind::kValue) {
    if (branch.key != "type" || branch.parent != module) return std::nullopt;
    const ModuleDefinition* definition = scene.format.module(word);
    if (definition == nullptr) return std::nullopt;
    return Hover{module_markdown(*definition, resources_of(*definition)), place.word};
  }
  const Slot slot = scene.format.slot(file.outline, place.branch);
  if (slot.field == nullptr) return std::nullopt;
  return Hover{field_markdown(*slot.field), place.word};
}

}  // namespace opta::lsp
