// aws elbv2 and aws elb: load balancers of both generations and target groups, with their tags.
#pragma once

#include "exec/aws/tagged_resource.h"

namespace opta::aws {

// Of one network; `id` is the ARN, for classic ones the name.
Result<Listing<TaggedResource>> list_load_balancers(const Cli& cli, const std::string& vpc);
Result<Listing<TaggedResource>> list_classic_load_balancers(const Cli& cli, const std::string& vpc);
Result<Listing<TaggedResource>> list_target_groups(const Cli& cli, const std::string& vpc);

std::vector<std::string> delete_load_balancer_arguments(const std::string& arn);
std::vector<std::string> delete_classic_load_balancer_arguments(const std::string& name);
std::vector<std::string> delete_target_group_arguments(const std::string& arn);

}  // namespace opta::aws
