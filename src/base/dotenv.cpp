#include "base/dotenv.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace opta {

namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
constexpr std::string_view kExport = "export";

bool is_blank(char letter) {
  return letter == ' ' || letter == '\t' || letter == '\r';
}

bool is_letter(char letter) {
  return (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z') || letter == '_';
}

bool is_digit(char letter) {
  return letter >= '0' && letter <= '9';
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {
    if (text_.starts_with(kByteOrderMark)) text_.remove_prefix(kByteOrderMark.size());
  }

  Dotenv parse() {
    while (at_ < text_.size()) {
      line_of_entry_ = line_;
      parse_line();
      skip_line();
    }
    return std::move(result_);
  }

 private:
  bool is_over() const { return at_ == text_.size() || text_[at_] == '\n'; }
  void skip_blanks() {
    while (!is_over() && is_blank(text_[at_])) ++at_;
  }
  void skip_line() {
    while (!is_over()) ++at_;
    if (at_ < text_.size()) next_line();
  }
  void next_line() {
    line_begin_ = ++at_;
    ++line_;
  }
  bool fail(std::string message) {
    result_.faults.push_back({line_, at_ - line_begin_ + 1, std::move(message)});
    return false;
  }

  bool parse_line() {
    skip_blanks();
    if (is_over() || text_[at_] == '#') return true;
    const std::string_view rest = text_.substr(at_);
    if (rest.starts_with(kExport) && rest.size() > kExport.size() &&
        is_blank(rest[kExport.size()])) {
      at_ += kExport.size();
      skip_blanks();
    }
    const std::size_t name_begin = at_;
    while (!is_over() && text_[at_] != '=' && !is_blank(text_[at_])) ++at_;
    const std::string name(text_.substr(name_begin, at_ - name_begin));
    const std::size_t name_end = at_;
    skip_blanks();
    // What stands there may be the second line of a secret: it is not quoted.
    if (is_over() || text_[at_] != '=') {
      at_ = name_end;
      return fail("no `=` behind the name of a variable");
    }
    if (!is_variable_name(name)) {
      at_ = name_begin;
      return fail(name.empty() ? "no name before the `=`"
                               : "a name has letters, digits and underscores, no digit first");
    }
    ++at_;
    skip_blanks();
    std::string value;
    if (!parse_value(value)) return false;
    const auto earlier = std::ranges::find(result_.entries, name, &DotenvEntry::name);
    if (earlier != result_.entries.end()) {
      result_.faults.push_back(
          {line_of_entry_, 1, fmt::format("`{}` stands in line {} already", name, earlier->line)});
      return false;
    }
    result_.entries.push_back({name, std::move(value), line_of_entry_});
    return true;
  }

  bool parse_value(std::string& value) {
    if (is_over()) return true;
    const char quote = text_[at_];
    if (quote != '\'' && quote != '"') return parse_plain(value);
    if (!parse_quoted(quote, value)) return false;
    skip_blanks();
    if (is_over() || text_[at_] == '#') return true;
    return fail("text behind the closing quote");
  }

  bool parse_plain(std::string& value) {
    const std::size_t begin = at_;
    for (; !is_over(); ++at_) {
      if (text_[at_] == '\0') return fail("a value cannot hold a NUL byte");
      if (text_[at_] == '#' && is_blank(text_[at_ - 1])) break;
    }
    value = trim(text_.substr(begin, at_ - begin));
    return true;
  }

  bool parse_quoted(char quote, std::string& value) {
    const std::size_t begin_line = line_;
    const std::size_t begin_column = at_ - line_begin_ + 1;
    for (++at_; at_ < text_.size();) {
      const char letter = text_[at_];
      if (letter == quote) {
        ++at_;
        return true;
      }
      if (letter == '\0') return fail("a value cannot hold a NUL byte");
      if (letter == '\\' && quote == '"' && at_ + 1 < text_.size() && add_escaped(value)) continue;
      // A line end of Windows is one of ours.
      if (letter != '\r' || !text_.substr(at_ + 1).starts_with('\n')) value += letter;
      if (letter == '\n') {
        next_line();
      } else {
        ++at_;
      }
    }
    result_.faults.push_back({begin_line, begin_column, "the quote is never closed"});
    return false;
  }

  // False for a backslash that stands for itself.
  bool add_escaped(std::string& value) {
    constexpr std::string_view kLetters = "nrt\\\"$";
    constexpr std::string_view kMeaning = "\n\r\t\\\"$";
    const std::size_t which = kLetters.find(text_[at_ + 1]);
    if (which == std::string_view::npos) return false;
    value += kMeaning[which];
    at_ += 2;
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::size_t line_begin_ = 0;
  std::size_t line_of_entry_ = 1;
  Dotenv result_;
};

}  // namespace

bool is_variable_name(std::string_view name) {
  return !name.empty() && is_letter(name.front()) && std::ranges::all_of(name, [](char letter) {
    return is_letter(letter) || is_digit(letter);
  });
}

Dotenv parse_dotenv(std::string_view text) {
  return Parser(text).parse();
}

}  // namespace opta
