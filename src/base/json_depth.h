// How deep a JSON text nests, found before it is parsed: the library's own walks recurse without a
// limit.
#pragma once

#include <string_view>

namespace opta {

bool nests_deeper_than(std::string_view json_text, std::size_t limit);

}  // namespace opta
