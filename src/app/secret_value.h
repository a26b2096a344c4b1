// Where the value of a secret comes from: hidden typing, a file, standard input; only when asked
// for, the command line.
#pragma once

#include <string>

#include "app/cloud_room.h"

namespace opta {

// What Linux lets one variable of an environment hold, its name and `=` included.
inline constexpr std::size_t kVariableBytesMax = 128U << 10U;

// One line end at the end is no part of a value from a file or from standard input.
Step<std::string> take_secret_value(const CloudRoom& room, const SecretArguments& arguments);

// Empty, or why no environment variable can be called so or hold this. The value is not quoted.
std::string refuse_secret(std::string_view name, std::string_view value);

}  // namespace opta
