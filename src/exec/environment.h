// The environment that is handed to engines, as data. A child never inherits ours by accident: what
// it gets is exactly the map in its Command.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/file_system.h"
#include "base/result.h"

namespace opta {

using Environment = std::map<std::string, std::string, std::less<>>;

// From a null-ended list of `NAME=value`, as main has it.
Environment environment_from(const char* const* entries);

// The value, or an empty text: to a program, set-but-empty and unset are rarely different.
std::string_view value_of(const Environment& environment, std::string_view name);

// The file that `name` runs, by the PATH in `environment`; a name with a slash is taken as it is.
// Relative folders in PATH are passed over: what runs must not depend on where the user stands.
std::optional<std::string> find_program(std::string_view name, const Environment& environment);

// The user's environment without what would change an engine's behaviour behind our back.
Environment engine_environment(const Environment& user, const FileSystem& files);

struct SandboxAccess {
  std::string endpoint;    // http://127.0.0.1:PORT
  std::string account_id;  // 12 digits; the emulator takes it as the access key
  std::string region;
};

// The same for the sandbox: no credential, profile, token or proxy of the user survives. An
// endpoint that is not plain HTTP on loopback is refused, so nothing meant for the sandbox can
// reach a real cloud.
Result<Environment> sandbox_environment(const Environment& user, const FileSystem& files,
                                        const SandboxAccess& access);

bool is_loopback_endpoint(std::string_view url);

}  // namespace opta
