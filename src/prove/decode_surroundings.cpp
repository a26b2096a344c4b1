#include "prove/decode_surroundings.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/json_depth.h"
#include "base/text.h"
#include "plan/decode.h"
#include "plan/json_shape.h"

namespace opta::prove {

namespace {

using nlohmann::json;

constexpr int kStateFormat = 4;
constexpr std::string_view kTypes[] = {"aws_db_subnet_group",
                                       "aws_default_network_acl",
                                       "aws_default_route_table",
                                       "aws_default_security_group",
                                       "aws_docdb_subnet_group",
                                       "aws_egress_only_internet_gateway",
                                       "aws_elasticache_subnet_group",
                                       "aws_internet_gateway",
                                       "aws_main_route_table_association",
                                       "aws_nat_gateway",
                                       "aws_network_acl",
                                       "aws_network_acl_association",
                                       "aws_network_acl_rule",
                                       "aws_route",
                                       "aws_route_table",
                                       "aws_route_table_association",
                                       "aws_security_group",
                                       "aws_security_group_rule",
                                       "aws_subnet",
                                       "aws_vpc",
                                       "aws_vpc_security_group_egress_rule",
                                       "aws_vpc_security_group_ingress_rule"};

// The ends of ways: what pods run on, and what answers them. Passwords and what machines are
// started with stand there, too, so no more is taken than what follows.
constexpr std::string_view kEnds[] = {
    "aws_autoscaling_group",   "aws_db_instance",
    "aws_docdb_cluster",       "aws_eks_cluster",
    "aws_eks_fargate_profile", "aws_eks_node_group",
    "aws_elasticache_cluster", "aws_elasticache_replication_group",
    "aws_launch_template",     "aws_rds_cluster"};
constexpr std::string_view kOfEnds[] = {"arn",
                                        "cluster_identifier",
                                        "cluster_name",
                                        "compute_config",
                                        "db_subnet_group_name",
                                        "engine",
                                        "id",
                                        "kubernetes_network_config",
                                        "launch_template",
                                        "name",
                                        "network_interfaces",
                                        "port",
                                        "replication_group_id",
                                        "security_group_ids",
                                        "subnet_group_name",
                                        "subnet_ids",
                                        "vpc_config",
                                        "vpc_security_group_ids"};

bool is_among(const auto& list, std::string_view name) {
  return std::ranges::find(list, name) != std::end(list);
}

// All of a state is known.
Value value_of(const json& of) {  // NOLINT(misc-no-recursion): the depth is limited before
  if (of.is_boolean()) return Value::of(of.get<bool>());
  if (of.is_number()) return Value::of(of.get<double>());
  if (of.is_string()) return Value::of(of.get<std::string>());
  if (of.is_array()) {
    std::vector<Value> items;
    for (const json& item : of) items.push_back(value_of(item));
    return Value::list(std::move(items));
  }
  if (!of.is_object()) return {};
  std::vector<std::string> names;
  std::vector<Value> items;
  for (const auto& [name, item] : of.items()) {
    if (item.is_null()) continue;
    names.push_back(name);
    items.push_back(value_of(item));
  }
  return Value::object(std::move(names), std::move(items));
}

void add_instances(const json& resource, const std::string& layer, std::vector<Resource>& into) {
  const std::string type = text_or(resource, "type");
  const json* instances = child_or_null(&resource, "instances");
  if (instances == nullptr || text_or(resource, "mode") != "managed") return;
  const bool is_end = is_among(kEnds, type);
  if (!is_end && !is_among(kTypes, type)) return;
  const std::string module = text_or(resource, "module");
  const std::string block = fmt::format("{}: {}{}{}.{}", layer, module, module.empty() ? "" : ".",
                                        type, text_or(resource, "name"));
  for (const json& instance : *instances) {
    const json* all = child_or_null(&instance, "attributes");
    if (all == nullptr) continue;
    json taken = json::object();
    for (const auto& [name, value] : all->items()) {
      if (!is_end || is_among(kOfEnds, name)) taken[name] = value;
    }
    const json* key = child_or_null(&instance, "index_key");
    std::string address = block;
    if (key != nullptr) address += fmt::format("[{}]", json_line(*key));
    into.push_back({.address = address,
                    .block = block,
                    .place = address,
                    .module = {},
                    .type = type,
                    .is_elsewhere = true,
                    .values = value_of(taken)});
  }
}

}  // namespace

Result<std::vector<Resource>> decode_surroundings(std::string_view state,
                                                  const std::string& layer) {
  if (nests_deeper_than(state, kPlanDepthMax)) return fail("the state nests too deeply");
  const json root = json::parse(state, nullptr, false);
  const json* version = root.is_object() ? child_or_null(&root, "version") : nullptr;
  if (version == nullptr || *version != kStateFormat)
    return fail("it is no state of a format that is known");
  std::vector<Resource> resources;
  const json* list = child_or_null(&root, "resources");
  if (list != nullptr && list->is_array()) {
    for (const json& resource : *list) add_instances(resource, layer, resources);
  }
  return resources;
}

}  // namespace opta::prove
