// A plan as Terraform writes it, of as many resources as one asks for.
#pragma once

#include <cstddef>
#include <string>

namespace opta {

// Of `count` resources, a multiple of fifty: modules that are an environment each, none of which is
// made yet, so that what belongs together is found through references alone.
std::string generated_plan(std::size_t count);

}  // namespace opta
