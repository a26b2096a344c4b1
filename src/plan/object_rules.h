// What Kubernetes lets nobody change in an object once it is there.
#pragma once

#include <string_view>

namespace opta {

// Whether a change of the field needs a new object.
bool is_immutable(std::string_view kind, std::string_view path);

// Whether Helm cannot set the field right once somebody else has changed it: lists of ports are
// merged by the number, so the wrong one would stay beside the right one under the same name.
bool is_merge_key(std::string_view path);

// "apps/v1" -> "apps", "v1" -> ""
std::string_view api_group(std::string_view api_version);

}  // namespace opta
