// A value of the user's file after interpolation. It keeps the place that it was written at to the
// end of the pipeline.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "source/source_map.h"
#include "yaml/node.h"

namespace opta {

enum class ValueKind : std::uint8_t {
  kNull,
  kBoolean,
  kInteger,
  kNumber,
  kString,
  kList,
  kMap,
  kTemplate,  // text with parts that are known only after an apply
  kUnknown,   // a variable that this command needs no value for
};

// A module's output in this file, or an output of the parent environment's state.
struct Reference {
  enum class Target : std::uint8_t { kModule, kParent };
  Target target = Target::kModule;
  std::string module = {};  // its name; empty for a parent's output
  std::string output = {};  // the output's name, or its key in the parent's state
  bool secret = false;      // of an output that does not say so itself
  Span span = {};

  // As Terraform writes it: "module.db.db_host",
  // "data.terraform_remote_state.parent.outputs.domain".
  std::string expression() const;
};

// Literal text, or (when `expression` is not empty) a Terraform expression without its `${ }`.
struct TemplatePart {
  std::string text = {};
  std::string expression = {};
  std::vector<Reference> references = {};  // that the expression has
};

struct Entry;

struct Value {
  ValueKind kind = ValueKind::kNull;
  Span span = {};
  bool boolean = false;
  std::int64_t integer = 0;
  double number = 0;
  std::string text = {};  // of a string; of a number or boolean as it was written
  std::vector<Value> items;
  std::vector<Entry> entries;
  std::vector<TemplatePart> parts = {};

  bool is_known() const { return kind != ValueKind::kTemplate && kind != ValueKind::kUnknown; }
  // The reference when the value is one and nothing else, so that its type survives; else null.
  const Reference* whole_reference() const;
  const Value* find(std::string_view key) const;

  static Value of_text(std::string text, Span span);
  static Value of_reference(Reference reference);
};

struct Entry {
  std::string key;
  Span key_span;
  Value value;
};

// The node as it stands, without interpolation; `scalar_value` leaves out what is below it.
Value plain_value(const yaml::Node& node);
Value scalar_value(const yaml::Node& node);

std::string_view describe(ValueKind kind);  // "a list"

// All references in the value and below it, appended to `into`. The depth is bounded by the
// reader's limit.
void collect_references(const Value& value, std::vector<Reference>& into);

}  // namespace opta
