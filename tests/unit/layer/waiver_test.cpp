// The file's waivers: what is taken from them, and what is reported.
#include "layer/waiver.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "front_fixture.h"

namespace opta {
namespace {

using test::environment;
using test::Files;
using test::Front;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Front with(const std::string& waivers) {
  Front front(Files{{"opta.yaml", environment("  - type: base\n") + "waivers:\n" + waivers}});
  front.load({.path = "opta.yaml"});
  return front;
}

TEST(Waiver, HasPromiseModuleReasonAndDay) {
  const Front front = with(
      "  - {promise: DATA-06, module: base, reason: ' It is public. ', expires: 2027-03-31}\n"
      "  - {promise: NET-01, reason: Moved soon., expires: \"2026-12-31\"}\n");
  ASSERT_THAT(front.reports(), IsEmpty());
  const std::vector<Waiver>& waivers = front.layer().waivers;
  ASSERT_EQ(waivers.size(), 2);
  EXPECT_EQ(waivers[0].promise, "DATA-06");
  EXPECT_EQ(waivers[0].module, "base");
  EXPECT_EQ(waivers[0].reason, "It is public.");
  EXPECT_EQ(to_string(waivers[0].expires), "2027-03-31");
  EXPECT_EQ(waivers[1].module, "");
}

TEST(Waiver, OfOneModuleAndOfAllAreTwo) {
  EXPECT_THAT(with("  - {promise: NET-01, reason: a, expires: 2027-03-31}\n"
                   "  - {promise: NET-01, module: base, reason: a, expires: 2027-03-31}\n")
                  .reports(),
              IsEmpty());
}

TEST(Waiver, NeedsAReasonAndADay) {
  EXPECT_THAT(with("  - {promise: NET-01, expires: 2027-03-31}\n").reports(),
              ElementsAre(HasSubstr("E0202")));
  EXPECT_THAT(with("  - {promise: NET-01, reason: '', expires: 2027-03-31}\n").reports(),
              ElementsAre(HasSubstr("E0217")));
  EXPECT_THAT(with("  - {promise: NET-01, reason: a}\n").reports(),
              ElementsAre(HasSubstr("E0202")));
  for (const char* day : {"2027-02-30", "31.3.2027", "never", "2027-3-1"}) {
    EXPECT_THAT(
        with(std::string("  - {promise: NET-01, reason: a, expires: ") + day + "}\n").reports(),
        ElementsAre(HasSubstr("E0217")))
        << day;
  }
}

TEST(Waiver, OfAModuleThatIsNotThere) {
  EXPECT_THAT(
      with("  - {promise: NET-01, module: bsae, reason: a, expires: 2027-03-31}\n").reports(),
      ElementsAre(HasSubstr("`bsae`")));
}

TEST(Waiver, IsOneOfAHundredAtMost) {
  std::string many;
  for (std::size_t i = 0; i <= kWaiversMax; ++i)
    many += "  - {promise: NET-01, reason: a, expires: 2027-03-31}\n";
  EXPECT_THAT(with(many).reports(), ElementsAre(HasSubstr("E0103")));
}

}  // namespace
}  // namespace opta
