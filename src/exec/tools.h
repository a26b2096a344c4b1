// The programs we use, found on the user's machine.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "exec/environment.h"
#include "exec/process.h"
#include "exec/terraform/version.h"

namespace opta {

struct Engine {
  std::string path;
  terraform::Flavour flavour = terraform::Flavour::kTerraform;
  terraform::Version version = {};
};

// Both know ephemeral values and write-only arguments from here on; without them secrets would
// stand in the state.
inline constexpr terraform::Version kOldestEngine{1, 11, 0};

// OPTA_TERRAFORM, else `terraform`, else `tofu`. The first that is new enough is taken; when there
// is none the Error says what was found and where to get one. Asking costs a third of a second, so
// the answer is kept in `cache_folder` (empty: no cache) for as long as the program file stays the
// same.
Result<Engine> find_engine(Runner& runner, const Environment& environment,
                           const std::string& cache_folder);

enum class Tool { kAws, kKubectl, kHelm, kGit, kPython, kMotoServer };
std::string_view program_name(Tool tool);
// Its path, or an Error that says what it is needed for and where to get it.
Result<std::string> find_tool(Tool tool, const Environment& environment);

// "aws-cli/2.9.19 Python/…" -> 2; 0 when it cannot be told.
int aws_major_version(std::string_view version_text);

}  // namespace opta
