// `opta upgrade --plan` and what `opta validate` says of versions, on files in memory.
#include "app/upgrade.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include <nlohmann/json.hpp>

#include "app/look.h"
#include "base/memory_file_system.h"
#include "exec/fake_runner.h"

namespace opta {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

class Upgrade : public testing::Test {
 protected:
  Upgrade() {
    env_.out = [this](std::string_view text) { out_ += text; };
    env_.err = [this](std::string_view text) { err_ += text; };
    env_.today = [] { return *parse_day("2026-11-24"); };
  }

  void write(const std::string& path, const std::string& text) {
    ASSERT_TRUE(disk_.write(path, text).has_value());
  }
  void write_environment(const std::string& version, const std::string& fields) {
    write("opta.yaml",
          "name: staging\norg_name: acme\nproviders: {aws: {region: us-east-1, account_id: "
          "'111122223333'}}\nmodules:\n  - type: base\n  - type: k8s-cluster\n    k8s_version: \"" +
              version + "\"\n  - type: k8s-base\n" + fields);
  }
  json plan() {
    EXPECT_EQ(upgrade_plan(env_, {.config = "opta.yaml", .format = Format::kJson}), Exit::kDone)
        << err_ << out_;
    return json::parse(out_);
  }

  MemoryFileSystem disk_;
  FakeRunner runner_;
  Env env_{.disk = disk_, .runner = runner_, .variables = {}};
  std::string out_;
  std::string err_;
};

TEST_F(Upgrade, ShowsEachMinorVersionAndWhereTheFileChoosesIt) {
  write_environment("1.34", "    ingress: traefik\n");
  EXPECT_EQ(upgrade_plan(env_, {.config = "opta.yaml"}), Exit::kDone);
  EXPECT_THAT(out_, HasSubstr("  1. Kubernetes 1.34 -> 1.35\n"
                              "     write `k8s_version: \"1.35\"` (opta.yaml:7:18), then"));
  EXPECT_THAT(out_, HasSubstr("  2. Kubernetes 1.35 -> 1.36\n"));
  EXPECT_THAT(out_, HasSubstr("Kubernetes 1.34: standard ends 2026-12-02, in 8 days"));
  EXPECT_THAT(out_, Not(HasSubstr("ingress-nginx")));
}

TEST_F(Upgrade, IsJsonForPrograms) {
  write_environment("1.35", "    ingress: nginx\n");
  const json result = plan();
  EXPECT_EQ(result["kubernetes"], "1.35");
  EXPECT_EQ(result["target"], "1.36");
  EXPECT_EQ(result["steps"].size(), 1u);
  EXPECT_EQ(result["steps"][0]["to"], "1.36");
  EXPECT_FALSE(result["steps"][0]["caveats"].empty());
  EXPECT_EQ(result["components"]["ingress-nginx"], "1.15.1");
  EXPECT_EQ(result["held_back"], json::array());
}

// The lock tells that the last run had an older Linkerd, which has to go first.
TEST_F(Upgrade, KnowsOlderComponentsFromTheLock) {
  write_environment("1.35", "    ingress: traefik\n");
  write("opta.lock", R"({"charts": {"linkerd-control-plane-2025.10.7": "sha256:0"}})");
  const json result = plan();
  EXPECT_EQ(result["components"]["linkerd"], "2.19");
  ASSERT_EQ(result["steps"].size(), 2u);
  EXPECT_EQ(result["steps"][0]["name"], "linkerd");
  EXPECT_EQ(result["steps"][0]["to"], "2.20");
  EXPECT_EQ(result["steps"][1]["name"], "kubernetes");
}

TEST_F(Upgrade, WantsTheFileWithTheCluster) {
  write_environment("1.35", "");
  write("service.yaml",
        "name: shop\nenvironments: [{name: staging, path: opta.yaml}]\nmodules: []\n");
  EXPECT_EQ(upgrade_plan(env_, {.config = "service.yaml"}), Exit::kUsage);
  EXPECT_THAT(err_, HasSubstr("`-c opta.yaml`"));
}

TEST_F(Upgrade, ValidateWarnsOfSupportThatEnds) {
  write_environment("1.34", "    ingress: traefik\n");
  EXPECT_EQ(validate(env_, {.config = "opta.yaml"}), Exit::kDone);
  EXPECT_THAT(err_, HasSubstr("W0801"));
  err_.clear();
  env_.today = [] { return *parse_day("2026-01-01"); };
  EXPECT_EQ(validate(env_, {.config = "opta.yaml"}), Exit::kDone);
  EXPECT_THAT(err_, Not(HasSubstr("W0801")));
}

// A chart's schema has the last word on values, and it is heard before anything is planned.
TEST_F(Upgrade, ValidateAsksTheChartsSchema) {
  write_environment("1.35", "");
  write("service.yaml",
        "name: shop\nenvironments: [{name: staging, path: opta.yaml}]\nmodules:\n"
        "  - type: k8s-service\n    name: app\n    image: nginx\n    cron_jobs:\n"
        "      - commands: [date]\n        schedule: hourly\n");
  EXPECT_EQ(validate(env_, {.config = "service.yaml"}), Exit::kUsage);
  EXPECT_THAT(err_, HasSubstr("E0506"));
  EXPECT_THAT(err_, HasSubstr("service.yaml:9:19"));
}

}  // namespace
}  // namespace opta
