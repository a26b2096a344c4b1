// Whether pods reach a database, by examples: each part of the way opens, closes, or is not known.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "reach_world.h"

namespace opta::prove {
namespace {

using test::acl_entry;
using test::group_rule;
using test::json;
using test::references;
using test::Site;
using testing::ElementsAre;
using testing::HasSubstr;

using Change = std::function<void(Site&)>;

StoreReach reach(const Change& change) {
  Site site;
  change(site);
  return site.reach();
}
Truth said(const Change& change) {
  return reach(change).is_possible;
}

json block(const char* cidr) {
  return {{"ipBlock", {{"cidr", cidr}}}};
}

TEST(Reach, TellsTheWayAndThePorts) {
  const StoreReach found = Site().reach();
  EXPECT_EQ(found.is_possible, Truth::kYes);
  EXPECT_EQ(found.port, 5432);
  EXPECT_THAT(found.open, ElementsAre(Ports{.from = 5432, .to = 5432}));
  EXPECT_TRUE(found.perhaps.empty());
  EXPECT_EQ(found.reason, "");
  EXPECT_THAT(found.path,
              ElementsAre("Deployment app/hello", "aws_eks_node_group.nodes in aws_subnet.nodes",
                          "the cluster's security group of aws_eks_cluster.k8s (5432)",
                          "aws_security_group.db (5432)", "aws_db_instance.db (5432)"));
}

TEST(Reach, APolicyOpensTheWayOrClosesIt) {
  const StoreReach open = reach([](Site& site) {
    site.add_egress({{{"to", {block("10.0.0.0/16")}}, {"ports", {{{"port", 5432}}}}}});
  });
  EXPECT_EQ(open.is_possible, Truth::kYes);
  EXPECT_EQ(open.path.at(1), "NetworkPolicy app/out-1 (egress)");
  EXPECT_EQ(said([](Site& site) { site.add_egress(json::array({json::object()})); }), Truth::kYes);
  const StoreReach closed = reach([](Site& site) {
    site.add_egress({{{"to", {block("10.0.0.0/16")}}, {"ports", {{{"port", 53}}}}}});
  });
  EXPECT_EQ(closed.is_possible, Truth::kNo);
  EXPECT_TRUE(closed.open.empty());
  EXPECT_THAT(closed.path, ElementsAre("Deployment app/hello", "NetworkPolicy app/out-1 (egress)"));
  EXPECT_THAT(closed.reason, HasSubstr("lets nothing out to aws_subnet.db on port 5432"));
  const std::vector<json> kClosed = {
      json::array(),
      {{{"to", {{{"podSelector", json::object()}}}}}},
      {{{"to", {{{"namespaceSelector", json::object()}}}}}},
      {{{"to", {block("10.0.8.0/24")}}}},
      {{{"to", {{{"ipBlock", {{"cidr", "10.0.0.0/16"}, {"except", {"10.0.9.0/24"}}}}}}}}},
      {{{"to", {block("10.0.0.0/16")}}, {"ports", {{{"port", 5432}, {"protocol", "UDP"}}}}}},
      {{{"to", {block("10.0.0.0/16")}}, {"ports", {{{"port", "postgres"}}}}}}};
  for (const json& rules : kClosed)
    EXPECT_EQ(said([&](Site& site) { site.add_egress(rules); }), Truth::kNo) << rules;
}

TEST(Reach, APolicyForAPartOfTheSubnetIsNoAnswer) {
  EXPECT_EQ(said([](Site& site) { site.add_egress({{{"to", {block("10.0.9.0/25")}}}}); }),
            Truth::kUnknown);
  EXPECT_EQ(said([](Site& site) {
              site.add_egress({{{"to", {block("10.0.9.0/25"), block("10.0.9.128/25")}}}});
            }),
            Truth::kYes);
  EXPECT_EQ(said([](Site& site) { site.add_egress({{{"to", {block(test::kAfterApply)}}}}); }),
            Truth::kUnknown);
  // Another policy is about other pods.
  EXPECT_EQ(said([](Site& site) {
              site.add_egress(json::array());
              site.manifests.back()["spec"]["podSelector"]["matchLabels"]["app"] = "other";
            }),
            Truth::kYes);
}

TEST(Reach, GroupsOfTheStoreOpenTheWayOrCloseIt) {
  const auto with = [](json rule) {
    return said([&](Site& site) { site.rules() = json::array({std::move(rule)}); });
  };
  EXPECT_EQ(with(group_rule(5432, 5432, {{"cidr_blocks", {"10.0.1.0/24"}}})), Truth::kYes);
  EXPECT_EQ(with(group_rule(5432, 5432, {{"cidr_blocks", {"10.0.1.0/25", "10.0.1.128/25"}}})),
            Truth::kYes);
  EXPECT_EQ(with(group_rule(5000, 6000, {{"cidr_blocks", {"0.0.0.0/0"}}})), Truth::kYes);
  EXPECT_EQ(with({{"protocol", "-1"},
                  {"from_port", 0},
                  {"to_port", 0},
                  {"security_groups", {"123456789012/sg-eks"}}}),
            Truth::kYes);
  EXPECT_EQ(with(group_rule(5432, 5432, {{"cidr_blocks", {"10.0.1.0/25"}}})), Truth::kUnknown);
  EXPECT_EQ(with(group_rule(5432, 5432, {{"prefix_list_ids", {"pl-1"}}})), Truth::kUnknown);
  EXPECT_EQ(with(group_rule(5432, 5432, {{"cidr_blocks", {"10.0.2.0/24"}}})), Truth::kNo);
  EXPECT_EQ(with(group_rule(3306, 3306, {{"security_groups", {"sg-eks"}}})), Truth::kNo);
  EXPECT_EQ(with(group_rule(5432, 5432, {{"security_groups", {"sg-other"}}})), Truth::kNo);
  EXPECT_EQ(with(group_rule(5432, 5432, {{"self", true}})), Truth::kNo);
  EXPECT_EQ(with({{"protocol", "udp"},
                  {"from_port", 5432},
                  {"to_port", 5432},
                  {"security_groups", {"sg-eks"}}}),
            Truth::kNo);
  const StoreReach closed = reach([](Site& site) { site.rules() = json::array(); });
  EXPECT_EQ(closed.is_possible, Truth::kNo);
  EXPECT_EQ(closed.reason,
            "no rule of the security groups of aws_db_instance.db lets in aws_eks_node_group.nodes "
            "in aws_subnet.nodes on port 5432");
}

TEST(Reach, RulesBesideTheGroupCount) {
  const StoreReach found = reach([](Site& site) {
    site.rules() = json::array();
    site.resources["aws_vpc_security_group_ingress_rule.db"] = {
        {"security_group_id", "sg-db"},
        {"ip_protocol", "tcp"},
        {"from_port", 5432},
        {"to_port", 5440},
        {"referenced_security_group_id", "sg-eks"}};
    site.resources["aws_security_group_rule.more"] = {
        {"type", "ingress"}, {"security_group_id", "sg-db"},
        {"protocol", "tcp"}, {"from_port", 22},
        {"to_port", 22},     {"source_security_group_id", "sg-eks"}};
    // Of egress nothing comes in.
    site.resources["aws_security_group_rule.out"] = {
        {"type", "egress"}, {"security_group_id", "sg-db"}, {"protocol", "-1"}, {"from_port", 0},
        {"to_port", 0},     {"cidr_blocks", {"0.0.0.0/0"}}};
  });
  EXPECT_EQ(found.is_possible, Truth::kYes);
  EXPECT_THAT(found.open,
              ElementsAre(Ports{.from = 22, .to = 22}, Ports{.from = 5432, .to = 5440}));
  EXPECT_EQ(found.path.at(3),
            "aws_vpc_security_group_ingress_rule.db of aws_security_group.db (5432)");
}

// A launch template with groups of its own leaves the cluster's out.
void give_nodes(Site& site, json egress) {
  site.resources["aws_security_group.nodes"] = {{"id", "sg-nodes"}, {"egress", std::move(egress)}};
  site.resources["aws_launch_template.nodes"] = {
      {"id", "lt-1"}, {"vpc_security_group_ids", json::array({"sg-nodes"})}};
  site.of("aws_eks_node_group.nodes")["launch_template"] = json::array({{{"id", "lt-1"}}});
}

TEST(Reach, GroupsOfTheNodesCountBothWays) {
  const json all = json::array({group_rule(0, 65535, {{"cidr_blocks", {"0.0.0.0/0"}}})});
  EXPECT_EQ(said([&](Site& site) { give_nodes(site, all); }), Truth::kNo);
  const auto by_nodes = [](Site& site) {
    site.rules() = json::array({group_rule(5432, 5432, {{"security_groups", {"sg-nodes"}}})});
  };
  EXPECT_EQ(said([&](Site& site) {
              give_nodes(site, all);
              by_nodes(site);
            }),
            Truth::kYes);
  EXPECT_EQ(said([&](Site& site) {
              give_nodes(site, json::array());
              by_nodes(site);
            }),
            Truth::kNo);
  EXPECT_EQ(said([&](Site& site) {
              give_nodes(site,
                         json::array({group_rule(5432, 5432, {{"security_groups", {"sg-db"}}})}));
              by_nodes(site);
            }),
            Truth::kYes);
  // Both have one group that lets in its own.
  EXPECT_EQ(said([&](Site& site) {
              give_nodes(site, all);
              site.of("aws_security_group.nodes")["ingress"] =
                  json::array({group_rule(5432, 5432, {{"self", true}})});
              site.of("aws_db_instance.db")["vpc_security_group_ids"].push_back("sg-nodes");
            }),
            Truth::kYes);
}

TEST(Reach, NetworkAclsLookAtPacketsAndAtAnswers) {
  const json all_in = json::array({acl_entry(100, "allow", "0.0.0.0/0", 0, 65535)});
  const auto with = [&](const char* subnet, const json& in, const json& out) {
    return said([&](Site& site) {
      site.resources["aws_network_acl.x"] = {
          {"id", "acl-1"}, {"subnet_ids", json::array({subnet})}, {"ingress", in}, {"egress", out}};
    });
  };
  for (const char* subnet : {"subnet-d", "subnet-n"}) {
    EXPECT_EQ(with(subnet, all_in, all_in), Truth::kYes);
    EXPECT_EQ(with(subnet, json::array(), all_in), Truth::kNo);
    EXPECT_EQ(with(subnet, all_in, json::array()), Truth::kNo);
  }
  const json port = json::array({acl_entry(100, "allow", "10.0.1.0/24", 5432, 5432)});
  const json answers = json::array({acl_entry(100, "allow", "10.0.1.0/24", 1024, 65535)});
  EXPECT_EQ(with("subnet-d", port, answers), Truth::kYes);
  EXPECT_EQ(with("subnet-d", port, port), Truth::kNo);
  EXPECT_EQ(with("subnet-d",
                 json::array({acl_entry(50, "deny", "10.0.1.0/25", 0, 65535), all_in[0]}), all_in),
            Truth::kUnknown);
  EXPECT_EQ(with("subnet-d",
                 json::array({acl_entry(50, "deny", "10.0.0.0/8", 5432, 5432), all_in[0]}), all_in),
            Truth::kNo);
  // The network's default one is of the subnets that no other has.
  EXPECT_EQ(said([](Site& site) {
              site.resources["aws_default_network_acl.x"] = {{"vpc_id", "vpc-1"},
                                                             {"subnet_ids", json::array()},
                                                             {"ingress", json::array()},
                                                             {"egress", json::array()}};
            }),
            Truth::kNo);
}

TEST(Reach, WhatIsNotKnownIsNoAnswer) {
  const std::vector<std::pair<const char*, Change>> kChanges = {
      {"groups elsewhere", [](Site& site) { site.resources.erase("aws_security_group.db"); }},
      {"no groups",
       [](Site& site) { site.of("aws_db_instance.db").erase("vpc_security_group_ids"); }},
      {"subnets elsewhere", [](Site& site) { site.resources.erase("aws_subnet.db"); }},
      {"the nodes' subnets elsewhere",
       [](Site& site) { site.resources.erase("aws_subnet.nodes"); }},
      {"no nodes", [](Site& site) { site.resources.erase("aws_eks_node_group.nodes"); }},
      {"another network", [](Site& site) { site.of("aws_subnet.db")["vpc_id"] = "vpc-2"; }},
      {"a cluster elsewhere", [](Site& site) { site.resources.erase("aws_eks_cluster.k8s"); }},
      {"addresses of IPv6",
       [](Site& site) {
         site.of("aws_eks_cluster.k8s")["kubernetes_network_config"] =
             json::array({{{"ip_family", "ipv6"}}});
       }},
      {"groups of pods",
       [](Site& site) {
         site.manifests.push_back(
             test::object("vpcresources.k8s.aws/v1beta1", "SecurityGroupPolicy", "x"));
       }},
      {"nodes of Karpenter",
       [](Site& site) {
         site.manifests.push_back(test::object("karpenter.sh/v1", "NodePool", "x"));
       }},
      {"nodes of which some do not get there",
       [](Site& site) {
         site.resources["aws_subnet.more"] = {
             {"id", "subnet-m"}, {"vpc_id", "vpc-1"}, {"cidr_block", "10.0.2.0/24"}};
         site.of("aws_eks_node_group.nodes")["subnet_ids"].push_back("subnet-m");
         site.rules() = json::array({group_rule(5432, 5432, {{"cidr_blocks", {"10.0.1.0/24"}}})});
       }},
      {"a rule's ports",
       [](Site& site) {
         site.rules()[0].erase("from_port");
         site.rules()[0].erase("to_port");
         site.unknown["aws_security_group.db"] = {
             {"ingress", json::array({{{"from_port", true}, {"to_port", true}}})}};
       }},
      {"the store's port", [](Site& site) {
         site.of("aws_db_instance.db").erase("port");
         site.of("aws_db_instance.db").erase("engine");
       }}};
  for (const auto& [what, change] : kChanges) {
    const StoreReach found = reach(change);
    EXPECT_EQ(found.is_possible, Truth::kUnknown) << what;
    EXPECT_NE(found.reason, "") << what;
  }
}

// Nothing has an id yet: the plan's references tell what belongs to what.
TEST(Reach, BeforeAnApplyReferencesAreFollowed) {
  const auto before = [](const char* source, json of_cluster = json::object()) {
    Site site;
    site.of("aws_eks_cluster.k8s")["vpc_config"] = json::array({std::move(of_cluster)});
    site.unknown["aws_eks_cluster.k8s"] = {
        {"vpc_config", json::array({{{"cluster_security_group_id", true}}})}};
    site.of("aws_security_group.db") = json::object();
    site.unknown["aws_security_group.db"] = {{"id", true}, {"ingress", true}};
    site.expressions["aws_security_group.db"] = json::object();
    site.of("aws_db_instance.db").erase("vpc_security_group_ids");
    site.unknown["aws_db_instance.db"] = {{"vpc_security_group_ids", json::array({true})}};
    site.expressions["aws_db_instance.db"] = {
        {"vpc_security_group_ids", references({"aws_security_group.db.id"})}};
    site.resources["aws_security_group.other"] = json::object();
    site.unknown["aws_security_group.other"] = {{"id", true}};
    site.resources["aws_vpc_security_group_ingress_rule.db"] = {
        {"ip_protocol", "tcp"}, {"from_port", 5432}, {"to_port", 5432}};
    site.unknown["aws_vpc_security_group_ingress_rule.db"] = {
        {"security_group_id", true}, {"referenced_security_group_id", true}};
    site.expressions["aws_vpc_security_group_ingress_rule.db"] = {
        {"security_group_id", references({"aws_security_group.db.id"})},
        {"referenced_security_group_id", references({source})}};
    return site.reach().is_possible;
  };
  constexpr const char* kClusters = "aws_eks_cluster.k8s.vpc_config[0].cluster_security_group_id";
  EXPECT_EQ(before(kClusters), Truth::kYes);
  // The reference may be to one that the cluster was given.
  EXPECT_EQ(before(kClusters, {{"security_group_ids", json::array({"sg-given"})}}),
            Truth::kUnknown);
  EXPECT_EQ(before("aws_security_group.other.id"), Truth::kNo);
  EXPECT_EQ(before("local.group"), Truth::kUnknown);
}

}  // namespace
}  // namespace opta::prove
