#include "yaml/syntax_error.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "yaml/clip.h"

namespace opta::yaml {

namespace {

// libyaml stops where it cannot go on, which is often a line or more behind the mistake. Each
// function below knows one mistake by libyaml's words and by the text around it.
class Explainer {
 public:
  Explainer(std::string_view text, SourceId source, const SyntaxError& error)
      : text_(text), source_(source), error_(error) {}

  Diagnostic run() const {
    if (auto found = tab()) return *std::move(found);
    if (auto found = unclosed()) return *std::move(found);
    if (auto found = bad_start()) return *std::move(found);
    if (auto found = bad_colon()) return *std::move(found);
    if (auto found = missing_colon()) return *std::move(found);
    if (auto found = misfit()) return *std::move(found);
    if (auto found = bad_place()) return *std::move(found);
    if (auto found = bad_scalar()) return *std::move(found);
    return make(word_at(error_.at), fmt::format("this is not YAML: {}", error_.problem));
  }

 private:
  struct Line {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
  };

  std::optional<Diagnostic> tab() const;
  std::optional<Diagnostic> unclosed() const;
  std::optional<Diagnostic> bad_start() const;
  std::optional<Diagnostic> bad_colon() const;
  std::optional<Diagnostic> missing_colon() const;
  std::optional<Diagnostic> misfit() const;
  std::optional<Diagnostic> bad_place() const;
  std::optional<Diagnostic> bad_scalar() const;
  void add_hint_about_quotes(Diagnostic& diagnostic) const;

  bool says(std::string_view words) const {
    return error_.problem.find(words) != std::string::npos;
  }
  bool reads(std::string_view words) const {
    return error_.context.find(words) != std::string::npos;
  }
  Diagnostic make(Span span, std::string message, std::string help = {}) const {
    return {.code = Code::kYamlSyntax,
            .message = std::move(message),
            .span = span,
            .help = std::move(help)};
  }

  Span span(std::uint32_t begin, std::uint32_t end) const { return {source_, begin, end}; }
  // One character, or nothing at the end of the text.
  Span character_at(std::uint32_t at) const;
  // The run of characters up to a blank.
  Span word_at(std::uint32_t at) const;
  Line line_at(std::uint32_t at) const;
  // The nearest line above that has more than blanks and comments.
  std::optional<Line> line_before(Line line) const;
  std::string_view text_of(Line line) const {
    return text_.substr(line.begin, line.end - line.begin);
  }
  // A line's text without indentation, and its place.
  Span content_of(Line line) const;
  std::string name(Span span) const {
    return clipped(text_.substr(span.begin, span.end - span.begin));
  }

  std::string_view text_;
  SourceId source_;
  const SyntaxError& error_;
};

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

Span Explainer::character_at(std::uint32_t at) const {
  at = std::min(at, static_cast<std::uint32_t>(text_.size()));
  std::uint32_t end = at;
  if (end < text_.size()) ++end;
  while (end < text_.size() && (static_cast<unsigned char>(text_[end]) & 0xC0) == 0x80) ++end;
  return span(at, end);
}

Span Explainer::word_at(std::uint32_t at) const {
  std::uint32_t end = at;
  while (end < text_.size() && !is_blank(text_[end])) ++end;
  return end > at ? span(at, end) : character_at(at);
}

Explainer::Line Explainer::line_at(std::uint32_t at) const {
  at = std::min(at, static_cast<std::uint32_t>(text_.size()));
  const std::size_t before = at == 0 ? std::string_view::npos : text_.rfind('\n', at - 1);
  const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
  return {static_cast<std::uint32_t>(begin),
          static_cast<std::uint32_t>(std::min(text_.find('\n', at), text_.size()))};
}

std::optional<Explainer::Line> Explainer::line_before(Line line) const {
  while (line.begin > 0) {
    line = line_at(line.begin - 1);
    const std::string_view content = trim(text_of(line));
    if (!content.empty() && content[0] != '#') return line;
  }
  return std::nullopt;
}

Span Explainer::content_of(Line line) const {
  while (line.begin < line.end && is_blank(text_[line.begin])) ++line.begin;
  while (line.end > line.begin && is_blank(text_[line.end - 1])) --line.end;
  return span(line.begin, line.end);
}

std::optional<Diagnostic> Explainer::tab() const {
  if (reads("quoted scalar")) return std::nullopt;  // there a tab is text
  const Line line = line_at(error_.at);
  const std::string_view content = text_of(line);
  const std::size_t indent_end = std::min(content.find_first_not_of(" \t"), content.size());
  const std::size_t first = content.substr(0, indent_end).find('\t');
  if (first == std::string_view::npos) return std::nullopt;
  const std::size_t last = content.substr(0, indent_end).rfind('\t');
  return make(span(line.begin + static_cast<std::uint32_t>(first),
                   line.begin + static_cast<std::uint32_t>(last) + 1),
              "a tab in the indentation", "indent with spaces; YAML takes no tabs there");
}

std::optional<Diagnostic> Explainer::unclosed() const {
  if (reads("quoted scalar") && (says("end of stream") || says("document indicator"))) {
    return make(character_at(error_.context_at), "a quote that is never closed",
                "write the same quote after the last character of the value");
  }
  const bool list = reads("flow sequence");
  if (!list && !reads("flow mapping")) return std::nullopt;
  const std::string_view what = list ? "list" : "map";
  const char close = list ? ']' : '}';
  if (error_.at >= text_.size() || says("node content")) {
    return make(character_at(error_.context_at),
                fmt::format("a {} in brackets is never closed", what),
                fmt::format("write a `{}` behind its last item", close));
  }
  Span place = word_at(error_.at);
  while (text_[error_.at] == ':' && place.begin > 0 && !is_blank(text_[place.begin - 1]) &&
         std::string_view(",[{").find(text_[place.begin - 1]) == std::string_view::npos) {
    --place.begin;  // a colon is missed, or not expected, with its key
  }
  Diagnostic diagnostic = make(
      place, fmt::format("a `,` or `{}` is missing before this", close),
      fmt::format("write a `,` between the items of the {}, or close it with `{}`", what, close));
  diagnostic.labels.push_back(
      {character_at(error_.context_at), fmt::format("the {} begins here", what)});
  return diagnostic;
}

std::optional<Diagnostic> Explainer::bad_start() const {
  if (says("cannot start any token")) {
    const Span here = character_at(error_.at);
    return make(here, fmt::format("a value cannot begin with `{}`", name(here)),
                "put the value in quotes");
  }
  const bool anchor = reads("scanning an anchor");
  if (anchor || reads("scanning an alias")) {
    const char sign = anchor ? '&' : '*';
    return make(word_at(error_.context_at),
                fmt::format("`{}` begins {} here, but no name follows", sign,
                            anchor ? "an anchor" : "an alias"),
                "put the value in quotes");
  }
  if (reads("scanning a tag") || says("tag handle")) {
    return make(word_at(reads("scanning a tag") ? error_.context_at : error_.at),
                "a tag that cannot be read", "put the value in quotes if the `!` belongs to it");
  }
  if (reads("directive") || says("directive") || says("YAML document")) {
    return make(word_at(line_at(error_.at).begin), "a line that begins with `%` and cannot be read",
                "remove the line; no file needs it");
  }
  return std::nullopt;
}

// "mapping values are not allowed": a colon where a value is already there.
std::optional<Diagnostic> Explainer::bad_colon() const {
  if (!says("mapping values are not allowed")) return std::nullopt;
  const Line line = line_at(error_.at);
  const std::string_view head = text_.substr(line.begin, error_.at - line.begin);
  const Span colon = character_at(error_.at);
  if (const std::size_t first = head.find(": "); first != std::string_view::npos) {
    Diagnostic diagnostic = make(colon, "a second `:` in one line",
                                 "put the value in quotes if the colon belongs to it");
    const std::uint32_t at = line.begin + static_cast<std::uint32_t>(first);
    diagnostic.labels.push_back({span(at, at + 1), "the value begins behind this one"});
    return diagnostic;
  }
  Diagnostic diagnostic =
      make(span(content_of(line).begin, colon.begin), "a key that cannot stand here");
  const std::optional<Line> above = line_before(line);
  if (!above) return diagnostic;
  const Span content = content_of(*above);
  const std::string_view words = text_.substr(content.begin, content.end - content.begin);
  const std::size_t found = words.find(':');
  if (words.starts_with("- ")) {
    diagnostic.labels.push_back({content, "the list item above"});
    diagnostic.help = "indent the line like the text behind the `-`, or like the key of the list";
  } else if (found == std::string_view::npos) {
    diagnostic.labels.push_back(
        {content, "this line has no `:`, so the next one continues its text"});
    diagnostic.help = fmt::format("write `{}:` if it is a key", name(content));
  } else if (words.find(": ") == std::string_view::npos && !words.ends_with(':')) {
    const std::uint32_t at = content.begin + static_cast<std::uint32_t>(found);
    diagnostic.labels.push_back(
        {span(at, at + 1), "no space behind this colon, so the line is one text"});
    diagnostic.help = "write a space behind the colon";
  } else {
    diagnostic.labels.push_back({content, "the key above has a value already"});
    diagnostic.help = "indent the line like its neighbours, or remove the value above it";
  }
  add_hint_about_quotes(diagnostic);
  return diagnostic;
}

// A line that libyaml took for a key, since nothing else may stand there.
std::optional<Diagnostic> Explainer::missing_colon() const {
  if (!says("could not find expected ':'")) return std::nullopt;
  const Line line = line_at(error_.context_at);
  Span content = content_of(line);
  content.begin = std::max(content.begin, error_.context_at);
  const std::size_t colon = text_.substr(content.begin, content.end - content.begin).find(':');
  if (colon != std::string_view::npos) {
    const std::uint32_t at = content.begin + static_cast<std::uint32_t>(colon);
    return make(span(at, at + 1), "no space behind this colon", "write a space behind the colon");
  }
  Diagnostic diagnostic =
      make(content, "a line without a `:` among keys",
           "write `:` behind the key; indent the line deeper if it continues the value above it");
  add_hint_about_quotes(diagnostic);
  return diagnostic;
}

// A line that is indented neither like the map or list it stands in nor like one around it.
std::optional<Diagnostic> Explainer::misfit() const {
  const bool in_map = says("did not find expected key");
  if (!in_map && !says("did not find expected '-' indicator")) return std::nullopt;
  const Span here = word_at(error_.at);
  if (content_of(line_at(error_.at)).begin < error_.at) {
    Diagnostic diagnostic = make(here, "text behind the end of a value",
                                 "put the whole value in quotes, or remove what follows it");
    add_hint_about_quotes(diagnostic);
    return diagnostic;
  }
  if (text_.substr(here.begin).starts_with(':')) {
    return make(here, "a `:` without a key", "write a word before the `:`");
  }
  const std::string_view what = in_map ? "map" : "list";
  Diagnostic diagnostic =
      make(here, fmt::format("this does not belong to the {} above it", what),
           fmt::format("indent it like the other {} of the {}", in_map ? "keys" : "items", what));
  diagnostic.labels.push_back(
      {word_at(error_.context_at), fmt::format("the {} begins here", what)});
  add_hint_about_quotes(diagnostic);
  return diagnostic;
}

// A sign that begins something which may not stand here.
std::optional<Diagnostic> Explainer::bad_place() const {
  if (says("sequence entries are not allowed")) {
    return make(character_at(error_.at), "a list item that cannot stand here",
                "begin the list on a line of its own, below its key");
  }
  if (says("mapping keys are not allowed")) {
    return make(character_at(error_.at), "a key that cannot stand here",
                "put the text in quotes if the `?` belongs to it");
  }
  if (says("<document start>")) {
    return make(word_at(error_.at), "text behind the end of the document",
                "a file is one map; indent its keys alike");
  }
  if (says("did not find expected node content")) {
    return make(character_at(error_.at), "a value is missing before this",
                "write a value, or remove the sign");
  }
  return std::nullopt;
}

std::optional<Diagnostic> Explainer::bad_scalar() const {
  if (reads("block scalar")) {
    return make(word_at(error_.at), "the line of a `|` or `>` cannot be read",
                "begin the text on the next line, and indent it");
  }
  if (!reads("quoted scalar")) return std::nullopt;
  Diagnostic diagnostic =
      make(span(error_.at, character_at(error_.at + 1).end), "an escape that does not exist",
           "write `\\\\` for a backslash, or use single quotes, where a backslash is itself");
  diagnostic.labels.push_back(
      {character_at(error_.context_at), "in double quotes a backslash begins an escape"});
  return diagnostic;
}

// A quote that was forgotten swallows lines until the next one, and what follows that makes no
// sense: the line with the odd quote is the likelier culprit.
void Explainer::add_hint_about_quotes(Diagnostic& diagnostic) const {
  std::optional<Line> line = line_at(error_.at);
  constexpr int kLinesBackMax = 20;
  for (int i = 0; i < kLinesBackMax && line; ++i, line = line_before(*line)) {
    const std::string_view content = text_of(*line);
    const std::size_t quote = content.find(" \"");
    if (quote == std::string_view::npos || std::ranges::count(content, '"') % 2 == 0) continue;
    const std::uint32_t at = line->begin + static_cast<std::uint32_t>(quote) + 1;
    diagnostic.labels.push_back({span(at, at + 1), "is this quote closed?"});
    diagnostic.help = "close the quote in the line where it begins";
    return;
  }
}

}  // namespace

void report_syntax_error(std::string_view text, SourceId source, const SyntaxError& error,
                         Diagnostics& diagnostics) {
  diagnostics.add(Explainer(text, source, error).run());
}

}  // namespace opta::yaml
