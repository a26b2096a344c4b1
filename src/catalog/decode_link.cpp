#include "catalog/decode_link.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "yaml/map_reader.h"

namespace opta {

namespace {

using yaml::Kind;
using yaml::MapReader;
using yaml::Node;

// Adds the outputs that a text names, as "{output.NAME}".
void collect_outputs(std::string_view text, std::vector<std::string>& into) {
  constexpr std::string_view kOutput = "{output.";
  for (std::size_t at = text.find(kOutput); at != std::string_view::npos;
       at = text.find(kOutput, at + 1)) {
    const std::size_t begin = at + kOutput.size();
    into.emplace_back(text.substr(begin, text.find('}', begin) - begin));
  }
}

class LinkDecoder {
 public:
  LinkDecoder(const ModuleDefinition& module, Diagnostics& diagnostics)
      : module_(module), diagnostics_(diagnostics) {}

  LinkDefinition link(const Node& map) {
    MapReader reader(map, "a link", diagnostics_);
    LinkDefinition link;
    link.variables = reader.take_texts("variables");
    for (const std::string& name : link.variables) check_output(name, map.find("variables")->span);
    link.ca_bundle = reader.take_boolean("ca_bundle").value_or(false);
    if (const auto port = reader.take_integer("port")) link.port = static_cast<int>(*port);
    if (const Node* permissions = reader.take("permissions", Kind::kMap)) {
      for (const yaml::Entry& entry : permissions->entries) {
        link.permissions.push_back(permission(entry));
      }
    }
    link.default_permissions = reader.take_texts("default");
    for (const std::string& name : link.default_permissions) {
      if (link.find_permission(name) == nullptr) {
        fault(map.find("default")->span, fmt::format("no permission is called `{}`", name));
      }
    }
    reader.finish();
    return link;
  }

 private:
  LinkPermission permission(const yaml::Entry& entry) {
    MapReader reader(entry.value, fmt::format("the permission `{}`", entry.key), diagnostics_);
    LinkPermission permission{.name = entry.key,
                              .description = reader.take_text("description", true).value_or(""),
                              .statements = {}};
    if (const Node* list = reader.take("statements", Kind::kList, true)) {
      for (const Node& item : list->items) permission.statements.push_back(statement(item));
    }
    for (const std::string& output : permission.outputs()) {
      check_output(output, entry.value.span);
    }
    reader.finish();
    return permission;
  }

  IamStatement statement(const Node& node) {
    MapReader reader(node, "a statement", diagnostics_);
    IamStatement statement{.actions = reader.take_texts("actions"),
                           .resources = reader.take_texts("resources")};
    if (statement.actions.empty() || statement.resources.empty()) {
      fault(node.span, "a statement has `actions` and `resources`");
    }
    if (const Node* conditions = reader.take("conditions", Kind::kList)) {
      for (const Node& item : conditions->items) {
        MapReader condition(item, "a condition", diagnostics_);
        statement.conditions.push_back(
            {.test = condition.take_text("test", true).value_or(""),
             .variable = condition.take_text("variable", true).value_or(""),
             .values = condition.take_texts("values")});
        condition.finish();
      }
    }
    reader.finish();
    return statement;
  }

  void check_output(std::string_view name, Span span) {
    if (module_.find_output(name) == nullptr) {
      fault(span, fmt::format("`{}` has no output `{}`", module_.type, name));
    }
  }

  void fault(Span span, std::string message) {
    diagnostics_.report(Code::kValueNotAllowed, span, std::move(message));
  }

  const ModuleDefinition& module_;
  Diagnostics& diagnostics_;
};

}  // namespace

std::vector<std::string> LinkPermission::outputs() const {
  std::vector<std::string> names;
  for (const IamStatement& statement : statements) {
    for (const std::string& resource : statement.resources) collect_outputs(resource, names);
    for (const IamCondition& condition : statement.conditions) {
      for (const std::string& value : condition.values) collect_outputs(value, names);
    }
  }
  return names;
}

LinkDefinition decode_link(const Node& map, const ModuleDefinition& module,
                           Diagnostics& diagnostics) {
  return LinkDecoder(module, diagnostics).link(map);
}

}  // namespace opta
