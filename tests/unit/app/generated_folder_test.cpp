#include "app/generated_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "../temp_folder.h"
#include "app/manifest_images.h"

namespace opta {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class GeneratedFolderTest : public testing::Test {
 protected:
  Result<WrittenFiles> write(const std::vector<GeneratedFile>& files) {
    auto folder = GeneratedFolder::open(disk_, top_.path().string() + "/out");
    EXPECT_TRUE(folder);
    return folder->write(files, "generate-manifests shop");
  }
  bool is_there(const std::string& file) const {
    return disk_.kind(top_.path().string() + "/out/" + file) != FileKind::kMissing;
  }

  test::TempFolder top_;
  RealFileSystem disk_;
};

TEST_F(GeneratedFolderTest, WritesAndTakesAwayWhatIsItsOwn) {
  const auto first = write({{"a.yaml", "1"}, {"b/c.yaml", "2"}, {"b/d/e.yaml", "3"}});
  ASSERT_TRUE(first);
  EXPECT_EQ(first->count, 3U);
  EXPECT_THAT(first->changed, ElementsAre("a.yaml", "b/c.yaml", "b/d/e.yaml"));
  ASSERT_TRUE(disk_.write(top_.path().string() + "/out/b/mine.yaml", "mine"));
  const auto second = write({{"a.yaml", "other"}});
  ASSERT_TRUE(second);
  EXPECT_THAT(second->changed, ElementsAre("a.yaml"));
  EXPECT_THAT(second->removed, ElementsAre("b/c.yaml", "b/d/e.yaml"));
  EXPECT_FALSE(is_there("b/d"));
  EXPECT_TRUE(is_there("b/mine.yaml"));
  const auto third = write({{"a.yaml", "other"}});
  ASSERT_TRUE(third);
  EXPECT_THAT(third->changed, IsEmpty());
  EXPECT_THAT(third->removed, IsEmpty());
}

TEST_F(GeneratedFolderTest, AFileOfTheUsersIsNeverOverwritten) {
  ASSERT_TRUE(disk_.write(top_.path().string() + "/out/b.yaml", "mine"));
  const auto written = write({{"a.yaml", "1"}, {"b.yaml", "2"}});
  ASSERT_FALSE(written);
  EXPECT_TRUE(written.error().message.contains("opta did not write it"));
  EXPECT_FALSE(is_there("a.yaml"));
}

TEST_F(GeneratedFolderTest, AMarkerLeadsNowhereElse) {
  ASSERT_TRUE(disk_.write(top_.path().string() + "/precious", "x"));
  ASSERT_TRUE(disk_.write(top_.path().string() + "/far/precious", "x"));
  ASSERT_TRUE(disk_.write(top_.path().string() + "/out/.opta-generated",
                          "../precious\n/etc/passwd\nb/../../precious\n"));
  ASSERT_TRUE(write({{"a.yaml", "1"}}));
  EXPECT_NE(disk_.kind(top_.path().string() + "/precious"), FileKind::kMissing);
  ASSERT_TRUE(disk_.write(top_.path().string() + "/out/.opta-generated", "link/precious\n"));
  std::filesystem::create_directory_symlink(top_.path().string() + "/far",
                                            top_.path().string() + "/out/link");
  EXPECT_FALSE(write({{"b.yaml", "1"}}));
  EXPECT_NE(disk_.kind(top_.path().string() + "/far/precious"), FileKind::kMissing);
}

TEST_F(GeneratedFolderTest, AMarkerTakesNoFolderAway) {
  for (const char* line : {".", "./", "sub", "sub/", "./sub", "sub/..", ".."}) {
    ASSERT_TRUE(disk_.write(top_.path().string() + "/out/sub/mine.yaml", "mine"));
    ASSERT_TRUE(disk_.write(top_.path().string() + "/out/.opta-generated",
                            std::string(line) + "\na.yaml\n"));
    ASSERT_TRUE(write({{"a.yaml", "1"}})) << line;
    EXPECT_TRUE(is_there("sub/mine.yaml")) << line;
  }
}

TEST_F(GeneratedFolderTest, NothingIsWrittenBehindALink) {
  ASSERT_TRUE(disk_.write(top_.path().string() + "/far/precious", "x"));
  ASSERT_TRUE(disk_.make_folders(top_.path().string() + "/out"));
  std::filesystem::create_directory_symlink(top_.path().string() + "/far",
                                            top_.path().string() + "/out/app");
  EXPECT_FALSE(write({{"a.yaml", "1"}, {"app/b.yaml", "2"}, {"app/c/d.yaml", "3"}}));
  EXPECT_FALSE(is_there("a.yaml"));
  EXPECT_EQ(disk_.list(top_.path().string() + "/far").value().size(), 1U);
}

TEST_F(GeneratedFolderTest, SaysWhoseItIs) {
  auto folder = GeneratedFolder::open(disk_, top_.path().string() + "/out");
  ASSERT_TRUE(folder);
  EXPECT_TRUE(folder->is_empty());
  ASSERT_TRUE(write({{"a.yaml", "1"}}));
  folder = GeneratedFolder::open(disk_, top_.path().string() + "/out");
  ASSERT_TRUE(folder);
  EXPECT_TRUE(folder->is_ours());
  EXPECT_EQ(folder->owner(), "generate-manifests shop");
  EXPECT_THAT(folder->files(), ElementsAre("a.yaml"));
  EXPECT_EQ(folder->read("a.yaml"), "1");
}

TEST(DigestIn, IsThatOfTheServicesOwnRepository) {
  const std::string digest = "sha256:" + std::string(64, 'a');
  const auto objects = decode_manifest(
      "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {template: {spec: "
      "{containers: [{name: a, image: \"other@" +
          digest + "\"}, {name: b, image: \"repo/app@" + digest + "\"}]}}}\n",
      {});
  ASSERT_TRUE(objects);
  EXPECT_EQ(digest_in(*objects, "repo/app"), digest);
  EXPECT_EQ(digest_in(*objects, "repo/ap"), "");
  EXPECT_EQ(digest_in({}, "repo/app"), "");
}

}  // namespace
}  // namespace opta
