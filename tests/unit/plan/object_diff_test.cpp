#include "plan/object_diff.h"

#include <gmock/gmock.h>

#include "manifest_fixture.h"

namespace opta {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::string_view kContainer = "spec.template.spec.containers[app].";

// "update Deployment shop-app"
std::vector<std::string> lines_of(const ReleasePlan& plan) {
  std::vector<std::string> lines;
  for (const ObjectChange& change : plan.changes) {
    lines.push_back(std::string(to_string(change.action)) + ' ' + change.kind + ' ' + change.name);
  }
  return lines;
}

// "path: before -> after"
std::vector<std::string> fields_of(const ObjectChange& change) {
  std::vector<std::string> lines;
  for (const FieldChange& field : change.fields) {
    lines.push_back(field.path + ": " + field.before + " -> " +
                    (field.known_after_apply ? "?" : field.after) +
                    (field.forces_replacement ? " !" : ""));
  }
  return lines;
}

class ObjectDiff : public testing::Test {
 protected:
  ReleasePlan diff(const std::string& rendered, const std::string& running,
                   const std::string& last) const {
    return diff_release({.release = "shop-app",
                         .release_namespace = "shop",
                         .module = "shop",
                         .rendered = objects_of(rendered, "KNOWN-LATER"),
                         .running = running_of(running),
                         .last_applied = objects_of(last)});
  }
  ReleasePlan diff(const std::string& rendered) const { return diff(rendered, running_, shop_); }

  const std::string shop_ = manifest_fixture_text("shop.yaml");
  const std::string running_ = manifest_fixture_text("shop_running.json");
};

// The rule that all the others serve: what was applied and nobody touched is no difference,
// whatever the API server made of it.
TEST_F(ObjectDiff, WhatRunsAsRenderedIsNoChange) {
  const ReleasePlan plan = diff(shop_);
  EXPECT_EQ(plan.action, Action::kNone);
  EXPECT_THAT(lines_of(plan), IsEmpty());
  for (const ObjectChange& change : plan.changes) EXPECT_THAT(fields_of(change), IsEmpty());
  EXPECT_THAT(plan.hooks, IsEmpty());
  EXPECT_EQ(plan.unchanged_count, 9U);
  EXPECT_TRUE(is_empty(plan));
}

// Leaf by leaf: a change of any one that the rendering sets is seen, and is seen alone.
TEST_F(ObjectDiff, EveryRenderedFieldIsCompared) {
  const std::vector<KubeObject> last = objects_of(shop_);
  ReleaseSides sides{.release = "shop-app",
                     .release_namespace = "shop",
                     .rendered = last,
                     .running = running_of(running_),
                     .last_applied = last};
  std::size_t tried = 0;
  for (KubeObject& object : sides.rendered) {
    if (object.is_hook) continue;
    for (auto& [path, value] : object.fields) {
      const KubeValue kept = value;
      value.text = "\"another\"";
      const ReleasePlan plan = diff_release(sides);
      ASSERT_EQ(plan.changes.size(), 1U) << object.kind << ' ' << path;
      ASSERT_EQ(plan.changes[0].fields.size(), 1U) << object.kind << ' ' << path;
      EXPECT_EQ(plan.changes[0].fields[0].path, path);
      value = kept;
      ++tried;
    }
  }
  EXPECT_GT(tried, 80U);
}

TEST_F(ObjectDiff, WithoutAClusterAllIsMade) {
  const ReleasePlan plan = diff_release(
      {.release = "shop-app", .release_namespace = "shop", .rendered = objects_of(shop_)});
  EXPECT_EQ(plan.action, Action::kCreate);
  EXPECT_EQ(plan.changes.size(), 9U);
  for (const ObjectChange& change : plan.changes) {
    EXPECT_EQ(change.action, Action::kCreate);
    EXPECT_FALSE(change.fields.empty());
    for (const FieldChange& field : change.fields) {
      EXPECT_EQ(field.after == kSensitiveText, field.sensitive) << field.path;
    }
  }
  ASSERT_EQ(plan.hooks.size(), 1U);
  EXPECT_EQ(plan.hooks[0].event, "pre-install");
}

TEST_F(ObjectDiff, AChangedFieldChangesJustItsObject) {
  const ReleasePlan plan = diff(replaced(shop_, "image: \"nginx:1.27\"\n          args",
                                         "image: \"nginx:1.28\"\n          args"));
  EXPECT_EQ(plan.action, Action::kUpdate);
  EXPECT_THAT(lines_of(plan), ElementsAre("update Deployment shop-app"));
  EXPECT_THAT(fields_of(plan.changes[0]),
              ElementsAre(std::string(kContainer) + R"(image: "nginx:1.27" -> "nginx:1.28")"));
  EXPECT_EQ(plan.changes[0].source, "shop/templates/app.yaml");
  ASSERT_EQ(plan.hooks.size(), 1U);
  EXPECT_EQ(plan.hooks[0].event, "pre-upgrade");
}

TEST_F(ObjectDiff, ASecretChangesWithoutItsValue) {
  const ReleasePlan plan = diff(replaced(shop_, "hunter2", "hunter3"));
  EXPECT_THAT(lines_of(plan), ElementsAre("update Secret shop-app"));
  EXPECT_THAT(fields_of(plan.changes[0]), ElementsAre("data.password: (sensitive) -> (sensitive)"));
  EXPECT_TRUE(plan.changes[0].fields[0].sensitive);
}

TEST_F(ObjectDiff, WhatSomebodyChangedByHandIsSetRight) {
  const ReleasePlan plan =
      diff(shop_, replaced(running_, "\"image\": \"nginx:1.27\"", "\"image\": \"evil:1\""), shop_);
  EXPECT_THAT(lines_of(plan), ElementsAre("update Deployment shop-app"));
  EXPECT_THAT(fields_of(plan.changes[0]),
              ElementsAre(std::string(kContainer) + R"(image: "evil:1" -> "nginx:1.27")"));
}

TEST_F(ObjectDiff, WhatTheLastRenderingSetAndThisOneDoesNotGoes) {
  const ReleasePlan plan = diff(replaced(shop_, "- {name: HALF, value: \"0.5\"}\n", "\n"));
  EXPECT_THAT(fields_of(plan.changes.at(0)),
              ElementsAre(std::string(kContainer) + R"(env[HALF].name: "HALF" -> )",
                          std::string(kContainer) + R"(env[HALF].value: "0.5" -> )"));
}

TEST_F(ObjectDiff, WhatOthersAddedToAMapStays) {
  EXPECT_THAT(lines_of(diff(shop_,
                            replaced(running_, "\"linkerd.io/inject\": \"enabled\"",
                                     "\"linkerd.io/inject\": \"enabled\", \"other/x\": \"1\""),
                            shop_)),
              IsEmpty());
}

TEST_F(ObjectDiff, WhatOthersAddedToAListWithoutKeysIsTakenAway) {
  const ReleasePlan plan =
      diff(shop_, replaced(running_, "\":8080\"", "\":8080\", \"--debug\""), shop_);
  EXPECT_THAT(fields_of(plan.changes.at(0)),
              ElementsAre(std::string(kContainer) + "args[2]: \"--debug\" -> "));
  const ReleasePlan opened =
      diff(shop_, replaced(running_, "\"port\": 8080,", "\"port\": 8080}, {\"port\": 22,"), shop_);
  EXPECT_THAT(lines_of(opened), ElementsAre("update NetworkPolicy shop-app"));
}

TEST_F(ObjectDiff, AnImmutableFieldReplacesTheObject) {
  const ReleasePlan plan = diff(replaced(shop_, "storage: 10Gi", "storage: 20Gi"));
  EXPECT_THAT(lines_of(plan), ElementsAre("update PersistentVolumeClaim shop-app-files"));
  const ReleasePlan mode = diff(replaced(shop_, "ReadWriteOnce", "ReadWriteMany"));
  EXPECT_THAT(lines_of(mode), ElementsAre("replace PersistentVolumeClaim shop-app-files"));
  EXPECT_THAT(fields_of(mode.changes[0]),
              ElementsAre(R"(spec.accessModes[0]: "ReadWriteOnce" -> "ReadWriteMany" !)"));
  EXPECT_EQ(mode.changes[0].assessment.risk, Risk::kLosesData);
}

TEST_F(ObjectDiff, AnotherSelectorReplacesTheDeployment) {
  const ReleasePlan plan = diff(replaced(shop_, "matchLabels:", "matchLabels:\n      tier: web"));
  EXPECT_THAT(lines_of(plan), ElementsAre("replace Deployment shop-app"));
  EXPECT_EQ(plan.changes[0].assessment.risk, Risk::kInterrupts);
}

TEST_F(ObjectDiff, ValuesKnownAfterTheApply) {
  const ReleasePlan plan =
      diff(replaced(shop_, "arn:aws:iam::123456789012:role/shop", "KNOWN-LATER"));
  // The checksum over it is not known either.
  EXPECT_THAT(lines_of(plan),
              ElementsAre("update ServiceAccount shop-app", "update Deployment shop-app"));
  EXPECT_THAT(fields_of(plan.changes[0]),
              ElementsAre("metadata.annotations[\"eks.amazonaws.com/role-arn\"]: "
                          "\"arn:aws:iam::123456789012:role/shop\" -> ?"));
  EXPECT_TRUE(plan.changes[1].fields.at(0).known_after_apply);
}

TEST_F(ObjectDiff, WhatTheRenderingDropsIsDeletedUnlessItIsKept) {
  const std::string claim =
      "---\napiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: shop-app-files}\n";
  const std::string kept =
      "---\napiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: shop-app-files, "
      "annotations: {helm.sh/resource-policy: keep}}\n";
  const std::string account =
      "---\napiVersion: v1\nkind: ServiceAccount\nmetadata: {name: shop-app}\n";
  const ReleasePlan plan = diff(account, running_, account + claim);
  EXPECT_THAT(lines_of(plan), ElementsAre("delete PersistentVolumeClaim shop-app-files"));
  EXPECT_EQ(plan.changes[0].assessment.risk, Risk::kLosesData);
  const ReleasePlan without = diff(account, running_, account + kept);
  EXPECT_THAT(lines_of(without), IsEmpty());
  EXPECT_THAT(without.kept, ElementsAre("PersistentVolumeClaim shop-app-files"));
}

TEST_F(ObjectDiff, AReleaseThatGoes) {
  const ReleasePlan plan = diff_release({.release = "shop-app",
                                         .release_namespace = "shop",
                                         .goes = true,
                                         .running = running_of(running_),
                                         .last_applied = objects_of(shop_)});
  EXPECT_EQ(plan.action, Action::kDelete);
  EXPECT_EQ(plan.changes.size(), 9U);
}

// Of a chart with all of its parts switched off.
TEST_F(ObjectDiff, AReleaseWithoutObjectsStays) {
  EXPECT_EQ(diff("", "{\"kind\":\"List\",\"apiVersion\":\"v1\",\"items\":[]}", "").action,
            Action::kNone);
  EXPECT_EQ(diff("", running_, shop_).action, Action::kUpdate);
  EXPECT_EQ(diff_release({.release = "r", .release_namespace = "n"}).action, Action::kCreate);
}

TEST_F(ObjectDiff, AnObjectThatIsGoneIsMadeAgain) {
  const ReleasePlan plan = diff(shop_, R"({"apiVersion":"v1","kind":"List","items":[]})", shop_);
  EXPECT_EQ(plan.action, Action::kUpdate);
  EXPECT_EQ(plan.changes.size(), 9U);
  EXPECT_EQ(plan.changes[0].action, Action::kCreate);
}

TEST_F(ObjectDiff, AnObjectOfSomebodyElseIsNamed) {
  const std::string map = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {x: y}}\n";
  const auto running = [](const std::string& annotations) {
    return R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","namespace":"shop",)"
           R"("annotations":{)" +
           annotations + R"(}},"data":{"x":"y"}})";
  };
  const std::string other =
      R"("meta.helm.sh/release-name":"other","meta.helm.sh/release-namespace":"shop")";
  const std::string ours =
      R"("meta.helm.sh/release-name":"shop-app","meta.helm.sh/release-namespace":"shop")";
  EXPECT_EQ(diff(map, running(other), "").changes.at(0).owner,
            "the release `other` of the namespace `shop`");
  EXPECT_EQ(diff(map, running(""), "").changes.at(0).owner, "somebody without Helm");
  EXPECT_THAT(diff(map, running(ours), "").changes, IsEmpty());
  EXPECT_THAT(diff(map, running(""), map).changes, IsEmpty());
}

// Helm keeps no account of namespaces: who made one is no question.
TEST_F(ObjectDiff, WhatHelmKeepsNoAccountOfIsNobodyElses) {
  const std::string space = "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n";
  ReleaseSides sides{.release = "shop-app",
                     .release_namespace = "shop",
                     .rendered = objects_of(space),
                     .running = objects_of(space)};
  EXPECT_FALSE(diff_release(sides).changes.at(0).owner.empty());
  sides.outside = sides.rendered;
  EXPECT_THAT(diff_release(sides).changes, IsEmpty());
}

// Helm would leave the wrong port beside the right one, under the same name.
TEST_F(ObjectDiff, APortThatSomebodyChangedReplacesTheObject) {
  const auto service = [](const char* port) {
    return std::string(
               "apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {ports: [{name: "
               "main, port: ") +
           port + "}]}\n";
  };
  const auto diff = [&](const char* rendered, const char* running, const char* last) {
    return lines_of(diff_release({.release = "shop-app",
                                  .release_namespace = "shop",
                                  .rendered = objects_of(service(rendered)),
                                  .running = objects_of(service(running)),
                                  .last_applied = objects_of(service(last))}));
  };
  EXPECT_THAT(diff("80", "81", "80"), ElementsAre("replace Service s"));
  EXPECT_THAT(diff("81", "80", "80"), ElementsAre("update Service s"));
}

TEST_F(ObjectDiff, ANewVersionOfAnApiIsTheSameObject) {
  const std::string rendered =
      "{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: a}, spec: "
      "{minAvailable: "
      "1}}\n";
  EXPECT_THAT(diff(rendered,
                   R"({"apiVersion":"policy/v1beta1","kind":"PodDisruptionBudget","metadata":)"
                   R"({"name":"a","namespace":"shop"},"spec":{"minAvailable":1}})",
                   replaced(rendered, "policy/v1,", "policy/v1beta1,"))
                  .changes,
              IsEmpty());
}

TEST_F(ObjectDiff, NewDefinitionsDoNotListAllTheySay) {
  const ReleasePlan plan = diff_release(
      {.release = "r",
       .release_namespace = "n",
       .rendered = objects_of("{apiVersion: apiextensions.k8s.io/v1, kind: "
                              "CustomResourceDefinition, metadata: {name: a}, spec: {group: g}}")});
  EXPECT_THAT(plan.changes.at(0).fields, IsEmpty());
}

TEST_F(ObjectDiff, TheClusterIsAskedForEachObjectOnce) {
  const std::vector<KubeObject> objects = objects_of(shop_);
  const std::vector<ObjectName> names = objects_to_compare(objects, objects);
  EXPECT_EQ(names.size(), 9U);
  EXPECT_EQ(names[0].kind, "NetworkPolicy");
  EXPECT_EQ(names[0].object_namespace, "shop");
}

}  // namespace
}  // namespace opta
