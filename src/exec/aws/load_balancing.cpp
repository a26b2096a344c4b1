#include "exec/aws/load_balancing.h"

#include <algorithm>

namespace opta::aws {

using lenient::Json;
using lenient::list_at;
using lenient::parse;
using lenient::text_at;

namespace {

// How many AWS takes in one question for tags.
constexpr std::size_t kTagBatch = 20;

// One kind of thing: how it is listed, and how its tags are asked for.
struct Kind {
  const char* service;
  const char* list;
  const char* list_key;
  const char* vpc_key;
  const char* id_key;
  const char* name_key;
  const char* tags_option;
  const char* tags_id_key;
};

constexpr Kind kLoadBalancer = {
    .service = "elbv2",
    .list = "describe-load-balancers",
    .list_key = "LoadBalancers",
    .vpc_key = "VpcId",
    .id_key = "LoadBalancerArn",
    .name_key = "LoadBalancerName",
    .tags_option = "--resource-arns",
    .tags_id_key = "ResourceArn",
};
constexpr Kind kTargetGroup = {
    .service = "elbv2",
    .list = "describe-target-groups",
    .list_key = "TargetGroups",
    .vpc_key = "VpcId",
    .id_key = "TargetGroupArn",
    .name_key = "TargetGroupName",
    .tags_option = "--resource-arns",
    .tags_id_key = "ResourceArn",
};
constexpr Kind kClassic = {
    .service = "elb",
    .list = "describe-load-balancers",
    .list_key = "LoadBalancerDescriptions",
    .vpc_key = "VPCId",
    .id_key = "LoadBalancerName",
    .name_key = "LoadBalancerName",
    .tags_option = "--load-balancer-names",
    .tags_id_key = "LoadBalancerName",
};

// Fills in the tags of items[begin…], as many as fit in one call.
Result<Answer> read_tags(const Cli& cli, const Kind& kind, std::vector<TaggedResource>& items,
                         std::size_t begin) {
  std::vector<std::string> arguments = {kind.service, "describe-tags", kind.tags_option};
  for (std::size_t i = begin; i < std::min(items.size(), begin + kTagBatch); ++i)
    arguments.push_back(items[i].id);
  Answer answer = OPTA_TRY(call(cli, arguments));
  const Json json = parse(answer.text);
  for (const Json& entry : list_at(json, "TagDescriptions")) {
    const auto item =
        std::ranges::find(items, text_at(entry, kind.tags_id_key), &TaggedResource::id);
    if (item != items.end()) item->tags = decode_tags(list_at(entry, "Tags"));
  }
  return answer;
}

Result<Listing<TaggedResource>> list(const Cli& cli, const Kind& kind, const std::string& vpc) {
  const Answer answer = OPTA_TRY(call(cli, {kind.service, kind.list}));
  Listing<TaggedResource> listing{.failure = answer.failure};
  const Json json = parse(answer.text);
  for (const Json& entry : list_at(json, kind.list_key)) {
    if (text_at(entry, kind.vpc_key) != vpc) continue;
    listing.items.push_back(
        {.id = text_at(entry, kind.id_key), .name = text_at(entry, kind.name_key), .vpc = vpc});
  }
  for (std::size_t i = 0; i < listing.items.size() && !listing.failure; i += kTagBatch)
    listing.failure = OPTA_TRY(read_tags(cli, kind, listing.items, i)).failure;
  return listing;
}

}  // namespace

Result<Listing<TaggedResource>> list_load_balancers(const Cli& cli, const std::string& vpc) {
  return list(cli, kLoadBalancer, vpc);
}

Result<Listing<TaggedResource>> list_classic_load_balancers(const Cli& cli,
                                                            const std::string& vpc) {
  return list(cli, kClassic, vpc);
}

Result<Listing<TaggedResource>> list_target_groups(const Cli& cli, const std::string& vpc) {
  return list(cli, kTargetGroup, vpc);
}

std::vector<std::string> delete_load_balancer_arguments(const std::string& arn) {
  return {"elbv2", "delete-load-balancer", "--load-balancer-arn", arn};
}

std::vector<std::string> delete_classic_load_balancer_arguments(const std::string& name) {
  return {"elb", "delete-load-balancer", "--load-balancer-name", name};
}

std::vector<std::string> delete_target_group_arguments(const std::string& arn) {
  return {"elbv2", "delete-target-group", "--target-group-arn", arn};
}

}  // namespace opta::aws
