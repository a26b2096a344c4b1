#include "view/import_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace opta {
namespace {

using testing::HasSubstr;
using testing::Not;

const ResourceChange kCluster{.address = "module.db.aws_rds_cluster.this",
                              .module = "db",
                              .type = "aws_rds_cluster",
                              .name = "this",
                              .import_id = "orders",
                              .action = Action::kUpdate};
const ResourceChange kSecret{.address = "module.db.aws_secretsmanager_secret.password",
                             .module = "db",
                             .type = "aws_secretsmanager_secret",
                             .name = "password",
                             .action = Action::kCreate};

ImportReport changing() {
  ImportReport report{
      .layer = "shop",
      .module = "db",
      .what = "the Aurora cluster",
      .id = "orders",
      .left_alone = {"aws_x.other"},
      .lines = {{"backup_retention_days", "9"},
                {"imported.logs", "[]"},
                {"imported.promotion_tier", "1"},
                {"tags.a b", "\"c\""}},
      .fields = {{"aws_rds_cluster.backup_retention_period", "backup_retention_days"}}};
  report.adoption.changed.push_back(
      {.change = &kCluster,
       .id = "orders",
       .fields = {{.path = "backup_retention_period", .before = "9", .after = "5"}},
       .assessment = {.risk = Risk::kLosesData, .reason = "older backups are deleted"}});
  report.adoption.made.push_back(&kSecret);
  return report;
}

TEST(ImportView, SaysBothValuesTheRiskAndTheLinesThatKeepIt) {
  EXPECT_EQ(import_text(changing(), {}),
            "db: the Aurora cluster `orders`\n"
            "  ~ aws_rds_cluster.this would change\n"
            "      ! older backups are deleted\n"
            "      backup_retention_period: 9 -> 5\n"
            "  + made beside it: aws_secretsmanager_secret.password\n"
            "  . has, and the module does not manage: aws_x.other\n"
            "\nThe module `db` keeps more of it as it is with\n\n"
            "    backup_retention_days: 9\n"
            "    imported:\n"
            "      logs: []\n"
            "      promotion_tier: 1\n"
            "    tags:\n"
            "      \"a b\": \"c\"\n");
}

TEST(ImportView, WhatStaysHasOneLine) {
  ImportReport report = changing();
  report.lines.clear();
  report.adoption.kept = std::move(report.adoption.changed);
  report.adoption.changed.clear();
  report.adoption.kept[0] = {.change = &kCluster, .id = "orders", .new_tags = {"opta_layer"}};
  EXPECT_THAT(import_text(report, {}),
              HasSubstr("  = aws_rds_cluster.this stays as it is, and gets further tags\n"));
  EXPECT_THAT(import_text(report, {}), Not(HasSubstr("keeps more")));
}

TEST(ImportView, JsonNamesTheInputOfEachField) {
  const auto json = nlohmann::json::parse(import_json(changing(), "changes"));
  EXPECT_EQ(json["result"], "changes");
  EXPECT_EQ(json["parts"][0]["state"], "changed");
  EXPECT_EQ(json["parts"][0]["fields"][0]["input"], "backup_retention_days");
  EXPECT_EQ(json["made"][0], "module.db.aws_secretsmanager_secret.password");
  EXPECT_EQ(json["keeping_lines"]["imported.logs"], nlohmann::json::array());
}

}  // namespace
}  // namespace opta
