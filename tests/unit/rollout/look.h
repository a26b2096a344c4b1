// A namespace for tests, as `kubectl get -o json` prints one: the release `app` with a Deployment
// of two pods, whose rollout stands at revision 2.
#pragma once

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "rollout/explain.h"

namespace opta {

class RolloutTest : public testing::Test {
 protected:
  using Json = nlohmann::json;

  RolloutTest() {
    add_workload("Deployment", "app", {{"replicas", 2}},
                 {{"observedGeneration", 2}, {"updatedReplicas", 2}, {"readyReplicas", 2}});
    items_.back()["metadata"]["annotations"]["deployment.kubernetes.io/revision"] = "2";
    for (const std::string number : {"1", "2"}) {
      Json set = object("ReplicaSet", "app-" + number, "set-" + number);
      set["metadata"]["annotations"]["deployment.kubernetes.io/revision"] = number;
      own(set, "Deployment", "Deployment-app");
      items_.push_back(std::move(set));
    }
  }

  static Json object(const std::string& kind, const std::string& name, const std::string& uid) {
    Json json;
    json["kind"] = kind;
    json["metadata"]["name"] = name;
    json["metadata"]["uid"] = uid;
    return json;
  }
  static void own(Json& json, const std::string& kind, const std::string& uid) {
    Json owner;
    owner["kind"] = kind;
    owner["uid"] = uid;
    owner["controller"] = true;
    json["metadata"]["ownerReferences"] = Json::array({owner});
  }

  // Of the release.
  void add_workload(const std::string& kind, const std::string& name, Json spec, Json status) {
    Json json = object(kind, name, kind + "-" + name);
    json["metadata"]["generation"] = 2;
    json["metadata"]["annotations"]["meta.helm.sh/release-name"] = "app";
    json["metadata"]["annotations"]["meta.helm.sh/release-namespace"] = "shop";
    json["spec"] = std::move(spec);
    json["status"] = std::move(status);
    items_.push_back(std::move(json));
  }

  // A pod of the Deployment's newest ReplicaSet, unless another owner is named.
  Json& add_pod(const std::string& name, Json container_status, const std::string& owner = "set-2",
                const std::string& owner_kind = "ReplicaSet") {
    Json pod = object("Pod", name, "pod-" + name);
    own(pod, owner_kind, owner);
    pod["spec"] = Json::parse(R"({"containers": [{
      "name": "web", "image": "registry.invalid/shop:2",
      "ports": [{"name": "main", "containerPort": 8080}],
      "readinessProbe": {"httpGet": {"path": "/health", "port": "main"}},
      "livenessProbe": {"tcpSocket": {"port": "main"}},
      "resources": {"requests": {"cpu": "64", "memory": "512Mi"}, "limits": {"memory": "1Gi"}}}]})");
    container_status["name"] = "web";
    pod["status"]["phase"] = "Pending";
    pod["status"]["containerStatuses"] = Json::array({container_status});
    items_.push_back(std::move(pod));
    return items_.back();
  }

  static Json waiting(const std::string& reason, const std::string& message = {}) {
    Json status;
    status["state"]["waiting"]["reason"] = reason;
    status["state"]["waiting"]["message"] = message;
    return status;
  }
  static Json ended(int exit_code, const std::string& reason) {
    Json state;
    state["terminated"]["exitCode"] = exit_code;
    state["terminated"]["reason"] = reason;
    return state;
  }
  static Json crashed(int exit_code, const std::string& reason, int restarts) {
    Json status = waiting("CrashLoopBackOff");
    status["lastState"] = ended(exit_code, reason);
    status["restartCount"] = restarts;
    return status;
  }
  static Json running() { return Json::parse(R"({"state": {"running": {}}, "ready": false})"); }
  static Json condition(const std::string& type, const std::string& status,
                        const std::string& reason = {}, const std::string& message = {}) {
    Json json;
    json["type"] = type;
    json["status"] = status;
    json["reason"] = reason;
    json["message"] = message;
    return Json::array({json});
  }
  void add_ready_pod(const std::string& name) {
    Json& pod = add_pod(name, running());
    pod["status"]["conditions"] = condition("Ready", "True");
    pod["status"]["phase"] = "Running";
  }
  Json& add_unscheduled_pod(const std::string& message) {
    Json& pod = add_pod("a", Json::object());
    pod["status"]["conditions"] = condition("PodScheduled", "False", "Unschedulable", message);
    return pod;
  }

  void add_event(const std::string& kind, const std::string& uid, const std::string& reason,
                 const std::string& message, int count = 1) {
    Json json;
    json["kind"] = "Event";
    json["type"] = "Warning";
    json["reason"] = reason;
    json["message"] = message;
    json["count"] = count;
    json["lastTimestamp"] = "2026-01-02T00:00:00Z";
    json["involvedObject"]["kind"] = kind;
    json["involvedObject"]["uid"] = uid;
    items_.push_back(std::move(json));
  }
  void tell(const std::string& pod, const std::string& reason, const std::string& message,
            int count = 1) {
    add_event("Pod", "pod-" + pod, reason, message, count);
    items_.back()["involvedObject"]["fieldPath"] = "spec.containers{web}";
  }

  RolloutState explain() {
    Json list;
    list["items"] = items_;
    const auto look = decode_namespace(list.dump());
    EXPECT_TRUE(look);
    return explain_rollout(
        *look, {.release = "app", .release_namespace = "shop", .since = "2026-01-01T00:00:00Z"});
  }
  // The one problem that there is.
  RolloutProblem only() {
    const RolloutState state = explain();
    EXPECT_EQ(state.problems.size(), 1U);
    return state.problems.empty() ? RolloutProblem() : state.problems.front();
  }

  Json items_ = Json::array();
};

}  // namespace opta
