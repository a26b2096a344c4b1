#include "app/rendering_cache.h"

#include <gtest/gtest.h>

#include "base/memory_file_system.h"

namespace opta {
namespace {

KubeObject secret() {
  return {.api_version = "v1",
          .kind = "Secret",
          .object_namespace = "n",
          .name = "s",
          .fields = {{"data.password", {.text = "digest", .sensitive = true}},
                     {"metadata.labels.a", {.text = "\"1\""}},
                     {"type", {.known_after_apply = true}}},
          .source = "c/templates/s.yaml",
          .is_hook = true,
          .hook_events = {"pre-install"},
          .kept = true};
}

TEST(RenderingCache, GivesBackWhatWasPutIn) {
  MemoryFileSystem disk;
  ASSERT_TRUE(write_rendering(disk, "r.json", "key", {secret()}));
  const auto objects = read_rendering(disk, "r.json", "key");
  ASSERT_TRUE(objects);
  ASSERT_EQ(objects->size(), 1U);
  const KubeObject& object = objects->front();
  EXPECT_EQ(object.api_version, "v1");
  EXPECT_EQ(object.kind, "Secret");
  EXPECT_EQ(object.object_namespace, "n");
  EXPECT_EQ(object.name, "s");
  EXPECT_EQ(object.fields, secret().fields);
  EXPECT_EQ(object.source, "c/templates/s.yaml");
  EXPECT_TRUE(object.is_hook);
  EXPECT_EQ(object.hook_events, secret().hook_events);
  EXPECT_TRUE(object.kept);
}

TEST(RenderingCache, IsForOneKey) {
  MemoryFileSystem disk;
  ASSERT_TRUE(write_rendering(disk, "r.json", "key", {secret()}));
  EXPECT_FALSE(read_rendering(disk, "r.json", "other"));
  EXPECT_FALSE(read_rendering(disk, "missing.json", "key"));
}

TEST(RenderingCache, WhatIsNotAsItWasWrittenIsNone) {
  MemoryFileSystem disk;
  for (const char* text : {"", "{", "[]", R"({"format":1,"key":"key","objects":[{}]})",
                           R"({"format":0,"key":"key","objects":[]})"}) {
    ASSERT_TRUE(disk.write("r.json", text));
    EXPECT_FALSE(read_rendering(disk, "r.json", "key")) << text;
  }
}

}  // namespace
}  // namespace opta
