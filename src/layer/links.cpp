#include "layer/links.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>
#include <re2/re2.h>

#include "base/suggest.h"
#include "base/text.h"
#include "layer/message.h"

namespace opta {

namespace {

constexpr const char* kInput = "links";

bool exports(const Layer& parent, std::string_view module, std::string_view output) {
  return std::ranges::any_of(parent.exports, [&](const ExportedOutput& exported) {
    return exported.module->name == module && exported.output->name == output;
  });
}

bool takes_outputs_of(const ModuleDefinition& module, std::string_view type) {
  return std::ranges::any_of(
      module.wiring, [&](const Wire& wire) { return wire.linked && wire.from_type == type; });
}

// Modules of other layers, by name, with the module of this file that reads their layer's state.
struct StateModule {
  const ModuleDefinition* definition;
  std::string module;
};
using StateModules = std::map<std::string, StateModule>;

StateModules state_modules(const Layer& layer, const Catalog& catalog, Diagnostics& diagnostics) {
  StateModules modules;
  for (const ModuleUse& use : layer.modules) {
    const Value* list = use.find_argument(use.definition->state_modules_input);
    if (list == nullptr) continue;
    for (const Entry& entry : list->entries) {
      const ModuleDefinition* found = catalog.find(entry.value.text, layer.provider.cloud);
      if (found == nullptr || !found->link) {
        std::string help = did_you_mean(entry.value.text, catalog.type_names(layer.provider.cloud));
        diagnostics.report(
            found == nullptr ? Code::kUnknownModuleType : Code::kLink, entry.value.span,
            fmt::format("`{}` is no type that can be linked to", shown(entry.value.text)),
            help.empty() ? "`opta help modules` lists the types" : std::move(help));
      } else if (layer.find_module(entry.key) != nullptr ||
                 !modules.try_emplace(entry.key, found, use.name).second) {
        diagnostics.report(Code::kDuplicateModule, entry.key_span,
                           fmt::format("there is another module `{}` here", entry.key),
                           "a link could not tell them apart: give this file's another name");
      }
    }
  }
  return modules;
}

// Reads the links of one module.
class LinkReader {
 public:
  LinkReader(const Layer& layer, const StateModules& of_states, ModuleUse& use,
             Diagnostics& diagnostics)
      : layer_(layer), of_states_(of_states), use_(use), diagnostics_(diagnostics) {}

  void read(const Value& list) {
    for (const Value& item : list.items) {
      if (has_said_enough(diagnostics_)) return;
      if (item.kind == ValueKind::kString) {
        read(item.text, item.span, nullptr);
      } else if (item.kind == ValueKind::kMap) {
        for (const Entry& entry : item.entries) read(entry.key, entry.key_span, &entry.value);
      } else if (item.kind != ValueKind::kUnknown) {
        fault(item.span, "a link names a module, which has to be known beforehand",
              "write the module's name");
      }
    }
  }

 private:
  // `wishes`: what stands behind the module's name.
  void read(const std::string& name, Span span, const Value* wishes) {
    if (!find(name, span)) return;
    if (!targets_.insert(name).second) {
      return fault(span, fmt::format("`{}` is linked twice", name), "put its permissions together");
    }
    const ModuleDefinition& definition = *link_.definition;
    if (takes_outputs_of(*use_.definition, definition.type)) {
      if (wishes != nullptr && !wishes->items.empty()) {
        return fault(wishes->span, fmt::format("a link of `{}` has no permissions", type()),
                     fmt::format("write `- {}`", name));
      }
      use_.links.push_back(std::move(link_));
      return;
    }
    if (!can_link()) return;
    for (const std::string& output : definition.link->variables) {
      if (takes_variables())
        link_.variables.push_back({fmt::format("{}_{}", name, output), output});
    }
    if (wishes != nullptr) read_wishes(*wishes);
    if (link_.permissions.empty() && takes_permissions()) {
      for (const std::string& permission : definition.link->default_permissions) {
        link_.permissions.push_back(definition.link->find_permission(permission));
      }
    }
    if (!check_outputs()) return;
    for (const LinkVariable& variable : link_.variables) unique_name(variable, span);
    use_.links.push_back(std::move(link_));
  }

  // Fills the head of `link_`. False when there is nothing to link to; where the module is planned,
  // that was said already.
  bool find(const std::string& name, Span span) {
    link_ = {.target = name, .span = span};
    if (name == use_.name) {
      fault(span, "a module cannot link to itself", "name another module");
      return false;
    }
    const ModuleUse* target = layer_.find_module(name);
    if (target == nullptr && layer_.parent != nullptr) {
      target = layer_.parent->find_module(name);
      link_.in_parent = target != nullptr;
    }
    if (target != nullptr) {
      link_.definition = target->definition;
      return target->definition->status == ModuleStatus::kBuilt;
    }
    for (const auto& [other, state] : of_states_) {
      if (other != name) continue;
      link_.definition = state.definition;
      link_.state = state.module;
      return true;
    }
    std::vector<std::string> names = linkable(layer_);
    if (layer_.parent != nullptr) {
      for (std::string& other : linkable(*layer_.parent)) names.push_back(std::move(other));
    }
    for (const auto& [other, state] : of_states_) names.push_back(other);
    std::string help = did_you_mean(name, names);
    if (help.empty()) {
      help = names.empty() ? "no module here can be linked to"
                           : fmt::format("it can link to {}", quoted_list(names, "or"));
    }
    diagnostics_.report(Code::kUnknownModule, span,
                        fmt::format("there is no module `{}` to link to", shown(name)),
                        std::move(help));
    return false;
  }

  std::vector<std::string> linkable(const Layer& layer) const {
    std::vector<std::string> names;
    for (const ModuleUse& other : layer.modules) {
      if (&other == &use_) continue;
      if (!link_offer(*use_.definition, *other.definition).empty()) names.push_back(other.name);
    }
    return names;
  }

  bool can_link() {
    const ModuleDefinition& target = *link_.definition;
    if (!link_offer(*use_.definition, target).empty()) return true;
    const std::vector<std::string> names = linkable(layer_);
    const std::string help = names.empty()
                                 ? fmt::format("`opta help {}` says what it can link to", type())
                                 : fmt::format("it can link to {}", quoted_list(names, "or"));
    fault(
        link_.span,
        fmt::format("`{}` cannot link to `{}` ({})", type(), link_.target, link_.definition->type),
        target.link && !takes_variables()
            ? fmt::format("`{}` gives environment variables, which only a service can take",
                          link_.target)
            : help);
    return false;
  }

  // Names of permissions and maps of new names for variables, in a list or alone.
  void read_wishes(const Value& wishes) {
    switch (wishes.kind) {
      case ValueKind::kNull:
      case ValueKind::kUnknown:
        return;
      case ValueKind::kString:
        return read_permission(wishes);
      case ValueKind::kMap:
        for (const Entry& entry : wishes.entries) rename(entry);
        return;
      case ValueKind::kList:
        for (const Value& item : wishes.items) {
          if (item.kind == ValueKind::kList) {
            return fault(item.span, "a list in a list says nothing here", "take one level out");
          }
          read_wishes(item);  // NOLINT(misc-no-recursion): one level
        }
        return;
      default:
        return fault(wishes.span, "a link's permission is a word",
                     "write one of its names, or a map of new names for its variables");
    }
  }

  void read_permission(const Value& name) {
    const LinkDefinition& link = *link_.definition->link;
    const LinkPermission* permission = link.find_permission(name.text);
    const std::vector<std::string> names = names_of(link.permissions, &LinkPermission::name);
    if (permission == nullptr || !takes_permissions()) {
      std::string help = did_you_mean(name.text, names);
      if (help.empty()) {
        help = names.empty()
                   ? fmt::format("a link to it gives variables only: write `- {}`", link_.target)
                   : fmt::format("it has {}", quoted_list(names));
      }
      return fault(name.span,
                   fmt::format("`{}` ({}) has no permission `{}`", link_.target,
                               link_.definition->type, shown(name.text)),
                   std::move(help));
    }
    if (std::ranges::find(link_.permissions, permission) == link_.permissions.end()) {
      link_.permissions.push_back(permission);
    }
  }

  void rename(const Entry& entry) {
    const auto variable = std::ranges::find(link_.variables, entry.key, &LinkVariable::output);
    if (variable == link_.variables.end()) {
      const std::vector<std::string> names = names_of(link_.variables, &LinkVariable::output);
      std::string help = did_you_mean(entry.key, names);
      if (help.empty()) {
        help = names.empty() ? "it gives permissions only"
                             : fmt::format("it gives {}", quoted_list(names));
      }
      return fault(entry.key_span,
                   fmt::format("`{}` ({}) gives no variable `{}`", link_.target,
                               link_.definition->type, shown(entry.key)),
                   std::move(help));
    }
    static const RE2 pattern("[A-Za-z_][A-Za-z0-9_]*");
    if (entry.value.kind != ValueKind::kString || !RE2::FullMatch(entry.value.text, pattern)) {
      return fault(entry.value.span, "this is not the name of an environment variable",
                   "it has letters, digits and `_`, and does not begin with a digit");
    }
    variable->name = entry.value.text;
  }

  // What the environment's state does not offer cannot be handed on.
  bool check_outputs() {
    if (!link_.in_parent) return true;
    std::vector<std::string> outputs = names_of(link_.variables, &LinkVariable::output);
    for (const LinkPermission* permission : link_.permissions) {
      for (std::string& output : permission->outputs()) outputs.push_back(std::move(output));
    }
    for (const std::string& output : outputs) {
      if (exports(*layer_.parent, link_.target, output)) continue;
      fault(link_.span,
            fmt::format("`{}` stands in the environment, which does not export its `{}`",
                        link_.target, output),
            "move the module to this file");
      return false;
    }
    return true;
  }

  void unique_name(const LinkVariable& variable, Span span) {
    const auto [first, fresh] = names_.emplace(variable.name, span);
    if (fresh) return;
    diagnostics_
        .report(Code::kLink, span, fmt::format("two links give the variable `{}`", variable.name),
                fmt::format("rename one: `{}: {{{}: OTHER_NAME}}`", link_.target, variable.output))
        .labels.push_back({first->second, "first here"});
  }

  bool takes_variables() const { return use_.definition->has_wire(LinkWire::kVariables); }
  bool takes_permissions() const { return use_.definition->has_wire(LinkWire::kStatements); }
  const std::string& type() const { return use_.definition->type; }

  void fault(Span span, std::string message, std::string help) {
    diagnostics_.report(Code::kLink, span, std::move(message), std::move(help));
  }

  const Layer& layer_;
  const StateModules& of_states_;
  ModuleUse& use_;
  Diagnostics& diagnostics_;
  Link link_;  // that is being read
  std::set<std::string> targets_;
  std::map<std::string, Span> names_;
};

}  // namespace

LinkOffer link_offer(const ModuleDefinition& from, const ModuleDefinition& to) {
  LinkOffer offer{.outputs = takes_outputs_of(from, to.type)};
  if (!to.link) return offer;
  if (from.has_wire(LinkWire::kVariables)) offer.variables = to.link->variables;
  if (from.has_wire(LinkWire::kStatements)) {
    for (const LinkPermission& permission : to.link->permissions)
      offer.permissions.push_back(&permission);
  }
  return offer;
}

void read_links(Layer& layer, const Catalog& catalog, Diagnostics& diagnostics) {
  const StateModules of_states = state_modules(layer, catalog, diagnostics);
  for (ModuleUse& use : layer.modules) {
    const auto links = std::ranges::find(use.arguments, kInput, &Argument::name);
    // What a planned module can take is not known yet.
    const bool planned = use.definition->status == ModuleStatus::kPlanned;
    if (links == use.arguments.end() || planned) continue;
    LinkReader(layer, of_states, use, diagnostics).read(links->value);
  }
}

}  // namespace opta
