#include "emit/terraform_value.h"

namespace opta {

std::string escape_template(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((text[i] == '$' || text[i] == '%') && i + 1 < text.size() && text[i + 1] == '{')
      escaped += text[i];
    escaped += text[i];
  }
  return escaped;
}

Json terraform_value(const Value& value, const std::string& pointer,
                     PointerOrigins& origins) {  // NOLINT(misc-no-recursion)
  if (value.span) origins.emplace(pointer, value.span);
  switch (value.kind) {
    case ValueKind::kNull:
    case ValueKind::kUnknown:
      return nullptr;
    case ValueKind::kBoolean:
      return value.boolean;
    case ValueKind::kInteger:
      return value.integer;
    case ValueKind::kNumber:
      return value.number;
    case ValueKind::kString:
      return escape_template(value.text);
    case ValueKind::kTemplate: {
      std::string text;
      for (const TemplatePart& part : value.parts) {
        text += part.expression.empty() ? escape_template(part.text) : "${" + part.expression + "}";
      }
      return text;
    }
    case ValueKind::kList: {
      Json list = Json::array();
      for (std::size_t i = 0; i < value.items.size(); ++i) {
        list.push_back(terraform_value(value.items[i], below(pointer, std::to_string(i)), origins));
      }
      return list;
    }
    case ValueKind::kMap: {
      // The keys are different already; a look-up for each would compare it with all before it.
      Json::object_t map;
      map.reserve(value.entries.size());
      for (const Entry& entry : value.entries) {
        const std::string key = escape_template(entry.key);
        map.emplace_back(key, terraform_value(entry.value, below(pointer, key), origins));
      }
      return map;
    }
  }
  return nullptr;
}

}  // namespace opta
