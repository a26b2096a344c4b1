// Finds the Opta files of a folder, for commands that run over many layers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/file_system.h"

namespace opta {

// Limits of the search, so that a wrong folder (`/`, a home) is refused and not read for hours.
inline constexpr std::size_t kSearchDepthMax = 16;
inline constexpr std::size_t kSearchFoldersMax = 20'000;
inline constexpr std::size_t kLayerFilesMax = 500;

// Whether a YAML file is meant as an Opta file, by its top-level keys alone: so that one with a
// mistake in it is reported, and another program's is left alone.
bool looks_like_layer(std::string_view text);

// Paths below `folder`, as `folder` is written, sorted. Hidden folders and `node_modules` are
// passed over, as is what a symlink brings in from outside. An Error when a limit is passed.
Result<std::vector<std::string>> find_layer_files(const FileSystem& disk,
                                                  const std::string& folder);

}  // namespace opta
