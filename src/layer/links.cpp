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

// Reads the links of one module.
class LinkReader {
 public:
  LinkReader(const Layer& layer, ModuleUse& use, Diagnostics& diagnostics)
      : layer_(layer), use_(use), diagnostics_(diagnostics) {}

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
    const ModuleUse* target = find(name, span);
    if (target == nullptr || target->definition->status != ModuleStatus::kBuilt) return;
    if (!targets_.insert(name).second) {
      return fault(span, fmt::format("`{}` is linked twice", name), "put its permissions together");
    }
    link_ = {.target = name, .in_parent = target != layer_.find_module(name), .span = span};
    const ModuleDefinition& definition = *target->definition;
    if (takes_outputs_of(definition.type)) {
      if (wishes != nullptr && !wishes->items.empty()) {
        return fault(wishes->span, fmt::format("a link of `{}` has no permissions", type()),
                     fmt::format("write `- {}`", name));
      }
      use_.links.push_back(std::move(link_));
      return;
    }
    if (!can_link(*target, span)) return;
    for (const std::string& output : definition.link->variables) {
      if (takes_variables())
        link_.variables.push_back({fmt::format("{}_{}", name, output), output});
    }
    if (wishes != nullptr) read_wishes(*wishes, *target);
    if (link_.permissions.empty() && takes_permissions()) {
      for (const std::string& permission : definition.link->default_permissions) {
        link_.permissions.push_back(definition.link->find_permission(permission));
      }
    }
    if (!check_outputs(*target, span)) return;
    for (const LinkVariable& variable : link_.variables) unique_name(variable, span);
    use_.links.push_back(std::move(link_));
  }

  const ModuleUse* find(const std::string& name, Span span) {
    if (name == use_.name) {
      fault(span, "a module cannot link to itself", "name another module");
      return nullptr;
    }
    if (const ModuleUse* target = layer_.find_module(name)) return target;
    if (layer_.parent != nullptr) {
      if (const ModuleUse* target = layer_.parent->find_module(name)) return target;
    }
    std::vector<std::string> names = linkable(layer_);
    if (layer_.parent != nullptr) {
      for (std::string& other : linkable(*layer_.parent)) names.push_back(std::move(other));
    }
    std::string help = did_you_mean(name, names);
    if (help.empty()) {
      help = names.empty() ? "no module here can be linked to"
                           : fmt::format("it can link to {}", quoted_list(names, "or"));
    }
    diagnostics_.report(Code::kUnknownModule, span,
                        fmt::format("there is no module `{}` to link to", shown(name)),
                        std::move(help));
    return nullptr;
  }

  std::vector<std::string> linkable(const Layer& layer) const {
    std::vector<std::string> names;
    for (const ModuleUse& other : layer.modules) {
      if (&other == &use_) continue;
      const bool fits = takes_outputs_of(other.definition->type) ||
                        (other.definition->link && gives_something(*other.definition->link));
      if (fits) names.push_back(other.name);
    }
    return names;
  }

  bool can_link(const ModuleUse& target, Span span) {
    if (target.definition->link && gives_something(*target.definition->link)) return true;
    const std::vector<std::string> names = linkable(layer_);
    const std::string help = names.empty()
                                 ? fmt::format("`opta help {}` says what it can link to", type())
                                 : fmt::format("it can link to {}", quoted_list(names, "or"));
    fault(
        span,
        fmt::format("`{}` cannot link to `{}` ({})", type(), target.name, target.definition->type),
        target.definition->link && !takes_variables()
            ? fmt::format("`{}` gives environment variables, which only a service can take",
                          target.name)
            : help);
    return false;
  }

  bool gives_something(const LinkDefinition& link) const {
    return (takes_variables() && !link.variables.empty()) ||
           (takes_permissions() && !link.permissions.empty());
  }

  // Names of permissions and maps of new names for variables, in a list or alone.
  void read_wishes(const Value& wishes, const ModuleUse& target) {
    switch (wishes.kind) {
      case ValueKind::kNull:
      case ValueKind::kUnknown:
        return;
      case ValueKind::kString:
        return read_permission(wishes, target);
      case ValueKind::kMap:
        for (const Entry& entry : wishes.entries) rename(entry, target);
        return;
      case ValueKind::kList:
        for (const Value& item : wishes.items) {
          if (item.kind == ValueKind::kList) {
            return fault(item.span, "a list in a list says nothing here", "take one level out");
          }
          read_wishes(item, target);  // NOLINT(misc-no-recursion): one level
        }
        return;
      default:
        return fault(wishes.span, "a link's permission is a word",
                     "write one of its names, or a map of new names for its variables");
    }
  }

  void read_permission(const Value& name, const ModuleUse& target) {
    const LinkDefinition& link = *target.definition->link;
    const LinkPermission* permission = link.find_permission(name.text);
    const std::vector<std::string> names = names_of(link.permissions, &LinkPermission::name);
    if (permission == nullptr || !takes_permissions()) {
      std::string help = did_you_mean(name.text, names);
      if (help.empty()) {
        help = names.empty()
                   ? fmt::format("a link to it gives variables only: write `- {}`", target.name)
                   : fmt::format("it has {}", quoted_list(names));
      }
      return fault(name.span,
                   fmt::format("`{}` ({}) has no permission `{}`", target.name,
                               target.definition->type, shown(name.text)),
                   std::move(help));
    }
    if (std::ranges::find(link_.permissions, permission) == link_.permissions.end()) {
      link_.permissions.push_back(permission);
    }
  }

  void rename(const Entry& entry, const ModuleUse& target) {
    const auto variable = std::ranges::find(link_.variables, entry.key, &LinkVariable::output);
    if (variable == link_.variables.end()) {
      const std::vector<std::string> names = names_of(link_.variables, &LinkVariable::output);
      std::string help = did_you_mean(entry.key, names);
      if (help.empty()) {
        help = names.empty() ? "it gives permissions only"
                             : fmt::format("it gives {}", quoted_list(names));
      }
      return fault(entry.key_span,
                   fmt::format("`{}` ({}) gives no variable `{}`", target.name,
                               target.definition->type, shown(entry.key)),
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
  bool check_outputs(const ModuleUse& target, Span span) {
    if (!link_.in_parent) return true;
    for (const LinkVariable& variable : link_.variables) {
      if (!exports(*layer_.parent, target.name, variable.output)) {
        fault(span,
              fmt::format("`{}` stands in the environment, which does not export its `{}`",
                          target.name, variable.output),
              "move the module to this file");
        return false;
      }
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
  bool takes_outputs_of(std::string_view type) const {
    return std::ranges::any_of(use_.definition->wiring, [&](const Wire& wire) {
      return wire.linked && wire.from_type == type;
    });
  }
  const std::string& type() const { return use_.definition->type; }

  void fault(Span span, std::string message, std::string help) {
    diagnostics_.report(Code::kLink, span, std::move(message), std::move(help));
  }

  const Layer& layer_;
  ModuleUse& use_;
  Diagnostics& diagnostics_;
  Link link_;  // that is being read
  std::set<std::string> targets_;
  std::map<std::string, Span> names_;
};

}  // namespace

void read_links(Layer& layer, Diagnostics& diagnostics) {
  for (ModuleUse& use : layer.modules) {
    const auto links = std::ranges::find(use.arguments, kInput, &Argument::name);
    // What a planned module can take is not known yet.
    const bool planned = use.definition->status == ModuleStatus::kPlanned;
    if (links == use.arguments.end() || planned) continue;
    LinkReader(layer, use, diagnostics).read(links->value);
  }
}

}  // namespace opta
