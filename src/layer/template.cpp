#include "layer/template.h"

#include <fmt/format.h>

#include "base/text.h"
#include "layer/message.h"

namespace opta {

namespace {

bool is_name(std::string_view text) {
  if (text.empty()) return false;
  for (const char c : text) {
    const bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '_' || c == '-' || c == '.';
    if (!word) return false;
  }
  return text.front() != '.' && text.back() != '.' && text.find("..") == std::string_view::npos;
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  std::vector<TemplatePiece> parse() {
    while (at_ < text_.size()) {
      if (text_.substr(at_).starts_with("${{")) {
        expression();
      } else if (text_.substr(at_).starts_with("{{") || text_.substr(at_).starts_with("}}")) {
        literal(text_.substr(at_, 1), 2);
      } else if (text_[at_] == '{') {
        name();
      } else if (text_[at_] == '}') {
        piece(TemplatePiece::Kind::kFault, "a `}` without its `{`", 1,
              "a brace that means itself is written twice: `}}`");
      } else {
        literal(text_.substr(at_, 1), 1);
      }
    }
    return std::move(pieces_);
  }

 private:
  void literal(std::string_view text, std::size_t length) {
    if (pieces_.empty() || pieces_.back().kind != TemplatePiece::Kind::kText) {
      pieces_.push_back({.kind = TemplatePiece::Kind::kText,
                         .text = {},
                         .help = {},
                         .format = {},
                         .begin = at_,
                         .end = at_});
    }
    pieces_.back().text += text;
    at_ += length;
    pieces_.back().end = at_;
  }

  void piece(TemplatePiece::Kind kind, std::string text, std::size_t length,
             std::string help = {}) {
    pieces_.push_back({.kind = kind,
                       .text = std::move(text),
                       .help = std::move(help),
                       .format = {},
                       .begin = at_,
                       .end = at_ + length});
    at_ += length;
  }

  // ${{ … }}: up to the first `}}` outside of a quoted text.
  void expression() {
    bool quoted = false;
    for (std::size_t i = at_ + 3; i < text_.size(); ++i) {
      if (text_[i] == '"' && text_[i - 1] != '\\') quoted = !quoted;
      if (quoted || !text_.substr(i).starts_with("}}")) continue;
      const std::string inner(trim(text_.substr(at_ + 3, i - at_ - 3)));
      if (inner.empty()) {
        piece(TemplatePiece::Kind::kFault, "`${{ }}` is empty", i + 2 - at_,
              "write `${{module.NAME.OUTPUT}}`");
      } else {
        piece(TemplatePiece::Kind::kExpression, inner, i + 2 - at_);
      }
      return;
    }
    piece(TemplatePiece::Kind::kFault, "`${{` without its `}}`", text_.size() - at_,
          "write `${{module.NAME.OUTPUT}}`");
  }

  void name() {
    const std::size_t close = text_.find_first_of("{}", at_ + 1);
    if (close == std::string_view::npos || text_[close] == '{') {
      const std::size_t length = (close == std::string_view::npos ? text_.size() : close) - at_;
      piece(TemplatePiece::Kind::kFault, "a `{` without its `}`", length,
            "a brace that means itself is written twice: `{{`");
      return;
    }
    const std::string inner(trim(text_.substr(at_ + 1, close - at_ - 1)));
    const std::size_t length = close + 1 - at_;
    const std::string name = inner.substr(0, inner.find(':'));
    if (is_name(name)) {
      piece(TemplatePiece::Kind::kName, name, length);
      if (name.size() < inner.size()) pieces_.back().format = inner.substr(name.size() + 1);
      return;
    }
    if (const std::size_t bracket = inner.find('[');
        bracket != std::string::npos && inner.ends_with(']')) {
      const std::string dotted =
          inner.substr(0, bracket) + "." + inner.substr(bracket + 1, inner.size() - bracket - 2);
      return piece(TemplatePiece::Kind::kFault, fmt::format("`{{{}}}` is not a name", shown(inner)),
                   length, fmt::format("write `{{{}}}`", shown(dotted)));
    }
    // What JSON looks like: `{"a": 1}`.
    piece(TemplatePiece::Kind::kFault,
          inner.empty() ? "empty braces" : fmt::format("`{{{}}}` is not a name", shown(inner)),
          length, "a brace that means itself is written twice: `{{` and `}}`");
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<TemplatePiece> pieces_;
};

}  // namespace

std::vector<TemplatePiece> parse_template(std::string_view text) {
  return Parser(text).parse();
}

bool is_template(std::string_view text) {
  return text.find_first_of("{}") != std::string_view::npos;
}

}  // namespace opta
