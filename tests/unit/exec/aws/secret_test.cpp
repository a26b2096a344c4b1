#include "exec/aws/secret.h"

#include <gtest/gtest.h>

#include "exec/fake_runner.h"

namespace opta::aws {
namespace {

const std::string kArn =
    "arn:aws:secretsmanager:us-east-1:111122223333:secret:opta/staging/db-AbCdEf";

TEST(SecretPlace, IsReadAsEcsWritesIt) {
  const auto place = decode_secret_place(kArn + ":password::4f2");
  ASSERT_TRUE(place);
  EXPECT_EQ(place->arn, kArn);
  EXPECT_EQ(place->key, "password");
  EXPECT_TRUE(decode_secret_place(kArn + ":password"));
}

TEST(SecretPlace, OtherTextsAreNone) {
  for (const std::string& text : std::vector<std::string>{
           "", "hunter2", kArn, kArn + ":", kArn + "::AWSCURRENT:", "a:b:c:d:e:f:g:h"}) {
    EXPECT_FALSE(decode_secret_place(text)) << text;
  }
}

class Secrets : public testing::Test {
 protected:
  FakeRunner runner_;
  Cli cli_{runner_, "/bin/aws", {}, "us-east-1"};
};

TEST_F(Secrets, TheCurrentVersionIsTheOneWithThatLabel) {
  runner_.on({"describe-secret"},
             {.out = R"({"VersionIdsToStages":{"old":["AWSPREVIOUS"],"new":["x","AWSCURRENT"]}})"});
  const auto version = current_secret_version(cli_, kArn);
  ASSERT_TRUE(version);
  EXPECT_EQ(version->text, "new");
}

TEST_F(Secrets, AValueIsOneOfTheMapThatTheSecretHolds) {
  runner_.on({"get-secret-value"}, {.out = R"({"SecretString":"{\"password\":\"p\"}"})"});
  EXPECT_EQ(secret_value(cli_, {kArn, "password"}, "v")->text, "p");
  EXPECT_FALSE(secret_value(cli_, {kArn, "user"}, "v"));
}

TEST_F(Secrets, WhatCannotBeReadIsNotInTheError) {
  runner_.on({"get-secret-value"}, {.out = R"({"SecretString":"hunter2"})"});
  const auto value = secret_value(cli_, {kArn, "password"}, "v");
  ASSERT_FALSE(value);
  EXPECT_EQ(value.error().message.find("hunter2"), std::string::npos);
}

TEST_F(Secrets, ARefusalIsHandedOn) {
  runner_.on({"describe-secret"},
             {.exit_code = 254,
              .err = "An error occurred (AccessDeniedException) when calling the DescribeSecret "
                     "operation: no"});
  const auto version = current_secret_version(cli_, kArn);
  ASSERT_TRUE(version);
  EXPECT_EQ(version->failure->code, "AccessDeniedException");
}

}  // namespace
}  // namespace opta::aws
