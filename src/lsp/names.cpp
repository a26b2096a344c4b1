#include "lsp/names.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "lsp/markdown.h"

namespace opta::lsp {

namespace {

struct KnownName {
  const char* text;
  const char* doc;
};

// Those of layer/scope.h that mean something in every file.
constexpr KnownName kKnown[] = {
    {"env", "The environment's own name."},
    {"layer_name", "This file's name."},
    {"parent_name", "The environment's name; `nil` in an environment."},
    {"region", "The provider's region."},
    {"aws.region", "The provider's region."},
    {"aws.account_id", "The provider's account."},
    {"state_storage", "The name of the state bucket."},
};

class Collector {
 public:
  Collector(const Scene& scene, std::size_t self) : scene_(scene), self_(self) {}

  std::vector<Name> collect() {
    for (const KnownName& known : kKnown)
      add({.text = known.text, .detail = "filled in before anything runs", .doc = known.doc});
    variables();
    outputs_of_environments();
    outputs_of_modules();
    return std::move(names_);
  }

 private:
  void variables() {
    const FileView& file = *scene_.file;
    const Outline& outline = file.outline;
    for (const std::size_t item : outline.items(Outline::kRoot, "input_variables")) {
      const std::size_t name = outline.child(item, "name");
      if (name == Branch::kNone) continue;
      std::string doc(outline.value(item, "description"));
      variable(outline[name].value, {&file, outline[name].value_extent}, std::move(doc));
    }
    for (const std::size_t item : outline.items(Outline::kRoot, "environments")) {
      for (const std::string_view key : {"variables", "vars"}) {
        const std::size_t map = outline.child(item, key);
        if (map == Branch::kNone) continue;
        for (const std::size_t entry : outline[map].children)
          variable(outline[entry].key, {&file, outline[entry].key_extent}, {});
      }
    }
  }

  void variable(const std::string& name, Declaration declared, std::string doc) {
    if (name.empty()) return;
    const auto [known, fresh] = variables_.emplace(name, names_.size());
    if (!fresh) return;  // a value for what is declared already
    add({.text = "vars." + name,
         .detail = "variable",
         .doc = doc.empty() ? "A variable of this file." : std::move(doc),
         .declared = {declared}});
  }

  void outputs_of_environments() {
    std::map<std::string, std::size_t> seen;
    for (const auto& environment : scene_.environments) {
      for (const ExportedOutput& output : environment->exports()) {
        const ModuleView* module = environment->module(output.module->name);
        if (module == nullptr) continue;
        const Declaration declared{environment.get(), environment->name_of(*module)};
        const auto [known, fresh] = seen.emplace(output.key, names_.size());
        if (!fresh) {
          if (known->second < names_.size()) names_[known->second].declared.push_back(declared);
          continue;
        }
        add({.text = "parent." + output.key,
             .detail = fmt::format("output of the environment's `{}`", module->name),
             .doc = output_markdown(*output.output),
             .declared = {declared}});
      }
    }
  }

  void outputs_of_modules() {
    const FileView& file = *scene_.file;
    for (const ModuleView& module : file.modules) {
      if (module.branch == self_ || module.name.empty() || module.definition == nullptr) continue;
      const Declaration declared{&file, file.name_of(module)};
      for (const Output& output : module.definition->outputs) {
        add({.text = fmt::format("module.{}.{}", module.name, output.name),
             .detail = fmt::format("output of `{}`", module.definition->type),
             .doc = output_markdown(output),
             .declared = {declared}});
      }
      if (module.definition->outputs.empty()) {
        add({.text = fmt::format("module.{}.", module.name),
             .detail = module.definition->type,
             .doc = module.definition->summary,
             .declared = {declared}});
      }
    }
  }

  void add(Name name) {
    if (names_.size() < kNamesMax) names_.push_back(std::move(name));
  }

  const Scene& scene_;
  std::size_t self_;
  std::vector<Name> names_;
  std::map<std::string, std::size_t> variables_;
};

}  // namespace

std::vector<Name> names_in_braces(const Scene& scene, std::size_t self) {
  return Collector(scene, self).collect();
}

std::string canonical_name(std::string_view text) {
  constexpr std::string_view kOther = "variables.";
  if (!text.starts_with(kOther)) return std::string(text);
  return "vars." + std::string(text.substr(kOther.size()));
}

bool fits_expression(const Name& name) {
  return name.text.starts_with("module.");
}

}  // namespace opta::lsp
