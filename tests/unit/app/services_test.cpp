#include "app/services.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "exec/fake_runner.h"

namespace opta {
namespace {

constexpr const char* kEnvironment =
    "name: staging\norg_name: example\nproviders:\n"
    "  aws: {region: us-east-1, account_id: \"123456789012\"}\n"
    "modules:\n  - type: base\n  - type: k8s-cluster\n  - type: k8s-base\n";

class ServicesTest : public testing::Test {
 protected:
  void SetUp() override {
    env_.out = [this](std::string_view text) { said_ += text; };
    env_.err = env_.out;
    ASSERT_TRUE(disk_.write(folder_ + "/env.yaml", kEnvironment));
    front_.emplace(env_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string file(const std::string& modules) {
    const std::string path = folder_ + "/opta.yaml";
    EXPECT_TRUE(disk_.write(path,
                            "name: shop\nenvironments: [{name: staging, path: env.yaml}]\n"
                            "modules:\n" +
                                modules));
    return path;
  }
  Step<Services> open(const std::string& path, const std::string& module = {}) {
    return Services::open(*front_, {.layer = {.config = path}, .module = module});
  }

  static constexpr const char* kApp =
      "  - {type: k8s-service, name: app, image: \"nginx:1\", port: {http: 80}}\n";
  static constexpr const char* kCache =
      "  - {type: helm-chart, name: cache, chart: valkey, chart_version: 1.0.0, namespace: data,\n"
      "     repository: \"https://charts.example.com\"}\n";

  std::string folder_ = testing::TempDir() + "opta_services_" +
                        testing::UnitTest::GetInstance()->current_test_info()->name();
  RealFileSystem disk_;
  FakeRunner runner_;  // knows no answer: whoever starts a program fails
  std::string said_;
  Env env_{.disk = disk_, .runner = runner_, .variables = {{"OPTA_LIBRARY", OPTA_SOURCE_DIR}}};
  std::optional<FrontEnd> front_;
};

TEST_F(ServicesTest, TheOnlyOneNeedsNoName) {
  const auto services = open(file(kApp));
  ASSERT_TRUE(services) << said_;
  const auto service = services->choose();
  ASSERT_TRUE(service) << said_;
  EXPECT_EQ(service->module, "app");
  EXPECT_EQ(service->release, "shop-app");
  EXPECT_EQ(service->release_namespace, "shop");
  EXPECT_EQ(service->selector(), "app.kubernetes.io/instance=shop-app");
  EXPECT_TRUE(service->has_our_chart);
}

TEST_F(ServicesTest, AmongSeveralOneIsNamed) {
  const std::string path = file(std::string(kApp) + kCache);
  const auto services = open(path);
  ASSERT_TRUE(services) << said_;
  EXPECT_EQ(services->all().size(), 2u);
  const auto neither = services->choose();
  ASSERT_FALSE(neither);
  EXPECT_EQ(neither.error(), Exit::kUsage);
  EXPECT_TRUE(said_.contains("`app` and `cache`")) << said_;
  EXPECT_TRUE(said_.contains("--module NAME")) << said_;
  // Where only our own chart will do, there is but one.
  const auto ours = services->choose(ServiceKind::kOurChart);
  ASSERT_TRUE(ours) << said_;
  EXPECT_EQ(ours->module, "app");
  const auto cache = open(path, "cache")->choose();
  ASSERT_TRUE(cache) << said_;
  EXPECT_EQ(cache->release_namespace, "data");
  EXPECT_FALSE(cache->has_our_chart);
}

TEST_F(ServicesTest, AWrongNameGetsASuggestion) {
  const auto service = open(file(kApp), "ap")->choose();
  ASSERT_FALSE(service);
  EXPECT_EQ(service.error(), Exit::kUsage);
  EXPECT_TRUE(said_.contains("did you mean `app`?")) << said_;
}

TEST_F(ServicesTest, AnEnvironmentsOwnReleasesAreNoServices) {
  const auto services = open(folder_ + "/env.yaml");
  ASSERT_TRUE(services) << said_;
  EXPECT_FALSE(services->releases().empty());
  EXPECT_TRUE(services->all().empty());
  EXPECT_FALSE(services->choose());
  EXPECT_TRUE(said_.contains("`staging` has no service or chart")) << said_;
}

}  // namespace
}  // namespace opta
