#include "exec/git.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "base/file_system.h"

namespace opta {
namespace {

namespace fs = std::filesystem;

TEST(ParseGitSource, ReadsAllParts) {
  EXPECT_EQ(*parse_git_source("git@github.com:org/repo.git//env/prod.yaml?ref=v1.2"),
            (GitSource{"git@github.com:org/repo.git", "env/prod.yaml", "v1.2"}));
  EXPECT_EQ(*parse_git_source("git@host:repo.git//a.yml"),
            (GitSource{"git@host:repo.git", "a.yml", "main"}));
  EXPECT_EQ(parse_git_source("git@host:a/b/c.git//x.yml?ref=feature/new_1")->ref, "feature/new_1");
}

TEST(ParseGitSource, RefusesWhatCouldBecomeAFlagACommandOrAWayOut) {
  for (const char* bad : {
           "",
           "git@",
           "git@host",
           "git@host:org/repo.git",
           "git@host:org/repo//a.yml",
           "host:org/repo.git//a.yml",
           "https://github.com/org/repo.git//a.yml",
           "ext::sh -c id//a.yml",
           "file:///x.git//a.yml",
           "git@-oProxyCommand=id:org/repo.git//a.yml",
           "git@-host:org/repo.git//a.yml",
           "git@:r.git//a.yml",
           "git@ho st:r.git//a.yml",
           "git@host;id:r.git//a.yml",
           "git@$(id):r.git//a.yml",
           "git@a@b:r.git//a.yml",
           "git@host:-r.git//a.yml",
           "git@host:../r.git//a.yml",
           "git@host:/r.git//a.yml",
           "git@host:a/-r.git//a",
           "git@host:r`id`.git//a.yml",
           "git@host:r.git//",
           "git@host:r.git///etc/passwd",
           "git@host:r.git//../a.yml",
           "git@host:r.git//a/../../b",
           "git@host:r.git//-a.yml",
           "git@host:r.git//a b.yml",
           "git@host:r.git//a;id",
           "git@host:r.git//a.yml?ref=",
           "git@host:r.git//a.yml?ref=-x",
           "git@host:r.git//a.yml?ref=--upload-pack=id",
           "git@host:r.git//a.yml?ref=a..b",
           "git@host:r.git//a.yml?ref=a b",
           "git@host:r.git//a.yml?ref=$(id)",
           "git@host:r.git//a.yml?branch=x",
           "git@host:r.git//a.yml?ref=x&y=z",
           "git@host:r.git//a.yml\n",
           "git@host:r.git//a.yml?ref=x.lock",
           "git@host::r.git//a.yml",
       }) {
    EXPECT_FALSE(parse_git_source(bad)) << bad;
  }
}

TEST(CloneArguments, TheAddressStandsAfterTheEndOfFlags) {
  const std::vector<std::string> words = clone_arguments({"git@h:r.git", "a.yml", "main"}, "/into");
  ASSERT_GE(words.size(), 3U);
  EXPECT_EQ(words[words.size() - 3], "--");
  EXPECT_EQ(words[words.size() - 2], "git@h:r.git");
  EXPECT_EQ(words.back(), "/into");
}

// A real git and a real repository; a script takes the place of ssh and runs the other end here.
class WithRealGit : public testing::Test {
 protected:
  void SetUp() override {
    fs::remove_all(folder_);
    const auto git = find_program("git", path_);
    ASSERT_TRUE(git) << "git is not installed";
    program_ = *git;
    RealFileSystem files;
    ASSERT_TRUE(files.write(
        folder_ + "/ssh",
        "#!/bin/sh\ncd " + folder_ + " && for last; do :; done; exec sh -c \"$last\"\n", 0755));
    const std::string script =
        "set -e; git init -q -b main org/work; cd org/work; mkdir env; echo 'name: prod' > "
        "env/prod.yaml; "
        "ln -s /etc/passwd link.yaml; git add .; git -c user.name=a -c user.email=b commit -qm "
        "one; cd ..; "
        "git clone -q --bare work repo.git; "
        "printf '#!/bin/sh\\ntouch %s/hooked\\n' " +
        folder_ + " > repo.git/hooks/post-checkout";
    Environment environment = path_;
    environment["HOME"] = folder_;
    const Result<Captured> made = RealRunner().run(
        {.argv = {"sh", "-c", script}, .environment = environment, .folder = folder_});
    ASSERT_TRUE(made && made->succeeded()) << (made ? made->err : made.error().message);
  }
  void TearDown() override { fs::remove_all(folder_); }

  Result<GitFile> fetch(const std::string& path, const std::string& ref = "main") {
    Environment environment = path_;
    environment["HOME"] = folder_;
    environment["GIT_SSH_COMMAND"] = folder_ + "/ssh";
    environment["GIT_DIR"] = "/somewhere/else";
    const GitContext context{runner_, program_, environment};
    return fetch_git_file(context, {"git@host:org/repo.git", path, ref},
                          folder_ + "/clone" + std::to_string(clones_++));
  }

  const Environment path_ = {{"PATH", "/usr/local/bin:/usr/bin:/bin"}};
  std::string folder_ = testing::TempDir() + "opta_git_" +
                        testing::UnitTest::GetInstance()->current_test_info()->name();
  std::string program_;
  RealRunner runner_;
  int clones_ = 0;
};

TEST_F(WithRealGit, GivesTheFileAndTheCommit) {
  const Result<GitFile> file = fetch("env/prod.yaml");
  ASSERT_TRUE(file) << file.error().message;
  EXPECT_EQ(file->content, "name: prod\n");
  EXPECT_EQ(file->commit.size(), 40U);
  EXPECT_FALSE(fs::exists(folder_ + "/clone0/env")) << "no work tree";
}

TEST_F(WithRealGit, SaysWhatIsMissing) {
  EXPECT_NE(fetch("env/none.yaml").error().message.find("env/none.yaml"), std::string::npos);
  EXPECT_NE(fetch("env/prod.yaml", "none").error().message.find("none"), std::string::npos);
}

TEST_F(WithRealGit, AFolderOrASymlinkIsNotAFile) {
  EXPECT_FALSE(fetch("env"));
  EXPECT_FALSE(fetch("link.yaml"));
}

TEST_F(WithRealGit, OtherTransportsAreShut) {
  const GitContext context{runner_, program_, path_};
  for (const std::string& url :
       std::vector<std::string>{"ext::sh -c id", "file://" + folder_ + "/org/repo.git"}) {
    EXPECT_FALSE(fetch_git_file(context, {url, "env/prod.yaml", "main"}, folder_ + "/other"))
        << url;
  }
}

}  // namespace
}  // namespace opta
