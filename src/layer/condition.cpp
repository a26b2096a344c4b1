#include "layer/condition.h"

#include <algorithm>
#include <string>

#include "base/text.h"

namespace opta {

namespace {

bool is_text(const Value& value, std::string_view text) {
  if (value.kind == ValueKind::kBoolean) return text == (value.boolean ? "true" : "false");
  return value.text == text;
}

bool term_holds(std::string_view term, const ModuleUse& use) {
  if (term == "always") return true;
  const std::size_t equals = term.find('=');
  if (equals == std::string_view::npos) {
    const Value* value = value_at(use, term);
    return value != nullptr && is_given(*value);
  }
  const bool differs = equals > 0 && term[equals - 1] == '!';
  const Value* value = value_at(use, trim(term.substr(0, equals - (differs ? 1 : 0))));
  const bool same = value != nullptr && is_text(*value, trim(term.substr(equals + 1)));
  return same != differs;
}

// Calls `visit` with each part between the word, trimmed, until it returns true; tells whether it
// did.
template <class Visit>
bool any_part(std::string_view text, std::string_view word, Visit visit) {
  while (true) {
    const std::size_t end = text.find(word);
    if (visit(trim(text.substr(0, end)))) return true;
    if (end == std::string_view::npos) return false;
    text.remove_prefix(end + word.size());
  }
}

}  // namespace

bool is_given(const Value& value) {
  switch (value.kind) {
    case ValueKind::kNull:
      return false;
    case ValueKind::kBoolean:
      return value.boolean;
    case ValueKind::kString:
      return !value.text.empty();
    case ValueKind::kList:
      return !value.items.empty();
    case ValueKind::kMap:
      return !value.entries.empty();
    default:
      return true;
  }
}

const Value* value_at(const ModuleUse& use, std::string_view path) {
  const std::string_view name = path.substr(0, path.find('.'));
  const auto found = std::ranges::find(use.arguments, name, &Argument::name);
  if (found == use.arguments.end()) return nullptr;
  const Value* value = &found->value;
  for (path.remove_prefix(name.size()); value != nullptr && !path.empty();) {
    const std::size_t end = path.find('.', 1);
    value = value->find(path.substr(1, end - 1));
    path.remove_prefix(std::min(end, path.size()));
  }
  return value;
}

bool holds(std::string_view condition, const ModuleUse& use) {
  return any_part(condition, " or ", [&](std::string_view all) {
    return !any_part(all, " and ", [&](std::string_view term) { return !term_holds(term, use); });
  });
}

}  // namespace opta
