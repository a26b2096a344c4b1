// A YAML document as a tree in which every node knows where it was written.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "source/source_map.h"

namespace opta::yaml {

enum class Kind : std::uint8_t { kNull, kBoolean, kInteger, kFloat, kString, kList, kMap };
enum class Style : std::uint8_t { kPlain, kQuoted, kBlock };

struct Entry;

// A value type: a node owns its children, an alias is a copy whose spans are those of the anchor's
// text.
struct Node {
  Kind kind = Kind::kNull;
  Style style = Style::kPlain;
  Span span;
  std::string text;            // scalars: the text as written, after unescaping ("" for null)
  bool boolean = false;        // kBoolean
  std::int64_t integer = 0;    // kInteger
  double number = 0;           // kInteger and kFloat
  std::vector<Node> items;     // kList
  std::vector<Entry> entries;  // kMap, in the order written; keys are unique

  bool is_scalar() const { return kind < Kind::kList; }
  // The value of a map's key, or null.
  const Node* find(std::string_view key) const;
};

struct Entry {
  std::string key;
  Span key_span;
  Node value;
};

// "a string", "a list"...: for messages.
std::string_view describe(Kind kind);

}  // namespace opta::yaml
