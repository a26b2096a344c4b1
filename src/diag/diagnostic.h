// A diagnostic: one problem in the user's files, as data.
//
// Wording guide: `message` is short, lower case, without a full stop; user data stands in
// `backticks`. It says what was seen. `notes` say why it matters, `help` says what to do. A
// suggestion never replaces the statement.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "source/source_map.h"

namespace opta {

enum class Severity : std::uint8_t { kError, kWarning };

// Every diagnostic has a code; its name, severity and explanation stand in diag/codes.def.
enum class Code : std::uint16_t {
#define OPTA_CODE(id, name, severity, title, explanation) k##name,
#include "diag/codes.def"
#undef OPTA_CODE
};

struct CodeInfo {
  std::string_view id;  // "E0101", stable for ever
  Severity severity;
  std::string_view title;        // the problem's name, without user data
  std::string_view explanation;  // for `opta explain`: what, why, and how to mend it; Markdown
};
const CodeInfo& info(Code code);
// All codes in the order of codes.def.
const std::vector<Code>& all_codes();

// A second place that belongs to the problem: "first written here".
struct Label {
  Span span;
  std::string text;
};

struct Diagnostic {
  Code code;
  std::string message;
  Span span = {};  // the narrowest range that is wrong; nowhere for the command line or the world
  std::vector<Label> labels = {};
  std::vector<std::string> notes = {};
  std::string help = {};
  bool holds_secret = false;  // its line is not to be shown: output ends up in logs
  std::string data = {};      // what a program may want of it, as a JSON object; empty: no more

  Severity severity() const { return info(code).severity; }
};

// Collects the diagnostics of a run. Stages add to it and go on while that helps.
class Diagnostics {
 public:
  // Past this many errors the rest is counted, not kept: a hostile file must not fill the memory.
  static constexpr std::size_t kKeptMax = 200;

  // Returned reference is valid until the next report.
  Diagnostic& report(Code code, Span span, std::string message, std::string help = {});
  void add(Diagnostic diagnostic);

  bool has_errors() const { return error_count_ > 0; }
  std::size_t error_count() const { return error_count_; }
  std::size_t warning_count() const { return warning_count_; }
  std::size_t dropped_count() const { return dropped_count_; }
  const std::vector<Diagnostic>& all() const { return all_; }
  // By place, keeping the order of report within one place; those without a place come last.
  std::vector<Diagnostic> sorted() const;

 private:
  std::vector<Diagnostic> all_;
  Diagnostic overflow_{};  // takes what is not kept
  std::size_t error_count_ = 0;
  std::size_t warning_count_ = 0;
  std::size_t dropped_count_ = 0;
};

}  // namespace opta
