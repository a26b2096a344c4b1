// Real processes: this test program plays the supervisor and the killed opta itself, by way of the
// two tests at the end, which do nothing unless they are started with the arguments of those roles.
#include "exec/engine_run.h"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "base/file_system.h"
#include "exec/engine_record.h"
#include "exec/spawn.h"

namespace opta {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

const std::vector<std::string> kLauncher = {"/proc/self/exe", "--gtest_also_run_disabled_tests",
                                            "--gtest_filter=EngineRunRole.DISABLED_Supervisor"};

class EngineRunTest : public testing::Test {
 protected:
  void SetUp() override { fs::remove_all(record_); }
  void TearDown() override { fs::remove_all(record_); }

  static EngineCommand shell(std::string script) {
    return {.argv = {"sh", "-c", std::move(script)},
            .environment = {{"PATH", "/usr/bin:/bin"}, {"SECRET", "hunter2"}},
            .folder = "/"};
  }
  Result<EngineRun> start(std::string script) {
    return start_engine(shell(std::move(script)), record_, kLauncher);
  }
  // Bounded: a run that hangs fails the test instead of the whole suite.
  RunStatus follow_all(std::function<int()> interrupt_count = {}) {
    std::stop_source leave;
    std::jthread watchdog([&](std::stop_token done) {
      for (int i = 0; i < 200 && !done.stop_requested(); ++i) std::this_thread::sleep_for(50ms);
      leave.request_stop();
    });
    lines_.clear();
    const Result<RunStatus> status =
        follow(record_, {.on_line = [&](std::string_view line) { lines_.emplace_back(line); },
                         .interrupt_count = std::move(interrupt_count),
                         .leave = leave.get_token()});
    EXPECT_TRUE(status) << status.error().message;
    return status.value_or(RunStatus{});
  }
  RunState state() { return inspect(record_).value().state; }
  void wait_for(RunState wanted) {
    for (int i = 0; i < 200 && state() != wanted; ++i) std::this_thread::sleep_for(25ms);
    EXPECT_EQ(state(), wanted);
  }
  record::Processes processes() { return record::read_processes(record_).value().value(); }

  std::string record_ = testing::TempDir() + "opta_engine_run_" +
                        testing::UnitTest::GetInstance()->current_test_info()->name();
  std::vector<std::string> lines_;
};

TEST_F(EngineRunTest, StreamsTheLinesAndTheExitCode) {
  EXPECT_EQ(state(), RunState::kNone);
  const Result<EngineRun> run = start("pwd; echo two; echo oops >&2; printf last; exit 3");
  ASSERT_TRUE(run) << run.error().message;
  EXPECT_EQ(run->warning, "");
  const RunStatus status = follow_all();
  EXPECT_EQ(status.state, RunState::kFinished);
  EXPECT_EQ(status.exit_code, 3);
  EXPECT_EQ(lines_, (std::vector<std::string>{"/", "two", "last"}));
  EXPECT_EQ(error_text(record_).value(), "oops\n");
}

TEST_F(EngineRunTest, NeedsAFreshRecord) {
  ASSERT_TRUE(start("true"));
  follow_all();
  const Result<EngineRun> again = start("true");
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().os_error, EEXIST);
}

TEST_F(EngineRunTest, AMissingEngineIsAnErrorAndLeavesNoRun) {
  EngineCommand command = shell("true");
  command.argv = {"no-such-engine"};
  const Result<EngineRun> run = start_engine(command, record_, kLauncher);
  ASSERT_FALSE(run);
  EXPECT_EQ(run.error().os_error, ENOENT);
  EXPECT_NE(run.error().message.find("no-such-engine"), std::string::npos);
  EXPECT_EQ(state(), RunState::kNone);
}

TEST_F(EngineRunTest, TheRecordIsForTheOwnerAndHoldsNoEnvironment) {
  ASSERT_TRUE(start("true"));
  follow_all();
  struct stat info{};
  ASSERT_EQ(::stat(record_.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0700U);
  for (const auto& entry : fs::directory_iterator(record_)) {
    ASSERT_EQ(::stat(entry.path().c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0077U, 0U) << entry.path();
    std::string text = RealFileSystem().read(entry.path(), 1 << 20).value();
    EXPECT_EQ(text.find("hunter2"), std::string::npos) << entry.path();
  }
}

TEST_F(EngineRunTest, OutlivesAnOptaThatIsKilled) {
  const Result<pid_t> opta =
      spawn({.argv = {"/proc/self/exe", "--gtest_also_run_disabled_tests",
                      "--gtest_filter=EngineRunRole.DISABLED_Opta", "--record", record_},
             .environment = {{"PATH", "/usr/bin:/bin"}}});
  ASSERT_TRUE(opta);
  const std::string out = record::out_path(record_);
  for (int i = 0; i < 200 && (!fs::exists(out) || fs::file_size(out) == 0); ++i) {
    std::this_thread::sleep_for(25ms);
  }
  ::kill(-*opta, SIGKILL);  // its whole group, as a harsh service manager would
  ::waitpid(*opta, nullptr, 0);
  EXPECT_EQ(state(), RunState::kRunning);
  const RunStatus status = follow_all();
  EXPECT_EQ(status.state, RunState::kFinished);
  EXPECT_EQ(status.exit_code, 5);
  EXPECT_EQ(lines_, (std::vector<std::string>{"0", "1", "2", "3", "4", "5", "6", "7", "end"}));
}

TEST_F(EngineRunTest, ASecondReaderSeesEverythingAgain) {
  ASSERT_TRUE(start("echo a; echo b"));
  follow_all();
  follow_all();
  EXPECT_EQ(lines_, (std::vector<std::string>{"a", "b"}));
}

TEST_F(EngineRunTest, AnEngineThatIsKilledIsFinishedBySignal) {
  ASSERT_TRUE(start("exec sleep 30"));
  ASSERT_TRUE(send_signal(processes().engine.value(), SIGKILL));
  const RunStatus status = follow_all();
  EXPECT_EQ(status.state, RunState::kFinished);
  EXPECT_EQ(status.signal, SIGKILL);
  EXPECT_FALSE(status.succeeded());
}

TEST_F(EngineRunTest, WithoutItsSupervisorTheEngineStillRunsThenHasDied) {
  ASSERT_TRUE(start("exec sleep 30"));
  ASSERT_TRUE(send_signal(processes().supervisor, SIGKILL));
  std::this_thread::sleep_for(100ms);
  EXPECT_EQ(state(), RunState::kRunning);
  ASSERT_TRUE(send_signal(processes().engine.value(), SIGKILL));
  wait_for(RunState::kDied);
  EXPECT_EQ(follow_all().state, RunState::kDied);
}

TEST_F(EngineRunTest, TheSupervisorIsDeafToHangUpAndInterrupt) {
  ASSERT_TRUE(start("sleep 0.3; exit 4"));
  for (const int signal : {SIGHUP, SIGINT, SIGTERM}) send_signal(processes().supervisor, signal);
  EXPECT_EQ(follow_all().exit_code, 4);
}

TEST_F(EngineRunTest, AnInterruptLetsTheEngineFinishItsStep) {
  ASSERT_TRUE(start("trap 'echo saved; exit 1' INT; echo ready; while :; do sleep 0.05; done"));
  const RunStatus status = follow_all([&] { return lines_.empty() ? 0 : 1; });
  EXPECT_EQ(status.exit_code, 1);
  EXPECT_EQ(lines_, (std::vector<std::string>{"ready", "saved"}));
}

TEST_F(EngineRunTest, EachFurtherInterruptIsSentOn) {
  ASSERT_TRUE(
      start("n=0; trap 'n=$((n+1)); echo $n; [ $n -lt 2 ] || exit 1' INT; echo ready; "
            "while :; do sleep 0.05; done"));
  follow_all([&] { return static_cast<int>(lines_.size()); });
  EXPECT_EQ(lines_, (std::vector<std::string>{"ready", "1", "2"}));
  EXPECT_FALSE(interrupt(record_).value());
}

TEST_F(EngineRunTest, AProcessWithTheSameNumberIsNotTheEngine) {
  ASSERT_TRUE(start("true"));
  follow_all();
  fs::remove(record::exit_path(record_));
  record::Processes other = processes();
  other.supervisor = {::getpid(), identify(::getpid())->start_time + 1};
  other.engine = other.supervisor;
  ASSERT_TRUE(RealFileSystem().write(record::pid_path(record_), record::to_json(other)));
  EXPECT_EQ(state(), RunState::kDied);
  EXPECT_FALSE(interrupt(record_).value());
  other.engine = identify(::getpid());
  other.boot_id = "another boot";
  ASSERT_TRUE(RealFileSystem().write(record::pid_path(record_), record::to_json(other)));
  EXPECT_EQ(state(), RunState::kDied);
  EXPECT_FALSE(interrupt(record_).value());
}

TEST_F(EngineRunTest, ABrokenRecordIsAnErrorNotACrash) {
  for (const char* text :
       {"", "[]", "{", "{\"supervisor\":1}", "{\"supervisor\":{\"pid\":\"x\"}}"}) {
    ASSERT_TRUE(RealFileSystem().write(record::pid_path(record_), text));
    EXPECT_FALSE(inspect(record_)) << text;
  }
}

TEST_F(EngineRunTest, WrongTypesInARecordDoNotThrow) {
  ASSERT_TRUE(
      RealFileSystem().write(record::pid_path(record_),
                             R"({"supervisor":{"pid":1,"start_time":1},"engine":[],"boot_id":7})"));
  EXPECT_EQ(state(), RunState::kDied);
  ASSERT_TRUE(RealFileSystem().write(record::command_path(record_), R"({"argv":[1],"folder":[]})"));
  EXPECT_FALSE(record::read_command(record_));
}

TEST(ReservedFile, AppearsWholeAndCanReplace) {
  const std::string path = testing::TempDir() + "opta_reserved";
  Result<record::ReservedFile> file = record::ReservedFile::create(path);
  ASSERT_TRUE(file);
  EXPECT_FALSE(fs::exists(path));
  ASSERT_TRUE(file->commit("{\"code\":0}"));
  EXPECT_TRUE(RealFileSystem().read(path, 4096).value().starts_with("{\"code\":0} "));
  fs::remove(path);
}

// The roles: disabled, as they are no tests of their own. `--record FOLDER` stands at the end of
// the command line.

std::string record_argument() {
  const std::vector<std::string> argv = testing::internal::GetArgvs();
  return argv.size() >= 2 && argv[argv.size() - 2] == "--record" ? argv.back() : std::string();
}

TEST(EngineRunRole, DISABLED_Supervisor) {
  const std::string record = record_argument();
  ASSERT_NE(record, "") << "only a role for other tests";
  ::_exit(engine_run_main(record));
}

TEST(EngineRunRole, DISABLED_Opta) {
  const std::string record = record_argument();
  ASSERT_NE(record, "") << "only a role for other tests";
  const std::string script =
      "for i in 0 1 2 3 4 5 6 7; do echo $i; sleep 0.1; done; echo end; exit 5";
  const Result<EngineRun> run =
      start_engine({{"sh", "-c", script}, {{"PATH", "/usr/bin:/bin"}}, "/"}, record, kLauncher);
  if (run) follow(record, {}).value();
  ::_exit(0);
}

}  // namespace
}  // namespace opta
