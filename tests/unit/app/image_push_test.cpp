#include "app/image_push.h"

#include <gtest/gtest.h>

namespace opta {
namespace {

TEST(ImageArguments, WhatIsMeantAsAWordIsNoOption) {
  EXPECT_TRUE(find_fault({.image = "--authfile=x"}));
  EXPECT_TRUE(find_fault({.build = "-"}));
  EXPECT_TRUE(find_fault({.build = ".", .dockerfile = "-f"}));
  EXPECT_TRUE(find_fault({.build = ".", .platform = "--all"}));
  EXPECT_FALSE(find_fault({.image = "registry:5000/app:1.2"}));
  EXPECT_FALSE(find_fault({.build = "./-odd", .platform = "linux/arm64"}));
  EXPECT_FALSE(find_fault({}));
}

TEST(ImageArguments, ATagIsOneThatARegistryTakes) {
  for (const char* tag : {"v1", "1.2-rc_3", "_x", "LATEST"}) {
    EXPECT_FALSE(find_fault({.tag = tag})) << tag;
  }
  for (const char* tag : {"-x", ".x", "a,imageDigest=b", "a:b", "a b", "sha256:1"}) {
    EXPECT_TRUE(find_fault({.tag = tag})) << tag;
  }
  EXPECT_FALSE(find_fault({.tag = std::string(128, 'a')}));
  EXPECT_TRUE(find_fault({.tag = std::string(129, 'a')}));
}

TEST(ImageArguments, ADigestIsWhole) {
  EXPECT_FALSE(find_fault({.digest = "sha256:" + std::string(64, 'f')}));
  EXPECT_TRUE(find_fault({.digest = "sha256:" + std::string(63, 'f')}));
  EXPECT_TRUE(find_fault({.digest = "sha256:" + std::string(64, 'F')}));
  EXPECT_TRUE(find_fault({.digest = "v1"}));
}

}  // namespace
}  // namespace opta
