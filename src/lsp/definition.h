// Where what is named at a place is declared.
#pragma once

#include <string>
#include <vector>

#include "lsp/scene.h"

namespace opta::lsp {

struct Location {
  std::string path;
  Extent extent;
  std::string_view text;  // of that file; empty for one that was not read
};

// Of a module, a variable, an output, or a file. Several where the file has several environments.
// `exists` says whether a file can be opened.
std::vector<Location> definition(const Scene& scene, std::size_t offset,
                                 const std::function<bool(const std::string& path)>& exists);

}  // namespace opta::lsp
