#include "plan/manifest_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plan/gitops_objects.h"

namespace opta {
namespace {

using testing::ElementsAre;

constexpr const char* kRendering = R"(---
# Source: web/templates/all.yaml
apiVersion: v1
kind: List
items:
  - apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web}
    spec: {template: {spec: {containers: [{name: web, image: "web:1"}]}}}
  - apiVersion: v1
    kind: ServiceAccount
    metadata: {name: web, namespace: other}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: "system:Web"}
---
apiVersion: batch/v1
kind: Job
metadata: {name: migrate, annotations: {helm.sh/hook: "pre-install, pre-upgrade"}}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data, annotations: {helm.sh/resource-policy: keep}}
---
# Source: web/crds/things.yaml
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: things.example.com}
)";

ManifestFiles made(std::string_view rendering, GitOpsTool tool = GitOpsTool::kArgoCd) {
  auto files = manifest_files(
      rendering,
      {.folder = "web", .release = "shop-web", .release_namespace = "shop", .tool = tool});
  EXPECT_TRUE(files);
  return files ? *std::move(files) : ManifestFiles();
}

std::vector<std::string> paths_of(const ManifestFiles& made) {
  std::vector<std::string> paths;
  for (const GeneratedFile& file : made.files) paths.push_back(file.path);
  return paths;
}

std::string text_of(const ManifestFiles& made, std::string_view path) {
  for (const GeneratedFile& file : made.files) {
    if (file.path == path) return file.content;
  }
  return {};
}

TEST(ManifestFiles, HaveNamesInWhoseOrderTheyCanBeMade) {
  EXPECT_THAT(
      paths_of(made(kRendering)),
      ElementsAre("web/00-customresourcedefinition-things.example.com.yaml",
                  "web/20-clusterrole-system_web.yaml", "web/20-serviceaccount-web-other.yaml",
                  "web/30-persistentvolumeclaim-data.yaml", "web/50-deployment-web.yaml"));
}

TEST(ManifestFiles, SayTheNamespaceAndWhoseTheyWere) {
  const std::string deployment = text_of(made(kRendering), "web/50-deployment-web.yaml");
  EXPECT_TRUE(deployment.contains("  namespace: shop\n")) << deployment;
  EXPECT_TRUE(deployment.contains("    meta.helm.sh/release-name: shop-web\n"));
  EXPECT_TRUE(deployment.contains("    meta.helm.sh/release-namespace: shop\n"));
  EXPECT_TRUE(deployment.contains("    app.kubernetes.io/managed-by: Helm\n"));
  EXPECT_FALSE(
      text_of(made(kRendering), "web/20-clusterrole-system_web.yaml").contains("  namespace:"));
  EXPECT_FALSE(text_of(made(kRendering), "web/00-customresourcedefinition-things.example.com.yaml")
                   .contains("meta.helm.sh"));
}

TEST(ManifestFiles, HooksAreLeftOutByName) {
  const ManifestFiles files = made(kRendering);
  ASSERT_EQ(files.left_out.size(), 1U);
  EXPECT_EQ(files.left_out[0].name, "migrate");
  EXPECT_EQ(files.left_out[0].event, "pre-install, pre-upgrade");
  EXPECT_THAT(files.images, ElementsAre("web:1"));
}

TEST(ManifestFiles, WhatIsToBeKeptIsNotPruned) {
  const char* path = "web/30-persistentvolumeclaim-data.yaml";
  EXPECT_TRUE(text_of(made(kRendering), path).contains("Prune=false,Delete=false"));
  EXPECT_TRUE(text_of(made(kRendering, GitOpsTool::kFlux), path)
                  .contains("kustomize.toolkit.fluxcd.io/prune: disabled"));
}

TEST(ManifestFiles, ASecretWithValuesIsNamedAndNowhereWritten) {
  const ManifestFiles files = made(
      "apiVersion: v1\nkind: Secret\nmetadata: {name: auth}\nstringData: {p: geheim}\n---\n"
      "apiVersion: v1\nkind: Secret\nmetadata: {name: token}\ntype: a/token\n");
  EXPECT_THAT(files.secrets, ElementsAre("auth"));
  EXPECT_THAT(paths_of(files), ElementsAre("web/30-secret-token.yaml"));
}

TEST(ManifestFiles, NamesThatOneFileWouldHaveDiffer) {
  const ManifestFiles files = made(
      "apiVersion: a.example/v1\nkind: Thing\nmetadata: {name: x}\n---\n"
      "apiVersion: b.example/v1\nkind: Thing\nmetadata: {name: x}\n---\n"
      "apiVersion: b.example/v2\nkind: Thing\nmetadata: {name: x, labels: {last: 'yes'}}\n");
  ASSERT_EQ(files.files.size(), 2U);
  EXPECT_EQ(files.files[1].path, "web/80-thing-x.yaml");
  EXPECT_TRUE(files.files[0].path.starts_with("web/80-thing-x-")) << files.files[0].path;
  EXPECT_TRUE(files.files[0].content.contains("last: \"yes\""));
}

TEST(ManifestFiles, AKustomizationListsThem) {
  const GeneratedFile file = kustomization_file({{"a/1.yaml", ""}, {"b/2.yaml", ""}});
  EXPECT_EQ(file.path, "kustomization.yaml");
  EXPECT_TRUE(file.content.ends_with("resources:\n- a/1.yaml\n- b/2.yaml\n")) << file.content;
}

TEST(GitOpsObjects, AnApplicationThatIsDeletedLeavesItsObjects) {
  const auto files = gitops_files({.repository = "https://git.example/deploy.git",
                                   .path = "services/shop",
                                   .branch = "main",
                                   .tool_namespace = "argocd"},
                                  "shop");
  ASSERT_EQ(files.size(), 1U);
  EXPECT_EQ(files[0].path, "argocd/application-shop.yaml");
  EXPECT_FALSE(files[0].content.contains("finalizers"));
  EXPECT_TRUE(
      files[0].content.contains("    path: services/shop\n"
                                "    repoURL: https://git.example/deploy.git\n"
                                "    targetRevision: main\n"));
}

TEST(GitOpsObjects, FluxGetsASourceAndOneThatOrphans) {
  const auto files = gitops_files({.tool = GitOpsTool::kFlux,
                                   .repository = "ssh://git@git.example/deploy",
                                   .path = "services/shop",
                                   .branch = "main",
                                   .tool_namespace = "flux-system",
                                   .secret = "key"},
                                  "shop");
  ASSERT_EQ(files.size(), 2U);
  EXPECT_EQ(files[0].path, "flux/gitrepository-shop.yaml");
  EXPECT_TRUE(files[0].content.contains("  secretRef:\n    name: key\n"));
  EXPECT_EQ(files[1].path, "flux/kustomization-shop.yaml");
  EXPECT_TRUE(files[1].content.contains("deletionPolicy: Orphan\n"));
  EXPECT_TRUE(files[1].content.contains("path: ./services/shop\n"));
}

}  // namespace
}  // namespace opta
