// Where the sandbox lives: what runs, its logs, and the programs' scripts out of the library.
#pragma once

#include <string>

#include "app/env.h"
#include "base/file_system.h"

namespace opta {

// A folder of ours in the one that OPTA_SANDBOX_DIR names, or in the user's cache. Absolute, since
// what runs there runs in another folder.
std::string sandbox_folder(const Env& env);

// Copies a folder of the library to the disk.
Status write_out(const FileSystem& library, const std::string& path, FileSystem& disk,
                 const std::string& target);

}  // namespace opta
