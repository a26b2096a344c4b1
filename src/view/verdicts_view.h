// The promises and what was decided of them, as text and as JSON.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "prove/verdict.h"

namespace opta {

inline constexpr std::string_view kHeldWord = "held";
// "held", "broken", "waived", "not known yet", "no such thing"
std::string_view verdict_word(const prove::Verdict& verdict);

// Where the file says what a case is about; may be empty.
using PlaceOf = std::function<std::string(const prove::Case& about)>;

// A line a promise; below it, each resource of which it is broken or not known, with the witness,
// and what to do or why it is waived.
std::string verdicts_text(const std::vector<prove::Verdict>& verdicts, const PlaceOf& place_of);
// The same of those that are broken or waived alone, and a line that counts all.
std::string verdicts_brief(const std::vector<prove::Verdict>& verdicts, const PlaceOf& place_of);
std::string verdicts_json(const std::vector<prove::Verdict>& verdicts);
// "10 held, 1 broken, …", with a line end.
std::string verdicts_summary(const std::vector<prove::Verdict>& verdicts);

// All promises, for people; and with all that is known of each.
std::string promises_text();
std::string promises_json();
// One of them: what it says, why, how it is decided, what to do.
std::string promise_text(const prove::Promise& promise);

}  // namespace opta
