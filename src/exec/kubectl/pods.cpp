#include "exec/kubectl/pods.h"

#include <algorithm>

#include "exec/json.h"
#include "exec/kubectl/get.h"

namespace opta::kubectl {

namespace {

using lenient::Json;

constexpr const char* kComponentLabel = "app.kubernetes.io/component";
constexpr const char* kDefaultContainer = "kubectl.kubernetes.io/default-container";

const Json* find_named(const Json& list, const std::string& name) {
  for (const Json& item : list) {
    if (lenient::text_at(item, "name") == name) return &item;
  }
  return nullptr;
}

void add_containers(const Json& specs, const Json& statuses, bool is_init, Pod& pod) {
  for (const Json& spec : specs) {
    PodContainer container{.name = lenient::text_at(spec, "name"), .is_init = is_init};
    if (const Json* status = find_named(statuses, container.name)) {
      const Json& state = lenient::object_at(*status, "state");
      container.is_running = state.contains("running");
      container.restarts = lenient::number_at(*status, "restartCount");
      container.has_started =
          container.is_running || state.contains("terminated") || container.restarts > 0;
      container.reason = lenient::text_at(lenient::object_at(state, "waiting"), "reason");
      if (container.reason.empty())
        container.reason = lenient::text_at(lenient::object_at(state, "terminated"), "reason");
    }
    pod.containers.push_back(std::move(container));
  }
}

Pod decode_pod(const Json& item) {
  const Json& metadata = lenient::object_at(item, "metadata");
  const Json& spec = lenient::object_at(item, "spec");
  const Json& status = lenient::object_at(item, "status");
  Pod pod{.name = lenient::text_at(metadata, "name"),
          .uid = lenient::text_at(metadata, "uid"),
          .component = lenient::text_at(lenient::object_at(metadata, "labels"), kComponentLabel),
          .made_at = lenient::text_at(metadata, "creationTimestamp"),
          .is_leaving = metadata.contains("deletionTimestamp")};
  for (const Json& condition : lenient::list_at(status, "conditions")) {
    const std::string type = lenient::text_at(condition, "type");
    const bool holds = lenient::text_at(condition, "status") == "True";
    if (type == "Ready") pod.is_ready = holds;
    if (type == "PodScheduled" && !holds) pod.reason = lenient::text_at(condition, "reason");
  }
  add_containers(lenient::list_at(spec, "initContainers"),
                 lenient::list_at(status, "initContainerStatuses"), true, pod);
  add_containers(lenient::list_at(spec, "containers"),
                 lenient::list_at(status, "containerStatuses"), false, pod);
  pod.main_container =
      lenient::text_at(lenient::object_at(metadata, "annotations"), kDefaultContainer);
  if (pod.find_container(pod.main_container) == nullptr) {
    const auto first = std::ranges::find(pod.containers, false, &PodContainer::is_init);
    if (first != pod.containers.end()) pod.main_container = first->name;
  }
  return pod;
}

}  // namespace

const PodContainer* Pod::find_container(std::string_view wanted) const {
  const auto found = std::ranges::find(containers, wanted, &PodContainer::name);
  return found == containers.end() ? nullptr : &*found;
}

std::optional<std::vector<Pod>> decode_pods(std::string_view json_text) {
  const Json json = lenient::parse(json_text);
  if (!json.is_object() || !json.contains("items")) return std::nullopt;
  std::vector<Pod> pods;
  for (const Json& item : lenient::list_at(json, "items")) pods.push_back(decode_pod(item));
  std::ranges::stable_sort(pods, {}, &Pod::made_at);
  return pods;
}

Result<PodList> pods(const Context& context, const PodsOptions& options) {
  ClusterText answer = OPTA_TRY(get(context, {.types = {"pods"},
                                              .object_namespace = options.object_namespace,
                                              .selector = options.selector}));
  if (answer.failure) return PodList{.failure = std::move(answer.failure)};
  auto found = decode_pods(answer.text);
  if (!found) return fail("kubectl's list of pods cannot be read");
  return PodList{.pods = std::move(*found)};
}

}  // namespace opta::kubectl
