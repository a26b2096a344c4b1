#include "plan/quota_need.h"

#include <gtest/gtest.h>

namespace opta {
namespace {

ResourceChange change(std::string type, Action action, std::vector<FieldChange> fields = {}) {
  return {.address = type + ".this",
          .module = {},
          .type = std::move(type),
          .name = "this",
          .action = action,
          .fields = std::move(fields)};
}

std::uint64_t needed(const Plan& plan, std::string_view type) {
  for (const QuotaNeed& need : quota_needs(plan)) {
    if (need.quota->type == type) return need.count;
  }
  return 0;
}

TEST(QuotaNeeds, NewThingsCountAndChangedOnesDoNot) {
  const Plan plan{
      .changes = {change("aws_eip", Action::kCreate), change("aws_eip", Action::kCreate),
                  change("aws_eip", Action::kUpdate), change("aws_vpc", Action::kDelete),
                  change("aws_subnet", Action::kCreate)}};
  EXPECT_EQ(needed(plan, "aws_eip"), 2U);
  EXPECT_EQ(needed(plan, "aws_vpc"), 0U);
}

TEST(QuotaNeeds, AReplacementTakesMoreOnlyWhereTheNewOneComesFirst) {
  ResourceChange replaced = change("aws_eip", Action::kReplace);
  EXPECT_EQ(needed({.changes = {replaced}}, "aws_eip"), 0U);
  replaced.create_before_destroy = true;
  EXPECT_EQ(needed({.changes = {replaced}}, "aws_eip"), 1U);
}

TEST(QuotaNeeds, WhatIsTakenOverIsThereAlready) {
  ResourceChange imported = change("aws_vpc", Action::kCreate);
  imported.import_id = "vpc-1";
  EXPECT_EQ(needed({.changes = {imported}}, "aws_vpc"), 0U);
}

TEST(QuotaNeeds, LoadBalancersOfAnotherTypeHaveAnotherQuota) {
  const auto balancer = [](const char* type) {
    return change("aws_lb", Action::kCreate, {{.path = "load_balancer_type", .after = type}});
  };
  const Plan plan{.changes = {balancer("\"network\""), balancer("\"application\"")}};
  EXPECT_EQ(needed(plan, "aws_lb"), 1U);
}

TEST(NodeNeeds, AreWhatANewGroupStartsWith) {
  const std::vector<FieldChange> fields = {
      {.path = "instance_types[0]", .after = "\"t3.large\""},
      {.path = "capacity_type", .after = "\"SPOT\""},
      {.path = "scaling_config[0].desired_size", .after = "3"}};
  const auto needs =
      node_needs({.changes = {change("aws_eks_node_group", Action::kCreate, fields),
                              change("aws_eks_node_group", Action::kUpdate, fields)}});
  ASSERT_EQ(needs.size(), 1U);
  EXPECT_EQ(needs[0].instance_type, "t3.large");
  EXPECT_TRUE(needs[0].is_spot);
  EXPECT_EQ(needs[0].count, 3U);
}

TEST(StandardInstances, AreOfTheFamiliesThatAwsCountsTogether) {
  for (const char* type : {"t3.medium", "m6g.large", "c7gn.xlarge", "im4gn.large", "z1d.large"}) {
    EXPECT_TRUE(is_standard_instance(type)) << type;
  }
  for (const char* type :
       {"p5.48xlarge", "g5.xlarge", "inf2.xlarge", "hpc7a.96xlarge", "dl1.24xlarge", "mac2.metal",
        "x2idn.32xlarge", "u-6tb1.metal", "", "t", "3"}) {
    EXPECT_FALSE(is_standard_instance(type)) << type;
  }
}

}  // namespace
}  // namespace opta
