#include "app/layer_set.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "app/layer_files.h"
#include "base/memory_file_system.h"
#include "exec/fake_runner.h"

namespace opta {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string environment(const std::string& name) {
  return fmt::format(
      "name: {}\norg_name: example\nproviders: {{aws: {{region: us-east-1, account_id: "
      "\"123456789012\"}}}}\nmodules: [{{type: base}}]\n",
      name);
}

// `environments`: name=path, …
std::string service(const std::string& name,
                    const std::vector<std::pair<std::string, std::string>>& environments,
                    const std::string& more = "") {
  std::string text = fmt::format("name: {}\nenvironments:\n", name);
  for (const auto& [environment, path] : environments)
    text += fmt::format("  - {{name: {}, path: {}}}\n", environment, path);
  return text + more + "modules: [{type: aws-sqs, name: jobs}]\n";
}

class LayerSetTest : public testing::Test {
 protected:
  LayerSetTest() {
    env_.err = [this](std::string_view text) { said_ += text; };
    env_.out = env_.err;
  }

  void write(const std::string& path, const std::string& text) {
    ASSERT_TRUE(disk_.write("/in/" + path, text));
  }
  std::optional<LayerSet> collect(const LayerArguments& arguments = {}) {
    FrontEnd front(env_);
    auto set = collect_layers(front, find_layer_files(disk_, "/in").value(), arguments);
    front.report(Format::kText);
    return set;
  }
  static std::vector<std::string> titles(const LayerSet& set) {
    std::vector<std::string> titles;
    for (const LayerTask& task : set.tasks) titles.push_back(task.title);
    return titles;
  }

  MemoryFileSystem disk_;
  FakeRunner runner_;
  Env env_{.disk = disk_, .runner = runner_, .variables = {}};
  std::string said_;
};

TEST_F(LayerSetTest, EnvironmentsComeFirstAndServicesNeedTheirs) {
  write("api/opta.yaml", service("api", {{"staging", "../env/opta.yaml"}}));
  write("env/opta.yaml", environment("staging"));
  write("web/opta.yml", service("web", {{"staging", "../env/opta.yaml"}}));
  const auto set = collect();
  ASSERT_TRUE(set) << said_;
  EXPECT_THAT(titles(*set), ElementsAre("staging", "staging/api", "staging/web"));
  EXPECT_THAT(set->after, ElementsAre(ElementsAre(), ElementsAre(0), ElementsAre(0)));
  EXPECT_EQ(set->tasks[2].arguments.config, "/in/web/opta.yml");
  EXPECT_EQ(set->tasks[2].arguments.environment, "staging");
  EXPECT_FALSE(set->tasks[0].arguments.environment) << "an environment takes no --env";
}

TEST_F(LayerSetTest, AnEnvironmentOutsideTheFolderIsNotWaitedFor) {
  write("../env/opta.yaml", environment("staging"));
  write("api/opta.yaml", service("api", {{"staging", "../../env/opta.yaml"}}));
  const auto set = collect();
  ASSERT_TRUE(set) << said_;
  EXPECT_THAT(titles(*set), ElementsAre("staging/api"));
  EXPECT_THAT(set->after, ElementsAre(ElementsAre()));
}

TEST_F(LayerSetTest, SeveralEnvironmentsNeedTheOption) {
  write("staging.yaml", environment("staging"));
  write("prod.yaml", environment("production"));
  write("api.yaml", service("api", {{"staging", "staging.yaml"}, {"prod", "prod.yaml"}}));
  EXPECT_FALSE(collect());
  EXPECT_THAT(said_, HasSubstr("E0209"));
  EXPECT_THAT(said_, HasSubstr("--env"));
}

TEST_F(LayerSetTest, TheOptionTakesWhatHasItAndSaysWhatNot) {
  write("staging.yaml", environment("staging"));
  write("prod.yaml", environment("production"));
  write("api.yaml", service("api", {{"staging", "staging.yaml"}, {"prod", "prod.yaml"}}));
  write("web.yaml", service("web", {{"staging", "staging.yaml"}}));
  const auto set = collect({.environment = "prod"});
  ASSERT_TRUE(set) << said_;
  // The environment's own file goes by what the service calls it.
  EXPECT_THAT(titles(*set), ElementsAre("production", "production/api"));
  ASSERT_EQ(set->left_out.size(), 2);
  EXPECT_EQ(set->left_out[0].path, "/in/web.yaml");
  EXPECT_THAT(set->left_out[0].reason, HasSubstr("only `staging`"));
  EXPECT_EQ(set->left_out[1].path, "/in/staging.yaml");

  EXPECT_FALSE(collect({.environment = "prodd"}));
  EXPECT_THAT(said_, HasSubstr("`prod`"));
}

TEST_F(LayerSetTest, VariablesGoToThoseThatDeclareThem) {
  write("env.yaml", environment("staging"));
  write("api.yaml", service("api", {{"staging", "env.yaml"}}, "input_variables: [{name: size}]\n"));
  write("web.yaml", service("web", {{"staging", "env.yaml"}}));
  const auto set = collect({.variables = {"size=3"}});
  ASSERT_TRUE(set) << said_;
  EXPECT_THAT(set->tasks[1].arguments.variables, ElementsAre("size=3"));
  EXPECT_THAT(set->tasks[2].arguments.variables, ElementsAre());

  EXPECT_FALSE(collect({.variables = {"size=3", "colour=red"}}));
  EXPECT_THAT(said_, HasSubstr("`colour`"));
}

TEST_F(LayerSetTest, TwoFilesWithOneStateAreRefused) {
  write("env.yaml", environment("staging"));
  write("a/opta.yaml", service("api", {{"staging", "../env.yaml"}}));
  write("b/opta.yaml", service("api", {{"staging", "../env.yaml"}}));
  EXPECT_FALSE(collect());
  EXPECT_THAT(said_, HasSubstr("E0211"));
  EXPECT_THAT(said_, HasSubstr("a/opta.yaml"));
  EXPECT_THAT(said_, HasSubstr("b/opta.yaml"));
}

TEST_F(LayerSetTest, OneNameInTwoEnvironmentsIsFine) {
  write("a.yaml", environment("staging"));
  write("b.yaml", environment("production"));
  write("api-a.yaml", service("api", {{"staging", "a.yaml"}}));
  write("api-b.yaml", service("api", {{"production", "b.yaml"}}));
  EXPECT_TRUE(collect()) << said_;
}

TEST_F(LayerSetTest, ACircleIsNamed) {
  write("a.yaml", service("a", {{"b", "b.yaml"}}));
  write("b.yaml", service("b", {{"a", "a.yaml"}}));
  EXPECT_FALSE(collect());
  EXPECT_THAT(said_, HasSubstr("`/in/a.yaml` and `/in/b.yaml` are each other's environments"));
}

TEST_F(LayerSetTest, MistakesOfAllFilesAreSaidOnce) {
  write("env.yaml", environment("staging") + "nonsense: 1\n");
  write("api.yaml", service("api", {{"staging", "env.yaml"}}));
  write("broken.yaml", "name: x\nenvironments: [\nmodules: []\n");
  EXPECT_FALSE(collect());
  EXPECT_EQ(said_.find("nonsense"), said_.rfind("`nonsense`") + 1) << said_;
  EXPECT_THAT(said_, HasSubstr("broken.yaml"));
}

TEST_F(LayerSetTest, AFolderWithoutAnyIsSaid) {
  write("other.yaml", "kind: Other\n");
  EXPECT_FALSE(collect());
  EXPECT_THAT(said_, HasSubstr("no Opta file"));
}

}  // namespace
}  // namespace opta
