#include "diag/render_text.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "diag/snippet.h"

namespace opta {

namespace {

constexpr std::size_t kSnippetWidthMin =
    20;  // on a very narrow terminal a line wraps rather than says nothing

enum class Style { kError, kWarning, kPlace, kFrame, kLabel, kHelp };

class Painter {
 public:
  explicit Painter(bool colour) : colour_(colour) {}

  std::string operator()(Style style, std::string_view text) const {
    if (!colour_ || text.empty()) return std::string(text);
    return fmt::format("\x1b[{}m{}\x1b[0m", code(style), text);
  }

 private:
  static std::string_view code(Style style) {
    switch (style) {
      case Style::kError:
        return "1;31";
      case Style::kWarning:
        return "1;33";
      case Style::kPlace:
        return "1";
      case Style::kFrame:
        return "34";
      case Style::kLabel:
        return "36";
      case Style::kHelp:
        return "32";
    }
    return "0";
  }

  bool colour_;
};

class Renderer {
 public:
  Renderer(const SourceMap& sources, const TextOptions& options)
      : sources_(sources),
        width_(static_cast<std::size_t>(std::max(options.width, 1))),
        paint_(options.colour) {}

  std::string render(const Diagnostic& diagnostic) {
    out_.clear();
    const bool error = diagnostic.severity() == Severity::kError;
    severity_ = error ? Style::kError : Style::kWarning;
    gutter_ = gutter_width(diagnostic);
    if (diagnostic.span) out_ += paint_(Style::kPlace, place(diagnostic.span)) + ": ";
    out_ += paint_(severity_,
                   fmt::format("{}[{}]", error ? "error" : "warning", info(diagnostic.code).id));
    out_ += fmt::format(": {}\n", continued(diagnostic.message, 2));
    if (diagnostic.span && !diagnostic.holds_secret) add_snippet(diagnostic);
    for (const Label& label : diagnostic.labels) {
      if (!is_on_line_of(label, diagnostic)) add_label(label);
    }
    for (const std::string& note : diagnostic.notes) add_remark("note", Style::kFrame, note);
    if (!diagnostic.help.empty()) add_remark("help", Style::kHelp, diagnostic.help);
    return std::move(out_);
  }

 private:
  std::string place(Span span) const { return printable(sources_.describe(span)); }
  std::uint32_t line_of(Span span) const {
    return sources_.get(span.source).position(span.begin).line;
  }
  bool is_on_line_of(const Label& label, const Diagnostic& diagnostic) const {
    return diagnostic.span && label.span.source == diagnostic.span.source &&
           line_of(label.span) == line_of(diagnostic.span);
  }

  // All line numbers of one diagnostic stand in one column.
  std::size_t gutter_width(const Diagnostic& diagnostic) const {
    std::uint32_t line = diagnostic.span ? line_of(diagnostic.span) : 0;
    for (const Label& label : diagnostic.labels) {
      if (label.span) line = std::max(line, line_of(label.span));
    }
    return fmt::formatted_size("{}", line) + 2;
  }

  // User text over several lines stays inside the column where it began.
  static std::string continued(std::string_view text, std::size_t columns) {
    std::string result = indented(printable(trim(text)), columns);
    return result.substr(std::min(columns, result.size()));
  }

  void add_line(std::string_view number, std::string_view text) {
    out_ += paint_(Style::kFrame, fmt::format("{:>{}} |", number, gutter_));
    if (!text.empty()) out_ += fmt::format(" {}", text);
    out_ += '\n';
  }

  Snippet make_snippet(Span span) const {
    const std::size_t frame = gutter_ + 3;
    const std::size_t room = width_ > frame + kSnippetWidthMin ? width_ - frame : kSnippetWidthMin;
    return {sources_.get(span.source), span, room};
  }

  void add_snippet(const Diagnostic& diagnostic) {
    const Snippet snippet = make_snippet(diagnostic.span);
    add_line(fmt::format("{}", snippet.line()), snippet.text());
    add_line("", paint_(severity_, snippet.underline(diagnostic.span, '^')));
    for (const Label& label : diagnostic.labels) {
      if (!is_on_line_of(label, diagnostic)) continue;
      const std::string mark = snippet.underline(label.span, '-');
      add_line("", paint_(Style::kLabel, fmt::format("{} {}", mark, continued(label.text, 0))));
    }
  }

  void add_label(const Label& label) {
    if (!label.span) {
      add_remark("note", Style::kFrame, label.text);
      return;
    }
    out_ += fmt::format("{:{}}{}: {}\n", "", gutter_, paint_(Style::kPlace, place(label.span)),
                        continued(label.text, gutter_ + 2));
    const Snippet snippet = make_snippet(label.span);
    add_line(fmt::format("{}", snippet.line()), snippet.text());
    add_line("", paint_(Style::kLabel, snippet.underline(label.span, '-')));
  }

  void add_remark(std::string_view kind, Style style, std::string_view text) {
    const std::string lead = fmt::format("{:{}}= {}: ", "", gutter_ + 1, kind);
    out_ += fmt::format("{:{}}= {} {}\n", "", gutter_ + 1, paint_(style, fmt::format("{}:", kind)),
                        continued(text, lead.size()));
  }

  const SourceMap& sources_;
  std::size_t width_;
  Painter paint_;
  std::string out_;
  Style severity_ = Style::kError;
  std::size_t gutter_ = 0;
};

}  // namespace

std::string render_text(const Diagnostic& diagnostic, const SourceMap& sources,
                        const TextOptions& options) {
  return Renderer(sources, options).render(diagnostic);
}

std::string render_text(const Diagnostics& diagnostics, const SourceMap& sources,
                        const TextOptions& options) {
  std::string out;
  Renderer renderer(sources, options);
  for (const Diagnostic& diagnostic : diagnostics.sorted()) {
    out += renderer.render(diagnostic);
    out += '\n';
  }
  std::vector<std::string> counts;
  if (diagnostics.error_count() > 0) counts.push_back(counted(diagnostics.error_count(), "error"));
  if (diagnostics.warning_count() > 0)
    counts.push_back(counted(diagnostics.warning_count(), "warning"));
  if (counts.empty()) return out;
  out += join(counts, ", ");
  if (diagnostics.dropped_count() > 0)
    out += fmt::format(" ({} more not shown)", diagnostics.dropped_count());
  return out + '\n';
}

}  // namespace opta
