#include "app/rollout_report.h"

#include <algorithm>
#include <array>
#include <initializer_list>

#include <fmt/format.h>

#include "base/text.h"
#include "view/rollout_view.h"

namespace opta {

namespace {

struct CauseCode {
  RolloutCause cause;
  Code code;
};
constexpr std::array kCodes = {
    CauseCode{RolloutCause::kImage, Code::kRolloutImage},
    CauseCode{RolloutCause::kConfig, Code::kRolloutConfig},
    CauseCode{RolloutCause::kStart, Code::kRolloutStart},
    CauseCode{RolloutCause::kCrash, Code::kRolloutCrash},
    CauseCode{RolloutCause::kOutOfMemory, Code::kRolloutMemory},
    CauseCode{RolloutCause::kProbe, Code::kRolloutProbe},
    CauseCode{RolloutCause::kUnschedulable, Code::kRolloutNode},
    CauseCode{RolloutCause::kQuota, Code::kRolloutQuota},
    CauseCode{RolloutCause::kAdmission, Code::kRolloutRefused},
    CauseCode{RolloutCause::kWebhook, Code::kRolloutWebhook},
    CauseCode{RolloutCause::kVolume, Code::kRolloutVolume},
    CauseCode{RolloutCause::kNetwork, Code::kRolloutNetwork},
    CauseCode{RolloutCause::kJob, Code::kRolloutJob},
    CauseCode{RolloutCause::kSlow, Code::kRolloutSlow},
};

// The inputs of modules that say so: the first one that the file has, else the first one that the
// module has.
struct BlamedInputs {
  Blame blame;
  std::initializer_list<const char*> names;
};
const std::initializer_list<BlamedInputs> kInputs = {
    {Blame::kImage, {"digest", "tag", "image"}},
    {Blame::kCommand, {"commands", "args", "image"}},
    {Blame::kEnvironment, {"env_vars"}},
    {Blame::kSecurity, {"run_as_user", "run_as_non_root", "capabilities"}},
    {Blame::kMemoryLimit, {"resource_limits", "resource_request"}},
    {Blame::kRequests, {"resource_request"}},
    {Blame::kPlacement, {"tolerations"}},
    {Blame::kVolumes, {"persistent_storage"}},
    {Blame::kReadinessProbe,
     {"readiness_probe_path", "readiness_probe_command", "healthcheck_path",
      "healthcheck_command"}},
    {Blame::kLivenessProbe,
     {"liveness_probe_path", "liveness_probe_command", "healthcheck_path", "healthcheck_command"}},
    {Blame::kTimeout, {"timeout"}},
};

struct Place {
  Span span;
  std::string input = {};
};

Place place_of(const Layer& layer, const Release& release, Blame blame) {
  Place place{.span = release.type_span};
  const auto use = std::ranges::find(layer.modules, release.module, &ModuleUse::name);
  const auto* const inputs = std::ranges::find(kInputs, blame, &BlamedInputs::blame);
  if (use == layer.modules.end() || inputs == kInputs.end()) return place;
  for (const char* name : inputs->names) {
    const Value* const value = use->find_argument(name);
    if (value == nullptr) continue;
    if (place.input.empty()) place.input = name;
    // A default has the place of the whole entry.
    if (value->span == use->span) continue;
    return {.span = value->span, .input = name};
  }
  return place;
}

// What became of the release, as the cluster says.
std::string outcome_note(const Refusal& refusal) {
  if (!refusal.undo)
    return "what was made of it stays as it is: a failed release of its kind is not undone";
  const ReleaseUndo& undo = *refusal.undo;
  const std::string serving = serving_text(undo.serving);
  const std::string now = serving.empty() ? std::string() : fmt::format(": {}", serving);
  if (!undo.failure.empty()) {
    return fmt::format("it could not be undone ({}){}", printable(trim(undo.failure)), now);
  }
  if (undo.revision > 0) {
    return fmt::format("revision {} {}{}", undo.revision,
                       undo.was_needed ? "serves on" : "was not touched", now);
  }
  return undo.was_needed ? "it was the first one, and was taken away again: nothing of it is left"
                         : "nothing of it was installed";
}

}  // namespace

void report_rollout(EngineRoom& room, const Release& release, const Refusal& refusal) {
  Diagnostics& diagnostics = room.front().diagnostics;
  const std::string retry = room.retry_command();
  const std::string outcome = outcome_note(refusal);
  if (refusal.problems.empty()) {
    Diagnostic& report =
        diagnostics.report(Code::kReleaseFailed, release.type_span,
                           fmt::format("the release `{}` in namespace `{}` failed", release.name,
                                       release.release_namespace),
                           fmt::format("mend what the message tells of, then run `{}`", retry));
    report.notes = {printable(trim(refusal.message)), outcome};
    return;
  }
  for (const RolloutProblem& problem : refusal.problems) {
    const Place place = place_of(room.layer(), release, problem.blame);
    const Code code = std::ranges::find(kCodes, problem.cause, &CauseCode::cause)->code;
    const std::string input = place.input.empty() ? "" : fmt::format(" (`{}`)", place.input);
    Diagnostic& report =
        diagnostics.report(code, place.span, rollout_message(problem, release.name),
                           fmt::format("{}{}; then run `{}`", problem.advice, input, retry));
    report.notes = rollout_notes(problem);
    if (refusal.was_hopeless && problem.is_final) {
      report.notes.emplace_back("waiting would not mend it, so Opta has not waited to the end");
    }
    report.notes.push_back(outcome);
    report.data =
        rollout_data(problem, release.name, retry, refusal.undo ? refusal.undo->revision : 0,
                     refusal.undo ? refusal.undo->serving : std::vector<WorkloadProgress>());
  }
}

}  // namespace opta
