#include "app/release_step.h"

#include <algorithm>
#include <chrono>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/rollout_watch.h"
#include "exec/helm/stored_release.h"
#include "exec/helm/template.h"
#include "exec/helm/upgrade.h"
#include "exec/kubectl/apply.h"
#include "exec/kubectl/delete.h"
#include "exec/kubectl/label.h"
#include "exec/kubectl/wait.h"
#include "plan/manifest_documents.h"
#include "rollout/refusals.h"

namespace opta {

namespace {

class StepRun {
 public:
  explicit StepRun(const ReleaseStep& step) : step_(step) {}

  std::optional<Refusal> run() const {
    const bool is_half_done = step_.stored != nullptr &&
                              (step_.stored->is_pending() ||
                               (step_.stored->status == "failed" && step_.release.undo_on_failure));
    if (is_half_done) {
      if (auto refused = settle()) return refused;
    }
    if (auto refused = apply_definitions()) return refused;
    if (auto refused = delete_replaced()) return refused;
    if (!step_.secret.empty()) {
      if (auto refused =
              refusal_of(kubectl::apply(step_.cluster, step_.secret, {.force_conflicts = true}))) {
        return refused;
      }
    }
    if (auto refused = upgrade()) return refused;
    // Helm has taken its own away by now.
    if (auto refused = delete_gone_secrets(step_.cluster, step_.plan)) return refused;
    return wait_for_definitions();
  }

 private:
  using Pods = std::vector<std::string>;

  // A Helm that was killed leaves a release that no other Helm touches; an Opta that was killed one
  // that failed, of which Helm would forget what is new in it.
  std::optional<Refusal> settle() const {
    const auto state = look_at_rollout(step_.cluster, question());
    ReleaseUndoOptions options = undo_options(state ? state->stuck_pods : Pods());
    options.wait = false;
    const ReleaseUndo undo = undo_release(options);
    if (undo.failure.empty()) return std::nullopt;
    return Refusal{.message = undo.failure};
  }

  RolloutQuestion question() const {
    return {.release = step_.release.name,
            .release_namespace = step_.release.release_namespace,
            .since = a_minute_ago()};
  }

  ReleaseUndoOptions undo_options(Pods stuck_pods) const {
    return {.cluster = step_.cluster,
            .helm = step_.helm,
            .release = step_.release.name,
            .release_namespace = step_.release.release_namespace,
            .stuck_pods = std::move(stuck_pods),
            .timeout = std::chrono::seconds(step_.release.timeout_s)};
  }

  static bool is_in_crds_folder(const ObjectChange& change) {
    return change.kind == kDefinitionKind && change.source.contains("/crds/");
  }

  // Helm installs what is in a chart's crds folder once and never changes it after.
  std::optional<Refusal> apply_definitions() const {
    if (std::ranges::none_of(step_.plan.changes, is_in_crds_folder)) return std::nullopt;
    const auto rendered =
        helm::render(step_.helm, {.release = step_.release.name,
                                  .release_namespace = step_.release.release_namespace,
                                  .chart = step_.chart,
                                  .values_files = {step_.values},
                                  .kube_version = step_.capabilities.version,
                                  .api_versions = step_.capabilities.api_versions,
                                  .include_crds = true});
    if (auto refused = refusal_of(rendered)) return refused;
    const auto documents = read_documents(rendered->text);
    if (!documents) return Refusal{.message = documents.error().message};
    std::string definitions;
    for (const ManifestDocument& document : *documents) {
      if (document.source.contains("/crds/")) definitions += document.content.dump() + '\n';
    }
    if (auto refused = refusal_of(
            kubectl::apply(step_.cluster, std::move(definitions), {.force_conflicts = true}))) {
      return refused;
    }
    return sign_new_definitions();
  }

  // So that they are found when the layer goes. Only what this run has made: a definition that was
  // there before may be somebody else's.
  std::optional<Refusal> sign_new_definitions() const {
    for (const ObjectChange& change : step_.plan.changes) {
      if (!is_in_crds_folder(change) || change.action != Action::kCreate) continue;
      auto refused = refusal_of(kubectl::label(
          step_.cluster,
          {.type = kubectl_type(change),
           .name = change.name,
           .labels = {{kLayerLabel, step_.layer}, {kReleaseLabel, step_.release.name}}}));
      if (refused) return refused;
    }
    return std::nullopt;
  }

  // Fields that cannot change in an object that is there: Helm would fail on them.
  std::optional<Refusal> delete_replaced() const {
    for (const ObjectChange& change : step_.plan.changes) {
      if (change.action != Action::kReplace) continue;
      auto refused = refusal_of(
          kubectl::delete_object(step_.cluster, {.type = kubectl_type(change),
                                                 .name = change.name,
                                                 .object_namespace = change.object_namespace}));
      if (refused) return refused;
    }
    return std::nullopt;
  }

  // Without Helm's own undo: see release_undo.h.
  std::optional<Refusal> upgrade() const {
    const Release& release = step_.release;
    RolloutWatch watch(step_.cluster, question());
    helm::Context helm = step_.helm;
    helm.stop = watch.hopeless();
    const auto outcome = helm::upgrade(helm, {.release = release.name,
                                              .release_namespace = release.release_namespace,
                                              .chart = step_.chart,
                                              .values_files = {step_.values},
                                              .timeout = std::chrono::seconds(release.timeout_s),
                                              .history_max = release.max_history,
                                              .undo_on_failure = false,
                                              .clean_up_on_failure = release.clean_up_on_failure,
                                              .wait = release.wait || release.undo_on_failure,
                                              .wait_for_jobs = release.wait_for_jobs,
                                              .labels = {{kLayerLabel, step_.layer}},
                                              .description = helm::description_by(step_.author),
                                              .skip_crds = true});
    auto refused = refusal_of(outcome);
    if (!refused) return std::nullopt;
    // Somebody else's Helm is at work on it: what is half-done is theirs.
    if (outcome && outcome->failure->kind == ClusterFailureKind::kPendingUpgrade) return refused;
    refused->was_hopeless = watch.hopeless().stop_requested();
    RolloutState state = watch.finish();
    if (auto problem = explain_refusal(refused->message)) {
      refused->problems.push_back(*std::move(problem));
    } else {
      refused->problems = std::move(state.problems);
    }
    if (release.undo_on_failure) {
      refused->undo = undo_release(undo_options(std::move(state.stuck_pods)));
    }
    return refused;
  }

  // The cluster's clock may differ a little from ours.
  static std::string a_minute_ago() {
    const auto then = std::chrono::system_clock::now() - std::chrono::minutes(1);
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}",
                       fmt::gmtime(std::chrono::system_clock::to_time_t(then)));
  }

  // The API server takes objects of a new kind some moments after it has taken the definition.
  std::optional<Refusal> wait_for_definitions() const {
    for (const ObjectChange& change : step_.plan.changes) {
      if (change.kind != kDefinitionKind || change.action != Action::kCreate) continue;
      auto refused =
          refusal_of(kubectl::wait(step_.cluster, {.type = kubectl_type(change),
                                                   .name = change.name,
                                                   .condition = "condition=Established"}));
      if (refused) return refused;
    }
    return std::nullopt;
  }

  const ReleaseStep& step_;
};

}  // namespace

std::optional<Refusal> delete_gone_secrets(const kubectl::Context& cluster,
                                           const ReleasePlan& plan) {
  for (const ObjectChange& change : plan.changes) {
    if (change.kind != "Secret" || change.action != Action::kDelete) continue;
    auto refused =
        refusal_of(kubectl::delete_object(cluster, {.type = kubectl_type(change),
                                                    .name = change.name,
                                                    .object_namespace = change.object_namespace}));
    if (refused) return refused;
  }
  return std::nullopt;
}

std::string kubectl_type(const ObjectChange& change) {
  const std::size_t slash = change.api_version.find('/');
  if (slash == std::string::npos) return change.kind;
  return fmt::format("{}.{}.{}", change.kind, change.api_version.substr(slash + 1),
                     change.api_version.substr(0, slash));
}

std::optional<Refusal> run(const ReleaseStep& step) {
  return StepRun(step).run();
}

}  // namespace opta
