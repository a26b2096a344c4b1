// The texts were taken from Terraform 1.11 and the AWS CLI, shortened.
#include "exec/terraform/failure.h"

#include <gtest/gtest.h>

namespace opta::terraform {
namespace {

constexpr const char* kLocked =
    "Error acquiring the state lock\n"
    "Error message: operation error S3: PutObject, https response error StatusCode: 412, api error "
    "PreconditionFailed: At least one of the pre-conditions you specified did not hold\n"
    "Lock Info:\n"
    "  ID:        d99b6961-f57f-3037-dadd-cba9c09eaf08\n"
    "  Path:      tfstate/a\n"
    "  Operation: OperationTypeApply\n"
    "  Who:       ann@laptop: ID: x\n"
    "  Version:   1.11.4\n"
    "  Created:   2026-11-24 17:50:05.108337054 +0000 UTC\n"
    "  Info:      \n\n\nTerraform acquires a state lock to protect the state";

TEST(Failure, ALockSaysWhoseItIs) {
  const EngineFailure failure = recognise_failure(kLocked);
  EXPECT_EQ(failure.kind, FailureKind::kStateLocked);
  ASSERT_TRUE(failure.lock);
  EXPECT_EQ(failure.lock->id, "d99b6961-f57f-3037-dadd-cba9c09eaf08");
  EXPECT_EQ(failure.lock->path, "tfstate/a");
  EXPECT_EQ(failure.lock->operation, "OperationTypeApply");
  EXPECT_EQ(failure.lock->who, "ann@laptop: ID: x");
  EXPECT_EQ(failure.lock->created, "2026-11-24 17:50:05.108337054 +0000 UTC");
}

TEST(Failure, ALockInABoxIsReadToo) {
  const EngineFailure failure = recognise_failure(
      "╷\n│ Error: Error acquiring the state\n│ lock\n│ \n│ Lock Info:\n│   ID:        7\n│   Who: "
      "      me\n╵\n");
  EXPECT_EQ(failure.kind, FailureKind::kStateLocked);
  EXPECT_EQ(failure.lock->id, "7");
  EXPECT_EQ(failure.lock->who, "me");
}

TEST(Failure, ALockThatCouldNotBeTriedIsAboutItsCause) {
  const EngineFailure failure = recognise_failure(
      "Error acquiring the state lock\nError message: operation error S3: PutObject, AccessDenied: "
      "no");
  EXPECT_EQ(failure.kind, FailureKind::kAccessDenied);
  EXPECT_FALSE(failure.lock);
}

struct Case {
  const char* text;
  FailureKind kind;
};

TEST(Failure, KnowsTheCommonOnes) {
  const Case cases[] = {
      {"Failed to get existing workspaces: S3 bucket \"x\" does not exist.\n\nError: operation "
       "error S3: "
       "ListObjectsV2, https response error StatusCode: 404, NoSuchBucket: \n",
       FailureKind::kBucketMissing},
      {"Backend configuration changed\nA change in the backend", FailureKind::kBackendChanged},
      {"Backend initialization required: please run \"terraform init\"",
       FailureKind::kBackendChanged},
      {"Backend initialization required, please run \"terraform init\"",
       FailureKind::kBackendChanged},
      {"No valid credential sources found\nPlease see\n\nError: failed to refresh cached "
       "credentials, no EC2 "
       "IMDS role found",
       FailureKind::kCredentials},
      {"An error occurred (ExpiredToken) when calling the GetCallerIdentity operation",
       FailureKind::kCredentials},
      {"Unable to locate credentials. You can configure credentials by running \"aws configure\".",
       FailureKind::kCredentials},
      {"The config profile (work) could not be found", FailureKind::kCredentials},
      {"api error AccessDenied: Access Denied", FailureKind::kAccessDenied},
      {"retrieving caller identity from STS: operation error STS: GetCallerIdentity, request send "
       "failed, Post "
       "\"http://127.0.0.1:5999/\": dial tcp 127.0.0.1:5999: connect: connection\nrefused",
       FailureKind::kNetwork},
      {"Could not connect to the endpoint URL: \"http://127.0.0.1:1/\"", FailureKind::kNetwork},
      {"Error: Saved plan is stale", FailureKind::kPlanStale},
      {"something new", FailureKind::kOther},
      {"", FailureKind::kOther},
  };
  for (const Case& one : cases) EXPECT_EQ(recognise_failure(one.text).kind, one.kind) << one.text;
}

TEST(Failure, TakesTheRecognisedErrorAmongDiagnostics) {
  const std::vector<EngineDiagnostic> diagnostics = {
      {.severity = Severity::kWarning, .summary = "AccessDenied in a warning"},
      {.severity = Severity::kError, .summary = "first"},
      {.severity = Severity::kError, .summary = "second", .detail = "no such host"}};
  EXPECT_EQ(recognise_failure(diagnostics).kind, FailureKind::kNetwork);
  EXPECT_EQ(recognise_failure(std::vector{diagnostics[0], diagnostics[1]}).message, "first");
  EXPECT_TRUE(recognise_failure(std::vector{diagnostics[0]}).message.empty());
}

}  // namespace
}  // namespace opta::terraform
