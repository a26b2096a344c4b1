// Words of Helm 3.17 and 4.1, kubectl and API servers.
#include "exec/kubectl/failure.h"

#include <gtest/gtest.h>

namespace opta {
namespace {

struct Case {
  const char* words;
  ClusterFailureKind kind;
};

class ClusterFailureWords : public testing::TestWithParam<Case> {};

TEST_P(ClusterFailureWords, AreRecognised) {
  const ClusterFailure failure = recognise_cluster_failure(GetParam().words);
  EXPECT_EQ(to_string(failure.kind), to_string(GetParam().kind)) << GetParam().words;
  EXPECT_FALSE(failure.message.starts_with("Error: "));
}

using enum ClusterFailureKind;
INSTANTIATE_TEST_SUITE_P(
    All, ClusterFailureWords,
    testing::Values(
        Case{"Error: Kubernetes cluster unreachable: Get \"http://127.0.0.1:1/version\": dial tcp "
             "127.0.0.1:1: connect: connection refused",
             kNotReachable},
        Case{"Error: kubernetes cluster unreachable: context \"nope\" does not exist",
             kNotReachable},
        Case{"E1 memcache.go:265\nThe connection to the server 127.0.0.1:1 was refused - did you "
             "specify the right host or port?",
             kNotReachable},
        Case{"Unable to connect to the server: dial tcp: lookup x on 1.1.1.1:53: no such host",
             kNotReachable},
        Case{"Error: Kubernetes cluster unreachable: the server has asked for the client to "
             "provide credentials",
             kAccessDenied},
        Case{"error: You must be logged in to the server (Unauthorized)", kAccessDenied},
        Case{"Error from server (Forbidden): pods is forbidden: User \"a\" cannot list resource "
             "\"pods\" in API group \"\" in the namespace \"n\"",
             kAccessDenied},
        Case{"Error: UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress",
             kPendingUpgrade},
        Case{"Error: UPGRADE FAILED: context deadline exceeded", kTimedOut},
        Case{"Error: INSTALLATION FAILED: timed out waiting for the condition", kTimedOut},
        Case{"error: deployment \"d\" exceeded its progress deadline", kTimedOut},
        Case{"error: timed out waiting for the condition on pods/p", kTimedOut},
        Case{"Error: values don't meet the specifications of the schema(s) in the following "
             "chart(s):\nhello:\n- replicaCount: Invalid type.",
             kInvalidValues},
        Case{"Error: UPGRADE FAILED: cannot patch \"d\" with kind Deployment: Deployment.apps "
             "\"d\" is invalid: spec.selector: Invalid value: {}: field is immutable",
             kRejected},
        Case{"Error: INSTALLATION FAILED: admission webhook \"v.example.com\" denied the request: "
             "no latest tags",
             kRejected},
        Case{"Error: INSTALLATION FAILED: Internal error occurred: failed calling webhook "
             "\"w\": Post \"https://w\": context deadline exceeded",
             kRejected},
        Case{"Error from server (Forbidden): error when creating \"STDIN\": pods \"p\" is "
             "forbidden: exceeded quota: q",
             kRejected},
        Case{"Error: INSTALLATION FAILED: Unable to continue with install: ServiceAccount \"a\" "
             "in namespace \"n\" exists and cannot be imported into the current release: invalid "
             "ownership metadata",
             kConflict},
        Case{"error: Apply failed with 1 conflict: conflict with \"kubectl\": .spec.replicas",
             kConflict},
        Case{"Error: INSTALLATION FAILED: unable to build kubernetes objects from release "
             "manifest: resource mapping not found for name: \"m\": no matches for kind "
             "\"ServiceMonitor\" in version \"monitoring.coreos.com/v1\"\nensure CRDs are "
             "installed first",
             kUnknownKind},
        Case{"Error: release: not found", kNotFound},
        Case{"Error from server (NotFound): deployments.apps \"d\" not found", kNotFound},
        Case{"Error: path \"./nothere\" not found", kOther}));

TEST(ClusterFailure, TheMessageBeginsAtTheError) {
  const ClusterFailure failure = recognise_cluster_failure(
      "WARNING: Kubernetes configuration file is group-readable\nlevel=WARN msg=x\n"
      "Error: INSTALLATION FAILED: broken\nmore\n");
  EXPECT_EQ(failure.message, "INSTALLATION FAILED: broken\nmore");
}

TEST(ClusterFailure, OfHowTheProgramEnded) {
  EXPECT_FALSE(cluster_failure_of({}));
  EXPECT_EQ(cluster_failure_of({.stopped = true})->kind, kInterrupted);
  EXPECT_EQ(cluster_failure_of({.signal = 9})->message, "ended by signal 9");
  EXPECT_EQ(cluster_failure_of({.timed_out = true})->kind, kTimedOut);
  EXPECT_EQ(cluster_failure_of({.exit_code = 3})->message, "exit code 3");
}

}  // namespace
}  // namespace opta
