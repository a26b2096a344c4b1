// The module library: the copy inside the binary, or a folder for people who change modules.
#pragma once

#include <memory>
#include <string>

#include "base/file_system.h"

namespace opta {

// Paths in it are relative to the library's root: "modules/aws/base/module.yaml",
// "sandbox/emulator/server.py". `folder` empty = the embedded copy; else the folder's `modules` and
// `sandbox` are read into memory.
Result<std::unique_ptr<FileSystem>> open_library(const std::string& folder);

}  // namespace opta
