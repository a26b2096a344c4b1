#include "layer/check_value.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>
#include <re2/re2.h>

#include "base/suggest.h"
#include "base/text.h"
#include "catalog/format.h"
#include "layer/message.h"

namespace opta {

namespace {

template <class Number>
std::optional<Number> parse(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

class Checker {
 public:
  explicit Checker(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  Value check(Value value, const Shape& shape,
              const std::string& path) {  // NOLINT(misc-no-recursion)
    // What is known later has its type checked by Terraform; a null means "not given".
    if (!value.is_known() || value.kind == ValueKind::kNull) return value;
    if (has_said_enough(diagnostics_)) return value;
    if (!shape.any_of.empty()) return any_of(std::move(value), shape, path);
    switch (shape.type) {
      case Type::kAny:
        return value;
      case Type::kString:
        return string(std::move(value), shape, path);
      case Type::kInteger:
      case Type::kNumber:
        return number(std::move(value), shape, path);
      case Type::kBoolean:
        return boolean(std::move(value), path);
      case Type::kList:
        return list(std::move(value), shape, path);
      case Type::kMap:
        return map(std::move(value), shape, path);
      case Type::kObject:
        return object(std::move(value), shape, path);
    }
    return value;
  }

 private:
  // Reports and hands the value back, so that the caller can go on.
  Value wrong_type(Value value, Type type, const std::string& path) {
    diagnostics_.report(
        Code::kWrongType, value.span,
        fmt::format("`{}` takes {}, not {}", path, with_article(type), describe(value.kind)));
    return value;
  }

  Value any_of(Value value, const Shape& shape,
               const std::string& path) {  // NOLINT(misc-no-recursion)
    std::vector<std::string> expected;
    for (const Shape& alternative : shape.any_of) {
      Diagnostics attempt;
      Value result = Checker(attempt).check(value, alternative, path);
      if (!attempt.has_errors()) return result;
      expected.emplace_back(with_article(alternative.type));
    }
    diagnostics_.report(Code::kWrongType, value.span,
                        fmt::format("`{}` takes {}", path, join(expected, " or ")));
    return value;
  }

  Value string(Value value, const Shape& shape, const std::string& path) {
    if (value.kind == ValueKind::kList || value.kind == ValueKind::kMap)
      return wrong_type(std::move(value), Type::kString, path);
    value.kind = ValueKind::kString;  // a number or boolean is taken as it was written
    if (!one_of(value, shape, path)) return value;
    if (shape.compiled_pattern && !RE2::FullMatch(value.text, *shape.compiled_pattern)) {
      diagnostics_.report(
          Code::kValueNotAllowed, value.span,
          fmt::format("`{}` does not have the form of `{}`", shown(value.text), path),
          fmt::format("it matches `{}`", shape.pattern));
    } else if (!shape.format.empty()) {
      if (const std::string problem = format_problem(shape.format, value.text); !problem.empty()) {
        const Code code = shape.format == "ipv4-cidr" ? Code::kCidr : Code::kValueNotAllowed;
        diagnostics_.report(code, value.span, fmt::format("`{}` {}", shown(value.text), problem));
      }
    }
    return value;
  }

  bool one_of(const Value& value, const Shape& shape, const std::string& path) {
    if (shape.one_of.empty() || std::ranges::find(shape.one_of, value.text) != shape.one_of.end())
      return true;
    std::string help = did_you_mean(value.text, shape.one_of);
    if (!help.empty()) help += " ";
    help += fmt::format("it is one of {}", quoted_list(shape.one_of, "or"));
    diagnostics_.report(Code::kValueNotAllowed, value.span,
                        fmt::format("`{}` cannot be `{}`", path, shown(value.text)),
                        std::move(help));
    return false;
  }

  Value number(Value value, const Shape& shape, const std::string& path) {
    if (value.kind == ValueKind::kString) {
      const std::string_view text = trim(value.text);
      // `010` is eight for some readers and ten for others.
      if (text.size() > 1 && text.front() == '0' && text.find('.') == std::string_view::npos) {
        return wrong_type(std::move(value), shape.type, path);
      }
      if (const auto integer = parse<std::int64_t>(text)) {
        value.kind = ValueKind::kInteger;
        value.integer = *integer;
        value.number = static_cast<double>(*integer);
      } else if (const auto real = parse<double>(text); real && shape.type == Type::kNumber) {
        value.kind = ValueKind::kNumber;
        value.number = *real;
      } else {
        return wrong_type(std::move(value), shape.type, path);
      }
    }
    const bool fits = value.kind == ValueKind::kInteger ||
                      (shape.type == Type::kNumber && value.kind == ValueKind::kNumber);
    // JSON, and so Terraform, has no infinity.
    if (!fits || !std::isfinite(value.number))
      return wrong_type(std::move(value), shape.type, path);
    // However it was written: `0x10`, `+16` and ` 16` are one number.
    if (value.kind == ValueKind::kInteger) value.text = std::to_string(value.integer);
    if (!one_of(value, shape, path)) return value;
    if ((shape.minimum && value.number < static_cast<double>(*shape.minimum)) ||
        (shape.maximum && value.number > static_cast<double>(*shape.maximum))) {
      diagnostics_.report(Code::kOutOfRange, value.span,
                          fmt::format("`{}` cannot be {}", path, shown(value.text)),
                          range_help(shape.minimum, shape.maximum));
    }
    return value;
  }

  static std::string range_help(std::optional<std::int64_t> least,
                                std::optional<std::int64_t> most) {
    if (least && most) return fmt::format("from {} to {}", *least, *most);
    return least ? fmt::format("at least {}", *least) : fmt::format("at most {}", *most);
  }

  Value boolean(Value value, const std::string& path) {
    if (value.kind == ValueKind::kString) {
      if (value.text != "true" && value.text != "false" && value.text != "True" &&
          value.text != "False") {
        return wrong_type(std::move(value), Type::kBoolean, path);
      }
      value.kind = ValueKind::kBoolean;
      value.boolean = value.text == "true" || value.text == "True";
    }
    return value.kind == ValueKind::kBoolean ? value
                                             : wrong_type(std::move(value), Type::kBoolean, path);
  }

  Value list(Value value, const Shape& shape,
             const std::string& path) {  // NOLINT(misc-no-recursion)
    if (value.kind != ValueKind::kList) return wrong_type(std::move(value), Type::kList, path);
    const auto count = static_cast<std::int64_t>(value.items.size());
    if ((shape.min_items && count < *shape.min_items) ||
        (shape.max_items && count > *shape.max_items)) {
      diagnostics_.report(Code::kOutOfRange, value.span,
                          fmt::format("`{}` has {}", path, counted(value.items.size(), "item")),
                          range_help(shape.min_items, shape.max_items));
      // What a hostile file adds is not compared item by item.
      if (shape.max_items && count > *shape.max_items)
        value.items.resize(static_cast<std::size_t>(*shape.max_items));
    }
    for (std::size_t i = 0; i < value.items.size() && !shape.items.empty(); ++i) {
      value.items[i] =
          check(std::move(value.items[i]), shape.items[0], fmt::format("{}[{}]", path, i));
    }
    return value;
  }

  Value map(Value value, const Shape& shape,
            const std::string& path) {  // NOLINT(misc-no-recursion)
    if (value.kind != ValueKind::kMap) return wrong_type(std::move(value), Type::kMap, path);
    for (Entry& entry : value.entries) {
      if (!shape.items.empty()) {
        entry.value =
            check(std::move(entry.value), shape.items[0], fmt::format("{}.{}", path, entry.key));
      }
    }
    return value;
  }

  // The result has every field of the shape, in its order.
  Value object(Value value, const Shape& shape,
               const std::string& path) {  // NOLINT(misc-no-recursion)
    if (value.kind != ValueKind::kMap) return wrong_type(std::move(value), Type::kObject, path);
    for (const Entry& entry : value.entries) {
      if (has_said_enough(diagnostics_)) break;
      if (find_field(shape.fields, entry.key) != nullptr) continue;
      std::string help = did_you_mean(entry.key, field_names(shape.fields));
      if (help.empty())
        help = fmt::format("`{}` has the keys {}", path, quoted_list(field_names(shape.fields)));
      diagnostics_.report(Code::kUnknownKey, entry.key_span,
                          fmt::format("`{}` has no key `{}`", path, shown(entry.key)),
                          std::move(help));
    }
    Value result;
    result.kind = ValueKind::kMap;
    result.span = value.span;
    for (const Field& field : shape.fields) {
      const auto entry = std::ranges::find(value.entries, field.name, &Entry::key);
      const bool given = entry != value.entries.end() && entry->value.kind != ValueKind::kNull;
      if (given) {
        result.entries.push_back(
            {field.name, entry->key_span,
             check(std::move(entry->value), field.shape, fmt::format("{}.{}", path, field.name))});
      } else if (field.required) {
        diagnostics_.report(Code::kMissingKey, value.span,
                            fmt::format("`{}` lacks the key `{}`", path, field.name),
                            fmt::format("add `{}: …`", field.name));
      } else {
        result.entries.push_back({field.name, {}, default_value(field, value.span)});
      }
    }
    return result;
  }

  Diagnostics& diagnostics_;
};

void place_at(Value& value, Span span) {  // NOLINT(misc-no-recursion): the reader limits the depth
  value.span = span;
  for (Value& item : value.items) place_at(item, span);
  for (Entry& entry : value.entries) place_at(entry.value, span);
}

}  // namespace

Value default_value(const Field& field, Span span) {
  Value value = field.default_value ? plain_value(*field.default_value) : Value{};
  place_at(value, span);
  return value;
}

Value check_value(Value value, const Shape& shape, const std::string& path,
                  Diagnostics& diagnostics) {
  return Checker(diagnostics).check(std::move(value), shape, path);
}

}  // namespace opta
