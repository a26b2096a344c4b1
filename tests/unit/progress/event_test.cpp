#include "progress/event.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace opta {
namespace {

using namespace std::chrono_literals;

TEST(EventLine, LeavesOutWhatIsEmpty) {
  EXPECT_EQ(to_json_line({.kind = EventKind::kMessage, .text = "hello"}),
            R"({"kind":"message","text":"hello"})");
}

TEST(EventLine, CarriesAResourceWithItsTimes) {
  const Event event{.kind = EventKind::kResourceFinished,
                    .time = std::chrono::system_clock::time_point(1'764'006'631s + 716'740us),
                    .address = "module.base.aws_vpc.vpc[0]",
                    .id = "vpc-1",
                    .action = Action::kCreate,
                    .elapsed = 2s};
  EXPECT_EQ(
      to_json_line(event),
      R"({"kind":"resource_finished","time":"2025-11-24T17:50:31.716740Z",)"
      R"("address":"module.base.aws_vpc.vpc[0]","action":"create","id":"vpc-1","elapsed_ms":2000})");
}

TEST(EventLine, SaysTheOutcomeOnlyWhereThereIsOne) {
  EXPECT_EQ(to_json_line({.kind = EventKind::kStepFinished, .text = "plan", .ok = false}),
            R"({"kind":"step_finished","ok":false,"text":"plan"})");
  EXPECT_EQ(to_json_line({.kind = EventKind::kChangesPlanned, .count = 0}),
            R"({"kind":"changes_planned","count":0})");
}

TEST(EventLine, IsOneLineAndValidJsonWhateverTheBytes) {
  const std::string line = to_json_line({.text = "a\nb\xff\x1b[31m\""});
  EXPECT_EQ(line.find('\n'), std::string::npos);
  EXPECT_TRUE(nlohmann::json::accept(line)) << line;
}

TEST(EventNames, EveryKindAndActionHasOne) {
  for (int kind = 0; kind <= static_cast<int>(EventKind::kEngineDiagnostic); ++kind) {
    EXPECT_FALSE(to_string(static_cast<EventKind>(kind)).empty());
  }
  for (int action = 0; action <= static_cast<int>(Action::kReplace); ++action) {
    EXPECT_FALSE(to_string(static_cast<Action>(action)).empty());
  }
}

}  // namespace
}  // namespace opta
