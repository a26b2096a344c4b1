#include "layer/value.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/check.h"

namespace opta {

std::string Reference::expression() const {
  return target == Target::kModule
             ? fmt::format("module.{}.{}", module, output)
             : fmt::format("data.terraform_remote_state.parent.outputs.{}", output);
}

const Reference* Value::whole_reference() const {
  if (kind != ValueKind::kTemplate || parts.size() != 1 || parts[0].references.size() != 1)
    return nullptr;
  const Reference& reference = parts[0].references[0];
  return parts[0].expression == reference.expression() ? &reference : nullptr;
}

const Value* Value::find(std::string_view key) const {
  const auto found = std::ranges::find(entries, key, &Entry::key);
  return found == entries.end() ? nullptr : &found->value;
}

Value Value::of_text(std::string text, Span span) {
  Value value;
  value.kind = ValueKind::kString;
  value.span = span;
  value.text = std::move(text);
  return value;
}

Value Value::of_reference(Reference reference) {
  Value value;
  value.kind = ValueKind::kTemplate;
  value.span = reference.span;
  TemplatePart part{.expression = reference.expression()};
  part.references.push_back(std::move(reference));
  value.parts.push_back(std::move(part));
  return value;
}

Value scalar_value(const yaml::Node& node) {
  Value value;
  value.span = node.span;
  value.text = node.text;
  value.boolean = node.boolean;
  value.integer = node.integer;
  value.number = node.number;
  switch (node.kind) {
    case yaml::Kind::kNull:
      value.kind = ValueKind::kNull;
      break;
    case yaml::Kind::kBoolean:
      value.kind = ValueKind::kBoolean;
      break;
    case yaml::Kind::kInteger:
      value.kind = ValueKind::kInteger;
      break;
    case yaml::Kind::kFloat:
      value.kind = ValueKind::kNumber;
      break;
    case yaml::Kind::kString:
      value.kind = ValueKind::kString;
      break;
    case yaml::Kind::kList:
      value.kind = ValueKind::kList;
      break;
    case yaml::Kind::kMap:
      value.kind = ValueKind::kMap;
      break;
  }
  return value;
}

Value plain_value(
    const yaml::Node& node) {  // NOLINT(misc-no-recursion): the reader limits the depth
  Value value = scalar_value(node);
  for (const yaml::Node& item : node.items) value.items.push_back(plain_value(item));
  for (const yaml::Entry& entry : node.entries) {
    value.entries.push_back({entry.key, entry.key_span, plain_value(entry.value)});
  }
  return value;
}

std::string_view describe(ValueKind kind) {
  switch (kind) {
    case ValueKind::kNull:
      return "nothing";
    case ValueKind::kBoolean:
      return "a boolean";
    case ValueKind::kInteger:
      return "an integer";
    case ValueKind::kNumber:
      return "a number";
    case ValueKind::kString:
    case ValueKind::kTemplate:
      return "text";
    case ValueKind::kList:
      return "a list";
    case ValueKind::kMap:
      return "a map";
    case ValueKind::kUnknown:
      return "an unknown value";
  }
  OPTA_ASSERT(false);
}

void collect_references(const Value& value,
                        std::vector<Reference>& into) {  // NOLINT(misc-no-recursion)
  for (const TemplatePart& part : value.parts) {
    into.insert(into.end(), part.references.begin(), part.references.end());
  }
  for (const Value& item : value.items) collect_references(item, into);
  for (const Entry& entry : value.entries) collect_references(entry.value, into);
}

}  // namespace opta
