#include "plan/risk.h"

#include <gmock/gmock.h>

#include "fixture.h"
#include "plan/resource_type.h"

namespace opta {
namespace {

using testing::HasSubstr;

ResourceChange change_of(std::string type, Action action, std::vector<FieldChange> fields = {}) {
  return {.address = "module.m." + type + ".a",
          .module = "m",
          .type = std::move(type),
          .name = "a",
          .action = action,
          .fields = std::move(fields)};
}

TEST(Risk, ReplacingADatabaseLosesItsData) {
  const Assessment assessment = assess(change_of("aws_rds_cluster", Action::kReplace));
  EXPECT_EQ(assessment.risk, Risk::kLosesData);
  EXPECT_EQ(assessment.reason, "replacing this database cluster deletes all its data");
}

TEST(Risk, SaysWhetherASnapshotIsKept) {
  ResourceChange change = change_of("aws_db_instance", Action::kDelete,
                                    {{.path = "skip_final_snapshot", .before = "true"}});
  EXPECT_THAT(assess(change).reason, HasSubstr("no final snapshot is kept"));
  change.fields.front().before = "false";
  EXPECT_THAT(assess(change).reason, HasSubstr("; a final snapshot is kept"));
}

TEST(Risk, SaysThatTheCloudWillRefuse) {
  const Assessment assessment = assess(change_of(
      "aws_rds_cluster", Action::kDelete, {{.path = "deletion_protection", .before = "true"}}));
  EXPECT_THAT(assessment.reason, HasSubstr("deletion protection is on"));
}

TEST(Risk, SaysHowLongADeletionCanBeTakenBack) {
  const Assessment assessment = assess(change_of(
      "aws_kms_key", Action::kDelete, {{.path = "deletion_window_in_days", .before = "30"}}));
  EXPECT_EQ(assessment.risk, Risk::kLosesData);
  EXPECT_THAT(assessment.reason, HasSubstr("for 30 days this can be taken back"));
}

TEST(Risk, ReplacingANodeGroupIsMildWhenTheNewOneComesFirst) {
  ResourceChange change = change_of("aws_eks_node_group", Action::kReplace);
  EXPECT_EQ(assess(change).risk, Risk::kInterrupts);
  change.create_before_destroy = true;
  EXPECT_EQ(assess(change).risk, Risk::kLow);
}

TEST(Risk, ReplacingANatGatewayInterruptsEvenWhenTheNewOneComesFirst) {
  ResourceChange change = change_of("aws_nat_gateway", Action::kReplace);
  change.create_before_destroy = true;
  EXPECT_EQ(assess(change).risk, Risk::kInterrupts);
  EXPECT_EQ(
      assess(change).reason,
      "the new NAT gateway is made first, but outgoing connections of the private subnets break");
}

TEST(Risk, DoesNotGuessThatAnUnlistedTypeIsHarmless) {
  EXPECT_EQ(assess(change_of("acme_vault", Action::kDelete)).risk, Risk::kInterrupts);
  EXPECT_EQ(assess(change_of("acme_vault", Action::kCreate)).risk, Risk::kNone);
}

TEST(Risk, TagsAndMoreNodesAreHarmless) {
  EXPECT_EQ(assess(change_of("aws_rds_cluster", Action::kUpdate,
                             {{.path = "tags.a", .before = "\"x\"", .after = "\"y\""}}))
                .risk,
            Risk::kNone);
  EXPECT_EQ(assess(change_of("aws_eks_node_group", Action::kUpdate,
                             {{.path = "scaling_config[0].max_size", .before = "3", .after = "5"}}))
                .risk,
            Risk::kLow);
  EXPECT_EQ(assess(change_of("aws_eks_node_group", Action::kUpdate,
                             {{.path = "scaling_config[0].max_size", .before = "5", .after = "3"}}))
                .risk,
            Risk::kInterrupts);
}

TEST(Risk, ADatabaseRestartsAtOnceOrInTheWindow) {
  ResourceChange change = change_of(
      "aws_db_instance", Action::kUpdate,
      {{.path = "instance_class", .before = "\"db.t3.small\"", .after = "\"db.t3.large\""}});
  EXPECT_EQ(assess(change).risk, Risk::kLow);
  EXPECT_THAT(assess(change).reason, HasSubstr("in the next maintenance window"));
  change.unchanged["apply_immediately"] = "true";
  EXPECT_EQ(assess(change).risk, Risk::kInterrupts);
}

TEST(Risk, ShorterRetentionLosesData) {
  const auto retention = [](std::string before, std::string after) {
    return assess(change_of("aws_cloudwatch_log_group", Action::kUpdate,
                            {{.path = "retention_in_days",
                              .before = std::move(before),
                              .after = std::move(after)}}))
        .risk;
  };
  EXPECT_EQ(retention("90", "7"), Risk::kLosesData);
  EXPECT_EQ(retention("0", "7"), Risk::kLosesData);  // 0 is for ever
  EXPECT_EQ(retention("7", "90"), Risk::kLow);
  EXPECT_EQ(retention("7", "0"), Risk::kLow);
}

TEST(Risk, TheWorstFieldDecides) {
  const Assessment assessment =
      assess(change_of("aws_dynamodb_table", Action::kUpdate,
                       {{.path = "deletion_protection_enabled", .before = "true", .after = "false"},
                        {.path = "ttl[0].enabled", .before = "false", .after = "true"},
                        {.path = "billing_mode", .before = "\"a\"", .after = "\"b\""}}));
  EXPECT_EQ(assessment.risk, Risk::kLosesData);
  EXPECT_EQ(assessment.reason, "items past their time are deleted");
}

TEST(Risk, CountsARealPlan) {
  const Plan plan = plan_fixture("aws");
  const PlanRisk risk = assess(plan);
  ASSERT_EQ(risk.of.size(), plan.changes.size());
  EXPECT_EQ(risk.worst, Risk::kLosesData);
  EXPECT_EQ(risk.loses_data_count, 3u);
  EXPECT_EQ(risk.interrupts_count, 3u);
  EXPECT_EQ(risk.exposes_count, 2u);
}

TEST(Risk, ANewEnvironmentIsHarmless) {
  const PlanRisk risk = assess(plan_fixture("aws_new"));
  EXPECT_EQ(risk.worst, Risk::kNone);
  EXPECT_EQ(risk.exposes_count, 0u);
}

TEST(ResourceType, CountsByTheNameForPeople) {
  EXPECT_EQ(counted_type(1, "aws_vpc"), "VPC");
  EXPECT_EQ(counted_type(6, "aws_subnet"), "6 subnets");
  EXPECT_EQ(counted_type(2, "acme_vault"), "2 acme_vault");
}

}  // namespace
}  // namespace opta
