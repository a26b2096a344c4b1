#include "layer/modules.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>
#include <re2/re2.h>

#include "base/suggest.h"
#include "base/text.h"
#include "layer/check_value.h"
#include "layer/message.h"
#include "yaml/map_reader.h"

namespace opta {

namespace {

using yaml::Kind;
using yaml::Node;

class Declarer {
 public:
  Declarer(const Catalog& catalog, const Provider& provider, LayerKind kind,
           Diagnostics& diagnostics)
      : catalog_(catalog), provider_(provider), kind_(kind), diagnostics_(diagnostics) {}

  std::optional<ModuleUse> declare(const Node& node) {
    if (node.kind != Kind::kMap) {
      diagnostics_.report(Code::kWrongType, node.span,
                          fmt::format("a module is a map, not {}", describe(node.kind)),
                          "begin it with `type: …`");
      return std::nullopt;
    }
    const Node* type = node.find("type");
    if (type == nullptr || !type->is_scalar() || type->text.empty()) {
      diagnostics_.report(type == nullptr ? Code::kMissingKey : Code::kWrongType,
                          type ? type->span : node.span, "a module lacks the key `type`",
                          "`opta help modules` lists the types");
      return std::nullopt;
    }
    ModuleUse use{.span = node.span, .type_span = type->span, .name_span = type->span};
    use.definition = find(type->text, type->span);
    use.name = default_module_name(type->text);
    if (const Node* name = node.find("name"); name && name->kind != Kind::kNull)
      read_name(*name, use);
    unique_name(use);
    if (use.definition == nullptr) return std::nullopt;
    unique_type(use);
    placement(use);
    if (use.definition->status == ModuleStatus::kPlanned) {
      diagnostics_.report(Code::kModuleNotBuilt, use.type_span,
                          fmt::format("`{}` is checked, but this version makes nothing for it",
                                      use.definition->type));
    }
    return use;
  }

 private:
  const ModuleDefinition* find(const std::string& type, Span span) {
    if (const ModuleDefinition* found = catalog_.find(type, provider_.cloud)) return found;
    const Cloud* cloud = catalog_.find_cloud(provider_.cloud);
    if (cloud != nullptr && !cloud->built &&
        (cloud->aliases.contains(type) ||
         std::ranges::find(cloud->types, type) != cloud->types.end())) {
      return nullptr;  // known by name; the whole cloud is reported in the end
    }
    std::string help = did_you_mean(type, catalog_.type_names(provider_.cloud));
    if (const ModuleDefinition* elsewhere = catalog_.find_type(type)) {
      help = fmt::format("`{}` belongs to `{}`", type, elsewhere->cloud);
    }
    if (help.empty()) help = "`opta help modules` lists the types";
    diagnostics_.report(Code::kUnknownModuleType, span,
                        fmt::format("no module type is called `{}`", shown(type)), std::move(help));
    return nullptr;
  }

  void read_name(const Node& name, ModuleUse& use) {
    // Terraform takes no label that begins with a digit; no name that a cloud sees is longer.
    static const RE2 pattern("[A-Za-z][A-Za-z0-9]{0,254}");
    if (!name.is_scalar() || !RE2::FullMatch(name.text, pattern)) {
      diagnostics_.report(Code::kBadName, name.span,
                          fmt::format("`{}` is not a module's name", shown(name.text)),
                          "it has letters and digits only, and begins with a letter");
      return;
    }
    use.name = name.text;
    use.name_span = name.span;
  }

  void unique_name(const ModuleUse& use) {
    const auto [first, fresh] = names_.emplace(use.name, use.name_span);
    if (fresh) return;
    diagnostics_
        .report(Code::kDuplicateModule, use.name_span,
                fmt::format("the module name `{}` stands twice", use.name),
                "give one of them another `name`")
        .labels.push_back({first->second, "first here"});
  }

  void unique_type(const ModuleUse& use) {
    if (!use.definition->unique) return;
    const auto [first, fresh] = unique_types_.emplace(use.definition->type, use.type_span);
    if (fresh) return;
    diagnostics_
        .report(Code::kDuplicateModule, use.type_span,
                fmt::format("`{}` may stand once in a file", use.definition->type),
                "take one of them out")
        .labels.push_back({first->second, "first here"});
  }

  void placement(const ModuleUse& use) {
    const Placement wanted = use.definition->placement;
    if (wanted == Placement::kAny) return;
    const bool fits = (wanted == Placement::kEnvironment) == (kind_ == LayerKind::kEnvironment);
    if (fits) return;
    diagnostics_.report(
        Code::kModulePlacement, use.type_span,
        fmt::format("`{}` belongs to {}", use.definition->type,
                    wanted == Placement::kEnvironment ? "an environment" : "a service"),
        wanted == Placement::kEnvironment ? "move it to the environment's file"
                                          : "move it to a service's file");
  }

  const Catalog& catalog_;
  const Provider& provider_;
  LayerKind kind_;
  Diagnostics& diagnostics_;
  std::map<std::string, Span> names_;
  std::map<std::string, Span> unique_types_;
};

// `depends_on` entries are names of modules of the file, with or without Terraform's "module.".
void read_depends_on(ModuleUse& use, const Node& list, const Scope& scope,
                     Diagnostics& diagnostics) {
  const std::vector<std::string> names = names_of(*scope.modules, &ModuleUse::name);
  for (const Node& item : list.items) {
    if (has_said_enough(diagnostics)) return;
    std::string name = item.text;
    if (name.starts_with("module.")) name = name.substr(7);
    if (std::ranges::find(names, name) != names.end() && item.is_scalar()) {
      use.depends_on.push_back(std::move(name));
      continue;
    }
    std::string help = did_you_mean(name, names);
    if (help.empty()) help = fmt::format("its modules are {}", quoted_list(names));
    diagnostics.report(Code::kUnknownModule, item.span,
                       fmt::format("this file has no module `{}`", shown(name)), std::move(help));
  }
}

// The user's own tags. Those of Opta's say whose a thing is, and cannot be written.
Value read_tags(const Node& node, const Scope& scope, const SourceMap& sources,
                Diagnostics& diagnostics) {
  Shape text;
  text.type = Type::kString;
  Shape shape;
  shape.type = Type::kMap;
  shape.items.push_back(std::move(text));
  Value tags =
      check_value(interpolate(node, scope, sources, diagnostics), shape, "tags", diagnostics);
  for (const Entry& tag : tags.entries) {
    const bool is_ours = tag.key.starts_with("opta_");
    if (!is_ours && !tag.key.starts_with("aws:")) continue;
    diagnostics.report(
        Code::kBadName, tag.key_span,
        fmt::format("`{}` is {} tag", shown(tag.key), is_ours ? "Opta's own" : "AWS's"),
        "choose another key, or leave the tag out");
  }
  return tags;
}

void report_unknown_key(const ModuleUse& use, const yaml::Entry& entry, Diagnostics& diagnostics) {
  std::vector<std::string> known = field_names(use.definition->inputs);
  known.insert(known.end(), {"type", "name", "depends_on"});
  if (use.definition->takes_tags()) known.emplace_back("tags");
  std::string help = did_you_mean(entry.key, known);
  if (help.empty()) help = fmt::format("`opta help {}` lists its fields", use.definition->type);
  diagnostics.report(Code::kUnknownKey, entry.key_span,
                     fmt::format("`{}` has no field `{}`", use.definition->type, shown(entry.key)),
                     std::move(help));
}

void check_keys(ModuleUse& use, const Node& node, const Scope& scope, const SourceMap& sources,
                Diagnostics& diagnostics) {
  for (const yaml::Entry& entry : node.entries) {
    if (has_said_enough(diagnostics)) break;
    if (entry.key == "type" || entry.key == "name") continue;
    if (entry.key == "depends_on") {
      if (entry.value.kind == Kind::kList) {
        read_depends_on(use, entry.value, scope, diagnostics);
      } else if (entry.value.kind != Kind::kNull) {
        diagnostics.report(Code::kWrongType, entry.value.span,
                           "`depends_on` is a list of modules' names");
      }
    } else if (entry.key == "tags" && use.definition->takes_tags()) {
      use.tags = read_tags(entry.value, scope, sources, diagnostics);
    } else if (const Field* field = find_field(use.definition->inputs, entry.key);
               field == nullptr) {
      report_unknown_key(use, entry, diagnostics);
    } else if (!field->ignored.empty()) {
      diagnostics.report(Code::kInputIgnored, entry.key_span,
                         fmt::format("`{}` has no effect", entry.key), field->ignored);
    } else if (!field->deprecated.empty()) {
      diagnostics.report(Code::kInputDeprecated, entry.key_span,
                         fmt::format("`{}` is outdated", entry.key), field->deprecated);
    }
  }
}

Value read_value(const Field& field, const Node& written, const Scope& scope,
                 const SourceMap& sources, Diagnostics& diagnostics) {
  Value value = check_value(interpolate(written, scope, sources, diagnostics), field.shape,
                            field.name, diagnostics);
  for (const auto& [old, advice] : field.deprecated_values) {
    if (value.kind != ValueKind::kString || value.text != old) continue;
    diagnostics.report(Code::kInputDeprecated, value.span,
                       fmt::format("`{}` is an outdated `{}`", old, field.name), advice);
  }
  return value;
}

}  // namespace

std::string default_module_name(std::string_view type) {
  std::string name(type);
  std::erase(name, '-');
  return name;
}

std::vector<ModuleUse> declare_modules(const Document& document, const Catalog& catalog,
                                       const Provider& provider, LayerKind kind,
                                       std::vector<const yaml::Node*>& nodes,
                                       Diagnostics& diagnostics) {
  Declarer declarer(catalog, provider, kind, diagnostics);
  std::vector<ModuleUse> modules;
  for (const Node* node : document.modules) {
    if (auto use = declarer.declare(*node)) {
      modules.push_back(*std::move(use));
      nodes.push_back(node);
    }
  }
  return modules;
}

void read_arguments(ModuleUse& use, const Node& node, const Scope& scope, const SourceMap& sources,
                    Diagnostics& diagnostics) {
  check_keys(use, node, scope, sources, diagnostics);
  for (const Field& field : use.definition->inputs) {
    const Node* written = node.find(field.name);
    if (written == nullptr || written->kind == Kind::kNull) {
      if (field.required) {
        diagnostics.report(
            Code::kMissingKey, use.type_span,
            fmt::format("`{}` lacks the field `{}`", use.definition->type, field.name),
            fmt::format("add `{}: …`: {}", field.name, field.description));
      }
      if (field.ignored.empty())
        use.arguments.push_back({field.name, default_value(field, use.span)});
      continue;
    }
    Value value = read_value(field, *written, scope, sources, diagnostics);
    if (field.ignored.empty()) use.arguments.push_back({field.name, std::move(value)});
  }
}

void check_entries(const ModuleUse& use, const Node& node, const Scope& scope,
                   const SourceMap& sources, Diagnostics& diagnostics) {
  ModuleUse unkept = use;
  check_keys(unkept, node, scope, sources, diagnostics);
  for (const yaml::Entry& entry : node.entries) {
    const Field* field = find_field(use.definition->inputs, entry.key);
    if (field == nullptr || entry.value.kind == Kind::kNull || has_said_enough(diagnostics))
      continue;
    read_value(*field, entry.value, scope, sources, diagnostics);
  }
}

}  // namespace opta
