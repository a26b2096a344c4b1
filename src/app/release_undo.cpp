#include "app/release_undo.h"

#include <thread>

#include "app/release_step.h"
#include "app/rollout_watch.h"
#include "exec/helm/history.h"
#include "exec/helm/rollback.h"
#include "exec/helm/uninstall.h"
#include "exec/kubectl/delete.h"

namespace opta {

namespace {

constexpr std::chrono::seconds kPause{2};

}  // namespace

ReleaseUndo undo_release(const ReleaseUndoOptions& options) {
  ReleaseUndo undo;
  const auto history = helm::history(
      options.helm, {.release = options.release, .release_namespace = options.release_namespace});
  if (const auto refused = refusal_of(history)) {
    undo.was_needed = true;
    undo.failure = refused->message;
    return undo;
  }
  if (history->revisions.empty()) return undo;
  undo.revision = helm::last_good_revision(history->revisions);
  undo.was_needed = history->revisions.back().status != "deployed";
  std::optional<Refusal> refused;
  if (undo.was_needed && undo.revision == 0) {
    refused =
        refusal_of(helm::uninstall(options.helm, {.release = options.release,
                                                  .release_namespace = options.release_namespace,
                                                  .timeout = options.timeout}));
  } else if (undo.was_needed) {
    refused =
        refusal_of(helm::rollback(options.helm, {.release = options.release,
                                                 .release_namespace = options.release_namespace,
                                                 .revision = undo.revision,
                                                 .timeout = options.timeout,
                                                 .wait = false}));
    for (const std::string& pod : options.stuck_pods) {
      if (refused) break;
      refused = refusal_of(
          kubectl::delete_object(options.cluster, {.type = "pod",
                                                   .name = pod,
                                                   .object_namespace = options.release_namespace,
                                                   .wait = false}));
    }
  }
  if (refused) undo.failure = refused->message;
  if (undo.revision == 0) return undo;
  const auto until = std::chrono::steady_clock::now() + options.timeout;
  for (;;) {
    const auto state = look_at_rollout(
        options.cluster,
        {.release = options.release, .release_namespace = options.release_namespace});
    if (state) undo.serving = state->workloads;
    const bool is_over =
        refused || !undo.was_needed || !options.wait || (state && state->is_complete());
    if (is_over || std::chrono::steady_clock::now() >= until) return undo;
    std::this_thread::sleep_for(kPause);
  }
}

}  // namespace opta
