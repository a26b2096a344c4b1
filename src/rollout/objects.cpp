#include "rollout/objects.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "exec/json.h"

namespace opta {

namespace {

using lenient::Json;
using lenient::list_at;
using lenient::number_at;
using lenient::object_at;
using lenient::text_at;
using Texts = std::map<std::string, std::string, std::less<>>;

// Of a field that may also be missing or null.
int count_at(const Json& json, const char* name) {
  return static_cast<int>(std::min<std::uint64_t>(number_at(json, name), 1'000'000));
}

bool flag_at(const Json& json, const char* name) {
  const auto found = json.find(name);
  return found != json.end() && found->is_boolean() && found->get<bool>();
}

// Quantities may be numbers.
std::string scalar_at(const Json& json, const char* name) {
  const auto found = json.find(name);
  if (found == json.end() || found->is_null()) return {};
  return found->is_string() ? found->get<std::string>() : found->dump();
}

Texts texts_at(const Json& json, const char* name) {
  Texts texts;
  for (const auto& [key, value] : object_at(json, name).items()) {
    texts[key] = value.is_string() ? value.get<std::string>() : value.dump();
  }
  return texts;
}

ObjectMeta decode_meta(const Json& item) {
  const Json& metadata = object_at(item, "metadata");
  ObjectMeta meta{.kind = text_at(item, "kind"),
                  .name = text_at(metadata, "name"),
                  .uid = text_at(metadata, "uid"),
                  .made_at = text_at(metadata, "creationTimestamp"),
                  .is_leaving = !text_at(metadata, "deletionTimestamp").empty(),
                  .labels = texts_at(metadata, "labels"),
                  .annotations = texts_at(metadata, "annotations")};
  for (const Json& owner : list_at(metadata, "ownerReferences")) {
    if (!flag_at(owner, "controller")) continue;
    meta.owner_kind = text_at(owner, "kind");
    meta.owner_uid = text_at(owner, "uid");
  }
  return meta;
}

std::vector<ObjectCondition> decode_conditions(const Json& status) {
  std::vector<ObjectCondition> conditions;
  for (const Json& item : list_at(status, "conditions")) {
    conditions.push_back({.type = text_at(item, "type"),
                          .status = text_at(item, "status"),
                          .reason = text_at(item, "reason"),
                          .message = text_at(item, "message")});
  }
  return conditions;
}

// Ports may be named; the number says more.
std::string port_text(const Json& action, const Json& container) {
  const std::string port = scalar_at(action, "port");
  for (const Json& known : list_at(container, "ports")) {
    if (text_at(known, "name") == port) return scalar_at(known, "containerPort");
  }
  return port;
}

std::string probe_text(const Json& container, const char* name) {
  const Json& probe = object_at(container, name);
  if (const Json& http = object_at(probe, "httpGet"); !http.empty()) {
    return fmt::format("GET {} on port {}", text_at(http, "path"), port_text(http, container));
  }
  if (const Json& tcp = object_at(probe, "tcpSocket"); !tcp.empty()) {
    return fmt::format("a connection to port {}", port_text(tcp, container));
  }
  if (const Json& grpc = object_at(probe, "grpc"); !grpc.empty()) {
    const std::string service = text_at(grpc, "service");
    return fmt::format("gRPC's health service on port {}{}", port_text(grpc, container),
                       service.empty() ? std::string() : fmt::format(" about `{}`", service));
  }
  if (const Json& exec = object_at(probe, "exec"); !exec.empty()) {
    std::vector<std::string> words;
    for (const Json& word : list_at(exec, "command")) {
      if (word.is_string()) words.push_back(word.get<std::string>());
    }
    return fmt::format("the command `{}`", join(words, " "));
  }
  return {};
}

ContainerSpec decode_spec(const Json& item) {
  const Json& resources = object_at(item, "resources");
  return {.name = text_at(item, "name"),
          .image = text_at(item, "image"),
          .requests = texts_at(resources, "requests"),
          .memory_limit = scalar_at(object_at(resources, "limits"), "memory"),
          .readiness = probe_text(item, "readinessProbe"),
          .liveness = probe_text(item, "livenessProbe"),
          .startup = probe_text(item, "startupProbe")};
}

std::optional<Termination> decode_termination(const Json& state) {
  const Json& ended = object_at(state, "terminated");
  if (ended.empty()) return std::nullopt;
  return Termination{.exit_code = count_at(ended, "exitCode"),
                     .signal = count_at(ended, "signal"),
                     .reason = text_at(ended, "reason"),
                     .message = text_at(ended, "message")};
}

ContainerState decode_container(const Json& item) {
  const Json& state = object_at(item, "state");
  const Json& waiting = object_at(state, "waiting");
  return {.name = text_at(item, "name"),
          .is_ready = flag_at(item, "ready"),
          .is_running = state.contains("running"),
          .restarts = count_at(item, "restartCount"),
          .waiting_reason = text_at(waiting, "reason"),
          .waiting_message = text_at(waiting, "message"),
          .ended = decode_termination(state),
          .previous = decode_termination(object_at(item, "lastState"))};
}

PodLook decode_pod(const Json& item) {
  const Json& spec = object_at(item, "spec");
  const Json& status = object_at(item, "status");
  PodLook pod{.meta = decode_meta(item),
              .phase = text_at(status, "phase"),
              .reason = text_at(status, "reason"),
              .message = text_at(status, "message"),
              .conditions = decode_conditions(status),
              .node_selector = texts_at(spec, "nodeSelector")};
  for (const char* list : {"initContainers", "containers"}) {
    for (const Json& container : list_at(spec, list)) pod.specs.push_back(decode_spec(container));
  }
  for (const char* list : {"initContainerStatuses", "containerStatuses"}) {
    for (const Json& container : list_at(status, list)) {
      pod.containers.push_back(decode_container(container));
    }
  }
  for (const Json& volume : list_at(spec, "volumes")) {
    const std::string claim = text_at(object_at(volume, "persistentVolumeClaim"), "claimName");
    if (!claim.empty()) pod.claims.push_back(claim);
  }
  return pod;
}

WorkloadLook decode_workload(const Json& item) {
  const Json& spec = object_at(item, "spec");
  const Json& status = object_at(item, "status");
  WorkloadLook look{.meta = decode_meta(item),
                    .wanted = spec.contains("replicas") ? count_at(spec, "replicas") : 1,
                    .updated = count_at(status, "updatedReplicas"),
                    .ready = count_at(status, "readyReplicas"),
                    .conditions = decode_conditions(status)};
  look.is_observed = number_at(status, "observedGeneration") >=
                     number_at(object_at(item, "metadata"), "generation");
  const auto revision = look.meta.annotations.find("deployment.kubernetes.io/revision");
  if (revision != look.meta.annotations.end()) look.revision = revision->second;
  if (look.meta.kind == "StatefulSet") look.revision = text_at(status, "updateRevision");
  if (look.meta.kind == "DaemonSet") {
    look.wanted = count_at(status, "desiredNumberScheduled");
    look.updated = count_at(status, "updatedNumberScheduled");
    look.ready = count_at(status, "numberReady");
  }
  if (look.meta.kind == "Job") {
    look.wanted = spec.contains("completions") ? count_at(spec, "completions") : 1;
    look.ready = look.updated = count_at(status, "succeeded");
    look.is_observed = true;  // jobs do not tell
  }
  return look;
}

// "spec.containers{app}"
std::string container_of(std::string_view field) {
  const std::size_t open = field.find('{');
  if (open == field.npos || !field.ends_with('}')) return {};
  return std::string(field.substr(open + 1, field.size() - open - 2));
}

EventLook decode_event(const Json& item) {
  const Json& object = object_at(item, "involvedObject");
  const Json& series = object_at(item, "series");
  EventLook event{.object_kind = text_at(object, "kind"),
                  .object_uid = text_at(object, "uid"),
                  .container = container_of(text_at(object, "fieldPath")),
                  .reason = text_at(item, "reason"),
                  .message = text_at(item, "message"),
                  .last_seen = text_at(item, "lastTimestamp")};
  // Servers and reporters of different age write to different places.
  if (event.last_seen.empty()) event.last_seen = text_at(series, "lastObservedTime");
  if (event.last_seen.empty()) event.last_seen = text_at(item, "eventTime");
  event.count = std::max<std::uint64_t>({1, number_at(item, "count"), number_at(series, "count")});
  return event;
}

}  // namespace

bool PodLook::is_ready() const {
  return std::ranges::any_of(conditions, [](const ObjectCondition& condition) {
    return condition.type == "Ready" && condition.holds();
  });
}

const ContainerSpec* PodLook::find_spec(std::string_view container) const {
  const auto found = std::ranges::find(specs, container, &ContainerSpec::name);
  return found == specs.end() ? nullptr : &*found;
}

const std::vector<std::string>& looked_at_kinds() {
  static const std::vector<std::string> kKinds = {"pods",
                                                  "replicasets.apps",
                                                  "deployments.apps",
                                                  "statefulsets.apps",
                                                  "daemonsets.apps",
                                                  "jobs.batch",
                                                  "persistentvolumeclaims",
                                                  "events"};
  return kKinds;
}

Result<NamespaceLook> decode_namespace(std::string_view json_text) {
  const Json json = lenient::parse(json_text);
  if (!json.is_object() || !json.contains("items")) {
    return fail("what runs in the cluster cannot be read: kubectl gave no list");
  }
  NamespaceLook look;
  for (const Json& item : list_at(json, "items")) {
    const std::string kind = text_at(item, "kind");
    if (kind == "Pod") {
      look.pods.push_back(decode_pod(item));
    } else if (kind == "Event") {
      look.events.push_back(decode_event(item));
    } else if (kind == "PersistentVolumeClaim") {
      look.claims.push_back(
          {.meta = decode_meta(item),
           .phase = text_at(object_at(item, "status"), "phase"),
           .storage_class = text_at(object_at(item, "spec"), "storageClassName")});
    } else if (kind == "Deployment" || kind == "ReplicaSet" || kind == "StatefulSet" ||
               kind == "DaemonSet" || kind == "Job") {
      look.workloads.push_back(decode_workload(item));
    }
  }
  // RFC 3339 in UTC sorts as text.
  std::ranges::stable_sort(look.events, {}, &EventLook::last_seen);
  return look;
}

}  // namespace opta
