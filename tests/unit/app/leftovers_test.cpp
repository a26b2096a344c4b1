#include "app/leftovers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "exec/fake_runner.h"

namespace opta {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

using namespace std::chrono_literals;

Captured answer(std::string text) {
  return {.out = std::move(text)};
}

Captured refusal(const std::string& code) {
  return {.exit_code = 254, .err = "An error occurred (" + code + ") when calling X: no"};
}

class LeftoversTest : public testing::Test {
 protected:
  // What no test says is empty.
  LeftoverList find() {
    for (const char* service : {"elbv2", "elb", "ec2", "logs", "route53"})
      runner_.on({service}, answer("{}"));
    auto list = find_leftovers(cli_, traces_);
    EXPECT_TRUE(list);
    return list.value_or(LeftoverList{});
  }
  std::vector<std::string> ids() {
    std::vector<std::string> ids;
    for (const Leftover& leftover : find().found) ids.push_back(leftover.id);
    return ids;
  }
  std::vector<RemovalFailure> remove(std::vector<Leftover> leftovers) {
    auto failures =
        remove_leftovers(cli_, traces_, std::move(leftovers), 0s,
                         [this](const Leftover& leftover) { removed_.push_back(leftover.id); }, {});
    EXPECT_TRUE(failures);
    return failures.value_or(std::vector<RemovalFailure>{});
  }

  FakeRunner runner_;
  aws::Cli cli_{.runner = runner_, .program = "aws", .environment = {}, .region = "us-east-1"};
  ClusterTraces traces_{.cluster = "opta-a", .vpc = "vpc-1"};
  std::vector<std::string> removed_;
};

TEST_F(LeftoversTest, WithoutAClusterNothingIsAsked) {
  traces_ = {};
  EXPECT_TRUE(find().found.empty());
  EXPECT_TRUE(runner_.commands().empty());
}

TEST_F(LeftoversTest, ALoadBalancerNeedsTheNetworkAndTheTag) {
  runner_.on({"elbv2", "describe-load-balancers"}, answer(R"({"LoadBalancers": [
    {"LoadBalancerArn": "ours", "VpcId": "vpc-1"}, {"LoadBalancerArn": "untagged", "VpcId": "vpc-1"},
    {"LoadBalancerArn": "terraform's", "VpcId": "vpc-1"},
    {"LoadBalancerArn": "elsewhere", "VpcId": "vpc-2"}]})"));
  runner_.on({"elbv2", "describe-tags"}, answer(R"({"TagDescriptions": [
    {"ResourceArn": "ours", "Tags": [{"Key": "elbv2.k8s.aws/cluster", "Value": "opta-a"}]},
    {"ResourceArn": "terraform's", "Tags": [{"Key": "elbv2.k8s.aws/cluster", "Value": "opta-a"}]},
    {"ResourceArn": "untagged", "Tags": []}]})"));
  traces_.managed = {"terraform's"};
  EXPECT_THAT(ids(), ElementsAre("ours"));
  EXPECT_THAT(runner_.lines(), Contains(HasSubstr("--resource-arns ours untagged terraform's")));
  EXPECT_THAT(runner_.lines(), Not(Contains(HasSubstr("elsewhere"))));
}

TEST_F(LeftoversTest, WithoutItsTagsNothingIsProved) {
  runner_.on({"elbv2", "describe-load-balancers"},
             answer(R"({"LoadBalancers": [{"LoadBalancerArn": "a", "VpcId": "vpc-1"}]})"));
  runner_.on({"elbv2", "describe-tags"}, refusal("AccessDenied"));
  const LeftoverList list = find();
  EXPECT_TRUE(list.found.empty());
  EXPECT_THAT(list.not_asked, ElementsAre(HasSubstr("load balancers: ")));
}

TEST_F(LeftoversTest, SecurityGroupsOfTheControlPlaneAreNotTheControllers) {
  runner_.on({"ec2", "describe-security-groups"}, answer(R"({"SecurityGroups": [
    {"GroupId": "sg-lb", "GroupName": "k8s-elb-x",
     "Tags": [{"Key": "kubernetes.io/cluster/opta-a", "Value": "owned"}]},
    {"GroupId": "sg-eks", "GroupName": "eks-cluster-sg",
     "Tags": [{"Key": "kubernetes.io/cluster/opta-a", "Value": "owned"},
              {"Key": "aws:eks:cluster-name", "Value": "opta-a"}]},
    {"GroupId": "sg-none", "GroupName": "x"}]})"));
  EXPECT_THAT(ids(), ElementsAre("sg-lb"));
}

TEST_F(LeftoversTest, AVolumeIsThatOfAClaim) {
  runner_.on({"ec2", "describe-volumes"}, answer(R"({"Volumes": [
    {"VolumeId": "vol-claim", "Tags": [{"Key": "kubernetes.io/cluster/opta-a", "Value": "owned"},
      {"Key": "kubernetes.io/created-for/pvc/name", "Value": "data"}]},
    {"VolumeId": "vol-node", "Tags": [{"Key": "kubernetes.io/cluster/opta-a", "Value": "owned"}]}]})"));
  EXPECT_THAT(ids(), ElementsAre("vol-claim"));
}

TEST_F(LeftoversTest, LogGroupsGoByTheirWholeName) {
  runner_.on({"logs", "/aws/eks/opta-a/cluster"}, answer(R"({"logGroups": [
    {"logGroupName": "/aws/eks/opta-a/cluster"}, {"logGroupName": "/aws/eks/opta-a/cluster-2"}]})"));
  EXPECT_THAT(ids(), ElementsAre("/aws/eks/opta-a/cluster"));
  EXPECT_THAT(runner_.lines(), Contains(HasSubstr("/aws/containerinsights/opta-a/")));
}

TEST_F(LeftoversTest, TheControlPlanesLogIsTerraformsAsLongAsItsStateHasIt) {
  runner_.on({"logs", "/aws/eks/opta-a/cluster"},
             answer(R"({"logGroups": [{"logGroupName": "/aws/eks/opta-a/cluster"}]})"));
  traces_.managed = {"/aws/eks/opta-a/cluster"};
  EXPECT_THAT(ids(), ElementsAre());
}

TEST_F(LeftoversTest, ZonesRecordsGoInOneCall) {
  runner_.on({"route53", "change-resource-record-sets"}, answer("{}"));
  const Leftover a{
      LeftoverKind::kDnsRecord, "Z1", "A a.", {.name = "a.", .json = R"({"Name":"a."})"}};
  const Leftover b{
      LeftoverKind::kDnsRecord, "Z1", "A b.", {.name = "b.", .json = R"({"Name":"b."})"}};
  EXPECT_TRUE(remove({a, b}).empty());
  ASSERT_EQ(runner_.commands().size(), 1);
  EXPECT_EQ(runner_.commands()[0].stdin_text,
            R"({"Changes":[{"Action":"DELETE","ResourceRecordSet":{"Name":"a."}},)"
            R"({"Action":"DELETE","ResourceRecordSet":{"Name":"b."}}]})");
}

TEST_F(LeftoversTest, WhatIsGoneCountsAsRemoved) {
  runner_.on({"elbv2", "delete-load-balancer"}, refusal("LoadBalancerNotFound"));
  EXPECT_TRUE(remove({{LeftoverKind::kLoadBalancer, "a"}}).empty());
  EXPECT_THAT(removed_, ElementsAre("a"));
}

TEST_F(LeftoversTest, WhatStaysInUseIsReportedWhenThePatienceIsOver) {
  runner_.on({"ec2", "delete-volume", "vol-1"}, refusal("VolumeInUse"));
  runner_.on({"ec2", "delete-volume", "vol-2"}, answer(""));
  const auto failures =
      remove({{LeftoverKind::kVolume, "vol-1"}, {LeftoverKind::kVolume, "vol-2"}});
  ASSERT_EQ(failures.size(), 1);
  EXPECT_EQ(failures[0].leftover.id, "vol-1");
  EXPECT_THAT(failures[0].message, HasSubstr("VolumeInUse"));
  EXPECT_THAT(removed_, ElementsAre("vol-2"));
}

TEST_F(LeftoversTest, RulesThatNameASecurityGroupGoBeforeIt) {
  runner_.on({"ec2", "describe-security-groups"},
             answer(R"({"SecurityGroups": [{"GroupId": "sg-nodes",
    "IpPermissions": [{"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80,
      "UserIdGroupPairs": [{"GroupId": "sg-lb"}, {"GroupId": "sg-other"}],
      "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}]}]})"));
  runner_.on({"ec2", "revoke-security-group-ingress"}, answer("{}"));
  runner_.on({"ec2", "delete-security-group"}, answer("{}"));
  EXPECT_TRUE(remove({{LeftoverKind::kSecurityGroup, "sg-lb"}}).empty());
  ASSERT_EQ(runner_.lines().size(), 3);
  EXPECT_THAT(runner_.lines()[1], HasSubstr("--group-id sg-nodes"));
  // The one pair and nothing else of the rule.
  EXPECT_THAT(runner_.lines()[1],
              HasSubstr(R"([{"FromPort":80,"IpProtocol":"tcp","ToPort":80,"UserIdGroupPairs":)"
                        R"([{"GroupId":"sg-lb"}]}])"));
  EXPECT_THAT(runner_.lines()[2], HasSubstr("delete-security-group --group-id sg-lb"));
}

}  // namespace
}  // namespace opta
