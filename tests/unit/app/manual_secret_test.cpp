#include "app/manual_secret.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "app/secret_users.h"
#include "app/secret_value.h"
#include "base/base64.h"

namespace opta {
namespace {

using nlohmann::json;
using testing::HasSubstr;

TEST(ManualSecret, APatchTouchesWhatItNamesAlone) {
  const json patch = json::parse(secret_patch({{"KEPT", "a\n\xff"}, {"GONE", std::nullopt}}));
  EXPECT_EQ(patch["data"]["KEPT"], base64_encoded("a\n\xff"));
  EXPECT_TRUE(patch["data"]["GONE"].is_null());
  EXPECT_EQ(patch["data"].size(), 2u);
  EXPECT_EQ(patch.size(), 1u);
}

TEST(ManualSecret, ANewOneBelongsToNoRelease) {
  const json made = json::parse(new_secret("shop", "shop", {{"A", "x"}, {"B", std::nullopt}}));
  EXPECT_EQ(made["metadata"]["name"], "manual-secrets");
  EXPECT_EQ(made["data"], json({{"A", "eA=="}}));
  EXPECT_FALSE(made["metadata"]["labels"].contains("opta.dev/release-name"));
}

TEST(ManualSecret, WhatKubectlAnswers) {
  const auto values = decode_secret(
      R"({"kind":"List","items":[{"kind":"Secret","data":{"A":"eA==","EMPTY":""}}]})");
  ASSERT_TRUE(values);
  EXPECT_EQ(*values, (SecretValues{{"A", "x"}, {"EMPTY", ""}}));
  EXPECT_EQ(decode_secret(R"({"kind":"Secret"})"), SecretValues());
  EXPECT_FALSE(decode_secret(R"({"kind":"List","items":[]})"));
  EXPECT_FALSE(decode_secret("no json"));
}

TEST(SecretValue, WhatNoVariableCanBe) {
  EXPECT_EQ(refuse_secret("API_KEY", "x"), "");
  EXPECT_THAT(refuse_secret("api-key", "x"), HasSubstr("`api-key` cannot name"));
  EXPECT_THAT(refuse_secret("A", std::string_view("hunter\0two", 10)), HasSubstr("NUL"));
  EXPECT_THAT(refuse_secret("A", std::string(kVariableBytesMax, 'x')), HasSubstr("longer"));
  for (const std::string& refusal : {refuse_secret("A", std::string_view("hunter\0two", 10))})
    EXPECT_FALSE(refusal.contains("hunter"));
}

KubeObject workload(std::string kind, std::string name, const std::string& path,
                    std::string replicas = "2") {
  KubeObject object{.api_version = "apps/v1", .kind = std::move(kind), .name = std::move(name)};
  object.fields[path] = {.text = "\"manual-secrets\""};
  object.fields["spec.replicas"] = {.text = std::move(replicas)};
  return object;
}

TEST(SecretUsers, JustThoseThatReadIt) {
  const std::string pod = "spec.template.spec.";
  const auto users = secret_users(
      {workload("Deployment", "from", pod + "containers[a].envFrom[0].secretRef.name"),
       workload("StatefulSet", "key", pod + "containers[a].env[B].valueFrom.secretKeyRef.name"),
       workload("DaemonSet", "volume", pod + "volumes[v].secret.secretName"),
       workload("Deployment", "none", pod + "volumes[v].secret.secretName", "0"),
       workload("Deployment", "map", pod + "containers[a].envFrom[0].configMapRef.name"),
       workload("Deployment", "label", "metadata.labels[secret.name]")},
      "manual-secrets");
  ASSERT_EQ(users.size(), 4u);
  EXPECT_EQ(users[0].name, "from");
  EXPECT_EQ(users[1].kind, "StatefulSet");
  EXPECT_EQ(users[2].name, "volume");
  EXPECT_FALSE(users[3].has_pods);
  EXPECT_TRUE(users[0].has_pods);
}

TEST(SecretUsers, AsKubectlTellsOfThem) {
  const auto objects = decode_objects(
      R"({"kind":"List","items":[{"apiVersion":"apps/v1","kind":"Deployment",)"
      R"("metadata":{"name":"app","namespace":"shop"},"spec":{"replicas":1,"template":{"spec":)"
      R"({"containers":[{"name":"k8s-service","envFrom":[{"secretRef":{"name":"app-links"}},)"
      R"({"secretRef":{"name":"manual-secrets","optional":true}}]}]}}}}]})");
  ASSERT_TRUE(objects);
  const auto users = secret_users(*objects, "manual-secrets");
  ASSERT_EQ(users.size(), 1u);
  EXPECT_EQ(users[0].name, "app");
  EXPECT_TRUE(secret_users(*objects, "links").empty());
}

}  // namespace
}  // namespace opta
