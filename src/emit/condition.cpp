#include "emit/condition.h"

#include <algorithm>
#include <string>

#include "base/text.h"

namespace opta {

namespace {

const Value* find_value(const ModuleUse& use, std::string_view name) {
  const auto found = std::ranges::find(use.arguments, name, &Argument::name);
  return found == use.arguments.end() ? nullptr : &found->value;
}

bool is_given(const Value* value) {
  if (value == nullptr) return false;
  switch (value->kind) {
    case ValueKind::kNull:
      return false;
    case ValueKind::kBoolean:
      return value->boolean;
    case ValueKind::kString:
      return !value->text.empty();
    case ValueKind::kList:
      return !value->items.empty();
    case ValueKind::kMap:
      return !value->entries.empty();
    default:
      return true;
  }
}

bool term_holds(std::string_view term, const ModuleUse& use) {
  if (term == "always") return true;
  const std::size_t equals = term.find('=');
  if (equals == std::string_view::npos) return is_given(find_value(use, term));
  const bool differs = equals > 0 && term[equals - 1] == '!';
  const Value* value = find_value(use, trim(term.substr(0, equals - (differs ? 1 : 0))));
  const bool same = value != nullptr && value->text == trim(term.substr(equals + 1));
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

bool holds(std::string_view condition, const ModuleUse& use) {
  return any_part(condition, " or ", [&](std::string_view all) {
    return !any_part(all, " and ", [&](std::string_view term) { return !term_holds(term, use); });
  });
}

}  // namespace opta
