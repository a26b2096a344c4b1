#include "app/layer_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "../temp_folder.h"

namespace opta {
namespace {

using testing::ElementsAre;

constexpr const char* kLayer = "name: a\norg_name: b\nproviders: {}\nmodules: []\n";

class LayerFilesTest : public testing::Test {
 protected:
  void write(const std::string& path, std::string_view text = kLayer) {
    ASSERT_TRUE(disk_.write(join_path(root_, path), text));
  }
  std::vector<std::string> found() {
    const auto files = find_layer_files(disk_, join_path(root_, "in"));
    EXPECT_TRUE(files) << files.error().message;
    std::vector<std::string> names;
    for (const std::string& path : files.value_or(std::vector<std::string>()))
      names.push_back(path.substr(join_path(root_, "in/").size()));
    return names;
  }

  RealFileSystem disk_;
  test::TempFolder folder_;
  std::string root_ = folder_.path().string();
};

TEST(LooksLikeLayer, GoesByTopLevelKeys) {
  EXPECT_TRUE(looks_like_layer(kLayer));
  EXPECT_TRUE(looks_like_layer("environments: [\nmodules:\n")) << "one with a mistake is reported";
  EXPECT_TRUE(looks_like_layer("\"org_name\": a\n'modules' : []\n"));
  EXPECT_FALSE(looks_like_layer("apiVersion: v1\nkind: List\n"));
  EXPECT_FALSE(looks_like_layer("modules: []\n"));
  EXPECT_FALSE(looks_like_layer("jobs:\n  modules: []\n  environments: []\n"));
  EXPECT_FALSE(looks_like_layer(""));
}

TEST_F(LayerFilesTest, FindsThemBelowAndLeavesOthersAlone) {
  write("in/opta.yaml");
  write("in/services/api/opta.yml");
  write("in/services/api/values.yaml", "replicas: 3\n");
  write("in/services/notes.txt");
  write("in/.opta/sandbox/opta.yaml");
  write("in/.github/opta.yaml");
  write("in/node_modules/x/opta.yaml");
  EXPECT_THAT(found(), ElementsAre("opta.yaml", "services/api/opta.yml"));
}

TEST_F(LayerFilesTest, FollowsNoSymlinkOutAndNoneInCircles) {
  write("in/a/opta.yaml");
  write("out/opta.yaml");
  std::filesystem::create_symlink(root_ + "/out", root_ + "/in/out");
  std::filesystem::create_symlink(root_ + "/out/opta.yaml", root_ + "/in/linked.yaml");
  std::filesystem::create_symlink(root_ + "/in", root_ + "/in/a/up");
  std::filesystem::create_symlink(root_ + "/in/a", root_ + "/in/b");
  EXPECT_THAT(found(), ElementsAre("a/opta.yaml"));
}

TEST_F(LayerFilesTest, RefusesWhatIsTooDeep) {
  std::string path = "in";
  for (std::size_t i = 0; i < kSearchDepthMax + 2; ++i) path += "/d";
  write(path + "/opta.yaml");
  EXPECT_FALSE(find_layer_files(disk_, root_ + "/in"));
  EXPECT_FALSE(find_layer_files(disk_, root_ + "/none"));
}

}  // namespace
}  // namespace opta
