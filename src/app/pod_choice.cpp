#include "app/pod_choice.h"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "base/suggest.h"
#include "base/text.h"

namespace opta {

namespace {

constexpr const char* kServes = "server";  // the label that our chart gives beside "cron-job"

bool runs(const kubectl::Pod& pod, const std::string& container) {
  const kubectl::PodContainer* found = pod.find_container(container);
  return found != nullptr && found->is_running;
}

const std::string& wanted_container(const kubectl::Pod& pod, const std::string& container) {
  return container.empty() ? pod.main_container : container;
}

std::vector<std::string> names_of(const std::vector<kubectl::Pod>& pods) {
  std::vector<std::string> names;
  for (const kubectl::Pod& pod : pods) names.push_back(pod.name);
  return names;
}

Error container_error(const kubectl::Pod& pod, const std::string& container) {
  const kubectl::PodContainer* found = pod.find_container(container);
  if (found == nullptr) {
    std::vector<std::string> names;
    for (const kubectl::PodContainer& one : pod.containers) names.push_back(one.name);
    return {.message =
                fmt::format("the pod `{}` has no container `{}`", pod.name, printable(container)),
            .help = fmt::format("it has {}", quoted_list(names))};
  }
  const std::string& reason = found->reason.empty() ? pod.reason : found->reason;
  return {.message = fmt::format("the container `{}` of the pod `{}` does not run{}", container,
                                 pod.name, reason.empty() ? "" : ": " + printable(reason)),
          .help = "`opta events` and `opta logs` show why"};
}

}  // namespace

Result<PodChoice> choose_pod(const std::vector<kubectl::Pod>& pods, const std::string& pod,
                             const std::string& container) {
  if (pods.empty())
    return fail("it has no pods", "`opta events` shows why, if it should have some");
  const kubectl::Pod* best = nullptr;
  if (!pod.empty()) {
    const auto found = std::ranges::find(pods, pod, &kubectl::Pod::name);
    if (found == pods.end()) {
      std::string help = did_you_mean(pod, names_of(pods));
      if (help.empty()) help = fmt::format("it has {}", quoted_list(names_of(pods)));
      return fail(fmt::format("it has no pod `{}`", printable(pod)), std::move(help));
    }
    best = &*found;
  } else {
    const auto rank = [&](const kubectl::Pod& one) {
      return std::tuple(!one.is_leaving, runs(one, wanted_container(one, container)),
                        one.component.empty() || one.component == kServes, one.is_ready);
    };
    for (const kubectl::Pod& one : pods) {  // the newest comes last
      if (best == nullptr || rank(one) >= rank(*best)) best = &one;
    }
  }
  const std::string& chosen = wanted_container(*best, container);
  if (!runs(*best, chosen)) return tl::make_unexpected(container_error(*best, chosen));
  return PodChoice{best->name, chosen};
}

Step<PodChoice> find_pod(const CloudRoom& room, const kubectl::Context& cluster,
                         const Service& service, const std::string& pod,
                         const std::string& container) {
  const auto answer = kubectl::pods(
      cluster, {.object_namespace = service.release_namespace, .selector = service.selector()});
  if (!answer) return tl::make_unexpected(room.fail(Code::kClusterCommand, answer.error()));
  if (answer->failure) return tl::make_unexpected(fail_cluster(room, *answer->failure));
  auto choice = choose_pod(answer->pods, pod, container);
  if (choice) return *std::move(choice);
  return tl::make_unexpected(
      room.fail(Code::kNoPod, {.message = fmt::format("in `{}` is nothing to enter: {}",
                                                      service.module, choice.error().message),
                               .help = choice.error().help}));
}

}  // namespace opta
