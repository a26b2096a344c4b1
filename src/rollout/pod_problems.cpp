#include "rollout/pod_problems.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "rollout/container_problems.h"
#include "rollout/words.h"

namespace opta {

namespace {

// The pod as a whole: its place, its volumes, its network, its end.
class PodDoctor {
 public:
  PodDoctor(const PodLook& pod, const EventsOf& events) : pod_(pod), events_(events) {}

  std::vector<RolloutProblem> run() {
    problems_ = container_problems(pod_, events_);
    if (problems_.empty()) look_at_place();
    if (problems_.empty()) look_at_volumes();
    if (problems_.empty()) look_at_end();
    return std::move(problems_);
  }

 private:
  RolloutProblem& add(RolloutCause cause, std::string message, std::string advice) {
    return problems_.emplace_back(RolloutProblem{.cause = cause,
                                                 .kind = "Pod",
                                                 .name = pod_.meta.name,
                                                 .message = std::move(message),
                                                 .advice = std::move(advice)});
  }

  std::string requested(const std::string& resource) const {
    std::string texts;
    for (const ContainerSpec& spec : pod_.specs) {
      const auto found = spec.requests.find(resource);
      if (found == spec.requests.end()) continue;
      texts += fmt::format("{}{} for `{}`", texts.empty() ? "" : ", ", found->second, spec.name);
    }
    return texts;
  }

  // What each reason of the scheduler is to blame on.
  void weigh(RolloutProblem& problem, std::string_view reason) const {
    constexpr std::string_view kInsufficient = "Insufficient ";
    if (reason.starts_with(kInsufficient)) {
      const std::string resource(reason.substr(kInsufficient.size()));
      const std::string asked = requested(resource);
      if (!asked.empty()) {
        problem.facts.push_back(fmt::format("the pod asks for {}: {}", resource, asked));
      }
      problem.blame = Blame::kRequests;
      problem.advice =
          fmt::format("ask for less {}, or give the cluster more or larger nodes", resource);
    } else if (problem.blame == Blame::kNothing && reason.contains("taint")) {
      problem.blame = Blame::kPlacement;
      problem.advice = "tolerate the taint, or give the cluster nodes without it";
    } else if (problem.blame == Blame::kNothing && reason.contains("volume")) {
      problem.blame = Blame::kVolumes;
      problem.advice =
          "a volume stays in its zone: give the cluster nodes there, or let the volume go with "
          "its data";
    } else if (problem.blame == Blame::kNothing &&
               (reason.contains("affinity") || reason.contains("selector"))) {
      problem.blame = Blame::kPlacement;
      problem.advice = "give the cluster nodes with these labels, or do not ask for them";
      for (const auto& [key, value] : pod_.node_selector) {
        problem.facts.push_back(
            one_line(fmt::format("the pod wants a node with {}={}", key, value)));
      }
    }
  }

  void look_at_place() {
    const auto scheduled =
        std::ranges::find(pod_.conditions, "PodScheduled", &ObjectCondition::type);
    if (scheduled == pod_.conditions.end() || scheduled->status != "False" ||
        scheduled->reason == "SchedulingGated") {
      return;
    }
    const EventLook* const event = last_event(events_, "FailedScheduling");
    const std::string& told =
        scheduled->message.empty() && event != nullptr ? event->message : scheduled->message;
    const SchedulingWords words = read_scheduling_words(told);
    RolloutProblem& problem = add(RolloutCause::kUnschedulable, "no node takes the pod",
                                  "give the cluster nodes that this pod fits on");
    if (words.reasons.empty()) {
      problem.message = "the cluster has no nodes";
      problem.advice = "give the cluster nodes: `opta show` tells how many it may have";
    }
    for (const SchedulingWords::Reason& reason : words.reasons) {
      problem.facts.push_back(
          reason.nodes > 0
              ? fmt::format("{} of {}: {}", reason.nodes,
                            counted(static_cast<std::size_t>(words.nodes), "node"), reason.text)
              : reason.text);
    }
    for (const SchedulingWords::Reason& reason : words.reasons) weigh(problem, reason.text);
    add_autoscaler(problem);
  }

  // The cluster's autoscaler says on the pod what it will do about it.
  void add_autoscaler(RolloutProblem& problem) const {
    if (last_event(events_, "TriggeredScaleUp") != nullptr) {
      problem.facts.emplace_back("the cluster's autoscaler is adding a node");
      return;
    }
    const EventLook* const no = last_event(events_, "NotTriggerScaleUp");
    if (no == nullptr) return;
    problem.facts.push_back(
        fmt::format("the cluster's autoscaler adds none: {}", one_line(no->message)));
    // Node groups that are full or were slow may have room later; nodes that the pod would not fit
    // on will not fit it later either.
    const bool may_change = no->message.contains("max") || no->message.contains("backoff") ||
                            no->message.contains("not ready");
    problem.is_final = !may_change && tries(events_, "NotTriggerScaleUp", {}, {}) >= kTriesFinal;
  }

  void look_at_volumes() {
    const bool waits = std::ranges::any_of(pod_.containers, [](const ContainerState& container) {
      return container.waiting_reason == "ContainerCreating" ||
             container.waiting_reason == "PodInitializing";
    });
    if (!waits) return;
    if (const EventLook* event = last_event(events_, "FailedMount", {}, "not found");
        event != nullptr &&
        (event->message.contains("secret \"") || event->message.contains("configmap \""))) {
      const std::size_t colon = event->message.rfind(" : ");
      RolloutProblem& problem = add(
          RolloutCause::kConfig,
          one_line(colon == std::string::npos ? std::string_view(event->message)
                                              : std::string_view(event->message).substr(colon + 3)),
          "make it in this namespace, or take out what refers to it");
      problem.blame = Blame::kEnvironment;
      return;
    }
    // What went wrong first is what the wait for it says less of.
    const EventLook* event = last_event(events_, "FailedAttachVolume");
    if (event == nullptr) event = last_event(events_, "FailedMount", {}, "MountVolume");
    if (event == nullptr) event = last_event(events_, "FailedMount");
    if (event != nullptr) {
      const bool attaches = event->reason == "FailedAttachVolume";
      const bool is_taken = event->message.contains("Multi-Attach");
      RolloutProblem& problem =
          add(RolloutCause::kVolume,
              attaches ? "a volume cannot be attached to its node" : "a volume cannot be mounted",
              is_taken ? "a volume serves one node at a time: let the pod that has it end first"
                       : "mend what the answer tells of");
      problem.blame = Blame::kVolumes;
      problem.facts.push_back(one_line(event->message));
      return;
    }
    event = last_event(events_, "FailedCreatePodSandBox");
    if (event == nullptr) return;
    const bool no_address = event->message.contains("assign an IP");
    add(RolloutCause::kNetwork, "the pod gets no network",
        no_address ? "the subnet has no address left: use larger ones, or fewer pods"
                   : "see that the cluster's network add-on runs on the pod's node")
        .facts.push_back(one_line(event->message));
  }

  // Failed as a whole: evicted, or its node went away.
  void look_at_end() {
    if (pod_.phase != "Failed" || pod_.reason.empty()) return;
    add(RolloutCause::kStart, fmt::format("the pod was ended: {}", one_line(pod_.reason)),
        "mend what the message tells of")
        .facts.push_back(one_line(pod_.message));
  }

  const PodLook& pod_;
  const EventsOf& events_;
  std::vector<RolloutProblem> problems_;
};

}  // namespace

std::vector<RolloutProblem> pod_problems(const PodLook& pod, const EventsOf& events) {
  if (pod.meta.is_leaving || pod.is_ready() || pod.phase == "Succeeded") return {};
  return PodDoctor(pod, events).run();
}

std::vector<RolloutProblem> claim_problems(const ClaimLook& claim, const EventsOf& events) {
  const EventLook* const event = last_event(events, "ProvisioningFailed");
  if (claim.phase != "Pending" || event == nullptr) return {};
  const bool no_class =
      event->message.contains("storageclass") && event->message.contains("not found");
  RolloutProblem problem{.cause = RolloutCause::kVolume,
                         .blame = Blame::kVolumes,
                         .kind = "PersistentVolumeClaim",
                         .name = claim.meta.name,
                         .message = "its volume cannot be made",
                         .advice = no_class ? "name a storage class that the cluster has"
                                            : "mend what the answer tells of"};
  if (!claim.storage_class.empty()) {
    problem.facts.push_back(fmt::format("of the storage class `{}`", claim.storage_class));
  }
  problem.facts.push_back(one_line(event->message));
  return {std::move(problem)};
}

}  // namespace opta
