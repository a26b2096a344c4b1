// Between the URIs of editors and paths.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace opta::lsp {

// The path of a `file:` URI; nothing for another scheme or host (a file that is not saved yet, one
// inside an archive), and for a path with a NUL.
std::optional<std::string> path_of(std::string_view uri);
std::string uri_of(std::string_view path);

}  // namespace opta::lsp
