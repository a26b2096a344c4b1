#include "prove/value.h"

#include "base/check.h"

namespace opta::prove {

namespace {

const Value& null_value() {
  static const Value null;
  return null;
}

const Value& unknown_value() {
  static const Value unknown = Value::unknown();
  return unknown;
}

}  // namespace

Value Value::of(bool value) {
  Value made;
  made.kind_ = Kind::kBool;
  made.number_ = value ? 1 : 0;
  return made;
}

Value Value::of(double value) {
  Value made;
  made.kind_ = Kind::kNumber;
  made.number_ = value;
  return made;
}

Value Value::of(std::string text) {
  Value made;
  made.kind_ = Kind::kText;
  made.text_ = std::move(text);
  return made;
}

Value Value::list(std::vector<Value> items) {
  Value made;
  made.kind_ = Kind::kList;
  made.items_ = std::move(items);
  return made;
}

Value Value::object(std::vector<std::string> names, std::vector<Value> items) {
  OPTA_ASSERT(names.size() == items.size());
  Value made;
  made.kind_ = Kind::kObject;
  made.names_ = std::move(names);
  made.items_ = std::move(items);
  return made;
}

Value Value::unknown(std::vector<Source> sources, bool is_complete, bool is_choice) {
  Value made;
  made.kind_ = Kind::kUnknown;
  made.sources_ = std::move(sources);
  made.has_all_sources_ = is_complete;
  made.is_choice_ = is_choice;
  return made;
}

Value Value::unset() {
  Value made = unknown();
  made.is_unset_ = true;
  return made;
}

Value& Value::hide() {
  is_secret_ = true;
  text_.clear();
  if (kind_ == Kind::kNumber) number_ = 0;
  for (Value& item : items_) item.hide();
  return *this;
}

const Value& Value::at(std::string_view name) const {
  if (is_unknown()) return unknown_value();
  for (std::size_t i = 0; i < names_.size(); ++i) {
    if (names_[i] == name) return items_[i];
  }
  return null_value();
}

const Value& Value::find(std::string_view path) const {
  const Value* at_now = this;
  while (!path.empty()) {
    if (at_now->kind_ == Kind::kList && at_now->items_.size() == 1) at_now = &at_now->items_[0];
    const std::size_t dot = path.find('.');
    at_now = &at_now->at(path.substr(0, dot));
    path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
  }
  return *at_now;
}

std::vector<const Value*> Value::blocks() const {
  std::vector<const Value*> found;
  if (kind_ == Kind::kList) {
    for (const Value& item : items_) found.push_back(&item);
  } else if (!is_null()) {
    found.push_back(this);
  }
  return found;
}

Truth is_true(const Value& value) {
  if (value.is_unknown()) return Truth::kUnknown;
  // Some providers write booleans as texts.
  return truth(value.boolean() || value.text() == "true");
}

Truth is_text(const Value& value, std::string_view text) {
  if (value.is_unknown() || (value.is_text() && value.is_secret())) return Truth::kUnknown;
  return truth(value.is_text() && value.text() == text);
}

Truth is_set(const Value& value) {
  switch (value.kind()) {
    case Kind::kNull:
      return Truth::kNo;
    case Kind::kUnknown:
      return Truth::kUnknown;
    case Kind::kText:
      return truth(value.is_secret() || !value.text().empty());
    case Kind::kList:
    case Kind::kObject:
      return truth(!value.items().empty());
    case Kind::kBool:
    case Kind::kNumber:
      return Truth::kYes;
  }
  return Truth::kUnknown;
}

Truth is_at_least(const Value& value, double number) {
  if (value.is_unknown() || (value.kind() == Kind::kNumber && value.is_secret()))
    return Truth::kUnknown;
  return truth(value.number() >= number);
}

}  // namespace opta::prove
