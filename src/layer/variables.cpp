#include "layer/variables.h"

#include <fmt/format.h>

#include "base/suggest.h"
#include "base/text.h"

namespace opta {

namespace {

using Variables = std::map<std::string, Variable, std::less<>>;

bool same(const Value& a, const Value& b) {
  return a.kind == b.kind && a.text == b.text && a.items.empty() && b.items.empty();
}

void take_from(const yaml::Node* map, const yaml::Node* other, Variables& variables,
               Diagnostics& diagnostics) {
  if (map == nullptr) return;
  for (const yaml::Entry& entry : map->entries) {
    Value value = plain_value(entry.value);
    if (other != nullptr) {
      if (const yaml::Node* twin = other->find(entry.key);
          twin && !same(plain_value(*twin), value)) {
        diagnostics
            .report(Code::kVariableConflict, entry.value.span,
                    fmt::format("`{}` has another value in `variables` than in `vars`", entry.key),
                    "keep one of them")
            .labels.push_back({twin->span, "the other value"});
      }
    }
    Variable& variable = variables[entry.key];
    variable.name = entry.key;
    if (!variable.declared) variable.declared = entry.key_span;
    variable.has_value = true;
    variable.value = std::move(value);
  }
}

}  // namespace

Variables collect_variables(const Document& document, const EnvironmentEntry* chosen,
                            const LoadOptions& options, Diagnostics& diagnostics) {
  Variables variables;
  for (const InputVariable& input : document.input_variables) {
    Variable variable{
        .name = input.name, .declared = input.span, .has_value = input.default_value != nullptr};
    if (variable.has_value) variable.value = plain_value(*input.default_value);
    variables[input.name] = std::move(variable);
  }
  if (chosen != nullptr) {
    take_from(chosen->variables, nullptr, variables, diagnostics);
    take_from(chosen->vars, chosen->variables, variables, diagnostics);
  }
  for (const auto& [name, text] : options.variables) {
    const auto found = variables.find(name);
    if (found == variables.end()) {
      std::vector<std::string> names;
      for (const auto& [known, variable] : variables) names.push_back(known);
      std::string help = did_you_mean(name, names);
      if (help.empty())
        help = names.empty() ? "the file declares no variables"
                             : fmt::format("declared are {}", quoted_list(names));
      diagnostics.report(Code::kVariableUnused, {},
                         fmt::format("`--var {}` names a variable that is not declared", name),
                         std::move(help));
      continue;
    }
    found->second.has_value = true;
    found->second.value = Value::of_text(text, found->second.declared);
  }
  for (const auto& [name, variable] : variables) {
    if (variable.has_value || !options.variables_required) continue;
    diagnostics.report(Code::kVariableWithoutValue, variable.declared,
                       fmt::format("the variable `{}` has no value", name),
                       fmt::format("give it with `--var {}=VALUE`, or write a `default`", name));
  }
  return variables;
}

}  // namespace opta
