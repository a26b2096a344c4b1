// The commented file that `opta init` writes.
#pragma once

#include <string>
#include <string_view>

namespace opta {

// `kind` is "environment" or "service".
std::string starter_file(std::string_view kind);

}  // namespace opta
