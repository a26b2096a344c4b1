#include "base/file_system.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>
#include <filesystem>
#include <memory>
#include <optional>

#include <sys/stat.h>
#include <unistd.h>

#include "../temp_folder.h"
#include "base/memory_file_system.h"

namespace opta {
namespace {

using testing::ElementsAre;

// What both have to do alike: the one in memory stands in for the other in all tests.
class AnyFileSystem : public testing::TestWithParam<bool> {
 protected:
  void SetUp() override {
    if (GetParam()) {
      root_ = folder_.emplace().path().string();
      files_ = std::make_unique<RealFileSystem>();
    } else {
      root_ = "/files";
      files_ = std::make_unique<MemoryFileSystem>();
    }
  }
  std::string path(std::string_view name) const { return join_path(root_, name); }

  std::unique_ptr<FileSystem> files_;
  std::optional<test::TempFolder> folder_;
  std::string root_;
};

TEST_P(AnyFileSystem, ReadsWhatWasWritten) {
  const std::string content("a\0b\n", 4);
  ASSERT_TRUE(files_->write(path("deep/er/file"), content));
  EXPECT_EQ(files_->read(path("deep/er/file"), 100), content);
  ASSERT_TRUE(files_->write(path("deep/er/file"), "new"));
  EXPECT_EQ(files_->read(path("deep/er/file"), 100), "new");
}

TEST_P(AnyFileSystem, ReadsUpToTheLimit) {
  ASSERT_TRUE(files_->write(path("file"), "12345"));
  EXPECT_EQ(files_->read(path("file"), 5), "12345");
  const auto result = files_->read(path("file"), 4);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().os_error, EFBIG);
  EXPECT_THAT(result.error().message, testing::HasSubstr("larger than 4 bytes"));
}

TEST_P(AnyFileSystem, SaysWhyAFileCannotBeRead) {
  const auto missing = files_->read(path("none"), 100);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().os_error, ENOENT);
  EXPECT_THAT(missing.error().message, testing::HasSubstr("none"));
  ASSERT_TRUE(files_->write(path("folder/file"), ""));
  EXPECT_EQ(files_->read(path("folder"), 100).error().os_error, EISDIR);
}

TEST_P(AnyFileSystem, KnowsFilesFromFolders) {
  ASSERT_TRUE(files_->write(path("folder/file"), "x"));
  EXPECT_EQ(files_->kind(path("folder/file")), FileKind::kFile);
  EXPECT_EQ(files_->kind(path("folder")), FileKind::kFolder);
  EXPECT_EQ(files_->kind(path("fold")), FileKind::kMissing);
}

TEST_P(AnyFileSystem, ListsNamesInOrder) {
  for (const char* name : {"f/b", "f/a/x", "f/a/y", "f/c", "g"})
    ASSERT_TRUE(files_->write(path(name), "x"));
  const auto names = files_->list(path("f"));
  ASSERT_TRUE(names);
  EXPECT_THAT(*names, ElementsAre("a", "b", "c"));
  EXPECT_FALSE(files_->list(path("none")));
}

TEST_P(AnyFileSystem, RemovesAFolderWithAllInIt) {
  ASSERT_TRUE(files_->write(path("f/a/x"), "x"));
  ASSERT_TRUE(files_->write(path("f2"), "x"));
  ASSERT_TRUE(files_->remove_all(path("f")));
  EXPECT_EQ(files_->kind(path("f")), FileKind::kMissing);
  EXPECT_EQ(files_->kind(path("f2")), FileKind::kFile);
  EXPECT_TRUE(files_->remove_all(path("f")));
}

TEST_P(AnyFileSystem, ResolvesDots) {
  ASSERT_TRUE(files_->write(path("f/file"), "x"));
  EXPECT_EQ(files_->canonical(path("f/../f/./file")), path("f/file"));
  EXPECT_FALSE(files_->canonical(path("none")));
}

INSTANTIATE_TEST_SUITE_P(Both, AnyFileSystem, testing::Bool(),
                         [](const testing::TestParamInfo<bool>& one) {
                           return one.param ? "Real" : "Memory";
                         });

class OnDisk : public AnyFileSystem {};

TEST_P(OnDisk, WritesWithAModeAndLeavesNoOtherFile) {
  ASSERT_TRUE(files_->write(path("secret"), "x", 0600));
  struct stat info{};
  ASSERT_EQ(::stat(path("secret").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777u, 0600u);
  EXPECT_THAT(files_->list(root_).value(), ElementsAre("secret"));
}

TEST_P(OnDisk, RefusesANamedPipeWithoutHanging) {
  ASSERT_EQ(::mkfifo(path("pipe").c_str(), 0600), 0);
  EXPECT_FALSE(files_->read(path("pipe"), 100));
  EXPECT_EQ(files_->kind(path("pipe")), FileKind::kOther);
}

TEST_P(OnDisk, AFailedWriteLeavesNothing) {
  ASSERT_TRUE(files_->make_folders(path("target")));
  EXPECT_FALSE(files_->write(path("target"), "x"));  // a folder stands there
  EXPECT_THAT(files_->list(root_).value(), ElementsAre("target"));
  ASSERT_TRUE(files_->write(path("file"), "x"));
  EXPECT_FALSE(files_->write(path("file/below"), "x"));
}

TEST_P(OnDisk, FollowsLinks) {
  ASSERT_TRUE(files_->write(path("real/file"), "x"));
  ASSERT_EQ(::symlink("real", path("link").c_str()), 0);
  EXPECT_EQ(files_->canonical(path("link/file")), path("real/file"));
}

INSTANTIATE_TEST_SUITE_P(Real, OnDisk, testing::Values(true));

TEST(Paths, AreArithmeticOnText) {
  EXPECT_EQ(join_path("a/b", "c"), "a/b/c");
  EXPECT_EQ(join_path("a", "/c"), "/c");
  EXPECT_EQ(parent_folder("a/b"), "a");
  EXPECT_EQ(parent_folder("b"), ".");
  EXPECT_EQ(normal_path("a/./b/../c"), "a/c");
  EXPECT_EQ(normal_path("../a"), "../a");
}

}  // namespace
}  // namespace opta
