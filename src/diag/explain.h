// What `opta explain CODE` says.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "diag/diagnostic.h"

namespace opta {

// "e0101" or "E0101".
std::optional<Code> find_code(std::string_view id);

// Markdown: the id with severity and title, and the explanation.
std::string explain(Code code);

// The same by id; for an unknown one an error, with a suggestion as help.
Result<std::string> explain(std::string_view id);

}  // namespace opta
