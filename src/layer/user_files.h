// Inputs that name files and folders of the user (`format: file` and the like in module.yaml): they
// are found, held to limits, and read.
#pragma once

#include <cstdint>

#include "base/file_system.h"
#include "diag/diagnostic.h"
#include "layer/layer.h"

namespace opta {

// Limits on what is read and copied, each with a diagnostic.
struct UserFileLimits {
  std::uint64_t text_bytes = 1u << 20;                 // of a file whose text becomes a value
  std::uint64_t file_bytes = 64u << 20;                // of a file that is copied
  std::uint64_t all_bytes = std::uint64_t{256} << 20;  // of all that a layer copies
  std::size_t files = 10'000;                          // that a layer copies
  int depth = 64;                                      // of folders in folders
};

// What `opta generate-terraform` leaves in the folders that it writes. Folders that hold it are
// never copied: each copy would hold the one before.
inline constexpr const char* kGeneratedMarker = ".opta-generated";

// Paths are relative to the folder of the layer's file. Values of the arguments become what their
// format says, and files that go along are added to `layer.files`. Modules for which nothing is
// made are checked all the same.
void read_user_files(Layer& layer, const FileSystem& disk, SourceMap& sources,
                     Diagnostics& diagnostics, const UserFileLimits& limits = {});

}  // namespace opta
