#include "rollout/refusals.h"

#include <algorithm>

#include <fmt/format.h>

#include "rollout/words.h"

namespace opta {

namespace {

constexpr std::string_view kUnknown = "the cluster refuses it";

RolloutProblem refusal_problem(std::string_view message) {
  const RefusalWords words = read_refusal_words(message);
  RolloutProblem problem{.cause = RolloutCause::kAdmission};
  const auto say = [&problem](std::string what, std::string advice) {
    problem.message = std::move(what);
    problem.advice = std::move(advice);
  };
  switch (words.kind) {
    case RefusalKind::kQuota:
      problem.cause = RolloutCause::kQuota;
      problem.blame = Blame::kRequests;
      say(fmt::format("the quota `{}` leaves no room", words.by),
          "ask for less, or raise the quota");
      if (!words.requested.empty()) {
        problem.facts.push_back(one_line(fmt::format("asked for: {}; in use: {}; allowed: {}",
                                                     words.requested, words.used, words.limited)));
      } else {
        problem.facts.push_back(words.words);
      }
      return problem;
    case RefusalKind::kPodSecurity:
      problem.blame = Blame::kSecurity;
      say("the namespace's pod security level refuses the pod",
          "ask for no more rights than the level allows");
      break;
    case RefusalKind::kLimitRange:
      problem.blame = Blame::kRequests;
      say("the namespace's limits on resources refuse the pod",
          "ask for what the LimitRange allows");
      break;
    case RefusalKind::kWebhookSilent:
      problem.cause = RolloutCause::kWebhook;
      say(words.service.empty()
              ? fmt::format("the webhook `{}` must be asked and does not answer", words.by)
              : fmt::format("the webhook `{}` must be asked, and its service `{}` does not answer",
                            words.by, words.service),
          "see that the pods behind it run; whose webhook that is, its configuration tells: "
          "`kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations`");
      break;
    case RefusalKind::kWebhookNo:
      say(fmt::format("the webhook `{}` refuses it", words.by),
          "follow the rule that it names, or have the rule changed");
      break;
    case RefusalKind::kServiceAccount:
      say("the pod's service account is missing", "make it, or name another one");
      break;
    case RefusalKind::kOther:
      say(std::string(kUnknown), "mend what the answer tells of");
      break;
  }
  problem.facts.push_back(words.words);
  return problem;
}

}  // namespace

std::vector<RolloutProblem> refused_pods(const WorkloadLook& workload, const EventsOf& events) {
  const EventLook* const event = last_event(events, "FailedCreate");
  const auto condition =
      std::ranges::find(workload.conditions, "ReplicaFailure", &ObjectCondition::type);
  const bool has_condition = condition != workload.conditions.end() && condition->holds();
  // ReplicaSets have the condition for as long as it lasts; the others have the event alone.
  if (event == nullptr && !has_condition) return {};
  if (!has_condition && workload.meta.kind == "ReplicaSet") return {};
  RolloutProblem problem = refusal_problem(has_condition ? condition->message : event->message);
  problem.kind = workload.meta.kind;
  problem.name = workload.meta.name;
  const bool may_change = problem.cause == RolloutCause::kWebhook || problem.message == kUnknown;
  problem.is_final = !may_change && tries(events, "FailedCreate") >= kTriesFinal;
  return {std::move(problem)};
}

std::optional<RolloutProblem> explain_refusal(std::string_view helm_message) {
  RolloutProblem problem = refusal_problem(helm_message);
  if (problem.message == kUnknown) return std::nullopt;
  problem.is_final = true;
  return problem;
}

}  // namespace opta
