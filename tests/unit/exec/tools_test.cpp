#include "exec/tools.h"

#include <gtest/gtest.h>

#include <filesystem>

#include <sys/stat.h>

#include "base/file_system.h"
#include "exec/fake_runner.h"

namespace opta {
namespace {

namespace fs = std::filesystem;

constexpr const char* kNew = R"({"terraform_version":"1.11.4","terraform_outdated":false})";
constexpr const char* kOld = R"({"terraform_version":"1.9.8","terraform_outdated":true})";
constexpr const char* kTofu = R"({"terraform_version":"1.11.1"})";

class FindEngine : public testing::Test {
 protected:
  void SetUp() override { fs::remove_all(folder_); }
  void TearDown() override { fs::remove_all(folder_); }

  std::string program(const std::string& name, const std::string& content =
                                                   "\x7f"
                                                   "ELF") {
    const std::string path = bin_ + "/" + name;
    EXPECT_TRUE(RealFileSystem().write(path, content, 0755));
    return path;
  }
  Environment environment() const { return {{"PATH", bin_}}; }

  std::string folder_ = testing::TempDir() + "opta_tools_" +
                        testing::UnitTest::GetInstance()->current_test_info()->name();
  std::string bin_ = folder_ + "/bin";
  std::string cache_ = folder_ + "/cache";
  FakeRunner runner_;
};

TEST_F(FindEngine, TakesTerraformFirst) {
  program("tofu");
  runner_.on({program("terraform")}, {.out = kNew});
  const Result<Engine> engine = find_engine(runner_, environment(), "");
  ASSERT_TRUE(engine) << engine.error().message;
  EXPECT_EQ(engine->path, bin_ + "/terraform");
  EXPECT_EQ(engine->version, (terraform::Version{1, 11, 4}));
}

TEST_F(FindEngine, PassesOverATerraformThatIsTooOld) {
  runner_.on({program("terraform")}, {.out = kOld}).on({program("tofu")}, {.out = kTofu});
  EXPECT_EQ(find_engine(runner_, environment(), "")->flavour, terraform::Flavour::kOpenTofu);
}

TEST_F(FindEngine, SaysWhatItFoundAndWhereToGetOne) {
  const Result<Engine> none = find_engine(runner_, environment(), "");
  ASSERT_FALSE(none);
  EXPECT_NE(none.error().help.find("opentofu.org"), std::string::npos);
  runner_.on({program("terraform")}, {.out = kOld});
  const Result<Engine> old = find_engine(runner_, environment(), "");
  ASSERT_FALSE(old);
  EXPECT_NE(old.error().message.find("1.9.8"), std::string::npos);
  EXPECT_NE(old.error().message.find("1.11.0"), std::string::npos);
}

TEST_F(FindEngine, TheVariableDecidesAlone) {
  program("terraform");
  Environment chosen = environment();
  chosen["OPTA_TERRAFORM"] = program("mine");
  runner_.on({bin_ + "/mine"}, {.out = kTofu});
  EXPECT_EQ(find_engine(runner_, chosen, "")->path, bin_ + "/mine");
  chosen["OPTA_TERRAFORM"] = "missing";
  EXPECT_FALSE(find_engine(runner_, chosen, ""));
}

TEST_F(FindEngine, AsksOnceUntilTheProgramChanges) {
  const std::string path = program("terraform");
  runner_.on({path}, {.out = kNew}, 1).on({path}, {.out = kTofu});
  ASSERT_TRUE(find_engine(runner_, environment(), cache_));
  EXPECT_EQ(find_engine(runner_, environment(), cache_)->version, (terraform::Version{1, 11, 4}));
  EXPECT_EQ(runner_.commands().size(), 1U);
  program("terraform",
          "\x7f"
          "ELF and more");
  EXPECT_EQ(find_engine(runner_, environment(), cache_)->version, (terraform::Version{1, 11, 1}));
  EXPECT_EQ(runner_.commands().size(), 2U);
}

TEST_F(FindEngine, AsksAScriptEachTime) {
  runner_.on({program("terraform", "#!/bin/sh\n")}, {.out = kNew});
  ASSERT_TRUE(find_engine(runner_, environment(), cache_));
  ASSERT_TRUE(find_engine(runner_, environment(), cache_));
  EXPECT_EQ(runner_.commands().size(), 2U);
}

TEST_F(FindEngine, ABrokenCacheIsAskedAnew) {
  const std::string path = program("terraform");
  runner_.on({path}, {.out = kNew});
  ASSERT_TRUE(find_engine(runner_, environment(), cache_));
  for (const auto& entry : fs::directory_iterator(cache_)) {
    ASSERT_TRUE(RealFileSystem().write(entry.path(), "{\"file\":1"));
  }
  EXPECT_TRUE(find_engine(runner_, environment(), cache_));
}

TEST_F(FindEngine, AProgramThatGivesNoVersionIsAnError) {
  runner_.on({program("terraform")}, {.exit_code = 1, .err = "broken install\n"});
  const Result<Engine> engine = find_engine(runner_, environment(), "");
  ASSERT_FALSE(engine);
  EXPECT_EQ(engine.error().help, "broken install");
}

TEST(FindTool, SaysWhatItIsFor) {
  const Result<std::string> tool = find_tool(Tool::kAws, {{"PATH", "/nowhere"}});
  ASSERT_FALSE(tool);
  EXPECT_EQ(tool.error().message, "`aws` is not installed");
  EXPECT_FALSE(tool.error().help.empty());
}

TEST(AwsVersion, IsRead) {
  EXPECT_EQ(aws_major_version("aws-cli/1.45.11 Python/3.11.7 Linux/6.1"), 1);
  EXPECT_EQ(aws_major_version("aws-cli/2.9.19 Python/3.11"), 2);
  EXPECT_EQ(aws_major_version("something"), 0);
}

}  // namespace
}  // namespace opta
