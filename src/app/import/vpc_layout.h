// A network that somebody else made, held against the one that aws-base makes: the same, or where
// it is different. Pure.
#pragma once

#include <string>
#include <vector>

#include "app/imports.h"
#include "exec/json.h"

namespace opta {

struct VpcLayout {
  std::vector<Import> imports = {};  // addresses within the module; the VPC itself comes first
  lenient::Json inputs = {};         // of the module, as the network asks for them
  // Why the module cannot have it, each in a sentence; then the two above are of no use.
  std::vector<std::string> misfits = {};
  std::vector<std::string> left_alone = {};  // what stands in it and is none of the module's
  // By what the module uses it without owning it.
  std::vector<std::string> public_subnets = {};
  std::vector<std::string> private_subnets = {};
};

// From the answers to aws-base's questions.
VpcLayout read_vpc(const lenient::Json& answers);

}  // namespace opta
