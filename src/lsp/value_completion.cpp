#include "lsp/value_completion.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "catalog/shape_text.h"
#include "layer/links.h"
#include "lsp/links_view.h"
#include "lsp/markdown.h"

namespace opta::lsp {

namespace {

class ValueCompleter {
 public:
  ValueCompleter(const Scene& scene, const Place& place, std::size_t offset)
      : scene_(scene),
        file_(*scene.file),
        outline_(file_.outline),
        place_(place),
        offset_(offset) {}

  std::vector<Completion> complete() {
    const bool is_value = place_.kind == Place::Kind::kValue;
    const bool in_list = place_.kind == Place::Kind::kGap;
    if (const auto target = link_around(file_, place_.branch); target && !is_target_key()) {
      wishes(*target);
    } else if (is_value || place_.kind == Place::Kind::kKey) {
      if (is_type()) {
        types();
      } else if (const Naming naming = lsp::naming(file_, place_.branch);
                 naming != Naming::kNothing) {
        modules(naming, "");
      } else if (is_value) {
        words(scene_.format.slot(outline_, place_.branch), "");
      }
    } else if (in_list) {
      new_items();
    }
    return std::move(items_);
  }

 private:
  bool is_target_key() const {
    return !outline_[place_.branch].is_item && naming(file_, place_.branch) == Naming::kLink &&
           place_.kind == Place::Kind::kKey;
  }

  bool is_type() const {
    const Branch& branch = outline_[place_.branch];
    return place_.kind == Place::Kind::kValue && branch.key == "type" && !branch.is_item &&
           module_around(outline_, place_.branch) == branch.parent;
  }

  void types() {
    const bool service = file_.is_service();
    std::set<std::string_view> there;
    for (const ModuleView& module : file_.modules) {
      if (module.definition != nullptr && module.branch != outline_[place_.branch].parent)
        there.insert(module.definition->type);
    }
    for (const ModuleDefinition& module : scene_.format.catalog().modules()) {
      if (module.cloud != FileFormat::kCloud && module.cloud != "any") continue;
      const Placement other = service ? Placement::kEnvironment : Placement::kService;
      if (module.placement == other || (module.unique && there.contains(module.type))) continue;
      // The generic name, where there is one, is what files say.
      const std::string& name = module.aliases.empty() ? module.type : module.aliases[0];
      const bool planned = module.status == ModuleStatus::kPlanned;
      add({.kind = CompletionKind::kModuleType,
           .label = name,
           .detail = module.summary,
           .doc = module_markdown(module, {}),
           .insert = name,
           .rank = planned ? 1 : 0});
      for (const std::string& more : names_beside(module, name)) {
        add({.kind = CompletionKind::kModuleType,
             .label = more,
             .detail = module.summary,
             .doc = module_markdown(module, {}),
             .insert = more,
             .rank = planned ? 3 : 2});
      }
    }
  }

  static std::vector<std::string> names_beside(const ModuleDefinition& module,
                                               const std::string& name) {
    std::vector<std::string> names = module.aliases;
    names.push_back(module.type);
    std::erase(names, name);
    return names;
  }

  // `before`: what a new entry of a list begins with.
  void modules(Naming naming, const std::string& before) {
    const ModuleView* from = file_.module_at(place_.branch);
    if (from == nullptr) return;
    std::vector<Target> targets;
    if (naming == Naming::kLink) {
      targets = linkable(scene_, *from);
    } else {
      for (const ModuleView& module : file_.modules) {
        if (module.branch != from->branch && !module.name.empty())
          targets.push_back({&file_, &module});
      }
    }
    const std::set<std::string_view> there = named_already();
    for (const Target& target : targets) {
      const ModuleView& module = *target.module;
      if (there.contains(module.name)) continue;
      const bool here = target.file == &file_;
      Completion item{.kind = CompletionKind::kModule,
                      .label = module.name,
                      .detail = here ? "of this file" : "of the environment",
                      .insert = before + module.name,
                      .rank = here ? 0 : 1};
      if (module.definition != nullptr) {
        item.detail = fmt::format("{}, {}", module.definition->type, item.detail);
        item.doc = naming == Naming::kLink ? link_markdown(*from->definition, *module.definition)
                                           : module.definition->summary;
      }
      add(std::move(item));
    }
  }

  // What the list names beside the place.
  std::set<std::string_view> named_already() const {
    std::size_t list = place_.branch;
    if (place_.kind != Place::Kind::kGap) {
      list = outline_[list].parent;
      if (outline_[list].is_item) list = outline_[list].parent;
    }
    std::set<std::string_view> names;
    for (const std::size_t item : outline_[list].children) {
      if (item == place_.branch) continue;
      if (!outline_[item].value.empty()) names.insert(outline_[item].value);
      for (const std::size_t entry : outline_[item].children) {
        if (entry != place_.branch) names.insert(outline_[entry].key);
      }
    }
    return names;
  }

  // Behind the module of a link: permissions, and variables that get another name.
  void wishes(std::string_view target_name) {
    const ModuleView* from = file_.module_at(place_.branch);
    const auto targets = find_targets(scene_, target_name);
    if (from == nullptr || from->definition == nullptr || targets.empty()) return;
    const ModuleDefinition* to = targets[0].module->definition;
    if (to == nullptr) return;
    const LinkOffer offer = link_offer(*from->definition, *to);
    const Branch& branch = outline_[place_.branch];
    const bool gap = place_.kind == Place::Kind::kGap;
    const bool names_variable = place_.kind == Place::Kind::kKey || (gap && branch.opening == '{');
    const std::string before = gap && branch.opening == 0 ? "- " : "";
    if (names_variable) {
      for (const std::string& variable : offer.variables) {
        const Output* output = to->find_output(variable);
        add({.kind = CompletionKind::kKey,
             .label = variable,
             .detail = "another name for the variable",
             .doc = output == nullptr ? std::string() : output_markdown(*output),
             .insert = branch.has_colon && !gap ? variable : variable + ": "});
      }
      return;
    }
    // The value behind a variable's name is the user's to choose.
    if (!branch.is_item && naming(file_, place_.branch) != Naming::kLink && !gap) return;
    for (const LinkPermission* permission : offer.permissions) {
      add({.kind = CompletionKind::kPermission,
           .label = permission->name,
           .detail = "permission",
           .doc = permission->description,
           .insert = before + permission->name});
    }
  }

  void words(const Slot& slot, const std::string& before) {
    for (const Shape* shape : slot.shapes) {
      for (const std::string& word : shape->one_of)
        word_of(word, slot, before, quoted(word, *shape));
      if (shape->type != Type::kBoolean) continue;
      for (const char* word : {"true", "false"}) word_of(word, slot, before, word);
    }
    if (!items_.empty() || slot.field == nullptr || !slot.field->default_value) return;
    const yaml::Node& node = *slot.field->default_value;
    if (node.is_scalar() && node.kind != yaml::Kind::kNull && !node.text.empty())
      word_of(node.text, slot, before, node_text(node));
  }

  // A text that YAML would take for something else.
  static std::string quoted(const std::string& word, const Shape& shape) {
    const bool looks_like_number =
        !word.empty() && word.find_first_not_of("0123456789.") == std::string::npos;
    return shape.type == Type::kString && looks_like_number ? "\"" + word + "\"" : word;
  }

  void word_of(const std::string& word, const Slot& slot, const std::string& before,
               const std::string& written) {
    const bool in_quotes = outline_[place_.branch].opening != 0;
    const bool is_default = slot.field != nullptr && slot.field->default_value &&
                            slot.field->default_value->text == word;
    add({.kind = CompletionKind::kValue,
         .label = word,
         .detail = is_default ? "default" : "",
         .insert = before + (in_quotes ? word : written),
         .rank = is_default ? 0 : 1});
  }

  // In a list, on an empty line or between brackets.
  void new_items() {
    const char opening = outline_[place_.branch].opening;
    if (opening == '{') return;
    const std::string before = opening == '[' ? "" : "- ";
    const std::size_t module = module_around(outline_, place_.branch);
    if (module != Branch::kNone && outline_[place_.branch].parent == module) {
      if (outline_[place_.branch].key == "links") return modules(Naming::kLink, before);
      if (outline_[place_.branch].key == "depends_on") return modules(Naming::kDependency, before);
    }
    const Slot slot = scene_.format.slot(outline_, place_.branch);
    for (const Shape* shape : slot.shapes) {
      if (shape->type == Type::kList && !shape->items.empty())
        words({.shapes = {&shape->items[0]}}, before);
    }
  }

  void add(Completion item) {
    item.replaced = place_.word;
    // Right behind `key:`, where YAML wants a space.
    const bool glued = place_.kind == Place::Kind::kValue && place_.word.empty() && offset_ > 0 &&
                       file_.text[offset_ - 1] == ':';
    if (glued) item.insert.insert(0, " ");
    items_.push_back(std::move(item));
  }

  const Scene& scene_;
  const FileView& file_;
  const Outline& outline_;
  const Place& place_;
  std::size_t offset_;
  std::vector<Completion> items_;
};

}  // namespace

std::vector<Completion> complete_value(const Scene& scene, const Place& place, std::size_t offset) {
  return ValueCompleter(scene, place, offset).complete();
}

}  // namespace opta::lsp
