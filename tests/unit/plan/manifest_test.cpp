#include "plan/manifest.h"

#include <gmock/gmock.h>

#include "manifest_fixture.h"
#include "plan/object_fields.h"

namespace opta {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> kinds_of(const std::vector<KubeObject>& objects) {
  std::vector<std::string> kinds;
  for (const KubeObject& object : objects) kinds.push_back(object.kind);
  return kinds;
}

TEST(Manifest, AChartsRenderingBecomesObjects) {
  const std::vector<KubeObject> objects = objects_of(manifest_fixture_text("shop.yaml"));
  EXPECT_THAT(kinds_of(objects),
              ElementsAre("NetworkPolicy", "ServiceAccount", "PersistentVolumeClaim", "Service",
                          "Deployment", "HorizontalPodAutoscaler", "Ingress", "ConfigMap", "Secret",
                          "Job"));
  const KubeObject deployment = object_of_kind(objects, "Deployment");
  EXPECT_EQ(deployment.api_version, "apps/v1");
  EXPECT_EQ(deployment.name, "shop-app");
  EXPECT_EQ(deployment.object_namespace, "shop");
  EXPECT_EQ(deployment.source, "shop/templates/app.yaml");
  EXPECT_EQ(text_at(deployment, "spec.template.spec.containers[app].image"), "\"nginx:1.27\"");
  EXPECT_EQ(text_at(deployment, "spec.template.spec.containers[app].args[1]"), "\":8080\"");
  EXPECT_EQ(text_at(deployment, "spec.template.spec.nodeSelector"), "{}");
  EXPECT_EQ(text_at(deployment, "spec.selector.matchLabels[\"app.kubernetes.io/name\"]"),
            "\"shop\"");
}

TEST(Manifest, AHookIsMarked) {
  const std::vector<KubeObject> objects = objects_of(manifest_fixture_text("shop.yaml"));
  const KubeObject job = object_of_kind(objects, "Job");
  EXPECT_TRUE(job.is_hook);
  EXPECT_THAT(job.hook_events, ElementsAre("pre-install", "pre-upgrade"));
  EXPECT_FALSE(object_of_kind(objects, "Deployment").is_hook);
}

// The canary: none of these texts is in any field, in the clear or in base64.
TEST(Manifest, NothingOfASecretIsKept) {
  for (const std::string& text :
       {manifest_fixture_text("shop.yaml"), manifest_fixture_text("shop_running.json")}) {
    const bool is_json = text.starts_with('{');
    const std::vector<KubeObject> objects = is_json ? running_of(text) : objects_of(text);
    ASSERT_NE(text.find("dG9rZW4tb2YtaHVudGVyMg=="), std::string::npos);
    for (const KubeObject& object : objects) {
      for (const auto& [path, value] : object.fields) {
        EXPECT_EQ(value.text.find("hunter2"), std::string::npos) << path;
        EXPECT_EQ(value.text.find("aHVudGVyMg"), std::string::npos) << path;
        EXPECT_EQ(value.text.find("dG9rZW4"), std::string::npos) << path;
      }
    }
    const KubeObject secret = object_of_kind(objects, "Secret");
    EXPECT_TRUE(secret.fields.at("data.password").sensitive);
    EXPECT_TRUE(secret.fields.at("data.token").sensitive);
  }
}

TEST(Manifest, ASecretOfAnyShapeIsHidden) {
  const auto objects = objects_of(
      "{apiVersion: v1, kind: Secret, metadata: {name: a}, data: hunter2}\n---\n"
      "{apiVersion: v1, kind: Secret, metadata: {name: b}, stringData: {x: {y: hunter2}}}\n---\n"
      "{apiVersion: v1, kind: SecretList, items: [{metadata: {name: c}, data: {x: hunter2}}]}\n"
      "---\n"
      "{apiVersion: v1, kind: Secret, metadata: {name: d, annotations: {"
      "kubectl.kubernetes.io/last-applied-configuration: hunter2}}}\n");
  ASSERT_EQ(objects.size(), 4U);
  for (const KubeObject& object : objects) {
    for (const auto& [path, value] : object.fields) {
      EXPECT_EQ(value.text.find("hunter2"), std::string::npos) << object.name << ' ' << path;
    }
  }
}

TEST(Manifest, ASecretIsTheSameInBothForms) {
  const auto objects = objects_of(
      "{apiVersion: v1, kind: Secret, metadata: {name: a}, stringData: {x: hunter2}}\n---\n"
      "{apiVersion: v1, kind: Secret, metadata: {name: b}, data: {x: aHVudGVyMg==}}\n");
  EXPECT_EQ(objects[0].fields, objects[1].fields);
}

TEST(Manifest, NumbersAreReadAsKubernetesReadsThem) {
  const auto objects = objects_of(
      "{apiVersion: v1, kind: A, metadata: {name: a}, spec: {mode: 0644, big: 1_000, one: 1.0, "
      "half: 0.5, on: yes, text: '0644', time: 12:30}}\n");
  EXPECT_EQ(text_at(objects[0], "spec.mode"), "420");
  EXPECT_EQ(text_at(objects[0], "spec.big"), "1000");
  EXPECT_EQ(text_at(objects[0], "spec.one"), "1");
  EXPECT_EQ(text_at(objects[0], "spec.half"), "0.5");
  EXPECT_EQ(text_at(objects[0], "spec.on"), "true");
  EXPECT_EQ(text_at(objects[0], "spec.text"), "\"0644\"");
  EXPECT_EQ(text_at(objects[0], "spec.time"), "\"12:30\"");
}

TEST(Manifest, DocumentsEndAtMarkersAlone) {
  const auto objects = objects_of(
      "\n---\n# Source: c/templates/empty.yaml\n\n---\n"
      "# Source: c/templates/a.yaml\n# a remark\napiVersion: v1\nkind: A\nmetadata: {name: a}\n"
      "text: |\n  ---\n  ----\n--- # another\napiVersion: v1\nkind: B\nmetadata: {name: b}\n...\n");
  EXPECT_THAT(kinds_of(objects), ElementsAre("A", "B"));
  EXPECT_EQ(objects[0].source, "c/templates/a.yaml");
  EXPECT_EQ(text_at(objects[0], "text"), R"("---\n----\n")");
}

TEST(Manifest, AnEmptyRenderingHasNoObjects) {
  EXPECT_THAT(objects_of(""), IsEmpty());
  EXPECT_THAT(objects_of("---\n# Source: a\n---\n"), IsEmpty());
}

TEST(Manifest, WhatStandsInNoNamespaceHasNone) {
  const auto objects = objects_of(
      "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: a, "
      "namespace: "
      "x}}\n---\n{apiVersion: v1, kind: Service, metadata: {name: a, namespace: x}}\n");
  EXPECT_EQ(objects[0].object_namespace, "");
  EXPECT_EQ(objects[1].object_namespace, "x");
}

TEST(Manifest, AMarkerStandsForWhatIsNotKnownYet) {
  const auto objects = objects_of(
      "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, annotations: {checksum/x: abc}}, "
      "data: {url: 'https://@@later@@/x'}}\n---\n"
      "{apiVersion: v1, kind: Secret, metadata: {name: b}, stringData: {x: '@@later@@'}, "
      "data: {y: QEBsYXRlckBA}}\n",
      "@@later@@");
  EXPECT_EQ(objects[0].fields.at("data.url"), KubeValue{.known_after_apply = true});
  EXPECT_TRUE(objects[0].fields.at("metadata.annotations[\"checksum/x\"]").known_after_apply);
  EXPECT_TRUE(objects[1].fields.at("data.x").known_after_apply);
  EXPECT_TRUE(objects[1].fields.at("data.y").known_after_apply);
}

TEST(Manifest, AMistakeIsToldWithoutTheText) {
  for (const char* text :
       {"# Source: c/t.yaml\npassword: [hunter2\n", "# Source: c/t.yaml\npassword: hunter2\n",
        "# Source: c/t.yaml\n- hunter2\n"}) {
    const auto objects = decode_manifest(text, {});
    ASSERT_FALSE(objects) << text;
    EXPECT_THAT(objects.error().message, HasSubstr("c/t.yaml"));
    EXPECT_EQ(objects.error().message.find("hunter2"), std::string::npos);
  }
}

TEST(Manifest, ADuplicateKeyIsTakenAsKubernetesTakesIt) {
  EXPECT_EQ(objects_of("apiVersion: v1\nkind: A\nmetadata: {name: a}\nx: 1\nx: 1\n").size(), 1U);
}

TEST(Manifest, HostileTextIsRefused) {
  EXPECT_FALSE(decode_manifest(std::string(kManifestBytesMax + 1, '#'), {}));
  EXPECT_FALSE(decode_manifest("a: " + std::string(5000, '['), {}));
  EXPECT_FALSE(decode_objects(std::string(5000, '[')));
  EXPECT_FALSE(decode_objects("not json"));
  EXPECT_FALSE(decode_objects("[]"));
}

TEST(Manifest, ElementsAreCalledByTheirKeyUnlessOrderMatters) {
  const auto objects = objects_of(
      "{apiVersion: v1, kind: A, metadata: {name: a}, spec: {x: [{name: b, v: 1}, {name: b, v: "
      "2}], "
      "ports: [{port: 80}, {port: 81}], initContainers: [{name: i, v: 1}], "
      "m: [{resource: {name: cpu}, v: 1}]}}\n---\n"
      "{apiVersion: v1, kind: RoleBinding, metadata: {name: a}, subjects: [{name: n}]}\n");
  EXPECT_EQ(text_at(objects[0], "spec.x[1].v"), "2");
  EXPECT_EQ(text_at(objects[0], "spec.ports[port=81].port"), "81");
  EXPECT_EQ(text_at(objects[0], "spec.initContainers[0].v"), "1");
  EXPECT_EQ(text_at(objects[0], "spec.m[cpu].v"), "1");
  EXPECT_EQ(text_at(objects[1], "subjects[0].name"), "\"n\"");
}

TEST(KeysOfPath, LeaveOutElements) {
  EXPECT_THAT(keys_of_path("spec.c[a.b].limits[\"nvidia.com/gpu\"]"),
              ElementsAre("spec", "c", "limits", "nvidia.com/gpu"));
  EXPECT_THAT(keys_of_path("a[0]"), ElementsAre("a"));
  EXPECT_THAT(keys_of_path("a[\"x"), ElementsAre("a", "x"));
  EXPECT_THAT(keys_of_path(""), IsEmpty());
}

}  // namespace
}  // namespace opta
