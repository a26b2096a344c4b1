#include "view/live.h"

#include <gmock/gmock.h>

#include "screen.h"

namespace opta {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::ElementsAre;

class Live : public testing::Test {
 protected:
  void start(bool on_terminal) {
    printer = std::make_unique<LinePrinter>(
        on_terminal, [this] { return size; },
        [this](std::string_view text) {
          written += text;
          screen.write(text);
        });
    view = std::make_unique<LiveView>(
        LiveOptions{.title = "Applying staging", .now = [this] { return now; }}, *printer);
  }
  void started(std::string address, Action action = Action::kCreate) {
    view->handle(
        {.kind = EventKind::kResourceStarted, .address = std::move(address), .action = action});
  }
  void finished(std::string address, milliseconds elapsed, Action action = Action::kCreate) {
    view->handle({.kind = EventKind::kResourceFinished,
                  .address = std::move(address),
                  .action = action,
                  .elapsed = elapsed});
  }

  std::chrono::system_clock::time_point now{};
  TerminalSize size{.columns = 80, .rows = 24};
  Screen screen;
  std::string written;
  std::unique_ptr<LinePrinter> printer;
  std::unique_ptr<LiveView> view;
};

TEST_F(Live, ShowsWhatRunsAndMarksTheSlowest) {
  start(true);
  view->handle({.kind = EventKind::kChangesPlanned, .count = 3});
  started("module.a.aws_nat_gateway.x");
  now += seconds(65);
  started("module.b.aws_vpc.v", Action::kUpdate);
  finished("module.c.aws_s3_bucket.b", seconds(2));
  now += seconds(5);
  view->tick();
  EXPECT_THAT(
      screen.lines(),
      ElementsAre("Applying staging  1/3 resources  01:10",
                  "    + module.a.aws_nat_gateway.x                     making 1 m 10 s  slowest",
                  "    ~ module.b.aws_vpc.v                             changing 5 s",
                  "  last: made module.c.aws_s3_bucket.b (2 s)"));
}

TEST_F(Live, ShowsAFailureAtOnceAndKeepsIt) {
  start(true);
  started("module.a.x.y");
  view->handle({.kind = EventKind::kEngineDiagnostic,
                .text = "bucket exists",
                .detail = "status 409\nrequest 1",
                .address = "module.a.x.y",
                .ok = false});
  view->handle({.kind = EventKind::kResourceFailed,
                .address = "module.a.x.y",
                .action = Action::kCreate,
                .elapsed = seconds(4)});
  EXPECT_THAT(
      screen.lines(),
      ElementsAre("error: bucket exists", "  at module.a.x.y", "  status 409", "  request 1",
                  "failed: making module.a.x.y (after 4 s)", "Applying staging  00:00  1 failed"));
}

TEST_F(Live, FitsIntoASmallWindow) {
  start(true);
  size = {.columns = 40, .rows = 8};
  for (int i = 0; i < 30; ++i)
    started("module.a_module_with_a_long_name.aws_subnet.private[" + std::to_string(i) + "]");
  view->tick();
  EXPECT_LT(screen.lines().size(), size.rows);
  for (const std::string& line : screen.lines()) EXPECT_LT(line.size(), size.columns) << line;
  EXPECT_EQ(screen.lines().back(), "      and 26 more");
}

TEST_F(Live, EndsWithTheSum) {
  start(true);
  view->handle({.kind = EventKind::kChangesPlanned, .count = 3});
  finished("module.a.x.y", seconds(70));
  finished("module.a.x.z", seconds(3));
  finished("module.a.x.old", seconds(1), Action::kDelete);
  now += seconds(123);
  view->finish();
  view->tick();
  EXPECT_THAT(
      screen.lines(),
      ElementsAre("2 resources made, 1 destroyed in 2 m 03 s; slowest: module.a.x.y 1 m 10 s"));
}

TEST_F(Live, CountsAReplacementOnce) {
  start(true);
  view->handle({.kind = EventKind::kChangesPlanned, .count = 1});
  started("module.a.x.y", Action::kDelete);
  finished("module.a.x.y", seconds(1), Action::kDelete);
  started("module.a.x.y");
  EXPECT_EQ(screen.lines().front(), "Applying staging  0/1 resource  00:00");
  finished("module.a.x.y", seconds(2));
  EXPECT_EQ(screen.lines().front(), "Applying staging  1/1 resource  00:00");
  view->finish();
  EXPECT_THAT(screen.lines(), ElementsAre("1 resource replaced in 0 s; slowest: module.a.x.y 2 s"));
}

TEST_F(Live, WritesPlainLinesWithoutATerminal) {
  start(false);
  view->handle({.kind = EventKind::kStepStarted, .text = "planning"});
  now += seconds(12);
  view->handle({.kind = EventKind::kStepFinished, .text = "planning"});
  started("module.base.aws_vpc.vpc");
  finished("module.base.aws_vpc.vpc", seconds(2));
  view->finish();
  EXPECT_EQ(written,
            "[00:00] planning\n"
            "[00:12] made module.base.aws_vpc.vpc (2 s)\n"
            "1 resource made in 12 s; slowest: module.base.aws_vpc.vpc 2 s\n");
}

TEST_F(Live, SaysAtMostEveryThirtySecondsThatItWorks) {
  start(false);
  view->handle({.kind = EventKind::kChangesPlanned, .count = 9});
  started("module.a.aws_eks_cluster.c");
  for (int i = 0; i < 250; ++i) {
    now += milliseconds(200);
    view->tick();
  }
  EXPECT_EQ(written,
            "[00:30] still at work: 0/9 resources, 1 running, longest module.a.aws_eks_cluster.c "
            "(30 s)\n");
}

TEST_F(Live, DoesNotCountWhatIsOnlyRead) {
  start(false);
  started("module.a.data.aws_region.r", Action::kRead);
  finished("module.a.data.aws_region.r", seconds(1), Action::kRead);
  view->finish();
  EXPECT_EQ(written, "");
}

TEST_F(Live, CannotBeSteeredByAnEngine) {
  start(true);
  view->handle({.kind = EventKind::kMessage, .text = "a\x1b[2Jb"});
  EXPECT_THAT(written, testing::HasSubstr("a<1B>[2Jb"));
}

TEST(JsonEventLines, WritesALineAnEvent) {
  std::string written;
  const EventSink sink = json_event_lines([&](std::string_view text) { written += text; });
  sink({.kind = EventKind::kMessage, .text = "one"});
  sink({.kind = EventKind::kMessage, .text = "two"});
  EXPECT_EQ(std::ranges::count(written, '\n'), 2);
}

}  // namespace
}  // namespace opta
