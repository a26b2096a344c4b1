// The lines are Terraform 1.11's own, shortened.
#include "exec/terraform/events.h"

#include <gtest/gtest.h>

#include "exec/terraform/diagnostic.h"

namespace opta::terraform {
namespace {

using namespace std::chrono_literals;

std::vector<Event> decode(const std::vector<std::string>& lines) {
  std::vector<Event> events;
  EventDecoder decoder([&](const Event& event) { events.push_back(event); });
  for (const std::string& line : lines) decoder.decode(line);
  return events;
}

std::string hook(const std::string& type, const std::string& rest) {
  return R"({"@level":"info","@message":"x","@timestamp":"2026-11-24T17:50:05.116849Z","type":")" +
         type + R"(","hook":{"resource":{"addr":"module.a.terraform_data.y[0]"})" + rest + "}}";
}

std::string planned(const std::string& action) {
  return R"({"type":"planned_change","change":{"resource":{"addr":"a.b"},"action":")" + action +
         R"("}})";
}

TEST(EventDecoder, FollowsAResourceThroughAnApply) {
  const std::vector<Event> events = decode({
      planned("create"),
      planned("replace"),
      planned("read"),
      planned("noop"),
      hook("apply_start", R"(,"action":"create")"),
      hook("apply_progress", R"(,"action":"create","elapsed_seconds":10)"),
      hook("apply_complete",
           R"(,"action":"create","id_key":"id","id_value":"i-1","elapsed_seconds":12)"),
      R"({"type":"change_summary","changes":{"add":2,"change":0,"remove":1,"operation":"apply"}})",
  });
  ASSERT_EQ(events.size(), 4U);
  EXPECT_EQ(events[0].kind, EventKind::kChangesPlanned);
  EXPECT_EQ(events[0].count, 2U);
  EXPECT_EQ(events[1].kind, EventKind::kResourceStarted);
  EXPECT_EQ(events[1].address, "module.a.terraform_data.y[0]");
  EXPECT_EQ(events[1].action, Action::kCreate);
  EXPECT_EQ(events[2].kind, EventKind::kResourceProgress);
  EXPECT_EQ(events[2].elapsed, 10s);
  EXPECT_EQ(events[3].kind, EventKind::kResourceFinished);
  EXPECT_EQ(events[3].id, "i-1");
  EXPECT_EQ(events[3].elapsed, 12s);
}

TEST(EventDecoder, CountsAtTheEndOfAPlan) {
  const std::vector<Event> events =
      decode({planned("delete"), planned("update"), R"({"type":"change_summary","changes":{}})"});
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].count, 2U);
}

TEST(EventDecoder, ReadsErrorsAndRefreshes) {
  const std::vector<Event> events = decode({hook("refresh_start", ""), hook("refresh_complete", ""),
                                            hook("apply_errored", R"(,"action":"update")")});
  ASSERT_EQ(events.size(), 3U);
  EXPECT_EQ(events[0].action, Action::kRead);
  EXPECT_EQ(events[1].kind, EventKind::kResourceFinished);
  EXPECT_EQ(events.back().kind, EventKind::kResourceFailed);
  EXPECT_EQ(events.back().action, Action::kUpdate);
}

TEST(EventDecoder, ReadsTheTimeWithAnyOffset) {
  const auto time_of = [](const std::string& text) {
    return decode({R"({"type":"diagnostic","@timestamp":")" + text + R"("})"}).at(0).time;
  };
  const auto utc = time_of("2026-11-24T17:50:05.250Z");
  EXPECT_EQ(utc,
            std::chrono::sys_days(std::chrono::year(2026) / 11 / 24) + 17h + 50min + 5s + 250ms);
  EXPECT_EQ(time_of("2026-11-24T19:20:05.25+01:30"), utc);
  EXPECT_EQ(time_of("2026-11-24T12:50:05.25-05:00"), utc);
  for (const char* bad : {"", "now", "2026-13-24T17:50:05Z", "2026-11-24", "20261124T175005"}) {
    EXPECT_EQ(time_of(bad), std::chrono::system_clock::time_point{}) << bad;
  }
}

TEST(EventDecoder, NeverHandsOnOutputsOrWhatAProvisionerPrints) {
  const std::vector<Event> events =
      decode({R"({"type":"outputs","outputs":{"o":{"sensitive":false,"value":"hunter2"}}})",
              hook("provision_progress", R"(,"provisioner":"local-exec","output":"hunter2")")});
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(to_json_line(events[0]).find("hunter2"), std::string::npos);
}

TEST(EventDecoder, PassesOverWhatItDoesNotKnow) {
  EXPECT_TRUE(decode({R"({"type":"version","terraform":"1.11.4"})", R"({"type":"new_in_2030"})",
                      R"({"type":7})", "{}", "", "  "})
                  .empty());
}

TEST(EventDecoder, ShowsABrokenLineAsItsWords) {
  const std::vector<Event> events = decode({"panic: runtime error", "{\"type\":", "[1]"});
  ASSERT_EQ(events.size(), 3U);
  EXPECT_EQ(events[0].kind, EventKind::kMessage);
  EXPECT_EQ(events[0].text, "panic: runtime error");
  EXPECT_LT(decode({std::string(1'000'000, 'x')}).at(0).text.size(), 10'000U);
}

TEST(EventDecoder, StandsWrongTypes) {
  decode({R"({"type":"apply_start","hook":7})", R"({"type":"apply_start","hook":{"resource":[]}})",
          R"({"type":"apply_progress","hook":{"elapsed_seconds":-1e300}})",
          R"({"type":"apply_progress","hook":{"elapsed_seconds":1e300}})",
          R"({"type":"planned_change","change":[]})", R"({"type":"diagnostic","diagnostic":[]})"});
}

TEST(Diagnostic, KeepsThePlaceInTheGeneratedFile) {
  const auto diagnostic = decode_diagnostic(
      R"({"type":"diagnostic","diagnostic":{"severity":"error","summary":"Reference to undeclared resource",)"
      R"("detail":"d","address":"a.b","range":{"filename":"main.tf.json",)"
      R"("start":{"line":1,"column":85,"byte":84},"end":{"line":1,"column":101,"byte":100}}}})");
  ASSERT_TRUE(diagnostic);
  EXPECT_EQ(diagnostic->severity, Severity::kError);
  EXPECT_EQ(diagnostic->summary, "Reference to undeclared resource");
  EXPECT_EQ(diagnostic->address, "a.b");
  ASSERT_TRUE(diagnostic->range);
  EXPECT_EQ(diagnostic->range->file, "main.tf.json");
  EXPECT_EQ(diagnostic->range->begin_byte, 84U);
  EXPECT_EQ(diagnostic->range->end_byte, 100U);
  EXPECT_FALSE(decode_diagnostic(R"({"type":"version"})"));
  EXPECT_FALSE(decode_diagnostic("not json"));
}

TEST(Diagnostic, AWarningWithoutAPlaceIsAnEventThatIsOk) {
  const auto diagnostic = decode_diagnostic(
      R"({"type":"diagnostic","diagnostic":{"severity":"warning","summary":"s"}})");
  ASSERT_TRUE(diagnostic);
  EXPECT_FALSE(diagnostic->range);
  EXPECT_TRUE(to_event(*diagnostic).ok);
}

TEST(Validation, IsAListOfDiagnostics) {
  const auto answer = decode_validation(
      R"({"format_version":"1.0","valid":false,"error_count":1,"diagnostics":[{"severity":"error","summary":"s"}]})");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->size(), 1U);
  EXPECT_FALSE(decode_validation("Error: could not load plugin"));
}

}  // namespace
}  // namespace opta::terraform
