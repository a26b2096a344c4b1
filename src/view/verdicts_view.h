// The promises and what was decided of them, as text and as JSON.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "prove/verdict.h"

namespace opta {

std::string_view verdict_word(const prove::Verdict& verdict);  // "held", "no such thing"

// A line a promise; below it, each resource of which it is broken or not known, with the witness
// and what to do. `place_of`: where the file says it, from a module's name; may be empty.
std::string verdicts_text(const std::vector<prove::Verdict>& verdicts,
                          const std::function<std::string(const std::string& module)>& place_of);
std::string verdicts_json(const std::vector<prove::Verdict>& verdicts);
// "10 held, 1 broken, …", with a line end.
std::string verdicts_summary(const std::vector<prove::Verdict>& verdicts);

// All promises, for people; and with all that is known of each.
std::string promises_text();
std::string promises_json();
// One of them: what it says, why, how it is decided, what to do.
std::string promise_text(const prove::Promise& promise);

}  // namespace opta
