// An engine room for tests: a small environment in a folder of its own, its programs answered from
// a list. Nothing is started, no network is touched.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>

#include "app/engine_room.h"
#include "exec/engine_record.h"
#include "exec/fake_runner.h"

namespace opta {

class RoomTest : public testing::Test {
 protected:
  static constexpr const char* kFile =
      "name: small\norg_name: example\nproviders:\n"
      "  aws: {region: us-east-1, account_id: \"123456789012\"}\nmodules:\n  - type: base\n";

  void SetUp() override {
    std::filesystem::remove_all(folder_);
    ASSERT_TRUE(disk_.write(folder_ + "/opta.yaml", file_));
    for (const char* program : {"terraform", "aws"})
      ASSERT_TRUE(disk_.write(folder_ + "/bin/" + program,
                              "\x7f"
                              "ELF",
                              0755));
    env_.variables = {
        {"PATH", folder_ + "/bin"}, {"HOME", folder_}, {"OPTA_LIBRARY", OPTA_SOURCE_DIR}};
    env_.out = [this](std::string_view text) { said_ += text; };
    env_.err = env_.out;
    runner_.on({"version", "-json"}, {.out = R"({"terraform_version":"1.11.4"})"});
    front_.emplace(env_);
    auto opened = EngineRoom::open(*front_, {.layer = {.config = folder_ + "/opta.yaml"}});
    ASSERT_TRUE(opened) << said_;
    room_ = std::move(*opened);
  }
  void TearDown() override {
    room_.reset();
    std::filesystem::remove_all(folder_);
  }

  // What a run leaves whose engine and supervisor are gone, all of this machine's last start.
  void leave_dead_run(RunKind kind, std::string_view output) {
    const std::string record = room_->record(kind);
    ASSERT_TRUE(
        disk_.write(record::command_path(record), record::to_json({{"terraform"}, folder_})));
    ASSERT_TRUE(disk_.write(record::out_path(record), output));
    ASSERT_TRUE(disk_.write(record::pid_path(record),
                            record::to_json({{1, 1}, ProcessIdentity{1, 1}, "an earlier boot"})));
  }

  bool said(std::string_view words) const { return said_.contains(words); }

  std::string file_ = kFile;
  std::string folder_ = testing::TempDir() + "opta_room_" +
                        testing::UnitTest::GetInstance()->current_test_info()->name();
  RealFileSystem disk_;
  FakeRunner runner_;
  std::string said_;
  Env env_{.disk = disk_, .runner = runner_, .variables = {}};
  std::optional<FrontEnd> front_;
  std::unique_ptr<EngineRoom> room_;
};

}  // namespace opta
