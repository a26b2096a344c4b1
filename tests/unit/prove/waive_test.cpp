// Waivers let broken cases through: of their promise, of their module, until their day.
#include <gtest/gtest.h>

#include "prove/verdict.h"
#include "worlds.h"

namespace opta::prove {
namespace {

using test::json;
using test::PlanText;

constexpr const char* kOpen = "DATA-06";

const Verdict& verdict_of(const std::vector<Verdict>& verdicts, std::string_view id) {
  for (const Verdict& verdict : verdicts) {
    if (verdict.promise->id == id) return verdict;
  }
  throw std::out_of_range(std::string(id));
}

class Waive : public testing::Test {
 protected:
  Waive() {
    PlanText plan;
    plan.add("module.site.aws_s3_bucket.this", {{"id", "site"}, {"bucket", "site"}});
    plan.add("module.files.aws_s3_bucket.this", {{"id", "files"}, {"bucket", "files"}});
    world_ = plan.world();
  }

  std::vector<Verdict> waived(const std::vector<Waiver>& waivers, const char* today) {
    std::vector<Verdict> verdicts = decide_all(world_, {});
    waive(verdicts, waivers, *parse_day(today));
    return verdicts;
  }

  World world_;
};

Waiver until(const char* day, const char* promise = kOpen, const char* module = "") {
  return {
      .promise = promise, .module = module, .reason = "It has to be.", .expires = *parse_day(day)};
}

TEST_F(Waive, LetsAllOfAPromiseThrough) {
  const std::vector<Waiver> waivers = {until("2027-03-31")};
  const auto verdicts = waived(waivers, "2027-01-01");
  const Verdict& verdict = verdict_of(verdicts, kOpen);
  EXPECT_FALSE(is_broken(verdict));
  EXPECT_TRUE(is_waived(verdict));
  EXPECT_EQ(verdict.holds, Truth::kNo) << "it is not held for that";
  EXPECT_EQ(verdict.cases.at(0).waiver, &waivers[0]);
  EXPECT_TRUE(is_broken(verdict_of(verdicts, "DATA-07"))) << "another promise";
}

TEST_F(Waive, OfAModuleLeavesTheOthers) {
  const std::vector<Waiver> waivers = {until("2027-03-31", kOpen, "site")};
  const auto verdicts = waived(waivers, "2027-01-01");
  const Verdict& verdict = verdict_of(verdicts, kOpen);
  EXPECT_TRUE(is_broken(verdict));
  EXPECT_FALSE(is_waived(verdict));
  for (const Case& one : verdict.cases)
    EXPECT_EQ(one.waiver != nullptr, one.about.module() == "site");
}

TEST_F(Waive, CountsToTheEndOfItsDay) {
  const std::vector<Waiver> waivers = {until("2027-03-31")};
  EXPECT_FALSE(is_broken(verdict_of(waived(waivers, "2027-03-31"), kOpen)));
  EXPECT_TRUE(is_broken(verdict_of(waived(waivers, "2027-04-01"), kOpen)));
}

TEST_F(Waive, IsNotForWhatIsNotKnownOrHeld) {
  PlanText plan;
  plan.add("aws_s3_bucket.a", {{"id", "a"}, {"bucket", "a"}});
  plan.add("aws_s3_bucket_public_access_block.a", {{"bucket", "a"},
                                                   {"block_public_acls", true},
                                                   {"block_public_policy", true},
                                                   {"ignore_public_acls", true},
                                                   {"restrict_public_buckets", true}});
  const World world = plan.world();
  std::vector<Verdict> verdicts = decide_all(world, {});
  const std::vector<Waiver> waivers = {until("2027-03-31")};
  waive(verdicts, waivers, *parse_day("2027-01-01"));
  EXPECT_EQ(verdict_of(verdicts, kOpen).cases.at(0).waiver, nullptr);
  EXPECT_FALSE(is_waived(verdict_of(verdicts, kOpen)));
}

}  // namespace
}  // namespace opta::prove
