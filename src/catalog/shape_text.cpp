#include "catalog/shape_text.h"

#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "catalog/format.h"

namespace opta {

std::string node_text(
    const yaml::Node& node) {  // NOLINT(misc-no-recursion): as deep as module.yaml
  std::vector<std::string> parts;
  switch (node.kind) {
    case yaml::Kind::kList:
      for (const yaml::Node& item : node.items) parts.push_back(node_text(item));
      return "[" + join(parts, ", ") + "]";
    case yaml::Kind::kMap:
      for (const yaml::Entry& entry : node.entries)
        parts.push_back(entry.key + ": " + node_text(entry.value));
      return "{" + join(parts, ", ") + "}";
    case yaml::Kind::kString:
      return "\"" + node.text + "\"";
    default:
      return node.text.empty() ? "null" : node.text;
  }
}

std::string shape_text(const Shape& shape) {  // NOLINT(misc-no-recursion): as deep as module.yaml
  if (!shape.any_of.empty()) {
    std::vector<std::string> parts;
    parts.reserve(shape.any_of.size());
    for (const Shape& alternative : shape.any_of) parts.push_back(shape_text(alternative));
    return join(parts, " or ");
  }
  std::string text(to_string(shape.type));
  if (shape.type == Type::kList && !shape.items.empty())
    text = "list of " + shape_text(shape.items[0]);
  if (shape.type == Type::kMap && !shape.items.empty())
    text = "map to " + shape_text(shape.items[0]);
  if (is_file_format(shape.format)) {
    text += fmt::format(" (path of {})", file_meaning(shape.format));
  } else if (!shape.format.empty()) {
    text += " (" + shape.format + ")";
  }
  if (!shape.one_of.empty()) text += ", one of " + join(shape.one_of, ", ");
  if (shape.minimum && shape.maximum)
    text += fmt::format(", {} to {}", *shape.minimum, *shape.maximum);
  else if (shape.minimum)
    text += fmt::format(", at least {}", *shape.minimum);
  else if (shape.maximum)
    text += fmt::format(", at most {}", *shape.maximum);
  return text;
}

std::string_view placement_text(Placement placement) {
  switch (placement) {
    case Placement::kEnvironment:
      return "an environment's file";
    case Placement::kService:
      return "a service's file";
    case Placement::kAny:
      break;
  }
  return "an environment's or a service's file";
}

}  // namespace opta
