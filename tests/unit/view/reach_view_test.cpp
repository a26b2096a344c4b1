#include "view/reach_view.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace opta {
namespace {

ReachReport closed() {
  return {.from = "Deployment app/hello",
          .to = "aws_db_instance.db",
          .reach = {.is_possible = prove::Truth::kNo,
                    .port = 5432,
                    .open = {{.from = 1, .to = 65535}},
                    .perhaps = {{.from = 22, .to = 23}},
                    .path = {"Deployment app/hello", "NetworkPolicy app/out (egress)"},
                    .reason = "it lets nothing out"}};
}

TEST(ReachView, TellsThePeople) {
  EXPECT_EQ(reach_text(closed()),
            "no: Deployment app/hello to aws_db_instance.db on port 5432\n"
            "    Deployment app/hello\n"
            "  → NetworkPolicy app/out (egress)\n"
            "  closed: it lets nothing out\n"
            "ports let through: all ports\n"
            "not known yet of: 22-23\n");
}

TEST(ReachView, TellsPrograms) {
  ReachReport report = closed();
  const auto json = nlohmann::json::parse(reach_json(report));
  EXPECT_EQ(json["answer"], "no");
  EXPECT_EQ(json["port"], 5432);
  EXPECT_EQ(json["ports_not_known_yet"], nlohmann::json({"22-23"}));
  EXPECT_EQ(json["path"].size(), 2U);
  report.reach.port = 0;
  EXPECT_TRUE(nlohmann::json::parse(reach_json(report))["port"].is_null());
}

}  // namespace
}  // namespace opta
