// aws ec2: security groups, network interfaces and volumes, with their tags.
#pragma once

#include "exec/aws/tagged_resource.h"

namespace opta::aws {

Result<Listing<TaggedResource>> list_security_groups(const Cli& cli, const std::string& vpc);
// Those that nothing uses.
Result<Listing<TaggedResource>> list_free_network_interfaces(const Cli& cli,
                                                             const std::string& vpc);
// With this tag and value.
Result<Listing<TaggedResource>> list_volumes(const Cli& cli, const std::string& tag_name,
                                             const std::string& tag_value);

std::vector<std::string> delete_security_group_arguments(const std::string& id);
std::vector<std::string> delete_network_interface_arguments(const std::string& id);
std::vector<std::string> delete_volume_arguments(const std::string& id);

// Takes the rules that let this group in out of the other groups of the network: as long as one
// names it, it cannot be deleted.
Result<Answer> revoke_rules_from(const Cli& cli, const std::string& vpc, const std::string& group);
// The part of a group's `IpPermissions` that lets `group` in, as JSON; empty when there is none.
std::string permissions_from(const lenient::Json& permissions, const std::string& group);

}  // namespace opta::aws
