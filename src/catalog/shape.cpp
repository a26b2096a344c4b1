#include "catalog/shape.h"

#include <algorithm>

#include "base/check.h"

namespace opta {

std::string_view to_string(Type type) {
  switch (type) {
    case Type::kAny:
      return "any";
    case Type::kString:
      return "string";
    case Type::kInteger:
      return "integer";
    case Type::kNumber:
      return "number";
    case Type::kBoolean:
      return "boolean";
    case Type::kList:
      return "list";
    case Type::kMap:
      return "map";
    case Type::kObject:
      return "object";
  }
  OPTA_ASSERT(false);
}

std::string_view with_article(Type type) {
  switch (type) {
    case Type::kAny:
      return "any value";
    case Type::kString:
      return "text";
    case Type::kInteger:
      return "an integer";
    case Type::kNumber:
      return "a number";
    case Type::kBoolean:
      return "`true` or `false`";
    case Type::kList:
      return "a list";
    case Type::kMap:
    case Type::kObject:
      return "a map";
  }
  OPTA_ASSERT(false);
}

const Field* find_field(const std::vector<Field>& fields, std::string_view name) {
  const auto found = std::ranges::find(fields, name, &Field::name);
  return found == fields.end() ? nullptr : &*found;
}

std::vector<std::string> field_names(const std::vector<Field>& fields) {
  std::vector<std::string> names;
  names.reserve(fields.size());
  for (const Field& field : fields) names.push_back(field.name);
  return names;
}

}  // namespace opta
