#include "layer/link_values.h"

#include <algorithm>
#include <cctype>
#include <set>

#include <fmt/format.h>

#include "base/check.h"
#include "layer/secrecy.h"
#include "layer/template.h"

namespace opta {

namespace {

const ExportedOutput* find_export(const Layer& parent, std::string_view module,
                                  std::string_view output) {
  for (const ExportedOutput& exported : parent.exports) {
    if (exported.module->name == module && exported.output->name == output) return &exported;
  }
  return nullptr;
}

// The other layer's key is MODULE_OUTPUT when several of its modules offer the output.
Value state_output(const Link& link, const std::string& output) {
  const std::string outputs = fmt::format("module.{}.outputs", link.state);
  Value value = Value::of_reference({.module = link.state,
                                     .output = "outputs",
                                     .secret = link.definition->find_output(output)->secret,
                                     .span = link.span});
  value.parts[0].expression =
      fmt::format("try({0}.{1}_{2}, {0}.{2})", outputs, link.target, output);
  return value;
}

// A text of a statement, with the target's outputs and the context filled in.
Value fill(const Layer& layer, const ModuleUse& use, const Link& link, const std::string& text) {
  Value result = Value::of_text({}, use.span);
  std::vector<TemplatePart> parts;
  for (const TemplatePiece& piece : parse_template(text)) {
    constexpr std::string_view kOutput = "output.";
    if (piece.kind != TemplatePiece::Kind::kName) {
      parts.push_back({.text = piece.text});
    } else if (piece.text.starts_with(kOutput)) {
      const Value output = link_output(layer, link, piece.text.substr(kOutput.size()));
      parts.insert(parts.end(), output.parts.begin(), output.parts.end());
      result.kind = ValueKind::kTemplate;
    } else {
      const Provider& provider = layer.root().provider;
      OPTA_ASSERT(piece.text == "region" || piece.text == "account_id");
      parts.push_back({.text = piece.text == "region" ? provider.region : provider.account_id});
    }
  }
  if (result.kind == ValueKind::kTemplate) {
    result.parts = std::move(parts);
  } else {
    for (const TemplatePart& part : parts) result.text += part.text;
  }
  return result;
}

class StatementWriter {
 public:
  StatementWriter(const Layer& layer, const ModuleUse& use) : layer_(layer), use_(use) {}

  Value write() {
    Value list = of_kind(ValueKind::kList);
    for (const Link& link : use_.links) {
      for (const LinkPermission* permission : link.permissions) {
        int number = 0;
        for (const IamStatement& statement : permission->statements) {
          ++number;
          list.items.push_back(write(link, statement, sid(link.target, permission->name, number)));
        }
      }
    }
    return list;
  }

 private:
  // Letters and digits only, as IAM wants it: "uploadsRead", "uploadsRead2".
  static std::string sid(std::string_view target, std::string permission, int number) {
    permission[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(permission[0])));
    return fmt::format("{}{}{}", target, permission, number == 1 ? "" : std::to_string(number));
  }

  Value write(const Link& link, const IamStatement& statement, std::string sid) const {
    Value conditions = of_kind(ValueKind::kList);
    for (const IamCondition& condition : statement.conditions) {
      Value map = of_kind(ValueKind::kMap);
      add(map, "test", Value::of_text(condition.test, use_.span));
      add(map, "variable", Value::of_text(condition.variable, use_.span));
      add(map, "values", texts(link, condition.values));
      conditions.items.push_back(std::move(map));
    }
    Value actions = of_kind(ValueKind::kList);
    for (const std::string& action : statement.actions) {
      actions.items.push_back(Value::of_text(action, use_.span));
    }
    Value map = of_kind(ValueKind::kMap);
    add(map, "sid", Value::of_text(std::move(sid), use_.span));
    add(map, "actions", std::move(actions));
    add(map, "resources", texts(link, statement.resources));
    add(map, "conditions", std::move(conditions));
    map.span = link.span;
    return map;
  }

  Value texts(const Link& link, const std::vector<std::string>& list) const {
    Value result = of_kind(ValueKind::kList);
    for (const std::string& text : list) {
      result.items.push_back(fill(layer_, use_, link, text));
    }
    return result;
  }

  void add(Value& map, std::string key, Value value) const {
    map.entries.push_back({std::move(key), use_.span, std::move(value)});
  }

  Value of_kind(ValueKind kind) const {
    Value value;
    value.kind = kind;
    value.span = use_.span;
    return value;
  }

  const Layer& layer_;
  const ModuleUse& use_;
};

// Names that the module's own entries set, secret or not.
std::set<std::string, std::less<>> own_names(const ModuleUse& use) {
  std::set<std::string, std::less<>> names;
  for (const ReleaseDefinition& release : use.definition->releases) {
    if (!release.secret) continue;
    for (const std::string& input : release.secret->inputs) {
      const auto argument = std::ranges::find(use.arguments, input, &Argument::name);
      if (argument == use.arguments.end()) continue;
      for (const auto& [name, value] : named_values(argument->value)) names.emplace(name);
    }
  }
  return names;
}

}  // namespace

Value link_output(const Layer& layer, const Link& link, const std::string& output) {
  if (!link.state.empty()) return state_output(link, output);
  if (!link.in_parent) {
    return Value::of_reference({.module = link.target, .output = output, .span = link.span});
  }
  const ExportedOutput* exported = find_export(*layer.parent, link.target, output);
  OPTA_ASSERT(exported != nullptr);
  return Value::of_reference(
      {.target = Reference::Target::kParent, .output = exported->key, .span = link.span});
}

Value link_statements(const Layer& layer, const ModuleUse& use) {
  return StatementWriter(layer, use).write();
}

Value link_variables(const Layer& layer, const ModuleUse& use) {
  const auto taken = own_names(use);
  Value list;
  list.kind = ValueKind::kList;
  list.span = use.span;
  for (const Link& link : use.links) {
    for (const LinkVariable& variable : link.variables) {
      const Output* output = link.definition->find_output(variable.output);
      if (output->secret || taken.contains(variable.name)) continue;
      Value map;
      map.kind = ValueKind::kMap;
      map.span = link.span;
      map.entries.push_back({"name", link.span, Value::of_text(variable.name, link.span)});
      map.entries.push_back({"value", link.span, link_output(layer, link, variable.output)});
      list.items.push_back(std::move(map));
    }
  }
  return list;
}

bool link_needs_ca_bundle(const ModuleUse& use) {
  return std::ranges::any_of(use.links, [&](const Link& link) {
    const auto& definition = link.definition->link;
    return definition && definition->ca_bundle && !link.variables.empty();
  });
}

}  // namespace opta
