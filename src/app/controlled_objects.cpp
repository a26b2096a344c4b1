#include "app/controlled_objects.h"

#include <chrono>
#include <optional>
#include <set>
#include <thread>

#include <fmt/format.h>

#include "app/cluster_access.h"
#include "base/text.h"
#include "exec/json.h"
#include "exec/kubectl/delete.h"
#include "exec/kubectl/get.h"

namespace opta {

namespace {

using lenient::Json;
using lenient::list_at;
using lenient::object_at;
using lenient::text_at;

constexpr const char* kServices = "services";
constexpr const char* kIngresses = "ingresses.networking.k8s.io";
constexpr const char* kClaims = "persistentvolumeclaims";
constexpr std::string_view kOurClaim = "opta-persistent-";

// A network load balancer takes about two minutes to go.
constexpr std::chrono::minutes kPatience{5};
constexpr std::chrono::seconds kPause{3};

constexpr const char* kOurNamespaces = "app.kubernetes.io/managed-by=opta";

std::set<std::string> names_in(std::string_view list) {
  std::set<std::string> names;
  const Json json = lenient::parse(list);
  for (const Json& object : list_at(json, "items"))
    names.insert(text_at(object_at(object, "metadata"), "name"));
  return names;
}

// The type of an object that counts; empty for another.
std::string controlled_type(const Json& object) {
  const std::string kind = text_at(object, "kind");
  if (kind == "Service")
    return text_at(object_at(object, "spec"), "type") == "LoadBalancer" ? kServices : "";
  if (kind == "Ingress") return kIngresses;
  if (kind == "PersistentVolumeClaim")
    return text_at(object_at(object, "metadata"), "name").starts_with(kOurClaim) ? kClaims : "";
  return {};
}

// What there is, or why nobody knows.
struct Found {
  std::vector<ControlledObject> objects = {};
  std::optional<ClusterFailure> failure = {};
};

// An environment's own cluster goes as a whole. The one that the user lends to the sandbox stays:
// there just what stands in namespaces of Opta's making.
Result<Found> ask(const kubectl::Context& context, bool only_ours) {
  const auto answer = OPTA_TRY(kubectl::get(context, {.types = {kServices, kIngresses, kClaims}}));
  if (answer.failure) return Found{.failure = answer.failure};
  Found found{.objects = controlled_objects(answer.text)};
  if (!only_ours || found.objects.empty()) return found;
  const auto namespaces =
      OPTA_TRY(kubectl::get(context, {.types = {"namespaces"}, .selector = kOurNamespaces}));
  if (namespaces.failure) return Found{.failure = namespaces.failure};
  const std::set<std::string> ours = names_in(namespaces.text);
  std::erase_if(found.objects, [&ours](const ControlledObject& object) {
    return !ours.contains(object.object_namespace);
  });
  return found;
}

void tell(EngineRoom& room, const std::string& message) {
  room.front().diagnostics.report(
      Code::kLeftoversUnknown, room.layer().name_span, message,
      "what its controllers made is looked for in AWS; look there yourself afterwards");
  room.front().show_warnings();
}

}  // namespace

std::vector<ControlledObject> controlled_objects(std::string_view list) {
  std::vector<ControlledObject> objects;
  const Json json = lenient::parse(list);
  for (const Json& object : list_at(json, "items")) {
    std::string type = controlled_type(object);
    if (type.empty()) continue;
    const Json& metadata = object_at(object, "metadata");
    objects.push_back({std::move(type), text_at(metadata, "namespace"), text_at(metadata, "name")});
  }
  return objects;
}

Step<bool> release_controlled_objects(EngineRoom& room) {
  Env& env = room.front().env;
  // A cluster that Opta installs nothing into can go without kubectl.
  const bool must_answer = !room.stack().releases.empty();
  if (!must_answer && !find_tool(Tool::kKubectl, env.variables)) {
    tell(room, "kubectl is not there, so nothing in the cluster can clean up after itself");
    return false;
  }
  const auto context = reach_cluster(room);
  if (!context) return tl::make_unexpected(context.error());
  if (!*context) return true;
  auto answer = ask(**context, room.is_sandbox());
  if (!answer) return tl::make_unexpected(room.fail(Code::kReleaseFailed, answer.error()));
  if (answer->failure) {
    if (must_answer && answer->failure->kind != ClusterFailureKind::kNotReachable)
      return tl::make_unexpected(
          room.fail(Code::kReleaseFailed, {.message = answer->failure->message}));
    tell(room, "the cluster does not answer, so nothing in it can clean up after itself");
    return false;
  }
  std::vector<ControlledObject> objects = std::move(answer->objects);
  for (const ControlledObject& object : objects) {
    const auto gone =
        kubectl::delete_object(**context, {.type = object.type,
                                           .name = object.name,
                                           .object_namespace = object.object_namespace,
                                           .wait = false});
    if (!gone) return tl::make_unexpected(room.fail(Code::kReleaseFailed, gone.error()));
    if (gone->failure)
      return tl::make_unexpected(
          room.fail(Code::kReleaseFailed, {.message = gone->failure->message}));
  }
  if (!objects.empty())
    env.err(fmt::format("Waiting for controllers to take down what {} had in the cloud…\n",
                        counted(objects.size(), "object")));
  const int before = env.interrupt_count();
  const auto until = std::chrono::steady_clock::now() + kPatience;
  while (!objects.empty() && std::chrono::steady_clock::now() < until) {
    std::this_thread::sleep_for(kPause);
    if (env.interrupt_count() > before) return tl::make_unexpected(Exit::kInterrupted);
    auto left = ask(**context, room.is_sandbox());
    if (!left || left->failure) break;
    objects = std::move(left->objects);
  }
  if (!objects.empty())
    tell(room, fmt::format("the controllers have not let go of {} in time",
                           counted(objects.size(), "object")));
  return true;
}

}  // namespace opta
