#include "plan/yaml_text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"

namespace opta {

namespace {

using nlohmann::json;

constexpr std::size_t kStep = 2;
// What YAML 1.1 reads as a boolean or as nothing, in small letters.
constexpr std::array<std::string_view, 9> kWords = {"y",   "n",    "yes",   "no",  "on",
                                                    "off", "true", "false", "null"};
constexpr std::array<std::string_view, 3> kFirstKeys = {"apiVersion", "kind", "metadata"};

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Numbers, dates and indicators begin with none of these.
bool may_stand_plain(std::string_view text) {
  constexpr std::string_view kOthers = "0123456789_./:@+-";
  const bool begins_plainly =
      !text.empty() && (is_letter(text.front()) || text.front() == '/' || text.starts_with("./"));
  if (!begins_plainly || text.back() == ':') return false;
  return std::ranges::all_of(text, [&](char c) { return is_letter(c) || kOthers.contains(c); }) &&
         std::ranges::find(kWords, lower_case(text)) == kWords.end();
}

// The length of a character that YAML does not take as it is, or 0: control characters of two
// bytes, line ends of Unicode, and the mark of the byte order.
std::size_t unprintable_length(std::string_view text) {
  const auto byte = [&](std::size_t at) {
    return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
  };
  if (byte(0) == 0x7f) return 1;
  if (byte(0) == 0xc2 && byte(1) >= 0x80 && byte(1) <= 0x9f) return 2;
  if (byte(0) == 0xe2 && byte(1) == 0x80 && (byte(2) == 0xa8 || byte(2) == 0xa9)) return 3;
  if (byte(0) == 0xef && byte(1) == 0xbb && byte(2) == 0xbf) return 3;
  return 0;
}

std::string escaped(std::string_view character) {
  const auto byte = [&](std::size_t at) {
    return static_cast<unsigned>(static_cast<unsigned char>(character[at]));
  };
  unsigned code = byte(0);
  if (character.size() == 2) code = (byte(0) & 0x1fU) << 6U | (byte(1) & 0x3fU);
  if (character.size() == 3) {
    code = (byte(0) & 0x0fU) << 12U | (byte(1) & 0x3fU) << 6U | (byte(2) & 0x3fU);
  }
  return fmt::format("\\u{:04x}", code);
}

// JSON's form of a text, in which YAML's quotes differ in these few characters only.
std::string quoted(const std::string& text) {
  const std::string written = json(text).dump(-1, ' ', false, json::error_handler_t::replace);
  std::string result;
  for (std::size_t at = 0; at < written.size();) {
    const std::size_t length = unprintable_length(std::string_view(written).substr(at));
    if (length == 0) {
      result += written[at++];
    } else {
      result += escaped(std::string_view(written).substr(at, length));
      at += length;
    }
  }
  return result;
}

// Several lines that come back as they were, without an escape.
bool may_stand_as_block(std::string_view text) {
  if (!text.contains('\n') || text.front() == '\n' || text.front() == ' ' || !is_utf8(text)) {
    return false;
  }
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto c = static_cast<unsigned char>(text[at]);
    const bool ends_line = at + 1 == text.size() || text[at + 1] == '\n';
    if (c < 0x20 && c != '\n') return false;
    if (c == ' ' && ends_line) return false;
    if (unprintable_length(text.substr(at)) > 0) return false;
  }
  return true;
}

std::string scalar(const json& value) {
  if (value.is_object()) return "{}";
  if (value.is_array()) return "[]";
  if (!value.is_string()) return value.dump();
  const auto& text = value.get_ref<const std::string&>();
  return may_stand_plain(text) ? text : quoted(text);
}

class Writer {
 public:
  std::string write(const json& value) {
    if (has_children(value)) {
      children(value, 0);
    } else {
      text_ = scalar(value) + '\n';
    }
    return std::move(text_);
  }

 private:
  static bool has_children(const json& value) { return value.is_structured() && !value.empty(); }

  // Each on a line that begins at the column; where the first one's line has begun, the cursor
  // stands there already.
  void children(  // NOLINT(misc-no-recursion): a manifest's depth is limited
      const json& value, std::size_t column, bool begun = false) {
    const auto begin = [&] {
      if (!begun) text_.append(column, ' ');
      begun = false;
    };
    if (value.is_array()) {
      for (const json& item : value) {
        begin();
        text_ += has_children(item) ? "- " : "-";
        if (has_children(item)) {
          children(item, column + kStep, true);
        } else {
          scalar_after(item, column);
        }
      }
      return;
    }
    for (const auto& [key, below] : in_order(value)) {
      begin();
      text_ += scalar(json(key)) + ':';
      if (!has_children(*below)) {
        scalar_after(*below, column);
        continue;
      }
      text_ += '\n';
      // A list's dashes stand below their key, as kubectl prints them.
      children(*below, below->is_array() ? column : column + kStep);
    }
  }

  void scalar_after(const json& value, std::size_t column) {
    if (!value.is_string() || !may_stand_as_block(value.get_ref<const std::string&>())) {
      text_ += ' ' + scalar(value) + '\n';
      return;
    }
    std::string_view text = value.get_ref<const std::string&>();
    const std::size_t line_ends = text.size() - (text.find_last_not_of('\n') + 1);
    text_ += line_ends == 0 ? " |-\n" : line_ends == 1 ? " |\n" : " |+\n";
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      if (end > 0) text_.append(column + kStep, ' ').append(text.substr(0, end));
      text_ += '\n';
      text.remove_prefix(std::min(end + 1, text.size()));
    }
  }

  static std::vector<std::pair<std::string, const json*>> in_order(const json& map) {
    std::vector<std::pair<std::string, const json*>> entries;
    for (const std::string_view key : kFirstKeys) {
      const auto found = map.find(key);
      if (found != map.end()) entries.emplace_back(key, &*found);
    }
    for (const auto& [key, value] : map.items()) {
      if (std::ranges::find(kFirstKeys, key) == kFirstKeys.end()) entries.emplace_back(key, &value);
    }
    return entries;
  }

  std::string text_;
};

}  // namespace

std::string yaml_text(const json& value) {
  return Writer().write(value);
}

}  // namespace opta
