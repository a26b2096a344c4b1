#include "plan/exposure.h"

#include <gtest/gtest.h>

#include "plan/risk.h"

namespace opta {
namespace {

std::string exposure(std::string type, Action action, std::vector<FieldChange> fields,
                     std::map<std::string, std::string, std::less<>> unchanged = {}) {
  return exposure_of({.address = type + ".a",
                      .module = {},
                      .type = type,
                      .name = "a",
                      .action = action,
                      .fields = std::move(fields),
                      .unchanged = std::move(unchanged)});
}

TEST(Exposure, NamesThePortThatARuleOpens) {
  EXPECT_EQ(exposure("aws_vpc_security_group_ingress_rule", Action::kCreate,
                     {{.path = "cidr_ipv4", .after = "\"0.0.0.0/0\""},
                      {.path = "from_port", .after = "22"},
                      {.path = "to_port", .after = "22"}}),
            "opens port 22 to the whole internet");
}

TEST(Exposure, SeesAnotherPortOfARuleThatWasOpenBefore) {
  EXPECT_EQ(exposure("aws_security_group", Action::kUpdate,
                     {{.path = "ingress[0].from_port", .before = "443", .after = "22"},
                      {.path = "ingress[0].to_port", .before = "443", .after = "22"}},
                     {{"ingress[0].cidr_blocks[0]", "\"0.0.0.0/0\""}}),
            "opens port 22 to the whole internet");
}

TEST(Exposure, IsSilentAboutWhatWasOpenBefore) {
  EXPECT_EQ(
      exposure("aws_security_group", Action::kUpdate,
               {{.path = "ingress[1].cidr_blocks[0]",
                 .before = "\"10.0.0.0/8\"",
                 .after = "\"10.1.0.0/16\""}},
               {{"ingress[0].cidr_blocks[0]", "\"0.0.0.0/0\""}, {"ingress[0].from_port", "443"}}),
      "");
}

TEST(Exposure, IsSilentAboutTheWayOut) {
  EXPECT_EQ(exposure("aws_security_group", Action::kCreate,
                     {{.path = "egress[0].cidr_blocks[0]", .after = "\"0.0.0.0/0\""}}),
            "");
  EXPECT_EQ(exposure("aws_security_group_rule", Action::kCreate,
                     {{.path = "cidr_blocks[0]", .after = "\"0.0.0.0/0\""},
                      {.path = "type", .after = "\"egress\""}}),
            "");
}

TEST(Exposure, SeesIpv6AndAllPorts) {
  EXPECT_EQ(exposure("aws_security_group_rule", Action::kCreate,
                     {{.path = "ipv6_cidr_blocks[0]", .after = "\"::/0\""},
                      {.path = "protocol", .after = "\"-1\""},
                      {.path = "type", .after = "\"ingress\""}}),
            "opens all ports to the whole internet");
}

TEST(Exposure, SeesAClusterApiThatIsOpenWhenNothingIsSaid) {
  const FieldChange open{.path = "vpc_config[0].endpoint_public_access", .after = "true"};
  EXPECT_EQ(exposure("aws_eks_cluster", Action::kCreate, {open}),
            "opens the cluster's API to the whole internet");
  EXPECT_EQ(
      exposure(
          "aws_eks_cluster", Action::kCreate,
          {open, {.path = "vpc_config[0].public_access_cidrs[0]", .after = "\"203.0.113.0/24\""}}),
      "");
}

TEST(Exposure, SeesAPolicyThatAllowsAnybodyButNotOneThatDenies) {
  const auto policy = [](std::string effect) {
    return exposure("aws_s3_bucket_policy", Action::kUpdate,
                    {{.path = "policy.Statement[1].Principal", .after = "\"*\""},
                     {.path = "policy.Statement[1].Effect", .after = std::move(effect)}});
  };
  EXPECT_EQ(policy("\"Allow\""), "its policy allows anybody");
  EXPECT_EQ(policy("\"Deny\""), "");
}

TEST(Exposure, ABucketThatGoesWithItsGuardIsNotOpened) {
  const ResourceChange guard{.address = "g",
                             .module = "m",
                             .type = "aws_s3_bucket_public_access_block",
                             .name = "g",
                             .action = Action::kDelete};
  const ResourceChange bucket{.address = "b",
                              .module = "m",
                              .type = "aws_s3_bucket",
                              .name = "b",
                              .action = Action::kDelete};
  EXPECT_EQ(assess(Plan{.changes = {guard}}).exposes_count, 1u);
  EXPECT_EQ(assess(Plan{.changes = {guard, bucket}}).exposes_count, 0u);
}

TEST(WithoutIndexes, KeepsKeys) {
  EXPECT_EQ(without_indexes("rule[0].expiration[12].days"), "rule.expiration.days");
  EXPECT_EQ(without_indexes("tags[\"a.b\"]"), "tags[\"a.b\"]");
}

}  // namespace
}  // namespace opta
