// A rendering on the disk, as the model has it: what stands for a Secret's value is a digest.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_system.h"
#include "plan/manifest.h"

namespace opta {

// `key` names what the rendering was made from. A file is there for one key at a time.
std::optional<std::vector<KubeObject>> read_rendering(const FileSystem& disk,
                                                      const std::string& path,
                                                      std::string_view key);
Status write_rendering(FileSystem& disk, const std::string& path, std::string_view key,
                       const std::vector<KubeObject>& objects);

}  // namespace opta
