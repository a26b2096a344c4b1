#include "rollout/explain.h"

#include <gmock/gmock.h>

#include "look.h"
#include "rollout/refusals.h"

namespace opta {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Explain : public RolloutTest {};

TEST_F(Explain, WhatIsReadyHasNoProblem) {
  add_ready_pod("a");
  add_ready_pod("b");
  const RolloutState state = explain();
  EXPECT_THAT(state.problems, IsEmpty());
  EXPECT_TRUE(state.is_complete());
  ASSERT_EQ(state.workloads.size(), 1U);
  EXPECT_EQ(state.workloads[0].updated_ready, 2);
}

TEST_F(Explain, AnImageThatTheRegistryDoesNotHave) {
  for (const char* name : {"a", "b"}) {
    add_pod(name,
            waiting("ImagePullBackOff", "Back-off pulling image \"registry.invalid/shop:2\""));
    tell(name, "Failed",
         "Failed to pull image \"registry.invalid/shop:2\": rpc error: code = NotFound desc = "
         "failed "
         "to pull and unpack image \"registry.invalid/shop:2\": failed to resolve reference "
         "\"registry.invalid/shop:2\": registry.invalid/shop:2: not found",
         2);
    tell(name, "Failed", "Error: ErrImagePull", 2);
  }
  const RolloutProblem problem = only();
  EXPECT_EQ(problem.cause, RolloutCause::kImage);
  EXPECT_EQ(problem.blame, Blame::kImage);
  EXPECT_EQ(problem.workload, "Deployment app");
  EXPECT_EQ(problem.container, "web");
  EXPECT_EQ(problem.count, 2U);
  EXPECT_EQ(problem.message, "the registry has no image `registry.invalid/shop:2`");
  EXPECT_THAT(problem.facts, ElementsAre("the answer was: registry.invalid/shop:2: not found"));
  EXPECT_FALSE(problem.is_final);
  tell("a", "Failed", "Failed to pull image \"registry.invalid/shop:2\": not found");
  EXPECT_TRUE(only().is_final);
}

TEST_F(Explain, ARegistryThatMayBeThereLaterIsNotFinal) {
  add_pod("a", waiting("ErrImagePull"));
  tell("a", "Failed",
       "Failed to pull image \"registry.invalid/shop:2\": failed to do request: Head "
       "\"https://registry.invalid/v2/shop/manifests/2\": dial tcp: lookup registry.invalid on "
       "10.0.0.2:53: no such host",
       9);
  const RolloutProblem problem = only();
  EXPECT_EQ(problem.message, "no registry answers to the name in `registry.invalid/shop:2`");
  EXPECT_FALSE(problem.is_final);
}

TEST_F(Explain, ANameThatIsNoImages) {
  add_pod("a", waiting("InvalidImageName", "couldn't parse image name \"A b\""));
  EXPECT_EQ(only().cause, RolloutCause::kImage);
  EXPECT_TRUE(only().is_final);
}

TEST_F(Explain, ACrash) {
  add_pod("a", crashed(139, "Error", 3));
  const RolloutProblem problem = only();
  EXPECT_EQ(problem.cause, RolloutCause::kCrash);
  EXPECT_EQ(problem.message, "it ends with signal 11 (SIGSEGV)");
  EXPECT_EQ(problem.log_of, LogOf::kPrevious);
  EXPECT_FALSE(problem.is_final);
  EXPECT_THAT(problem.facts, ElementsAre("started again 3 times so far"));
  add_pod("b", crashed(139, "Error", 5));
  EXPECT_TRUE(only().is_final);
}

TEST_F(Explain, WhereOnePodRunsNothingIsFinal) {
  add_pod("a", crashed(1, "Error", 9));
  add_ready_pod("b");
  EXPECT_EQ(only().cause, RolloutCause::kCrash);
  EXPECT_FALSE(explain().is_hopeless());
}

TEST_F(Explain, ACommandThatEndsWell) {
  add_pod("a", crashed(0, "Completed", 2));
  EXPECT_EQ(only().message, "it ends by itself, with exit code 0");
}

TEST_F(Explain, WantOfMemory) {
  add_pod("a", crashed(137, "OOMKilled", 3));
  const RolloutProblem problem = only();
  EXPECT_EQ(problem.cause, RolloutCause::kOutOfMemory);
  EXPECT_EQ(problem.message, "it used up its memory, 1Gi, and was ended");
  EXPECT_TRUE(problem.is_final);
}

TEST_F(Explain, ACommandThatIsNotInTheImage) {
  Json status = crashed(128, "StartError", 2);
  status["lastState"]["terminated"]["message"] =
      "failed to create containerd task: exec: \"serve\": executable file not found in $PATH";
  add_pod("a", status);
  const RolloutProblem problem = only();
  EXPECT_EQ(problem.cause, RolloutCause::kStart);
  EXPECT_THAT(problem.facts, Contains(HasSubstr("executable file not found")));
}

TEST_F(Explain, AMissingSecret) {
  add_pod("a", waiting("CreateContainerConfigError", "secret \"db\" not found"));
  tell("a", "Failed", "Error: secret \"db\" not found", 3);
  const RolloutProblem problem = only();
  EXPECT_EQ(problem.cause, RolloutCause::kConfig);
  EXPECT_EQ(problem.message, "secret \"db\" not found");
  EXPECT_TRUE(problem.is_final);
}

TEST_F(Explain, AMissingConfigMapThatIsAVolume) {
  add_pod("a", waiting("ContainerCreating"));
  tell("a", "FailedMount",
       "MountVolume.SetUp failed for volume \"config\" : configmap \"rules\" not found");
  EXPECT_EQ(only().cause, RolloutCause::kConfig);
  EXPECT_EQ(only().message, "configmap \"rules\" not found");
}

TEST_F(Explain, AnImageThatWantsToBeRoot) {
  add_pod("a", waiting("CreateContainerConfigError",
                       "container has runAsNonRoot and image will run as root"));
  EXPECT_EQ(only().cause, RolloutCause::kStart);
  EXPECT_EQ(only().blame, Blame::kSecurity);
}

TEST_F(Explain, AReadinessProbe) {
  add_pod("a", running());
  tell("a", "Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503");
  const RolloutProblem problem = only();
  EXPECT_EQ(problem.cause, RolloutCause::kProbe);
  EXPECT_EQ(problem.blame, Blame::kReadinessProbe);
  EXPECT_THAT(problem.facts, ElementsAre("asked is GET /health on port 8080",
                                         "the answer was: HTTP probe failed with statuscode: 503"));
}

TEST_F(Explain, ALivenessProbeThatEndsTheContainer) {
  Json status = running();
  status["restartCount"] = 2;
  status["lastState"] = ended(137, "Error");
  add_pod("a", status);
  tell("a", "Unhealthy", "Liveness probe failed: dial tcp 10.0.1.2:8080: connection refused");
  tell("a", "Killing", "Container web failed liveness probe, will be restarted");
  const RolloutProblem problem = only();
  EXPECT_EQ(problem.cause, RolloutCause::kProbe);
  EXPECT_EQ(problem.message, "its liveness probe ends it again and again");
  EXPECT_THAT(problem.facts, Contains("asked is a connection to port 8080"));
}

TEST_F(Explain, NodesWithoutRoom) {
  add_unscheduled_pod(
      "0/3 nodes are available: 1 node(s) had untolerated taint {dedicated: gpu}, 2 Insufficient "
      "cpu. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.");
  const RolloutProblem problem = only();
  EXPECT_EQ(problem.cause, RolloutCause::kUnschedulable);
  EXPECT_EQ(problem.blame, Blame::kRequests);
  EXPECT_THAT(problem.facts,
              ElementsAre("1 of 3 nodes: had untolerated taint {dedicated: gpu}",
                          "2 of 3 nodes: Insufficient cpu", "the pod asks for cpu: 64 for `web`"));
  EXPECT_FALSE(problem.is_final);
}

TEST_F(Explain, NoNodesAtAll) {
  add_unscheduled_pod("no nodes available to schedule pods");
  EXPECT_EQ(only().message, "the cluster has no nodes");
}

TEST_F(Explain, WhatTheAutoscalerSays) {
  add_unscheduled_pod("0/3 nodes are available: 3 Insufficient cpu.");
  tell("a", "NotTriggerScaleUp", "pod didn't trigger scale-up: 1 max node group size reached", 9);
  EXPECT_FALSE(only().is_final);  // a group that is full may have room later
  items_.erase(items_.size() - 1);
  tell("a", "NotTriggerScaleUp", "pod didn't trigger scale-up: 1 Insufficient cpu", 3);
  EXPECT_TRUE(only().is_final);
  tell("a", "TriggeredScaleUp", "pod triggered scale-up: [{workers 3->4}]");
  EXPECT_FALSE(only().is_final);
  EXPECT_THAT(only().facts, Contains("the cluster's autoscaler is adding a node"));
}

TEST_F(Explain, AVolumeInAnotherZone) {
  add_unscheduled_pod("0/3 nodes are available: 3 node(s) had volume node affinity conflict.");
  EXPECT_EQ(only().blame, Blame::kVolumes);
}

TEST_F(Explain, AClaimWithoutAVolumeAndNotThePodThatWaits) {
  add_unscheduled_pod("0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims.");
  items_.back()["spec"]["volumes"] =
      Json::parse(R"([{"persistentVolumeClaim": {"claimName": "data"}}])");
  Json claim = object("PersistentVolumeClaim", "data", "claim");
  claim["spec"]["storageClassName"] = "gp3";
  claim["status"]["phase"] = "Pending";
  items_.push_back(claim);
  add_event(
      "PersistentVolumeClaim", "claim", "ProvisioningFailed",
      "failed to provision volume with StorageClass \"gp3\": rpc error: code = Internal desc = "
      "UnauthorizedOperation");
  const RolloutProblem problem = only();
  EXPECT_EQ(problem.cause, RolloutCause::kVolume);
  EXPECT_EQ(problem.name, "data");
  EXPECT_EQ(problem.workload, "Deployment app");
  EXPECT_THAT(problem.facts, Contains(HasSubstr("UnauthorizedOperation")));
}

TEST_F(Explain, AVolumeThatCannotBeAttached) {
  add_pod("a", waiting("ContainerCreating"));
  tell("a", "FailedAttachVolume", "Multi-Attach error for volume \"pvc-1\"");
  tell("a", "FailedMount", "Unable to attach or mount volumes: timed out");
  EXPECT_EQ(only().message, "a volume cannot be attached to its node");
}

TEST_F(Explain, ASubnetWithoutAddresses) {
  add_pod("a", waiting("ContainerCreating"));
  tell("a", "FailedCreatePodSandBox",
       "Failed to create pod sandbox: plugin type=\"aws-cni\" failed (add): add cmd: failed to "
       "assign an IP address to container");
  EXPECT_EQ(only().cause, RolloutCause::kNetwork);
  EXPECT_THAT(only().advice, HasSubstr("subnet"));
}

TEST_F(Explain, AQuota) {
  for (Json& item : items_) {
    if (item["metadata"]["name"] != "app-2") continue;
    item["status"]["conditions"] = condition(
        "ReplicaFailure", "True", "FailedCreate",
        "pods \"app-2-x\" is forbidden: exceeded quota: compute, requested: requests.cpu=500m, "
        "used: requests.cpu=1800m, limited: requests.cpu=2");
  }
  add_event("ReplicaSet", "set-2", "FailedCreate", "Error creating: pods is forbidden", 5);
  const RolloutProblem problem = only();
  EXPECT_EQ(problem.cause, RolloutCause::kQuota);
  EXPECT_EQ(problem.message, "the quota `compute` leaves no room");
  EXPECT_THAT(problem.facts, ElementsAre("asked for: requests.cpu=500m; in use: "
                                         "requests.cpu=1800m; allowed: requests.cpu=2"));
  EXPECT_TRUE(problem.is_final);
  // One that goes makes room.
  add_pod("old", running(), "set-1")["metadata"]["deletionTimestamp"] = "2026-01-02T00:00:00Z";
  EXPECT_FALSE(only().is_final);
}

TEST_F(Explain, AJobThatFailed) {
  items_ = Json::array();
  add_workload("Job", "migrate", Json::object(), Json::object());
  items_[0]["status"]["conditions"] = condition("Failed", "True", "BackoffLimitExceeded",
                                                "Job has reached the specified backoff limit");
  items_[0]["metadata"]["annotations"] = Json::parse(R"({"helm.sh/hook": "pre-upgrade"})");
  items_[0]["metadata"]["creationTimestamp"] = "2026-01-01T00:00:01Z";
  Json status;
  status["state"] = ended(3, "Error");
  add_pod("migrate-x", status, "Job-migrate", "Job");
  const RolloutProblem problem = only();
  EXPECT_EQ(problem.cause, RolloutCause::kJob);
  EXPECT_EQ(problem.message, "the hook (pre-upgrade) has failed: it ends with exit code 3");
  EXPECT_EQ(problem.log_of, LogOf::kCurrent);
  items_[0]["metadata"]["creationTimestamp"] = "2025-12-31T00:00:00Z";
  EXPECT_THAT(explain().problems, IsEmpty());  // of an earlier run
}

TEST_F(Explain, WhatIsJustSlow) {
  add_pod("a", running());
  add_ready_pod("b");
  const RolloutProblem problem = only();
  EXPECT_EQ(problem.cause, RolloutCause::kSlow);
  EXPECT_EQ(problem.message, "1 of 2 pods ready when the time was over");
}

TEST_F(Explain, PodsOfBeforeAreNotAskedWhy) {
  add_pod("old", crashed(1, "Error", 9), "set-1");
  EXPECT_EQ(only().cause, RolloutCause::kSlow);
}

TEST_F(Explain, ReleasesOfOthersAreLeftAlone) {
  add_pod("a", crashed(1, "Error", 9));
  items_[0]["metadata"]["annotations"]["meta.helm.sh/release-name"] = "other";
  EXPECT_THAT(explain().problems, IsEmpty());
}

TEST_F(Explain, PodsThatAStatefulSetDoesNotReplace) {
  items_ = Json::array();
  add_workload(
      "StatefulSet", "db", Json::parse(R"({"replicas": 1})"),
      Json::parse(R"({"observedGeneration": 2, "updatedReplicas": 1, "updateRevision": "db-2"})"));
  Json& pod = add_pod("db-0", crashed(1, "Error", 1), "StatefulSet-db", "StatefulSet");
  pod["metadata"]["labels"]["controller-revision-hash"] = "db-2";
  EXPECT_THAT(explain().stuck_pods, ElementsAre("db-0"));
}

TEST(ExplainRefusal, AWebhookThatDoesNotAnswer) {
  const auto problem = explain_refusal(
      "UPGRADE FAILED: failed to create resource: Internal error occurred: failed calling webhook "
      "\"validate.nginx.ingress.kubernetes.io\": failed to call webhook: Post "
      "\"https://ingress-nginx-admission.ingress-nginx.svc:443/networking/v1/"
      "ingresses?timeout=10s\""
      ": no endpoints available for service \"ingress-nginx-admission\"");
  ASSERT_TRUE(problem);
  EXPECT_EQ(problem->cause, RolloutCause::kWebhook);
  EXPECT_EQ(problem->message,
            "the webhook `validate.nginx.ingress.kubernetes.io` must be asked, and its service "
            "`ingress-nginx/ingress-nginx-admission` does not answer");
}

TEST(ExplainRefusal, AWebhookThatSaysNo) {
  const auto problem = explain_refusal(
      "admission webhook \"policy.invalid\" denied the request: images must have a digest");
  ASSERT_TRUE(problem);
  EXPECT_EQ(problem->cause, RolloutCause::kAdmission);
  EXPECT_THAT(problem->facts, ElementsAre("images must have a digest"));
}

TEST(ExplainRefusal, PodSecurityAndOthers) {
  const auto problem = explain_refusal(
      "pods \"a\" is forbidden: violates PodSecurity \"restricted:latest\": runAsNonRoot != true");
  ASSERT_TRUE(problem);
  EXPECT_EQ(problem->blame, Blame::kSecurity);
  EXPECT_FALSE(explain_refusal("context deadline exceeded"));
  EXPECT_FALSE(explain_refusal("pods \"a\" is forbidden: User \"x\" cannot create"));
}

}  // namespace
}  // namespace opta
