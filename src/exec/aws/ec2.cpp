#include "exec/aws/ec2.h"

#include <fmt/format.h>

namespace opta::aws {

using lenient::Json;
using lenient::list_at;
using lenient::parse;
using lenient::text_at;

namespace {

std::string filter(const std::string& name, const std::string& value) {
  return fmt::format("Name={},Values={}", name, value);
}

Result<Listing<TaggedResource>> list(const Cli& cli, std::vector<std::string> arguments,
                                     const char* list_key, const char* id_key, const char* name_key,
                                     const char* status_key, const char* tags_key) {
  arguments.insert(arguments.begin(), "ec2");
  const Answer answer = OPTA_TRY(call(cli, arguments));
  Listing<TaggedResource> listing{.failure = answer.failure};
  const Json json = parse(answer.text);
  for (const Json& entry : list_at(json, list_key)) {
    listing.items.push_back({.id = text_at(entry, id_key),
                             .name = text_at(entry, name_key),
                             .vpc = text_at(entry, "VpcId"),
                             .status = text_at(entry, status_key),
                             .tags = decode_tags(list_at(entry, tags_key))});
  }
  return listing;
}

}  // namespace

Result<Listing<TaggedResource>> list_security_groups(const Cli& cli, const std::string& vpc) {
  return list(cli, {"describe-security-groups", "--filters", filter("vpc-id", vpc)},
              "SecurityGroups", "GroupId", "GroupName", "", "Tags");
}

Result<Listing<TaggedResource>> list_free_network_interfaces(const Cli& cli,
                                                             const std::string& vpc) {
  return list(cli,
              {"describe-network-interfaces", "--filters", filter("vpc-id", vpc),
               filter("status", "available")},
              "NetworkInterfaces", "NetworkInterfaceId", "Description", "Status", "TagSet");
}

Result<Listing<TaggedResource>> list_volumes(const Cli& cli, const std::string& tag_name,
                                             const std::string& tag_value) {
  return list(cli, {"describe-volumes", "--filters", filter("tag:" + tag_name, tag_value)},
              "Volumes", "VolumeId", "", "State", "Tags");
}

std::vector<std::string> delete_security_group_arguments(const std::string& id) {
  return {"ec2", "delete-security-group", "--group-id", id};
}

std::vector<std::string> delete_network_interface_arguments(const std::string& id) {
  return {"ec2", "delete-network-interface", "--network-interface-id", id};
}

std::vector<std::string> delete_volume_arguments(const std::string& id) {
  return {"ec2", "delete-volume", "--volume-id", id};
}

std::string permissions_from(const Json& permissions, const std::string& group) {
  Json found = Json::array();
  for (const Json& permission : permissions) {
    for (const Json& pair : list_at(permission, "UserIdGroupPairs")) {
      if (text_at(pair, "GroupId") != group) continue;
      Json one = {{"IpProtocol", text_at(permission, "IpProtocol")},
                  {"UserIdGroupPairs", Json::array({{{"GroupId", group}}})}};
      for (const char* port : {"FromPort", "ToPort"}) {
        if (permission.contains(port)) one[port] = permission[port];
      }
      found.push_back(std::move(one));
    }
  }
  return found.empty() ? std::string() : found.dump();
}

Result<Answer> revoke_rules_from(const Cli& cli, const std::string& vpc, const std::string& group) {
  Answer answer =
      OPTA_TRY(call(cli, {"ec2", "describe-security-groups", "--filters", filter("vpc-id", vpc),
                          filter("ip-permission.group-id", group)}));
  if (answer.failure) return answer;
  const Json json = parse(answer.text);
  for (const Json& other : list_at(json, "SecurityGroups")) {
    const std::string permissions = permissions_from(list_at(other, "IpPermissions"), group);
    if (permissions.empty()) continue;
    answer = OPTA_TRY(call(cli, {"ec2", "revoke-security-group-ingress", "--group-id",
                                 text_at(other, "GroupId"), "--ip-permissions", permissions}));
    if (answer.failure) return answer;
  }
  return answer;
}

}  // namespace opta::aws
