#include "layer/wiring.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "base/check.h"
#include "base/text.h"
#include "layer/link_values.h"

namespace opta {

namespace {

Value none_at(Span span) {
  Value none;
  none.span = span;
  return none;
}

class Connector {
 public:
  Connector(Layer& layer, bool complete, Diagnostics& diagnostics)
      : layer_(layer), complete_(complete), diagnostics_(diagnostics) {}

  void connect(ModuleUse& use) {
    for (const std::string& type : use.definition->required_types) {
      if (!stands(type)) report_missing(use, type);
    }
    for (const Wire& wire : use.definition->wiring) {
      use.arguments.push_back({wire.name, value(use, wire)});
    }
  }

 private:
  Value value(const ModuleUse& use, const Wire& wire) {
    const auto& unwired = use.definition->preview.unwired;
    if (layer_.preview && std::ranges::find(unwired, wire.name) != unwired.end())
      return none_at(use.span);
    if (wire.links != LinkWire::kNone) return from_links(use, wire);
    if (wire.linked) return from_linked(use, wire);
    if (!wire.context.empty()) return context(use, wire);
    if (!wire.from_input.empty()) return from_input(use, wire);
    return from_module(use, wire);
  }

  Value from_links(const ModuleUse& use, const Wire& wire) const {
    if (wire.links == LinkWire::kStatements) return link_statements(layer_, use);
    if (wire.links == LinkWire::kVariables) return link_variables(layer_, use);
    Value value;
    value.kind = ValueKind::kBoolean;
    value.boolean = link_needs_ca_bundle(use);
    value.span = use.span;
    return value;
  }

  // Of the module that it links to, when it is of that type.
  Value from_linked(const ModuleUse& use, const Wire& wire) const {
    for (const Link& link : use.links) {
      if (link.definition->type == wire.from_type) {
        return link_output(layer_, link, wire.from_output);
      }
    }
    return none_at(use.span);
  }

  bool stands(std::string_view type) const {
    return layer_.find_module_of_type(type) != nullptr ||
           (layer_.parent != nullptr && layer_.parent->find_module_of_type(type) != nullptr);
  }

  void report_missing(const ModuleUse& use, std::string_view type) {
    if (!complete_) return;
    diagnostics_.report(Code::kModuleRequires, use.type_span,
                        fmt::format("`{}` needs `{}`", use.definition->type, type),
                        layer_.parent ? fmt::format("add `- type: {}` to the environment `{}`",
                                                    type, layer_.parent->name)
                                      : fmt::format("add `- type: {}` to this file", type));
  }

  Value from_module(const ModuleUse& use, const Wire& wire) {
    if (const ModuleUse* source = layer_.find_module_of_type(wire.from_type)) {
      if (source->definition->status == ModuleStatus::kBuilt) {
        return Value::of_reference(
            {.module = source->name, .output = wire.from_output, .span = use.span});
      }
    } else if (layer_.parent != nullptr) {
      for (const ExportedOutput& exported : layer_.parent->exports) {
        if (exported.module->definition->type == wire.from_type &&
            exported.output->name == wire.from_output &&
            exported.module->definition->status == ModuleStatus::kBuilt) {
          Value value = Value::of_reference(
              {.target = Reference::Target::kParent, .output = exported.key, .span = use.span});
          // Terraform keeps no output of a state that is null.
          if (wire.optional) {
            value.parts[0].expression = fmt::format("try({}, null)", value.parts[0].expression);
          }
          return value;
        }
      }
    }
    const auto& required = use.definition->required_types;
    if (!wire.optional && std::ranges::find(required, wire.from_type) == required.end())
      report_missing(use, wire.from_type);
    return none_at(use.span);
  }

  // What the source's file says, which an apply cannot change any more.
  Value from_input(const ModuleUse& use, const Wire& wire) {
    const ModuleUse* source = layer_.find_module_of_type(wire.from_type);
    if (source == nullptr && layer_.parent != nullptr)
      source = layer_.parent->find_module_of_type(wire.from_type);
    const auto written = [&] {
      return std::ranges::find(source->arguments, wire.from_input, &Argument::name);
    };
    Value value = plain_value(*wire.otherwise);
    if (source != nullptr && written() != source->arguments.end()) {
      value = written()->value;
      if (value.kind == ValueKind::kTemplate) {
        diagnostics_.report(
            Code::kReferenceNotAllowed, value.span,
            fmt::format("`{}` decides what `{}` makes, so it has to be known beforehand",
                        wire.from_input, use.definition->type),
            "write the value itself, or a variable of the file");
      }
    }
    value.span = use.span;
    return value;
  }

  Value context(const ModuleUse& use, const Wire& wire) const {
    const Layer& root = layer_.root();
    const auto text = [&](const std::string& value) { return Value::of_text(value, use.span); };
    if (wire.context == "layer_name") return text(layer_.name);
    if (wire.context == "env_name") return text(root.name);
    if (wire.context == "org_name") return text(root.org_name);
    if (wire.context == "module_name") return text(use.name);
    if (wire.context == "region") return text(root.provider.region);
    if (wire.context == "account_id") return text(root.provider.account_id);
    OPTA_ASSERT(wire.context == "tags");
    Value tags;
    tags.kind = ValueKind::kMap;
    tags.span = use.span;
    tags.entries = use.tags.entries;
    tags.entries.push_back({"opta_module", use.span, text(use.name)});
    return tags;
  }

  Layer& layer_;
  bool complete_;
  Diagnostics& diagnostics_;
};

// Names of the modules that `use` needs, without repetition.
std::vector<std::string> needs(const ModuleUse& use) {
  std::vector<std::string> names = use.depends_on;
  std::vector<Reference> references;
  for (const Argument& argument : use.arguments) collect_references(argument.value, references);
  for (const Reference& reference : references) {
    if (reference.target == Reference::Target::kModule) names.push_back(reference.module);
  }
  std::ranges::sort(names);
  names.erase(std::ranges::unique(names).begin(), names.end());
  return names;
}

// Where `use` names the module `target`.
Span place_of(const ModuleUse& use, std::string_view target) {
  std::vector<Reference> references;
  for (const Argument& argument : use.arguments) collect_references(argument.value, references);
  for (const Reference& reference : references) {
    if (reference.module == target) return reference.span;
  }
  return use.name_span;
}

}  // namespace

void connect_wires(Layer& layer, bool complete, Diagnostics& diagnostics) {
  Connector connector(layer, complete, diagnostics);
  for (ModuleUse& use : layer.modules) connector.connect(use);
}

void check_cycles(const Layer& layer, Diagnostics& diagnostics) {
  const std::size_t count = layer.modules.size();
  std::vector<std::vector<std::size_t>> edges(count);
  for (std::size_t i = 0; i < count; ++i) {
    for (const std::string& name : needs(layer.modules[i])) {
      if (const ModuleUse* target = layer.find_module(name)) {
        edges[i].push_back(static_cast<std::size_t>(target - layer.modules.data()));
      }
    }
  }
  // Depth first, with the path on a stack: an edge to a module on the path closes a circle.
  enum class Mark : std::uint8_t { kNew, kOnPath, kDone };
  std::vector<Mark> marks(count, Mark::kNew);
  std::vector<bool> closes_circle(count, false);
  for (std::size_t start = 0; start < count; ++start) {
    if (marks[start] != Mark::kNew) continue;
    std::vector<std::pair<std::size_t, std::size_t>> path = {{start, 0}};  // module, next edge
    marks[start] = Mark::kOnPath;
    while (!path.empty()) {
      auto& [at, next] = path.back();
      if (next == edges[at].size()) {
        marks[at] = Mark::kDone;
        path.pop_back();
        continue;
      }
      const std::size_t to = edges[at][next++];
      if (marks[to] == Mark::kNew) {
        marks[to] = Mark::kOnPath;
        path.emplace_back(to, 0);
      } else if (marks[to] == Mark::kOnPath && !closes_circle[at]) {
        closes_circle[at] = true;  // one report a module: hundreds of ways around say no more
        std::vector<std::string> names;
        const auto first = std::ranges::find(path, to, &std::pair<std::size_t, std::size_t>::first);
        for (auto step = first; step != path.end(); ++step)
          names.push_back(layer.modules[step->first].name);
        names.push_back(layer.modules[to].name);
        const ModuleUse& use = layer.modules[path.back().first];
        diagnostics.report(Code::kReferenceCycle, place_of(use, layer.modules[to].name),
                           fmt::format("modules need each other: {}", join(names, " -> ")),
                           "take one of these references out");
      }
    }
  }
}

}  // namespace opta
