#include "layer/variables.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/suggest.h"
#include "base/text.h"
#include "layer/message.h"

namespace opta {

namespace {

using Variables = std::map<std::string, Variable, std::less<>>;

bool same(const Value& a, const Value& b) {  // NOLINT(misc-no-recursion): as deep as the file
  return a.kind == b.kind && a.text == b.text && std::ranges::equal(a.items, b.items, same) &&
         std::ranges::equal(a.entries, b.entries, [](const Entry& x, const Entry& y) {
           return x.key == y.key && same(x.value, y.value);
         });
}

void take_from(const yaml::Node* map, const yaml::Node* other, Variables& variables,
               Diagnostics& diagnostics) {
  if (map == nullptr) return;
  for (const yaml::Entry& entry : map->entries) {
    Variable& variable = variables[entry.key];
    variable.name = entry.key;
    if (!variable.declared) variable.declared = entry.key_span;
    if (entry.value.kind == yaml::Kind::kNull) continue;  // as everywhere: not given
    Value value = plain_value(entry.value);
    if (other != nullptr) {
      if (const yaml::Node* twin = other->find(entry.key);
          twin && !same(plain_value(*twin), value)) {
        diagnostics
            .report(Code::kVariableConflict, entry.value.span,
                    fmt::format("`{}` has another value in `variables` than in `vars`",
                                shown(entry.key)),
                    "keep one of them")
            .labels.push_back({twin->span, "the other value"});
      }
    }
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
      const std::vector<std::string> names = names_of(std::views::keys(variables));
      std::string help = did_you_mean(name, names);
      if (help.empty())
        help = names.empty() ? "the file declares no variables"
                             : fmt::format("declared are {}", quoted_list(names));
      diagnostics.report(
          Code::kVariableUnused, {},
          fmt::format("`--var {}` names a variable that is not declared", shown(name)),
          std::move(help));
      continue;
    }
    found->second.has_value = true;
    found->second.value = Value::of_text(text, found->second.declared);
  }
  for (const auto& [name, variable] : variables) {
    if (variable.has_value || !options.variables_required) continue;
    diagnostics.report(
        Code::kVariableWithoutValue, variable.declared,
        fmt::format("the variable `{}` has no value", shown(name)),
        fmt::format("give it with `--var {}=VALUE`, or write a `default`", shown(name)));
  }
  return variables;
}

}  // namespace opta
