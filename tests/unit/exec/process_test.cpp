#include "exec/process.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cerrno>
#include <thread>

#include <fcntl.h>
#include <signal.h>

#include "exec/fake_runner.h"

namespace opta {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

const Environment kPath = {{"PATH", "/usr/local/bin:/usr/bin:/bin"}};

Command shell(std::string script) {
  return {.argv = {"sh", "-c", std::move(script)}, .environment = kPath};
}

Captured run(const Command& command, const LineSink& on_out = {}, const LineSink& on_err = {},
             std::stop_token stop = {}, std::chrono::milliseconds grace = 300ms) {
  Result<Captured> result = RealRunner(grace).run(command, on_out, on_err, std::move(stop));
  EXPECT_TRUE(result) << result.error().message;
  return result ? *result : Captured{};
}

TEST(RealRunner, KeepsBothStreamsAndTheExitCode) {
  const Captured captured = run(shell("echo out; echo err >&2; exit 7"));
  EXPECT_EQ(captured.out, "out\n");
  EXPECT_EQ(captured.err, "err\n");
  EXPECT_EQ(captured.exit_code, 7);
  EXPECT_FALSE(captured.succeeded());
}

TEST(RealRunner, HandsOutALineWhileTheProgramStillRuns) {
  Clock::time_point first{};
  std::vector<std::string> lines;
  run(shell("echo one; sleep 0.4; printf two"), [&](std::string_view line) {
    if (lines.empty()) first = Clock::now();
    lines.emplace_back(line);
  });
  EXPECT_GT(Clock::now() - first, 300ms);
  EXPECT_EQ(lines, (std::vector<std::string>{"one", "two"}));  // the last one without a line end
}

TEST(RealRunner, GivesTheChildExactlyTheEnvironmentOfTheCommand) {
  ::setenv("OPTA_TEST_LEAK", "1", 1);
  Command command{.argv = {"/usr/bin/env"}, .environment = {{"ONLY", "this"}}};
  EXPECT_EQ(run(command).out, "ONLY=this\n");
  ::unsetenv("OPTA_TEST_LEAK");
}

TEST(RealRunner, PassesArgumentsWithoutAShell) {
  const Command command{.argv = {"printf", "%s|", "$(id)", "a b", "`x`; rm", "*"},
                        .environment = kPath};
  EXPECT_EQ(run(command).out, "$(id)|a b|`x`; rm|*|");
}

TEST(RealRunner, FeedsTheInputEvenIfNobodyReadsIt) {
  Command command = shell("cat");
  command.stdin_text = std::string(1'000'000, 'x');
  EXPECT_EQ(run(command).out.size(), 1'000'000U);
  command.argv = {"true"};
  EXPECT_EQ(run(command).exit_code, 0);
}

TEST(RealRunner, WithoutInputTheProgramReadsAnEmptyOne) {
  EXPECT_EQ(run(shell("cat")).out, "");
}

TEST(RealRunner, SaysWhichThingIsMissing) {
  const Result<Captured> program =
      RealRunner().run({.argv = {"no-such-program"}, .environment = kPath});
  ASSERT_FALSE(program);
  EXPECT_EQ(program.error().os_error, ENOENT);
  const Result<Captured> path = RealRunner().run({.argv = {"/no/such"}, .environment = kPath});
  ASSERT_FALSE(path);
  EXPECT_EQ(path.error().os_error, ENOENT);
  Command command = shell("true");
  command.folder = "/no/such/folder";
  const Result<Captured> folder = RealRunner().run(command);
  ASSERT_FALSE(folder);
  EXPECT_NE(folder.error().message.find("/no/such/folder"), std::string::npos);
}

TEST(RealRunner, RunsInTheFolder) {
  Command command = shell("pwd");
  command.folder = "/usr";
  EXPECT_EQ(run(command).out, "/usr\n");
}

TEST(RealRunner, InterruptsAfterTheTimeoutAndLetsItTidyUp) {
  Command command = shell("trap 'echo tidy; exit 3' INT; while :; do sleep 0.05; done");
  command.timeout = 200ms;
  const Captured captured = run(command, {}, {}, {}, 5s);
  EXPECT_TRUE(captured.timed_out);
  EXPECT_EQ(captured.exit_code, 3);
  EXPECT_EQ(captured.out, "tidy\n");
}

TEST(RealRunner, KillsWhatIgnoresTheInterrupt) {
  Command command = shell("trap '' INT; sleep 30");
  command.timeout = 100ms;
  const Clock::time_point begin = Clock::now();
  const Captured captured = run(command);
  EXPECT_EQ(captured.signal, SIGKILL);
  EXPECT_TRUE(captured.timed_out);
  EXPECT_LT(Clock::now() - begin, 5s);
}

TEST(RealRunner, StopsWhenAsked) {
  std::stop_source source;
  std::jthread asker([&] {
    std::this_thread::sleep_for(150ms);
    source.request_stop();
  });
  const Captured captured = run(shell("exec sleep 30"), {}, {}, source.get_token());
  EXPECT_TRUE(captured.stopped);
  EXPECT_EQ(captured.signal, SIGINT);
}

TEST(RealRunner, HandsOnInterruptsAndWaitsForAsLongAsTheProgramTakes) {
  Command command = shell(
      "n=0; trap 'n=$((n+1)); echo $n; [ $n = 2 ] && exit 4' INT; echo up; "
      "while :; do sleep 0.05; done");
  std::atomic<int> wanted = 0;
  std::atomic<bool> told = false;
  command.interrupt_count = [&] { return wanted.load(); };
  std::jthread user([&] {
    while (!told) std::this_thread::sleep_for(5ms);
    wanted = 1;
    std::this_thread::sleep_for(600ms);  // past the grace of a stop: nothing is killed
    wanted = 2;
  });
  const Captured captured = run(command, [&](std::string_view) { told = true; });
  EXPECT_EQ(captured.out, "up\n1\n2\n");
  EXPECT_EQ(captured.exit_code, 4);
  EXPECT_FALSE(captured.stopped);
}

TEST(RealRunner, DoesNotWaitForAGrandchildThatHoldsTheOutput) {
  const Clock::time_point begin = Clock::now();
  const Captured captured = run(shell("sleep 5 & echo done"));
  EXPECT_LT(Clock::now() - begin, 3s);
  EXPECT_EQ(captured.out, "done\n");
  EXPECT_TRUE(captured.succeeded());
}

TEST(RealRunner, CapsWhatItKeepsButStreamsAll) {
  Command command = shell("i=0; while [ $i -lt 3000 ]; do echo 0123456789; i=$((i+1)); done");
  command.output_limit_bytes = 1000;
  std::size_t lines = 0;
  const Captured captured = run(command, [&](std::string_view) { ++lines; });
  EXPECT_EQ(captured.out.size(), 1000U);
  EXPECT_TRUE(captured.truncated);
  EXPECT_EQ(lines, 3000U);
}

TEST(RealRunner, ReportsTheSignalThatEndedIt) {
  const Captured captured = run(shell("kill -SEGV $$"));
  EXPECT_EQ(captured.signal, SIGSEGV);
  EXPECT_FALSE(captured.succeeded());
}

TEST(RealRunner, LeaksNoDescriptor) {
  const Captured captured = run(shell("ls /proc/self/fd | wc -l"));
  EXPECT_EQ(captured.out, "4\n");  // 0, 1, 2 and the folder that ls reads
}

TEST(CommandLine, QuotesWhatAShellWouldRead) {
  EXPECT_EQ(command_line({"terraform", "plan", "-out=a b", "it's", ""}),
            R"(terraform plan '-out=a b' 'it'\''s' '')");
}

TEST(FakeRunner, AnswersByWordsInOrderAndRemembers) {
  FakeRunner runner;
  runner.on({"plan"}, {.exit_code = 2, .out = "a\nb"}, 1).on({"plan"}, {.exit_code = 0});
  std::vector<std::string> lines;
  const Command plan{.argv = {"terraform", "plan"}};
  EXPECT_EQ(runner.run(plan, [&](std::string_view line) { lines.emplace_back(line); })->exit_code,
            2);
  EXPECT_EQ(runner.run(plan)->exit_code, 0);
  EXPECT_FALSE(runner.run({.argv = {"other"}}));
  EXPECT_EQ(lines, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(runner.lines().back(), "other");
}

}  // namespace
}  // namespace opta
