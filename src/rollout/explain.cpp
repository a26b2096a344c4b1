#include "rollout/explain.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "rollout/pod_problems.h"
#include "rollout/refusals.h"
#include "rollout/words.h"

namespace opta {

namespace {

constexpr std::string_view kReleaseName = "meta.helm.sh/release-name";
constexpr std::string_view kReleaseNamespace = "meta.helm.sh/release-namespace";
constexpr std::string_view kHook = "helm.sh/hook";
constexpr std::string_view kInstance = "app.kubernetes.io/instance";
constexpr std::string_view kSetRevision = "controller-revision-hash";
constexpr std::string_view kDaemonGeneration = "deprecated.daemonset.template.generation";
constexpr std::string_view kPodGeneration = "pod-template-generation";

std::string_view find_text(const std::map<std::string, std::string, std::less<>>& texts,
                           std::string_view key) {
  const auto found = texts.find(key);
  return found == texts.end() ? std::string_view() : found->second;
}

class Explainer {
 public:
  Explainer(const NamespaceLook& look, const RolloutQuestion& question)
      : look_(look), question_(question) {}

  RolloutState run() {
    for (const WorkloadLook& workload : look_.workloads) {
      if (is_its(workload.meta)) look_at(workload);
    }
    for (const PodLook& pod : look_.pods) {
      if (pod.meta.owner_uid.empty() && is_hook(pod.meta)) {
        add_all(pod_problems(pod, events_of("Pod", pod.meta.uid)), "hook " + pod.meta.name);
      }
    }
    look_at_claims();
    return std::move(state_);
  }

 private:
  bool is_hook(const ObjectMeta& meta) const {
    if (find_text(meta.annotations, kHook).empty() || meta.made_at < question_.since) return false;
    // Charts sign their objects by a custom, not by a rule.
    const std::string_view instance = find_text(meta.labels, kInstance);
    return instance.empty() || instance == question_.release;
  }

  bool is_its(const ObjectMeta& meta) const {
    if (!meta.owner_uid.empty()) return false;
    if (meta.kind == "Job" && is_hook(meta)) return true;
    return find_text(meta.annotations, kReleaseName) == question_.release &&
           find_text(meta.annotations, kReleaseNamespace) == question_.release_namespace;
  }

  EventsOf events_of(std::string_view kind, std::string_view uid) const {
    EventsOf events;
    for (const EventLook& event : look_.events) {
      if (event.object_kind == kind && event.object_uid == uid) events.push_back(&event);
    }
    return events;
  }

  // The one that makes the pods of the newest form.
  const WorkloadLook* maker_of(const WorkloadLook& workload) const {
    if (workload.meta.kind != "Deployment") return &workload;
    const auto found = std::ranges::find_if(look_.workloads, [&](const WorkloadLook& other) {
      return other.meta.kind == "ReplicaSet" && other.meta.owner_uid == workload.meta.uid &&
             other.revision == workload.revision;
    });
    return found == look_.workloads.end() ? nullptr : &*found;
  }

  static bool is_newest(const PodLook& pod, const WorkloadLook& maker) {
    if (maker.meta.kind == "StatefulSet") {
      return find_text(pod.meta.labels, kSetRevision) == maker.revision;
    }
    if (maker.meta.kind == "DaemonSet") {
      const std::string_view generation = find_text(maker.meta.annotations, kDaemonGeneration);
      return generation.empty() || find_text(pod.meta.labels, kPodGeneration) == generation;
    }
    return true;
  }

  void look_at(const WorkloadLook& workload) {
    WorkloadProgress progress{
        .kind = workload.meta.kind, .name = workload.meta.name, .wanted = workload.wanted};
    const WorkloadLook* const maker = maker_of(workload);
    std::vector<const PodLook*> newest;
    int made = 0;
    for (const PodLook& pod : look_.pods) {
      if (maker == nullptr || pod.meta.owner_uid != maker->meta.uid) continue;
      if (!pod.meta.is_leaving) ++made;
      if (!pod.meta.is_leaving && is_newest(pod, *maker)) newest.push_back(&pod);
    }
    progress.updated_ready = static_cast<int>(std::ranges::count_if(
        newest, [](const PodLook* pod) { return pod->is_ready() || pod->phase == "Succeeded"; }));
    progress.ready = workload.ready;
    progress.is_complete = is_complete(workload, progress);
    state_.workloads.push_back(progress);
    if (progress.is_complete) return;

    const std::size_t before = state_.problems.size();
    const std::string name = progress.workload();
    std::vector<RolloutProblem> found;
    for (const PodLook* pod : newest) {
      if (maker->meta.kind == "StatefulSet" && !pod->is_ready()) {
        state_.stuck_pods.push_back(pod->meta.name);
      }
      std::ranges::move(pod_problems(*pod, events_of("Pod", pod->meta.uid)),
                        std::back_inserter(found));
    }
    if (maker != nullptr && made < workload.wanted) {
      for (RolloutProblem& problem :
           refused_pods(*maker, events_of(maker->meta.kind, maker->meta.uid))) {
        // A quota has room again when pods go: those of before, while some of the new ones run.
        const bool may_get_room =
            made > 0 ||
            std::ranges::any_of(look_.pods, [](const PodLook& pod) { return pod.meta.is_leaving; });
        if (problem.cause == RolloutCause::kQuota && may_get_room) problem.is_final = false;
        found.push_back(std::move(problem));
      }
    }
    // Where one pod of this form runs, the fault of another may be its node's.
    if (progress.updated_ready > 0) {
      for (RolloutProblem& problem : found) problem.is_final = false;
    }
    if (workload.meta.kind == "Job") {
      finish_job(workload, found);
    }
    add_all(std::move(found), name);
    if (state_.problems.size() == before) add_slow(workload, progress);
  }

  static bool is_complete(const WorkloadLook& workload, const WorkloadProgress& progress) {
    if (!workload.is_observed) return false;
    if (workload.meta.kind == "Job") return workload.ready >= workload.wanted;
    return progress.updated_ready >= workload.wanted && workload.updated >= workload.wanted;
  }

  // A job that runs on is no problem, and its pod's end may be one that it starts again after.
  void finish_job(const WorkloadLook& job, std::vector<RolloutProblem>& found) const {
    const auto failed = std::ranges::find_if(job.conditions, [](const ObjectCondition& condition) {
      return condition.type == "Failed" && condition.holds();
    });
    const std::string_view hook = find_text(job.meta.annotations, kHook);
    const std::string what = hook.empty() ? std::string("the job has failed")
                                          : fmt::format("the hook ({}) has failed", hook);
    if (failed == job.conditions.end()) return;
    const std::string why = one_line(fmt::format("{}: {}", failed->reason, failed->message));
    for (RolloutProblem& problem : found) {
      if (problem.cause == RolloutCause::kCrash) {
        problem.cause = RolloutCause::kJob;
        problem.message = fmt::format("{}: {}", what, problem.message);
      }
      problem.facts.push_back(why);
    }
    if (found.empty()) {
      found.push_back({.cause = RolloutCause::kJob,
                       .kind = "Job",
                       .name = job.meta.name,
                       .message = what,
                       .facts = {why},
                       .advice = failed->reason == "DeadlineExceeded"
                                     ? "give it more time, or find what it waits for"
                                     : "mend what makes its pods fail"});
    }
  }

  void add_slow(const WorkloadLook& workload, const WorkloadProgress& progress) {
    state_.problems.push_back(
        {.cause = RolloutCause::kSlow,
         .blame = Blame::kTimeout,
         .kind = workload.meta.kind,
         .name = workload.meta.name,
         .workload = progress.workload(),
         .message =
             workload.meta.kind == "Job"
                 ? std::string("the job had not ended when the time was over")
                 : fmt::format("{} of {} ready when the time was over", progress.updated_ready,
                               counted(static_cast<std::size_t>(progress.wanted), "pod")),
         .advice = "give it more time, or let it start sooner"});
  }

  void add_all(std::vector<RolloutProblem> problems, const std::string& workload) {
    for (RolloutProblem& problem : problems) {
      problem.workload = workload;
      const auto same = std::ranges::find_if(state_.problems, [&](const RolloutProblem& other) {
        return other.cause == problem.cause && other.workload == problem.workload &&
               other.container == problem.container && other.message == problem.message;
      });
      if (same == state_.problems.end()) {
        state_.problems.push_back(std::move(problem));
      } else {
        ++same->count;
        same->is_final = same->is_final || problem.is_final;
      }
    }
  }

  // A claim without its volume is why its pods find no node.
  void look_at_claims() {
    for (const ClaimLook& claim : look_.claims) {
      std::string workload;
      std::set<std::string_view> waiting;
      for (const PodLook& pod : look_.pods) {
        if (std::ranges::find(pod.claims, claim.meta.name) != pod.claims.end()) {
          waiting.insert(pod.meta.name);
        }
      }
      const auto is_about_a_pod = [&](const RolloutProblem& problem) {
        return problem.kind == "Pod" && waiting.contains(problem.name) &&
               (problem.cause == RolloutCause::kUnschedulable ||
                problem.cause == RolloutCause::kVolume);
      };
      const auto pod = std::ranges::find_if(state_.problems, is_about_a_pod);
      if (pod != state_.problems.end()) workload = pod->workload;
      if (workload.empty() && !is_its(claim.meta)) continue;
      auto problems = claim_problems(claim, events_of("PersistentVolumeClaim", claim.meta.uid));
      if (problems.empty()) continue;
      std::erase_if(state_.problems, is_about_a_pod);
      add_all(std::move(problems), workload);
    }
  }

  const NamespaceLook& look_;
  const RolloutQuestion& question_;
  RolloutState state_;
};

}  // namespace

bool RolloutState::is_complete() const {
  return std::ranges::all_of(workloads, &WorkloadProgress::is_complete);
}

bool RolloutState::is_hopeless() const {
  return std::ranges::any_of(problems, &RolloutProblem::is_final);
}

RolloutState explain_rollout(const NamespaceLook& look, const RolloutQuestion& question) {
  return Explainer(look, question).run();
}

}  // namespace opta
