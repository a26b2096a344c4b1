// helm version: which Helm this is.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "exec/environment.h"
#include "exec/process.h"
#include "exec/terraform/version.h"

namespace opta::helm {

using terraform::Version;

inline constexpr int kOldestMajor = 3;
inline constexpr int kNewestMajor = 4;

std::vector<std::string> version_arguments();
// "v3.17.2", "v4.1.4+g05fa379"
std::optional<Version> decode_version(std::string_view text);
// An Error when the program is no Helm, or one whose flags we do not know.
Result<Version> version(Runner& runner, const std::string& program, const Environment& environment);

}  // namespace opta::helm
