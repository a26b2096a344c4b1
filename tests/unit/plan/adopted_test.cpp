#include "plan/adopted.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace opta {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

using Fields = std::vector<std::pair<std::string, std::string>>;

ResourceChange adopted(std::string type, Action action, std::vector<FieldChange> fields = {}) {
  return {.address = "module.db." + type + ".this",
          .module = "db",
          .type = type,
          .name = "this",
          .import_id = "orders",
          .action = action,
          .fields = std::move(fields)};
}

ResourceChange plain(std::string address, Action action, std::string module = "db") {
  return {.address = std::move(address),
          .module = std::move(module),
          .type = "aws_x",
          .name = "x",
          .action = action};
}

Adoption read(const Plan& plan) {
  return read_adoption(plan, assess(plan), "db",
                       [](const std::string& address) { return address.contains("part"); });
}

TEST(Adopted, WhatStaysButForTerraformsOwnFieldsIsKept) {
  const Plan plan{
      .changes = {adopted("aws_rds_cluster", Action::kUpdate,
                          {{.path = "apply_immediately", .after = "true"},
                           {.path = "skip_final_snapshot", .before = "true", .after = "false"},
                           {.path = "tags.opta_module", .after = "\"db\""},
                           {.path = "tags_all.opta_module", .after = "\"db\""}}),
                  adopted("aws_rds_cluster_instance", Action::kNone)}};
  const Adoption adoption = read(plan);
  ASSERT_THAT(adoption.kept, SizeIs(2));
  EXPECT_THAT(adoption.kept[0].new_tags, ElementsAre("opta_module"));
  EXPECT_THAT(adoption.changed, IsEmpty());
}

TEST(Adopted, AFieldOfTheCloudIsAChange) {
  const Plan plan{
      .changes = {adopted("aws_rds_cluster", Action::kUpdate,
                          {{.path = "apply_immediately", .after = "true"},
                           {.path = "deletion_protection", .before = "true", .after = "false"}})}};
  const Adoption adoption = read(plan);
  ASSERT_THAT(adoption.changed, SizeIs(1));
  ASSERT_THAT(adoption.changed[0].fields, SizeIs(1));
  EXPECT_EQ(adoption.changed[0].fields[0].path, "deletion_protection");
}

TEST(Adopted, ATagThatSomebodyWroteIsNotToBeLost) {
  const Plan plan{
      .changes = {adopted("aws_vpc", Action::kUpdate,
                          {{.path = "tags_all.Team", .before = "\"shop\""},
                           {.path = "tags_all[\"a b\"]", .before = "\"1\""},
                           {.path = "tags_all.Name", .before = "\"old\"", .after = "\"new\""}})}};
  const Adoption adoption = read(plan);
  ASSERT_THAT(adoption.changed, SizeIs(1));
  EXPECT_THAT(adoption.changed[0].fields, SizeIs(3));
  // The module writes `Name` itself: the user's would not win.
  EXPECT_THAT(keeping_lines(adoption.changed, {}, [](const std::string&) { return false; }),
              ElementsAre(KeepingLine{"tags.Team", "\"shop\""}, KeepingLine{"tags.a b", "\"1\""}));
}

TEST(Adopted, AReplacementOrADeletionIsToldApart) {
  const Plan plan{.changes = {adopted("aws_rds_cluster", Action::kReplace),
                              adopted("aws_vpc", Action::kDelete)}};
  EXPECT_THAT(read(plan).replaced, SizeIs(2));
}

TEST(Adopted, WhatIsNewIsAPartOfItOrBesideIt) {
  const Plan plan{.changes = {plain("module.db.aws_x.part", Action::kCreate),
                              plain("module.db.aws_x.beside", Action::kCreate),
                              plain("module.db.data.aws_x.read", Action::kRead),
                              plain("module.db.aws_x.stranger", Action::kUpdate),
                              plain("module.base.aws_x.y", Action::kCreate, "base")}};
  const Adoption adoption = read(plan);
  ASSERT_THAT(adoption.changed, SizeIs(1));
  EXPECT_TRUE(adoption.changed[0].is_new());
  ASSERT_THAT(adoption.made, SizeIs(1));
  EXPECT_EQ(adoption.made[0]->address, "module.db.aws_x.beside");
  ASSERT_THAT(adoption.other, SizeIs(2));
  EXPECT_EQ(adoption.other[0]->address, "module.db.aws_x.stranger");
}

TEST(Adopted, ALineKeepsTheValueThatAWSHas) {
  const Fields fields = {{"aws_rds_cluster.backup_retention_period", "backup_retention_days"},
                         {"aws_rds_cluster.logs", "imported.logs"},
                         {"aws_rds_cluster_instance.instance_class", "instance_class"}};
  ResourceChange cluster =
      adopted("aws_rds_cluster", Action::kUpdate,
              {{.path = "backup_retention_period", .before = "7", .after = "5"},
               {.path = "logs[1]", .before = "\"audit\""}});
  cluster.unchanged.emplace("logs[0]", "\"error\"");
  const Plan plan{.changes = {cluster, adopted("aws_rds_cluster_instance", Action::kUpdate,
                                               {{.path = "instance_class",
                                                 .before = "\"db.r5.large\"",
                                                 .after = "\"db.t3.medium\""}})}};
  const auto is_list = [](const std::string& input) { return input == "imported.logs"; };
  EXPECT_THAT(keeping_lines(read(plan).changed, fields, is_list),
              ElementsAre(KeepingLine{"backup_retention_days", "7"},
                          KeepingLine{"imported.logs", R"(["error","audit"])"},
                          KeepingLine{"instance_class", "\"db.r5.large\""}));
  EXPECT_EQ(governing_input("aws_rds_cluster", "logs[1]", fields), "imported.logs");
  EXPECT_EQ(governing_input("aws_rds_cluster", "logs_more", fields), "");
}

TEST(Adopted, PartsThatDifferCannotBeKeptByOneInput) {
  const Fields fields = {{"aws_i.size", "size"}};
  ResourceChange second =
      adopted("aws_i", Action::kUpdate, {{.path = "size", .before = "2", .after = "1"}});
  second.address += "[1]";
  const Plan plan{.changes = {adopted("aws_i", Action::kUpdate,
                                      {{.path = "size", .before = "3", .after = "1"}}),
                              second}};
  EXPECT_THAT(keeping_lines(read(plan).changed, fields, [](const std::string&) { return false; }),
              IsEmpty());
}

}  // namespace
}  // namespace opta
