#include "diag/diagnostic.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace opta {
namespace {

TEST(Codes, HaveUniqueIdsThatBeginWithTheirSeverity) {
  std::set<std::string_view> ids;
  for (const Code code : all_codes()) {
    EXPECT_TRUE(ids.insert(info(code).id).second) << info(code).id;
    EXPECT_EQ(info(code).id[0], info(code).severity == Severity::kError ? 'E' : 'W')
        << info(code).id;
    EXPECT_FALSE(info(code).title.empty()) << info(code).id;
  }
  EXPECT_EQ(ids.size(), all_codes().size());
}

TEST(Diagnostics, CountsErrorsAndWarnings) {
  Diagnostics diagnostics;
  EXPECT_FALSE(diagnostics.has_errors());
  diagnostics.report(Code::kAmbiguousScalar, {}, "a");
  EXPECT_FALSE(diagnostics.has_errors());
  diagnostics.report(Code::kWrongType, {}, "b", "do this").notes.emplace_back("note");
  EXPECT_EQ(diagnostics.error_count(), 1u);
  EXPECT_EQ(diagnostics.warning_count(), 1u);
  EXPECT_EQ(diagnostics.all()[1].help, "do this");
  EXPECT_THAT(diagnostics.all()[1].notes, testing::ElementsAre("note"));
}

TEST(Diagnostics, KeepsALimitedNumberAndCountsTheRest) {
  Diagnostics diagnostics;
  for (std::size_t i = 0; i < Diagnostics::kKeptMax + 5; ++i) {
    diagnostics.report(Code::kWrongType, {}, "x").labels.push_back({{}, "label"});
  }
  EXPECT_EQ(diagnostics.all().size(), Diagnostics::kKeptMax);
  EXPECT_EQ(diagnostics.dropped_count(), 5u);
  EXPECT_EQ(diagnostics.error_count(), Diagnostics::kKeptMax + 5);
}

TEST(Diagnostics, SortsByPlaceAndKeepsTheOrderWithinOne) {
  Diagnostics diagnostics;
  diagnostics.report(Code::kUsage, {}, "nowhere");
  diagnostics.report(Code::kWrongType, {2, 1, 2}, "other file");
  diagnostics.report(Code::kWrongType, {1, 9, 10}, "later");
  diagnostics.report(Code::kWrongType, {1, 5, 6}, "first");
  diagnostics.report(Code::kUnknownKey, {1, 5, 6}, "second");
  std::vector<std::string> messages;
  for (const Diagnostic& one : diagnostics.sorted()) messages.push_back(one.message);
  EXPECT_THAT(messages, testing::ElementsAre("first", "second", "later", "other file", "nowhere"));
}

TEST(Diagnostics, WarningsDoNotCrowdOutTheErrors) {
  Diagnostics diagnostics;
  for (std::size_t i = 0; i < 2 * Diagnostics::kKeptMax; ++i) {
    diagnostics.report(Code::kAmbiguousScalar, {}, "a warning");
  }
  diagnostics.report(Code::kUnknownKey, {}, "the error");
  EXPECT_EQ(diagnostics.all().back().message, "the error");
  EXPECT_EQ(diagnostics.dropped_count(), Diagnostics::kKeptMax);
}

}  // namespace
}  // namespace opta
