#include "plan/object_images.h"

#include <gtest/gtest.h>

namespace opta {
namespace {

std::vector<KubeObject> decoded(const char* yaml) {
  auto objects = decode_manifest(yaml, {.default_namespace = "shop"});
  EXPECT_TRUE(objects);
  return objects ? *objects : std::vector<KubeObject>();
}

TEST(ObjectImages, AreThoseOfTheContainers) {
  const auto objects = decoded(R"(
apiVersion: apps/v1
kind: Deployment
metadata: {name: app}
spec:
  template:
    spec:
      initContainers: [{name: wait, image: busybox:1}]
      containers: [{name: app, image: shop:1}, {name: proxy, image: proxy:2}]
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: tidy}
spec: {jobTemplate: {spec: {template: {spec: {containers: [{name: tidy, image: shop:1}]}}}}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: c}
data: {image: none}
)");
  EXPECT_EQ(images_of(objects), (std::vector<std::string>{"shop:1", "proxy:2"}));
  EXPECT_TRUE(images_of(objects.back()).empty());
}

}  // namespace
}  // namespace opta
