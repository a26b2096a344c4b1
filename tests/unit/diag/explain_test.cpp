#include "diag/explain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace opta {
namespace {

TEST(Explain, FindsACodeInAnyCase) {
  EXPECT_EQ(find_code("e0104"), Code::kDuplicateKey);
  EXPECT_EQ(find_code(" W0101\n"), Code::kAmbiguousScalar);
  EXPECT_EQ(find_code("E9999"), std::nullopt);
  EXPECT_EQ(find_code(""), std::nullopt);
}

TEST(Explain, ShowsIdTitleSeverityAndText) {
  const auto text = explain("e0104");
  ASSERT_TRUE(text);
  EXPECT_THAT(*text, testing::StartsWith("# E0104: a key is written twice (error)\n\n"));
  EXPECT_THAT(*text, testing::HasSubstr("once"));
  EXPECT_THAT(*text, testing::EndsWith("\n"));
}

TEST(Explain, EveryCodeHasAText) {
  for (const Code code : all_codes()) EXPECT_GT(explain(code).size(), 60u) << info(code).id;
}

TEST(Explain, SuggestsForAnUnknownCode) {
  const auto typo = explain("E014");
  ASSERT_FALSE(typo);
  EXPECT_EQ(typo.error().message, "no diagnostic has the code `E014`");
  EXPECT_THAT(typo.error().help, testing::HasSubstr("`E0104`"));
  EXPECT_THAT(explain("banana").error().help, testing::HasSubstr("`E0301`"));
}

}  // namespace
}  // namespace opta
