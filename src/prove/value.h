// An attribute of a resource as the plan tells it: a tree in which parts may not be known yet.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "prove/truth.h"

namespace opta::prove {

enum class Kind : std::uint8_t { kNull, kBool, kNumber, kText, kList, kObject, kUnknown };

// Where an unknown value comes from, as far as the configuration says: the attribute of a resource
// that is still to be made.
struct Source {
  std::string block;  // Resource::block
  std::string place;  // Resource::place; empty: any of the block's
};

class Value {
 public:
  Value() = default;
  static Value of(bool value);
  static Value of(double value);
  static Value of(std::string text);
  static Value list(std::vector<Value> items);
  // `names` and `items` are of one length.
  static Value object(std::vector<std::string> names, std::vector<Value> items);
  // `is_complete`: it comes from one of these and from nothing else.
  // `is_choice`: perhaps from one of them alone, else from all together.
  static Value unknown(std::vector<Source> sources = {}, bool is_complete = false,
                       bool is_choice = false);
  // Unknown, and the configuration has no word of it: AWS decides, or a `dynamic` block, of which
  // a plan does not tell.
  static Value unset();

  Kind kind() const { return kind_; }
  bool is_null() const { return kind_ == Kind::kNull; }
  bool is_unknown() const { return kind_ == Kind::kUnknown; }
  bool is_text() const { return kind_ == Kind::kText; }
  // Its text or number is in no plan that anybody reads, so it is not here either.
  bool is_secret() const { return is_secret_; }
  Value& hide();

  bool boolean() const { return kind_ == Kind::kBool && number_ != 0; }
  double number() const { return kind_ == Kind::kNumber ? number_ : 0; }
  const std::string& text() const { return text_; }           // empty unless a text
  const std::vector<Value>& items() const { return items_; }  // of a list or an object
  const std::vector<std::string>& names() const { return names_; }
  const std::vector<Source>& sources() const { return sources_; }
  bool has_all_sources() const { return has_all_sources_; }
  bool is_unset() const { return is_unset_; }
  bool is_choice() const { return is_choice_; }

  // The child; a null value where there is none. Below an unknown value, all is unknown.
  const Value& at(std::string_view name) const;
  // By names, through lists of one block: "vpc_config.endpoint_public_access". Terraform writes
  // a block that stands once as a list of one.
  const Value& find(std::string_view path) const;
  // Of a list its items; of a block that stands alone, itself; of null nothing.
  std::vector<const Value*> blocks() const;

 private:
  Kind kind_ = Kind::kNull;
  bool is_secret_ = false;
  bool has_all_sources_ = false;
  bool is_unset_ = false;
  bool is_choice_ = false;
  double number_ = 0;
  std::string text_;
  std::vector<Value> items_;
  std::vector<std::string> names_;
  std::vector<Source> sources_;
};

// Unknown only where the answer depends on what is not known.
Truth is_true(const Value& value);
Truth is_text(const Value& value, std::string_view text);
// Neither null, nor empty.
Truth is_set(const Value& value);
// Null counts as 0.
Truth is_at_least(const Value& value, double number);

}  // namespace opta::prove
