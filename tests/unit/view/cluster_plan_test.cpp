#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "../plan/manifest_fixture.h"
#include "plan/object_diff.h"
#include "view/cluster_plan_json.h"
#include "view/cluster_plan_text.h"
#include "view/fit.h"

namespace opta {
namespace {

using testing::HasSubstr;
using testing::Not;

class ClusterPlanView : public testing::Test {
 protected:
  ReleasePlan changed(const std::string& rendered) const {
    return diff_release({.release = "shop-app",
                         .release_namespace = "shop",
                         .module = "app",
                         .rendered = objects_of(rendered, "KNOWN-LATER"),
                         .running = running_of(manifest_fixture_text("shop_running.json")),
                         .last_applied = objects_of(shop_)});
  }
  ReleasePlan created() const {
    return diff_release({.release = "shop-app",
                         .release_namespace = "shop",
                         .module = "app",
                         .rendered = objects_of(shop_)});
  }

  const std::string shop_ = manifest_fixture_text("shop.yaml");
};

TEST_F(ClusterPlanView, NothingToSay) {
  EXPECT_EQ(cluster_plan_text({}, {}), "");
  EXPECT_EQ(cluster_plan_text({{changed(shop_)}}, {}), "No changes in the cluster.\n");
}

TEST_F(ClusterPlanView, ANewReleaseIsALineAndWhatIsDangerous) {
  EXPECT_EQ(cluster_plan_text({{created()}}, {.columns = 100}),
            "app (release shop-app in namespace shop): 9 to make\n"
            "    + Ingress shop-app  to make\n"
            "      EXPOSES: makes it reachable from the internet as shop.example.com\n"
            "  + 8 to make: NetworkPolicy, ServiceAccount, PersistentVolumeClaim, Service, "
            "Deployment,\n"
            "      HorizontalPodAutoscaler, ConfigMap, Secret\n"
            "    runs Job shop-app-migrate (pre-install)\n"
            "\n"
            "Cluster: 9 to make.\n"
            "Dangerous: 1 opens something to the world.\n");
}

TEST_F(ClusterPlanView, AQuietReleaseIsOneLine) {
  ReleasePlan release = created();
  std::erase_if(release.changes,
                [](const ObjectChange& change) { return change.assessment.is_dangerous(); });
  release.hooks.clear();
  EXPECT_THAT(cluster_plan_text({{release}}, {.columns = 200}),
              testing::StartsWith("app (release shop-app in namespace shop): 8 to make: "
                                  "NetworkPolicy, ServiceAccount, PersistentVolumeClaim, "));
}

TEST_F(ClusterPlanView, AChangeShowsItsFields) {
  const std::string text =
      cluster_plan_text({{changed(replaced(replaced(shop_, "image: \"nginx:1.27\"\n          args",
                                                    "image: \"nginx:1.28\"\n          args"),
                                           "hunter2", "hunter3"))}},
                        {});
  EXPECT_EQ(text,
            "app (release shop-app in namespace shop): 2 to change\n"
            "    ~ Deployment shop-app  to change\n"
            "      spec.template.spec.containers[app].image: \"nginx:1.27\" -> \"nginx:1.28\"\n"
            "    ~ Secret shop-app  to change\n"
            "      data.password: changes (sensitive)\n"
            "    runs Job shop-app-migrate (pre-upgrade)\n"
            "\n"
            "Cluster: 2 to change, 7 objects unchanged.\n");
}

TEST_F(ClusterPlanView, WhatLosesDataStandsFirstAndInRed) {
  const ReleasePlan release = changed(
      replaced(replaced(shop_, "ReadWriteOnce", "ReadWriteMany"), "replicas: 2", "replicas: 3"));
  const std::string text = cluster_plan_text({{release}}, {.style = {.colour = true}});
  EXPECT_THAT(text, HasSubstr("\x1b[1;31m      LOSES DATA: replacing this claim deletes"));
  EXPECT_LT(text.find("PersistentVolumeClaim shop-app-files"), text.find("Deployment shop-app"));
  EXPECT_THAT(text, HasSubstr("(forces the replacement)"));
  EXPECT_THAT(text, HasSubstr("Dangerous: 1 loses data."));
}

TEST_F(ClusterPlanView, AnObjectThatSomebodyElseHas) {
  ReleasePlan release{.release = "r", .release_namespace = "n", .action = Action::kCreate};
  release.changes = {{.kind = "ConfigMap",
                      .object_namespace = "elsewhere",
                      .name = "a\x1b[2J",
                      .action = Action::kUpdate,
                      .owner = "somebody without Helm"}};
  EXPECT_EQ(cluster_plan_text({{release}}, {}),
            "r (release r in namespace n): 1 to change\n"
            "    ~ ConfigMap a<1B>[2J in namespace elsewhere  to change\n"
            "      TAKEN: it is there already, made by somebody without Helm; Helm will refuse\n"
            "\n"
            "Cluster: 1 to change.\n");
}

TEST_F(ClusterPlanView, ValuesKnownAfterTheApplySaySo) {
  EXPECT_THAT(
      cluster_plan_text(
          {{changed(replaced(shop_, "arn:aws:iam::123456789012:role/shop", "KNOWN-LATER"))}},
          {.columns = 160}),
      HasSubstr("known after apply"));
}

TEST_F(ClusterPlanView, FitsTheWidth) {
  const std::string text = cluster_plan_text({{created()}}, {.columns = 60});
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  std::size_t start = 0;
  while (start < text.size()) {
    const std::size_t end = text.find('\n', start);
    EXPECT_LE(visible_width(text.substr(start, end - start)), 70U);
    start = end + 1;
  }
}

TEST_F(ClusterPlanView, NoFormTellsASecret) {
  const ClusterPlan plan{{created(), changed(replaced(shop_, "hunter2", "hunter3"))}};
  for (const std::string& text :
       {cluster_plan_text(plan, {.detailed = true}), cluster_plan_json(plan).dump()}) {
    EXPECT_THAT(text, Not(HasSubstr("hunter")));
    EXPECT_THAT(text, Not(HasSubstr("aHVudGVy")));
    EXPECT_THAT(text, Not(HasSubstr("dG9rZW4")));
    // Nor the digest: short passwords can be found by trying.
    for (const auto& [path, value] : object_of_kind(objects_of(shop_), "Secret").fields) {
      if (!value.sensitive) continue;
      EXPECT_THAT(text, Not(HasSubstr(value.text))) << path;
    }
  }
}

TEST_F(ClusterPlanView, JsonHasAllOfIt) {
  const nlohmann::ordered_json json =
      cluster_plan_json({{changed(replaced(shop_, "replicas: 2\n", "replicas: 3\n"))}});
  EXPECT_FALSE(json["empty"].get<bool>());
  EXPECT_EQ(json["summary"]["update"], 1);
  EXPECT_EQ(json["summary"]["unchanged"], 8);
  const auto& release = json["releases"][0];
  EXPECT_EQ(release["release"], "shop-app");
  EXPECT_EQ(release["module"], "app");
  EXPECT_EQ(release["hooks"][0]["event"], "pre-upgrade");
  const auto& object = release["objects"][0];
  EXPECT_EQ(object["kind"], "Deployment");
  EXPECT_EQ(object["action"], "update");
  EXPECT_EQ(object["risk"]["level"], "none");
  EXPECT_TRUE(object["owner"].is_null());
  EXPECT_EQ(object["fields"][0]["path"], "spec.replicas");
  EXPECT_EQ(object["fields"][0]["before"], 2);
  EXPECT_EQ(object["fields"][0]["after"], 3);
}

}  // namespace
}  // namespace opta
