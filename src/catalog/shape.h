// What a value may look like: the declarative form behind checks, `opta help` and the JSON Schema.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "source/source_map.h"
#include "yaml/node.h"

namespace re2 {
class RE2;
}

namespace opta {

enum class Type : std::uint8_t { kAny, kString, kInteger, kNumber, kBoolean, kList, kMap, kObject };
std::string_view to_string(Type type);     // as module.yaml spells it
std::string_view with_article(Type type);  // "an integer": for messages

struct Field;

// Passive data. Members that the type does not use are empty.
struct Shape {
  Type type = Type::kAny;
  std::string pattern;                               // RE2, matched against the whole text
  std::shared_ptr<const re2::RE2> compiled_pattern;  // once, for a list may have many items
  std::string format;                                // one of catalog/format.h
  std::vector<std::string> one_of;                   // allowed values as text
  std::optional<std::int64_t> minimum, maximum;      // of a number
  std::optional<std::int64_t> min_items, max_items;  // of a list
  std::vector<Shape> items;                          // of a list or map: none = anything, else one
  std::vector<Field> fields;                         // of an object
  std::vector<Shape> any_of;  // alternatives; the other members are then empty
};

// A key that a user may write, with its shape.
struct Field {
  std::string name;
  Shape shape;
  std::string description;
  std::optional<yaml::Node> default_value;
  bool required = false;
  std::string ignored;     // why the field has no effect ("" = it has one)
  std::string deprecated;  // what to write instead ("" = current)
  // Values that are still taken, each with what is used instead.
  std::vector<std::pair<std::string, std::string>> deprecated_values;
  Span span;  // in module.yaml
};

const Field* find_field(const std::vector<Field>& fields, std::string_view name);
std::vector<std::string> field_names(const std::vector<Field>& fields);

}  // namespace opta
