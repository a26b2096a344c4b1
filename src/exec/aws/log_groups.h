// aws logs: log groups.
#pragma once

#include "exec/aws/tagged_resource.h"

namespace opta::aws {

// Names that begin with the prefix.
Result<Listing<std::string>> list_log_groups(const Cli& cli, const std::string& prefix);
std::vector<std::string> delete_log_group_arguments(const std::string& name);

}  // namespace opta::aws
