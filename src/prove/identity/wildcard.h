// Patterns as IAM writes them: `*` is any text, also an empty one, `?` is any one character.
#pragma once

#include <string_view>

#include "prove/value.h"

namespace opta::prove {

// Actions are compared in any case, resources letter by letter.
bool matches_action(std::string_view pattern, std::string_view action);
bool matches_resource(std::string_view pattern, std::string_view resource);
// Whether the action `wide` fits whatever the action `narrow` fits. False where that is not sure.
bool covers_action(std::string_view wide, std::string_view narrow);
bool has_wildcard(std::string_view text);

// The same of a value. A variable of IAM (`${aws:username}`) may stand for anything.
Truth fits_action(const Value& pattern, std::string_view action);
Truth fits_resource(const Value& pattern, std::string_view resource);

}  // namespace opta::prove
