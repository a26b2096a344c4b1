#include "yaml/scalar.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <system_error>

#include <fmt/format.h>

namespace opta::yaml {

namespace {

template <std::size_t N>
bool is_one_of(std::string_view text, const std::array<std::string_view, N>& words) {
  return std::ranges::find(words, text) != words.end();
}

constexpr std::array<std::string_view, 4> kNulls = {"", "~", "null", "Null"};
constexpr std::array<std::string_view, 3> kTrue = {"true", "True", "TRUE"};
constexpr std::array<std::string_view, 3> kFalse = {"false", "False", "FALSE"};
constexpr std::array<std::string_view, 6> kOldTrue = {"yes", "Yes", "YES", "on", "On", "ON"};
constexpr std::array<std::string_view, 6> kOldFalse = {"no", "No", "NO", "off", "Off", "OFF"};
constexpr std::array<std::string_view, 6> kNotFinite = {".inf", ".Inf", ".INF",
                                                        ".nan", ".NaN", ".NAN"};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool all_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_digit);
}

std::string_view without_sign(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  return text;
}

Scalar ambiguous_text(std::string readers) {
  return {.ambiguity = Ambiguity{std::move(readers), "write it in quotes if it is text"}};
}

std::optional<Scalar> resolve_word(std::string_view text) {
  if (is_one_of(text, kNulls) || text == "NULL") return Scalar{.kind = Kind::kNull};
  if (is_one_of(text, kTrue)) return Scalar{.kind = Kind::kBoolean, .boolean = true};
  if (is_one_of(text, kFalse)) return Scalar{.kind = Kind::kBoolean, .boolean = false};
  const bool old_true = is_one_of(text, kOldTrue);
  if (old_true || is_one_of(text, kOldFalse)) {
    return Scalar{.kind = Kind::kBoolean,
                  .boolean = old_true,
                  .ambiguity = Ambiguity{
                      "it is a boolean in YAML 1.1 and text in YAML 1.2",
                      fmt::format("write `{}`, or `\"{}\"` for the text", old_true, text)}};
  }
  const std::string_view bare = without_sign(text);
  if (is_one_of(bare, kNotFinite))
    return ambiguous_text("YAML takes it for a number that is not finite");
  return std::nullopt;
}

// `digits` in `base`, which may be more than 64 bits hold.
Scalar integer(std::string_view digits, int base, bool negative) {
  // from_chars takes the sign in front of the digits, which have lost theirs with a prefix such as
  // 0x.
  const std::string text = fmt::format("{}{}", negative ? "-" : "", digits);
  std::int64_t value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (result.ec != std::errc())
    return ambiguous_text("it is beyond the integers that most readers can hold");
  return {.kind = Kind::kInteger, .integer = value, .number = static_cast<double>(value)};
}

// 0x1F, 0o17 (1.2) and 0b101 (1.1).
std::optional<Scalar> resolve_prefixed(std::string_view text) {
  const std::string_view bare = without_sign(text);
  if (bare.size() < 3 || bare[0] != '0') return std::nullopt;
  const std::string_view digits = bare.substr(2);
  const auto only = [&](std::string_view set) {
    return digits.find_first_not_of(set) == std::string_view::npos;
  };
  if (bare[1] == 'b' && only("01_"))
    return ambiguous_text("it is a binary number in YAML 1.1 and text in YAML 1.2");
  if (bare.size() != text.size()) return std::nullopt;  // the core schema has no sign here
  if (bare[1] == 'x' && only("0123456789abcdefABCDEF")) return integer(digits, 16, false);
  if (bare[1] == 'o' && only("01234567")) {
    Scalar scalar = integer(digits, 8, false);
    if (!scalar.ambiguity) {
      scalar.ambiguity =
          Ambiguity{"it is an octal number in YAML 1.2 and text in YAML 1.1",
                    fmt::format("write `{}`, or quotes if it is text", scalar.integer)};
    }
    return scalar;
  }
  return std::nullopt;
}

// The old forms 1_000 and 12:30 (base 60).
std::optional<Scalar> resolve_old_number(std::string_view bare) {
  if (bare.empty() || !is_digit(bare[0])) return std::nullopt;
  if (bare.find(':') != std::string_view::npos) {
    const std::size_t dot = std::min(bare.find('.'), bare.size());
    std::string_view parts = bare.substr(0, dot);
    if (dot < bare.size() &&
        bare.find_first_not_of("0123456789_", dot + 1) != std::string_view::npos) {
      return std::nullopt;
    }
    const std::size_t colon = parts.find(':');
    if (colon == std::string_view::npos ||
        parts.substr(0, colon).find_first_not_of("0123456789_") != std::string_view::npos) {
      return std::nullopt;
    }
    for (parts.remove_prefix(colon); !parts.empty();) {
      parts.remove_prefix(1);
      const std::string_view part = parts.substr(0, parts.find(':'));
      if (!all_digits(part) || part.size() > 2 || (part.size() == 2 && part[0] > '5'))
        return std::nullopt;
      parts.remove_prefix(part.size());
    }
    return ambiguous_text("it is a number to the base of 60 in YAML 1.1 and text in YAML 1.2");
  }
  if (bare.find('_') == std::string_view::npos) return std::nullopt;
  const bool hexadecimal = bare.starts_with("0x");
  const std::string_view allowed = hexadecimal ? "0123456789abcdefABCDEF_" : "0123456789_.";
  if (bare.find_first_not_of(allowed, hexadecimal ? 2 : 0) != std::string_view::npos)
    return std::nullopt;
  if (std::ranges::count(bare, '.') > 1) return std::nullopt;
  return ambiguous_text("it is a number in YAML 1.1 and text in YAML 1.2");
}

// [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?
bool is_float(std::string_view bare) {
  const std::size_t e = std::min(bare.find_first_of("eE"), bare.size());
  const std::string_view mantissa = bare.substr(0, e);
  if (e < bare.size() && !all_digits(without_sign(bare.substr(e + 1)))) return false;
  const std::size_t dot = std::min(mantissa.find('.'), mantissa.size());
  const std::string_view whole = mantissa.substr(0, dot);
  const std::string_view fraction =
      dot < mantissa.size() ? mantissa.substr(dot + 1) : std::string_view();
  if (!std::ranges::all_of(whole, is_digit) || !std::ranges::all_of(fraction, is_digit))
    return false;
  return !whole.empty() || !fraction.empty();
}

Scalar resolve_float(std::string_view text, std::string_view bare) {
  const std::string_view digits = text.starts_with('+') ? bare : text;  // from_chars knows no plus
  Scalar scalar{.kind = Kind::kFloat};
  const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), scalar.number);
  if (result.ec != std::errc())
    return ambiguous_text("it is beyond the numbers that most readers can hold");
  if (bare.find('.') == std::string_view::npos) {
    scalar.ambiguity = Ambiguity{"it is a number in YAML 1.2 and text in YAML 1.1",
                                 "write the number with a point, or quotes if it is text"};
  }
  return scalar;
}

}  // namespace

Scalar resolve_plain(std::string_view text) {
  if (auto word = resolve_word(text)) return *std::move(word);
  // All numbers begin so; most scalars are words and end here.
  const std::string_view bare = without_sign(text);
  if (bare.empty() || (!is_digit(bare[0]) && bare[0] != '.')) return {};
  if (auto prefixed = resolve_prefixed(text)) return *std::move(prefixed);
  if (auto old = resolve_old_number(bare)) return *std::move(old);
  if (all_digits(bare)) {
    if (bare.size() > 1 && bare[0] == '0') {
      return ambiguous_text(
          "with the leading zero it is octal in YAML 1.1 and decimal in YAML 1.2");
    }
    return integer(bare, 10, text[0] == '-');
  }
  if (is_float(bare)) return resolve_float(text, bare);
  return {};
}

}  // namespace opta::yaml
