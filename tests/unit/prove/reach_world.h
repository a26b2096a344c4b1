// A cluster with a database beside it, as short as can be, all of it known.
#pragma once

#include <string>

#include "clusters.h"
#include "prove/reach/store_reach.h"
#include "worlds.h"

namespace opta::prove::test {

// Of an ingress or egress block of a group: TCP, from one port to another.
inline json group_rule(int from, int to, json rest) {
  json made{{"protocol", "tcp"}, {"from_port", from}, {"to_port", to}};
  made.merge_patch(rest);
  return made;
}
inline json acl_entry(int number, const char* action, const std::string& block, int from, int to) {
  return {{"rule_no", number},   {"action", action},  {"protocol", "tcp"},
          {"cidr_block", block}, {"from_port", from}, {"to_port", to}};
}

// Nodes with the group that EKS makes in 10.0.1.0/24, a database in 10.0.9.0/24.
struct Site {
  std::map<std::string, json> resources = {
      {"aws_subnet.nodes",
       {{"id", "subnet-n"}, {"vpc_id", "vpc-1"}, {"cidr_block", "10.0.1.0/24"}}},
      {"aws_subnet.db", {{"id", "subnet-d"}, {"vpc_id", "vpc-1"}, {"cidr_block", "10.0.9.0/24"}}},
      {"aws_eks_cluster.k8s",
       {{"id", "k8s"},
        {"name", "k8s"},
        {"vpc_config", json::array({{{"cluster_security_group_id", "sg-eks"}}})}}},
      {"aws_eks_node_group.nodes",
       {{"cluster_name", "k8s"}, {"subnet_ids", json::array({"subnet-n"})}}},
      {"aws_db_subnet_group.db",
       {{"id", "g"}, {"name", "g"}, {"subnet_ids", json::array({"subnet-d"})}}},
      {"aws_security_group.db",
       {{"id", "sg-db"},
        {"ingress",
         json::array({group_rule(5432, 5432, {{"security_groups", json::array({"sg-eks"})}})})}}},
      {"aws_db_instance.db",
       {{"engine", "postgres"},
        {"port", 5432},
        {"db_subnet_group_name", "g"},
        {"vpc_security_group_ids", json::array({"sg-db"})}}}};
  std::map<std::string, json> unknown = {};      // known after the apply
  std::map<std::string, json> expressions = {};  // of the configuration
  std::vector<json> manifests = {
      object("apps/v1", "Deployment", "hello",
             {{"spec",
               {{"template",
                 {{"metadata", {{"labels", {{"app", "hello"}}}}},
                  {"spec", {{"containers", json::array({{{"name", "main"}}})}}}}}}}})};

  json& of(const std::string& address) { return resources.at(address); }
  json& rules() { return of("aws_security_group.db")["ingress"]; }
  // That lets nothing out but this.
  void add_egress(json rules) {
    manifests.push_back(object("networking.k8s.io/v1", "NetworkPolicy",
                               "out-" + std::to_string(manifests.size()),
                               {{"spec",
                                 {{"podSelector", {{"matchLabels", {{"app", "hello"}}}}},
                                  {"policyTypes", json::array({"Egress"})},
                                  {"egress", std::move(rules)}}}}));
  }

  StoreReach reach() const {
    PlanText plan;
    for (const auto& [address, values] : resources) {
      const auto hidden = unknown.find(address);
      plan.add(address, values, hidden == unknown.end() ? json::object() : hidden->second);
      const auto made_of = expressions.find(address);
      if (made_of != expressions.end()) plan.expressions(address, made_of->second);
    }
    const World world = plan.world();
    const Cluster cluster = cluster_of({{"app", manifests}});
    const Network network(world);
    const PodNetwork pods(cluster);
    const std::vector<DataStore> stores = data_stores(world);
    if (stores.size() != 1 || pods.all().empty()) {
      ADD_FAILURE();
      return {};
    }
    return Reaches(world, network, cluster, pods).to_store(pods.all().front(), stores.front());
  }
};

}  // namespace opta::prove::test
