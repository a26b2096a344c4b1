// The manual's page of the promises: docs/manual/promises.md is what it says.
#pragma once

#include <string>

namespace opta {

std::string promises_markdown();

}  // namespace opta
