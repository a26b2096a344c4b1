#include "layer/preview.h"

#include <algorithm>

#include <fmt/format.h>
#include <re2/re2.h>

#include "base/suggest.h"
#include "base/text.h"
#include "layer/condition.h"
#include "layer/message.h"
#include "layer/preview_hosts.h"
#include "layer/relations.h"

namespace opta {

namespace {

// Leaves room for the layer and the module in what AWS takes at most.
constexpr std::size_t kPreviewNameMax = 30;

// The nearest name that may be one: "feature/New_Menu" -> "feature-new-menu".
std::string nearest_name(std::string_view name) {
  std::string result;
  for (const unsigned char c : name) {
    if (std::isalnum(c) != 0) {
      result += static_cast<char>(std::tolower(c));
    } else if (!result.empty() && result.back() != '-') {
      result += '-';
    }
  }
  result.resize(std::min(result.size(), kPreviewNameMax));
  while (result.ends_with('-')) result.pop_back();
  return result;
}

bool is_preview_name(const std::string& name) {
  static const RE2 pattern("[a-z0-9]([a-z0-9-]*[a-z0-9])?");
  return name.size() <= kPreviewNameMax && RE2::FullMatch(name, pattern);
}

bool is_fixed(const ModuleUse& use, std::string_view field) {
  const auto& fixed = use.definition->preview.fixed;
  return std::ranges::find(fixed, field, &yaml::Entry::key) != fixed.end();
}

void check_entry(const ModuleUse& use, const yaml::Entry& entry, Diagnostics& diagnostics) {
  if (entry.key == "type" || entry.key == "name" || entry.key == "depends_on") {
    diagnostics.report(Code::kUnknownKey, entry.key_span,
                       fmt::format("`{}` cannot differ in a preview", entry.key),
                       "only fields of the module can");
  } else if (is_fixed(use, entry.key)) {
    diagnostics.report(Code::kPreview, entry.key_span,
                       fmt::format("`{}` cannot be chosen for a preview", entry.key),
                       "a preview has to be made and destroyed without a second step; take it out");
  }
}

bool holds_text(const Value& value, std::string_view text) {
  const auto is_in = [&](std::string_view part) {
    return lower_case(std::string(part)).contains(text);
  };
  if (value.kind == ValueKind::kTemplate) {
    return std::ranges::any_of(value.parts,
                               [&](const TemplatePart& part) { return is_in(part.text); });
  }
  return is_in(value.text);
}

// One of the fields has to say which preview it is, or must have been given for previews.
void check_own_name(const ModuleUse& use, const Relation& relation, const Layer& layer,
                    const PreviewEntry* given, Diagnostics& diagnostics) {
  if (!relation.when.empty() && !holds(relation.when, use)) return;
  Span place = use.type_span;
  for (const std::string& field : relation.fields) {
    const Value* value = use.find_argument(field);
    if (value == nullptr) continue;
    if (value->kind == ValueKind::kUnknown || holds_text(*value, lower_case(layer.name))) return;
    if (given != nullptr && given->inputs != nullptr && given->inputs->find(field) != nullptr)
      return;
    if (value->span != use.span) place = value->span;
  }
  diagnostics.report(
      Code::kPreviewShared, place,
      fmt::format("{} of `{}` would be that of `{}` too", quoted_list(relation.fields, "or"),
                  use.name, layer.preview->of),
      fmt::format("write `{{layer_name}}` in it, or give the preview its own: `preview: {{modules: "
                  "{{{}: {{{}: \"…-{{layer_name}}\"}}}}}}`",
                  use.name, relation.fields.front()));
}

}  // namespace

std::string preview_layer_name(std::string_view layer, std::string_view preview) {
  return fmt::format("{}-{}", layer, preview);
}

bool become_preview(Layer& layer, const Document& document, const std::string& name,
                    Diagnostics& diagnostics) {
  if (!document.has_environments) {
    diagnostics.report(
        Code::kPreview, document.name_span,
        fmt::format("`{}` is an environment, and has no previews", shown(document.name)),
        "a preview is a copy of a service in its environment: name the service's file by `-c`");
    return false;
  }
  if (!is_preview_name(name)) {
    const std::string nearest = nearest_name(name);
    diagnostics.report(
        Code::kPreview, {}, fmt::format("`{}` cannot be a preview's name", shown(name)),
        fmt::format("it has at most {} lower case letters, digits and hyphens, with a letter or "
                    "digit at both ends; `{}` is one",
                    kPreviewNameMax, nearest.empty() ? "pr-42" : nearest));
    return false;
  }
  layer.preview = Preview{.name = name, .of = document.name, .lifetime = document.preview.lifetime};
  layer.name = preview_layer_name(document.name, name);
  return true;
}

void check_preview_section(const Layer& layer, const PreviewSection& section,
                           Diagnostics& diagnostics) {
  for (const PreviewEntry& entry : section.modules) {
    if (has_said_enough(diagnostics)) return;
    const ModuleUse* use = layer.find_module(entry.module);
    if (use == nullptr) {
      const std::vector<std::string> names = names_of(layer.modules, &ModuleUse::name);
      std::string help = did_you_mean(entry.module, names);
      if (help.empty() && !names.empty())
        help = fmt::format("its modules are {}", quoted_list(names));
      diagnostics.report(Code::kUnknownModule, entry.span,
                         fmt::format("this file has no module `{}`", shown(entry.module)),
                         std::move(help));
    } else if (entry.inputs != nullptr) {
      for (const yaml::Entry& input : entry.inputs->entries) check_entry(*use, input, diagnostics);
    }
  }
}

yaml::Node preview_entry(const yaml::Node& entry, const ModuleUse& use,
                         const PreviewSection& section) {
  const PreviewEntry* given = section.find(use.name);
  const bool differs = given != nullptr && given->inputs != nullptr;
  yaml::Node result = entry;
  std::erase_if(result.entries, [&](const yaml::Entry& own) {
    return is_fixed(use, own.key) || (differs && given->inputs->find(own.key) != nullptr &&
                                      find_field(use.definition->inputs, own.key) != nullptr);
  });
  if (differs) {
    std::ranges::copy_if(given->inputs->entries, std::back_inserter(result.entries),
                         [&](const yaml::Entry& input) {
                           return !is_fixed(use, input.key) && result.find(input.key) == nullptr;
                         });
  }
  // They have the place of a default: nobody has written them.
  for (yaml::Entry fixed : use.definition->preview.fixed) {
    fixed.key_span = use.span;
    fixed.value.span = use.span;
    result.entries.push_back(std::move(fixed));
  }
  return result;
}

void separate_preview(Layer& layer, const Document& document, Diagnostics& diagnostics) {
  const PreviewHosts hosts(layer, diagnostics);
  for (ModuleUse& use : layer.modules) {
    if (has_said_enough(diagnostics)) return;
    const PreviewDefinition& definition = use.definition->preview;
    const PreviewEntry* given = document.preview.find(use.name);
    if (!definition.refused.empty()) {
      diagnostics.report(
          Code::kPreview, use.type_span,
          fmt::format("`{}` cannot be in a preview: {}", use.definition->type, definition.refused),
          "move the module to the environment's file, or to a service of its own");
    }
    if (!definition.unjudged.empty() && given == nullptr) {
      diagnostics.report(
          Code::kPreviewUnjudged, use.type_span,
          fmt::format("whether `{}` shares names with that of `{}` is not known: {}", use.name,
                      layer.preview->of, definition.unjudged),
          fmt::format("look at it, and write `preview: {{modules: {{{}: {{…}}}}}}` with what "
                      "differs, or with nothing",
                      use.name));
    }
    for (Argument& argument : use.arguments) {
      const bool has_hosts =
          std::ranges::find(definition.hosts, argument.name) != definition.hosts.end();
      const bool is_given = given != nullptr && given->inputs != nullptr &&
                            given->inputs->find(argument.name) != nullptr;
      if (has_hosts && !is_given) hosts.separate(use, argument);
    }
    for (const Relation& relation : use.definition->relations) {
      if (relation.kind == kOwnNameRelation)
        check_own_name(use, relation, layer, given, diagnostics);
    }
  }
}

}  // namespace opta
