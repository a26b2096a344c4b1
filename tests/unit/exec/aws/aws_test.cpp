#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "exec/aws/bucket.h"
#include "exec/aws/objects.h"
#include "exec/aws/state_bucket.h"
#include "exec/aws/sts.h"
#include "exec/fake_runner.h"

namespace opta::aws {
namespace {

using Words = std::vector<std::string>;

const Bucket kBucket{"states", "123456789012", "eu-west-1"};

Captured error(const std::string& code) {
  return {.exit_code = 254,
          .err = "\nAn error occurred (" + code + ") when calling the X operation: words\n"};
}

class AwsTest : public testing::Test {
 protected:
  // Answers of a bucket that is as it should be; rules that a test adds before stand first.
  void answer_as_ready() {
    runner_.on(
        {"get-public-access-block"},
        {.out =
             R"({"PublicAccessBlockConfiguration":{"BlockPublicAcls":true,"IgnorePublicAcls":true,)"
             R"("BlockPublicPolicy":true,"RestrictPublicBuckets":true}})"});
    runner_.on({"get-bucket-versioning"}, {.out = R"({"Status":"Enabled"})"});
    runner_.on({"get-bucket-encryption"},
               {.out = R"({"ServerSideEncryptionConfiguration":{"Rules":[{)"
                       R"("ApplyServerSideEncryptionByDefault":{"SSEAlgorithm":"aws:kms"}}]}})"});
    runner_.on({"get-bucket-policy"},
               {.out = nlohmann::json{{"Policy", policy_with_tls("", kBucket)}}.dump()});
    runner_.on({"head-bucket"}, {});
    for (const char* put : {"create-bucket", "put-public-access-block", "put-bucket-versioning",
                            "put-bucket-encryption", "put-bucket-policy", "delete-bucket"}) {
      runner_.on({put}, {});
    }
  }
  int count(const std::string& subcommand) const {
    int result = 0;
    for (const Command& command : runner_.commands()) {
      result += static_cast<int>(std::ranges::count(command.argv, subcommand));
    }
    return result;
  }

  FakeRunner runner_;
  Cli cli_{runner_, "/bin/aws", {}, "eu-west-1"};
};

TEST_F(AwsTest, GlobalArgumentsNameTheSandboxAndSuitTheVersion) {
  EXPECT_EQ(global_arguments(cli_), (Words{"--output", "json", "--region", "eu-west-1"}));
  cli_.endpoint = "http://127.0.0.1:5000";
  cli_.major_version = 2;
  EXPECT_EQ(global_arguments(cli_),
            (Words{"--output", "json", "--region", "eu-west-1", "--endpoint-url",
                   "http://127.0.0.1:5000", "--no-cli-pager"}));
  cli_.major_version = 1;
  EXPECT_EQ(global_arguments(cli_).back(), "http://127.0.0.1:5000");
}

TEST(BucketArguments, CarryTheExpectedOwner) {
  EXPECT_EQ(head_bucket_arguments(kBucket), (Words{"s3api", "head-bucket", "--bucket", "states",
                                                   "--expected-bucket-owner", "123456789012"}));
  for (const Words& words :
       {delete_bucket_arguments(kBucket), put_bucket_policy_arguments(kBucket, "{}"),
        list_object_versions_arguments(kBucket), delete_objects_arguments(kBucket),
        list_objects_arguments(kBucket, "", ""), put_public_access_block_arguments(kBucket)}) {
    EXPECT_NE(std::ranges::find(words, "--expected-bucket-owner"), words.end()) << words[1];
  }
}

TEST(BucketArguments, UsEast1IsNoLocation) {
  EXPECT_EQ(create_bucket_arguments(kBucket),
            (Words{"s3api", "create-bucket", "--bucket", "states", "--create-bucket-configuration",
                   "LocationConstraint=eu-west-1"}));
  EXPECT_EQ(create_bucket_arguments({"states", "123456789012", "us-east-1"}),
            (Words{"s3api", "create-bucket", "--bucket", "states"}));
}

TEST(BucketPolicy, KeepsWhatOthersWrote) {
  const std::string other = R"({"Sid":"Other","Effect":"Allow"})";
  const std::string edited = R"({"Sid":"OptaTlsOnly","Effect":"Allow"})";
  for (const std::string& statements : {"[" + other + "," + edited + "]", other}) {
    const std::string answer =
        nlohmann::json{{"Policy", R"({"Version":"2008-10-17","Statement":)" + statements + "}"}}
            .dump();
    EXPECT_FALSE(demands_tls(answer, kBucket));
    const auto policy = nlohmann::json::parse(policy_with_tls(answer, kBucket));
    EXPECT_EQ(policy["Version"], "2008-10-17");
    ASSERT_EQ(policy["Statement"].size(), 2U);
    EXPECT_EQ(policy["Statement"][0]["Sid"], "Other");
    EXPECT_EQ(policy["Statement"][1]["Effect"], "Deny");
    EXPECT_TRUE(demands_tls(nlohmann::json{{"Policy", policy.dump()}}.dump(), kBucket));
  }
}

TEST(BucketPolicy, NamesThePartition) {
  EXPECT_NE(policy_with_tls("", {"b", "", "cn-north-1"}).find("arn:aws-cn:s3:::b"),
            std::string::npos);
  EXPECT_NE(policy_with_tls("", {"b", "", "us-gov-west-1"}).find("arn:aws-us-gov:s3:::b"),
            std::string::npos);
}

TEST(BucketSettings, AreReadWithCare) {
  for (const char* odd : {"", "[]", "{", "7", "{\"Status\":1}"}) {
    EXPECT_FALSE(is_versioned(odd));
    EXPECT_FALSE(is_encrypted(odd));
    EXPECT_FALSE(blocks_public_access(odd));
    EXPECT_FALSE(demands_tls(odd, kBucket));
  }
  EXPECT_FALSE(is_versioned(R"({"Status":"Suspended"})"));
}

TEST_F(AwsTest, FailuresHaveTheirCodeAndKind) {
  EXPECT_EQ(decode_failure(error("NoSuchBucket").err).kind, FailureKind::kBucketMissing);
  EXPECT_EQ(decode_failure(error("403").err).kind, FailureKind::kAccessDenied);
  EXPECT_EQ(decode_failure(error("ExpiredToken").err).code, "ExpiredToken");
  EXPECT_EQ(decode_failure("Unable to locate credentials.").kind, FailureKind::kCredentials);
  runner_.on({"get-caller-identity"}, error("InvalidClientTokenId"));
  EXPECT_EQ(get_caller_identity(cli_)->failure->kind, FailureKind::kCredentials);
}

TEST_F(AwsTest, KnowsWhoWeAre) {
  runner_.on({"get-caller-identity"}, {.out = R"({"Account":"1","Arn":"arn:x"})"}, 1)
      .on({"get-caller-identity"}, {.out = "{}"});
  EXPECT_EQ(get_caller_identity(cli_)->identity.account, "1");
  EXPECT_FALSE(get_caller_identity(cli_));
}

TEST_F(AwsTest, AStateBucketThatIsReadyIsLeftAlone) {
  answer_as_ready();
  const Result<StateBucketOutcome> outcome = ensure_state_bucket(cli_, kBucket);
  EXPECT_EQ(outcome->state, StateBucketState::kReady);
  EXPECT_EQ(runner_.commands().size(), 5U);
}

TEST_F(AwsTest, AMissingStateBucketIsMadeWithAllSettings) {
  runner_.on({"head-bucket"}, error("404"))
      .on({"get-public-access-block"}, error("NoSuchPublicAccessBlockConfiguration"))
      .on({"get-bucket-versioning"}, {})
      .on({"get-bucket-encryption"}, error("ServerSideEncryptionConfigurationNotFoundError"))
      .on({"get-bucket-policy"}, error("NoSuchBucketPolicy"));
  answer_as_ready();
  const Result<StateBucketOutcome> outcome = ensure_state_bucket(cli_, kBucket);
  EXPECT_EQ(outcome->state, StateBucketState::kCreated);
  EXPECT_EQ(outcome->changed,
            (Words{"public access block", "versioning", "encryption", "TLS-only policy"}));
}

TEST_F(AwsTest, AMissingSettingIsRepaired) {
  runner_.on({"get-bucket-versioning"}, {.out = R"({"Status":"Suspended"})"});
  answer_as_ready();
  const Result<StateBucketOutcome> outcome = ensure_state_bucket(cli_, kBucket);
  EXPECT_EQ(outcome->state, StateBucketState::kRepaired);
  EXPECT_EQ(outcome->changed, (Words{"versioning"}));
  EXPECT_EQ(count("put-bucket-versioning"), 1);
  EXPECT_EQ(count("put-bucket-policy"), 0);
}

TEST_F(AwsTest, ABucketOfAnotherAccountIsNeverTouched) {
  runner_.on({"head-bucket"}, error("403"));
  const Result<StateBucketOutcome> outcome = ensure_state_bucket(cli_, kBucket);
  EXPECT_EQ(outcome->state, StateBucketState::kForeign);
  EXPECT_EQ(outcome->failure->kind, FailureKind::kAccessDenied);
  EXPECT_EQ(runner_.commands().size(), 1U);
}

TEST_F(AwsTest, ATakenNameIsForeignAndARaceIsWon) {
  runner_.on({"head-bucket"}, error("404"))
      .on({"create-bucket"}, error("BucketAlreadyExists"), 1)
      .on({"create-bucket"}, error("BucketAlreadyOwnedByYou"), 1);
  answer_as_ready();
  EXPECT_EQ(ensure_state_bucket(cli_, kBucket)->state, StateBucketState::kForeign);
  EXPECT_TRUE(ensure_state_bucket(cli_, kBucket)->ok());
}

TEST_F(AwsTest, AFailureOnTheWayIsNotTakenForAMissingSetting) {
  runner_.on({"get-bucket-versioning"},
             {.exit_code = 255, .err = "Could not connect to the endpoint URL"});
  answer_as_ready();
  const Result<StateBucketOutcome> outcome = ensure_state_bucket(cli_, kBucket);
  EXPECT_EQ(outcome->state, StateBucketState::kFailed);
  EXPECT_EQ(outcome->failure->kind, FailureKind::kNetwork);
  EXPECT_EQ(count("put-bucket-versioning"), 0);
}

TEST_F(AwsTest, TheSandboxHasNoTlsPolicy) {
  cli_.endpoint = "http://127.0.0.1:5000";
  answer_as_ready();
  EXPECT_TRUE(ensure_state_bucket(cli_, kBucket)->ok());
  EXPECT_EQ(count("get-bucket-policy"), 0);
}

TEST_F(AwsTest, DeletesAllVersionsBeforeTheBucket) {
  runner_
      .on({"list-object-versions"},
          {.out =
               R"({"Versions":[{"Key":"a","VersionId":"1"}],"DeleteMarkers":[{"Key":"a","VersionId":"2"}]})"},
          1)
      .on({"list-object-versions"}, {.out = "{}"})
      .on({"delete-objects"}, {});
  answer_as_ready();
  EXPECT_FALSE(delete_state_bucket(cli_, kBucket)->failure);
  ASSERT_EQ(runner_.commands().size(), 4U);
  EXPECT_EQ(
      runner_.commands()[1].stdin_text,
      R"({"Objects":[{"Key":"a","VersionId":"1"},{"Key":"a","VersionId":"2"}],"Quiet":true})");
  EXPECT_EQ(count("delete-bucket"), 1);
}

TEST_F(AwsTest, StopsWhenAnObjectCannotBeDeleted) {
  runner_.on({"list-object-versions"}, {.out = R"({"Versions":[{"Key":"a","VersionId":"1"}]})"})
      .on({"delete-objects"},
          {.out = R"({"Errors":[{"Key":"a","Code":"AccessDenied","Message":"no"}]})"});
  const Result<Answer> answer = delete_state_bucket(cli_, kBucket);
  EXPECT_EQ(answer->failure->kind, FailureKind::kAccessDenied);
  EXPECT_EQ(count("delete-bucket"), 0);
}

TEST_F(AwsTest, DeletingAMissingBucketIsDone) {
  runner_.on({"list-object-versions"}, error("NoSuchBucket"));
  EXPECT_FALSE(delete_state_bucket(cli_, kBucket)->failure);
}

TEST_F(AwsTest, ListsPageByPage) {
  runner_.on({"--continuation-token", "t"}, {.out = R"({"Contents":[{"Key":"b","Size":7}]})"})
      .on({"list-objects-v2"},
          {.out = R"({"Contents":[{"Key":"a"}],"NextContinuationToken":"t"})"});
  const Result<ObjectPage> first = list_objects(cli_, kBucket, "p/");
  EXPECT_EQ(first->next_token, "t");
  const Result<ObjectPage> last = list_objects(cli_, kBucket, "p/", first->next_token);
  EXPECT_EQ(last->objects.at(0).size, 7U);
  EXPECT_EQ(last->next_token, "");
}

TEST(ObjectArguments, WriteToStandardOutput) {
  EXPECT_EQ(get_object_arguments(kBucket, "a/b"),
            (Words{"s3", "cp", "--no-progress", "s3://states/a/b", "-"}));
}

}  // namespace
}  // namespace opta::aws
