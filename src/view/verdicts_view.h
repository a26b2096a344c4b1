// The promises and what was decided of them, as text and as JSON.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "prove/verdict.h"
#include "source/source_map.h"

namespace opta {

// What the file that was decided on has to do with the cases: a layer's, or a plan's, which has no
// places.
struct CaseNotes {
  const SourceMap* sources = nullptr;
  std::string file = {};  // its path; empty: there is none
  // Where it decides the case; points nowhere where it does not.
  std::function<Span(const prove::Case&)> place = {};

  Span place_of(const prove::Case& one) const { return place ? place(one) : Span(); }
  // "opta.yaml:12:5", or nothing.
  std::string place_text(const prove::Case& one) const;
};

std::string_view case_word(const prove::Case& one);            // "not known yet", "waived"
std::string_view verdict_word(const prove::Verdict& verdict);  // "held", "not applicable"
// In their order: "held", "broken", "waived", "not known yet", "not applicable".
struct VerdictCount {
  std::string_view word;
  std::size_t count = 0;
};
std::vector<VerdictCount> count_verdicts(const std::vector<prove::Verdict>& verdicts);

// A line a promise; below it, each resource of which it is broken or not known, with the witness,
// and what to do or why it is waived.
std::string verdicts_text(const std::vector<prove::Verdict>& verdicts, const CaseNotes& notes);
// The same of those that are broken or waived alone, below a line that counts all.
std::string verdicts_brief(const std::vector<prove::Verdict>& verdicts, const CaseNotes& notes);
// One entry a promise, with its cases; and all of it as a document.
nlohmann::ordered_json verdict_list(const std::vector<prove::Verdict>& verdicts,
                                    const CaseNotes& notes);
std::string verdicts_json(const std::vector<prove::Verdict>& verdicts, const CaseNotes& notes);
// "10 held, 1 broken, …", with a line end.
std::string verdicts_summary(const std::vector<prove::Verdict>& verdicts);

// All promises, for people; and with all that is known of each.
std::string promises_text();
std::string promises_json();
// One of them: what it says, why, how it is decided, what to do.
std::string promise_text(const prove::Promise& promise);

}  // namespace opta
