// The top level of a file, its provider, and the environments it stands in.
#include "layer/load.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "front_fixture.h"

namespace opta {
namespace {

using test::environment;
using test::Files;
using test::Front;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string kStaging = environment("  - type: base\n");

Front loaded(const Files& files, const LoadOptions& options = {.path = "opta.yaml"}) {
  Front front(files);
  front.load(options);
  return front;
}

TEST(Load, AnEnvironment) {
  const Front front(kStaging);
  EXPECT_EQ(front.layer().kind, LayerKind::kEnvironment);
  EXPECT_EQ(front.layer().name, "staging");
  EXPECT_EQ(front.layer().org_name, "acme");
  EXPECT_EQ(front.layer().provider.cloud, "aws");
  EXPECT_EQ(front.layer().provider.region, "us-east-1");
  EXPECT_EQ(front.layer().provider.account_id, "111122223333");
  EXPECT_EQ(&front.layer().root(), &front.layer());
}

TEST(Load, AMissingFile) {
  const Front front = loaded({});
  EXPECT_THAT(front.reports(), ElementsAre("E0002 nowhere ``"));
}

TEST(Load, TopLevelFaults) {
  struct Case {
    const char* text;
    const char* report;
  };
  for (const Case& one : {
           Case{"[]\n", "E0203 opta.yaml:1:1 `[]`"},
           Case{"name: a_b\norg_name: x\nproviders: {aws: {region: us-east-1, account_id: 1}}\n"
                "modules: []\n",
                "E0205 opta.yaml:1:7 `a_b`"},
           Case{"name: a\norg_name: A\nproviders: {aws: {region: us-east-1, account_id: 1}}\n"
                "modules: []\n",
                "E0205 opta.yaml:2:11 `A`"},
           Case{"name: a\nproviders: {aws: {region: us-east-1, account_id: 1}}\nmodules: []\n",
                "E0202 opta.yaml:1:1 `name`"},
           Case{"name: a\norg_name: x\nproviders: {aws: {region: us-east-1, account_id: 1}}\n",
                "E0202 opta.yaml:1:1 `name"},
           Case{"name: a\nenvironments:\nmodules: []\n", "E0208 opta.yaml:2:14 ``"},
           Case{"name: a\nenvironments: []\nmodules: []\n", "E0208 opta.yaml:2:15 `[]`"},
       }) {
    EXPECT_THAT(Front(one.text).reports(), ElementsAre(testing::StartsWith(one.report)))
        << one.text;
  }
}

TEST(Load, BothKindsAtOnceAreUnclear) {
  const Front front = loaded({{"staging.yaml", kStaging},
                              {"opta.yaml",
                               "name: a\norg_name: x\nproviders: {aws: {region: us-east-1, "
                               "account_id: 1}}\nenvironments: [{name: s, path: staging.yaml}]\n"
                               "modules: []\n"}});
  EXPECT_THAT(front.reports(),
              ElementsAre("E0206 opta.yaml:2:11 `x`",
                          "E0206 opta.yaml:4:15 `[{name: s, path: staging.yaml}]`"));
}

TEST(Load, NamesHaveALimitOfTheirOwn) {
  std::string text = kStaging;
  text.replace(6, 7, std::string(256, 'a'));
  EXPECT_THAT(Front(text).reports(), testing::Contains(testing::StartsWith("E0205 opta.yaml:1:7")));
}

TEST(Provider, FaultsOfAws) {
  const auto report = [](const std::string& providers) {
    return Front("name: a\norg_name: x\nproviders: " + providers + "\nmodules: []\n").reports();
  };
  EXPECT_THAT(report("{}"), ElementsAre("E0207 opta.yaml:3:12 `{}`"));
  EXPECT_THAT(report("{aws: 1}"), ElementsAre("E0203 opta.yaml:3:18 `1`"));
  EXPECT_THAT(report("{asw: {}}"), ElementsAre("E0207 opta.yaml:3:13 `asw`"));
  EXPECT_THAT(report("{aws: {region: us-east-1, account_id: 1234567890123}}"),
              ElementsAre("E0207 opta.yaml:3:50 `1234567890123`"));
  EXPECT_THAT(report("{aws: {region: us-eats-1, account_id: 1}}"),
              ElementsAre("E0501 opta.yaml:3:27 `us-eats-1`"));
  EXPECT_THAT(report("{aws: {region: us-east-1}}"),
              ElementsAre("E0202 opta.yaml:3:18 `{region: us-east-1}`"));
  // AWS opens regions faster than Opta is released.
  EXPECT_THAT(report("{aws: {region: zz-north-7, account_id: 1}}"), IsEmpty());
}

TEST(Provider, ShortAccountIdsAreFilledUp) {
  const Front front(
      "name: a\norg_name: x\nproviders: {aws: {region: us-east-1, account_id: 42}}\n"
      "modules: []\n");
  EXPECT_EQ(front.layer().provider.account_id, "000000000042");
}

TEST(Provider, AnotherCloudIsReportedLast) {
  const Front front(
      "name: a\norg_name: x\nproviders: {google: {region: r, project: p}}\nmodules:\n  - type: "
      "base\n  - type: nonsense\n");
  EXPECT_THAT(front.reports(),
              ElementsAre("E0601 opta.yaml:3:13 `google`", "E0301 opta.yaml:6:11 `nonsense`"));
  EXPECT_EQ(front.diagnostics.all().back().code, Code::kCloudNotBuilt);
}

TEST(Parent, IsFoundByRelativeAndByAbsolutePath) {
  for (const char* path : {"../env/staging.yaml", "/project/env/staging.yaml",
                           "./../env/staging.yaml", "../env/staging.yml"}) {
    const Front front = loaded(
        {{"/project/env/staging.yaml", kStaging},
         {"/project/shop/opta.yaml",
          "name: shop\nenvironments: [{name: s, path: " + std::string(path) + "}]\nmodules: []\n"}},
        {.path = "/project/shop/opta.yaml"});
    EXPECT_THAT(front.reports(), IsEmpty()) << path;
    EXPECT_EQ(front.layer().kind, LayerKind::kService);
    EXPECT_EQ(front.layer().root().name, "staging");
    EXPECT_EQ(front.layer().provider.region, "us-east-1");
    EXPECT_EQ(front.layer().environment_choice, "s");
  }
}

TEST(Parent, IsReadOnce) {
  Front front(Files{{"staging.yaml", kStaging}, {"a.yaml", test::service("  []\n")}});
  front.load({.path = "a.yaml"});
  const Layer* parent = front.layer().parent.get();
  EXPECT_TRUE(front.disk.write("staging.yaml", "changed"));
  front.load({.path = "a.yaml"});
  EXPECT_THAT(front.reports(), IsEmpty());
  EXPECT_EQ(front.layer().parent.get(), parent);
}

TEST(Parent, Faults) {
  const auto reports = [](const std::string& environments, const std::string& name = "shop") {
    return loaded({{"staging.yaml", kStaging},
                   {"child.yaml", test::service("  []\n")},
                   {"broken.yaml", environment("  - type: bsae\n")},
                   {"opta.yaml",
                    "name: " + name + "\nenvironments: " + environments + "\nmodules: []\n"}})
        .reports();
  };
  EXPECT_THAT(reports("[{name: s, path: none.yaml}]"),
              ElementsAre("E0002 opta.yaml:2:32 `none.yaml`"));
  EXPECT_THAT(reports("[{name: s, path: child.yaml}]"), ElementsAre("E0208 child.yaml:1:1 `name`"));
  EXPECT_THAT(reports("[{name: s, path: opta.yaml}]"), ElementsAre("E0208 opta.yaml:1:1 `name`"));
  EXPECT_THAT(reports("[{name: s, path: broken.yaml}]"),
              ElementsAre("E0301 broken.yaml:5:11 `bsae`"));
  EXPECT_THAT(reports("[{name: s, path: ''}]"), ElementsAre("E0208 opta.yaml:2:32 `''`"));
  EXPECT_THAT(reports("[{name: s, path: \"a\\nb\"}]"),
              ElementsAre("E0002 opta.yaml:2:32 `\"a\\nb\"`"));
  EXPECT_THAT(reports("[{name: s, path: 'git@host:org/repo.git//env.yaml'}]"),
              ElementsAre("E0210 opta.yaml:2:32 `'git@host:org/repo.git//env.yaml'`"));
  EXPECT_THAT(reports("[{name: s, path: staging.yaml}]", "staging"),
              ElementsAre("E0208 opta.yaml:1:7 `staging`"));
  EXPECT_THAT(reports("[{name: s}]"), testing::Contains(testing::StartsWith("E0202")));
  EXPECT_THAT(reports("[{name: s, path: staging.yaml}, {name: s, path: staging.yaml}]"),
              testing::Contains("E0208 opta.yaml:2:54 `s`"));
}

TEST(Parent, OneOfSeveralIsChosen) {
  const Files files = {
      {"staging.yaml", kStaging},
      {"opta.yaml",
       "name: shop\nenvironments:\n  - {name: one, path: staging.yaml}\n  - {name: two, path: "
       "staging.yaml}\nmodules: []\n"}};
  EXPECT_THAT(loaded(files).reports(), ElementsAre("E0209 opta.yaml:4:12 `two`"));
  EXPECT_EQ(loaded(files, {.path = "opta.yaml", .environment = "two"}).layer().environment_choice,
            "two");
  const Front typo = loaded(files, {.path = "opta.yaml", .environment = "tow"});
  EXPECT_THAT(typo.reports(), ElementsAre("E0209 opta.yaml:1:7 `shop`"));
  EXPECT_THAT(typo.error().help, HasSubstr("`two`"));
  EXPECT_THAT(
      loaded({{"opta.yaml", kStaging}}, {.path = "opta.yaml", .environment = "two"}).reports(),
      ElementsAre("E0209 opta.yaml:1:7 `staging`"));
}

// Whoever works in one environment learns at once that another one is broken.
TEST(Parent, AllThatAreNamedAreChecked) {
  const Front front = loaded({{"staging.yaml", kStaging},
                              {"broken.yaml", environment("  - type: bsae\n")},
                              {"opta.yaml",
                               "name: shop\nenvironments:\n  - {name: one, path: staging.yaml}\n  "
                               "- {name: two, path: broken.yaml}\nmodules: []\n"}},
                             {.path = "opta.yaml", .environment = "one"});
  EXPECT_THAT(front.reports(), ElementsAre("E0301 broken.yaml:5:11 `bsae`"));
}

TEST(GitOps, FoldersOfTwoEnvironmentsDiffer) {
  const std::string head =
      "name: shop\nmodules: []\ngitops: {tool: flux, repository: "
      "\"https://git.example/deploy\"}\nenvironments:\n"
      "  - {name: one, path: staging.yaml}\n";
  const Front front = loaded({{"staging.yaml", kStaging}, {"opta.yaml", head}});
  ASSERT_TRUE(front.layer().gitops);
  EXPECT_EQ(front.layer().gitops->path, "shop");
  EXPECT_EQ(front.layer().gitops->branch, "main");
  EXPECT_EQ(front.layer().gitops->tool_namespace, "flux-system");
  Front two(test::Files{{"staging.yaml", kStaging},
                        {"opta.yaml", head + "  - {name: two, path: staging.yaml}\n"}});
  ASSERT_NE(two.load({.path = "opta.yaml", .environment = "two"}), nullptr);
  EXPECT_EQ(two.layer().gitops->path, "shop/two");
}

TEST(StateBucket, IsNamedLikeTheOriginals) {
  const Front front = loaded({{"staging.yaml", kStaging}, {"opta.yaml", test::service("  []\n")}});
  const std::string bucket = front.layer().state_bucket();
  EXPECT_EQ(bucket, front.layer().parent->state_bucket());
  // The last four: the beginning of the MD5 of "us-east-1111122223333".
  EXPECT_EQ(bucket, "opta-tf-state-acme-staging-69a9");
}

TEST(StateBucket, HasNoCapitalsAndALimit) {
  std::string text = kStaging;
  text.replace(6, 7, "StAgInG");
  EXPECT_THAT(Front(text).layer().state_bucket(), HasSubstr("-staging-"));
  text.replace(6, 7, std::string(40, 'a'));
  EXPECT_THAT(Front(text).reports(), testing::Contains(testing::StartsWith("E0503 opta.yaml:1:7")));
}

}  // namespace
}  // namespace opta
