#include "exec/aws/quotas.h"

#include <gtest/gtest.h>

#include "exec/fake_runner.h"

namespace opta::aws {
namespace {

class Quotas : public testing::Test {
 protected:
  FakeRunner runner_;
  Cli cli_{runner_, "/bin/aws", {}, "us-east-1"};
};

TEST_F(Quotas, TheAccountsOwnValueCounts) {
  runner_.on({"get-service-quota"}, {.out = R"({"Quota":{"Value":17.0}})"});
  EXPECT_EQ(quota(cli_, "ec2", "L-1")->count, 17U);
}

TEST_F(Quotas, WithoutOneTheDefaultDoes) {
  runner_.on({"get-service-quota"},
             {.exit_code = 254,
              .err = "An error occurred (NoSuchResourceException) when calling the "
                     "GetServiceQuota operation: none"});
  runner_.on({"get-aws-default-service-quota"}, {.out = R"({"Quota":{"Value":5.0}})"});
  EXPECT_EQ(quota(cli_, "ec2", "L-1")->count, 5U);
}

TEST_F(Quotas, ARefusalIsNoValue) {
  runner_.on({"get-service-quota"},
             {.exit_code = 254,
              .err = "An error occurred (AccessDeniedException) when calling the "
                     "GetServiceQuota operation: not authorized"});
  const auto asked = quota(cli_, "ec2", "L-1");
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->failure->code, "AccessDeniedException");
}

TEST_F(Quotas, AnAnswerWithoutAValueIsAnError) {
  runner_.on({"get-service-quota"}, {.out = "{}"});
  EXPECT_FALSE(quota(cli_, "ec2", "L-1"));
}

TEST_F(Quotas, ACountIsANumberAndNothingElse) {
  runner_.on({"describe-vpcs"}, {.out = "3\n"});
  EXPECT_EQ(count(cli_, {"ec2", "describe-vpcs"})->count, 3U);
  runner_.on({"describe-addresses"}, {.out = "null\n"});
  EXPECT_FALSE(count(cli_, {"ec2", "describe-addresses"}));
}

TEST_F(Quotas, RunningInstancesHaveCoresTimesThreads) {
  runner_.on({"describe-instances"},
             {.out = R"({"Reservations":[{"Instances":[{"InstanceType":"t3.large",)"
                     R"("CpuOptions":{"CoreCount":1,"ThreadsPerCore":2}},)"
                     R"({"InstanceType":"m5.large","InstanceLifecycle":"spot"}]}]})"});
  const auto running = running_instances(cli_);
  ASSERT_EQ(running->items.size(), 2U);
  EXPECT_EQ(running->items[0].cpus, 2U);
  EXPECT_FALSE(running->items[0].is_spot);
  EXPECT_TRUE(running->items[1].is_spot);
}

}  // namespace
}  // namespace opta::aws
