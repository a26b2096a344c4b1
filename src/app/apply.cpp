#include "app/apply.h"

#include <algorithm>

#include <fmt/format.h>

#include "app/apply_view.h"
#include "app/case_notes.h"
#include "app/consent.h"
#include "app/engine_room.h"
#include "app/plan_report.h"
#include "app/preview_run.h"
#include "app/recovery.h"
#include "app/release_run.h"
#include "app/release_secrets.h"
#include "base/text.h"
#include "layer/gitops.h"
#include "view/verdicts_view.h"

namespace opta {

namespace {

// No cluster: all is well where there is none to be had, as in the sandbox.
Exit leave_out(EngineRoom& room, const ClusterForecast& forecast) {
  if (forecast.unreachable) return Exit::kEngineFailed;
  const std::size_t count = room.stack().releases.size();
  room.front().diagnostics.report(
      Code::kClusterLeftOut, room.layer().name_span,
      room.layer().gitops
          ? fmt::format("what {} of {} needs beside its manifests is not made: no cluster can be "
                        "reached",
                        tool_name(*room.layer().gitops), room.layer().name)
          : fmt::format("{} not installed: no cluster can be reached",
                        counted(count, "Helm release")),
      room.is_sandbox() ? "`opta sandbox up --cluster` starts one; OPTA_KUBECONFIG names another"
                        : "add `- type: k8s-cluster` to the environment");
  room.front().show_warnings();
  return Exit::kDone;
}

// The cloud stands: now what runs in its cluster. What Terraform has changed may have made the
// cluster, or told what was not known before, so that is looked at again.
Exit apply_cluster(EngineRoom& room, const WholePlan& planned, const InputValues& deployed,
                   bool cloud_changed, std::vector<std::vector<KubeObject>>& objects) {
  if (room.stack().releases.empty()) return Exit::kDone;
  if (!cloud_changed) {
    if (!planned.cluster.cluster) return leave_out(room, planned.cluster);
    const auto installed = install_releases(room, planned.cluster);
    return installed ? Exit::kDone : installed.error();
  }
  auto inputs = applied_inputs(room);
  if (!inputs) return inputs.error();
  inputs->insert(deployed.begin(), deployed.end());
  if (auto added = add_secret_revisions(room, *inputs); !added) return added.error();
  const auto forecast = forecast_apply(room, *std::move(inputs), {});
  if (!forecast) return forecast.error();
  objects = forecast->rendered;
  if (!forecast->cluster) return leave_out(room, *forecast);
  const auto installed = install_releases(room, *forecast);
  return installed ? Exit::kDone : installed.error();
}

// What is left to do, where it is not Opta that does it.
void say_who_deploys(const EngineRoom& room) {
  const std::optional<GitOps>& gitops = room.layer().gitops;
  if (!gitops || room.stack().releases.empty()) return;
  room.front().env.err(fmt::format(
      "{} deploys what stands in {} of {}: `opta generate-manifests --directory FOLDER` writes it "
      "there, and a commit rolls it out.\n",
      tool_name(*gitops), gitops->path, gitops->repository));
}

// Whether an apply would do nothing at all.
bool is_empty(const WholePlan& planned) {
  return is_empty(planned.cloud.plan) &&
         (!planned.cluster.cluster || is_empty(planned.cluster.plan));
}

bool takes_away(const Plan& plan) {
  return std::ranges::any_of(plan.changes, [](const ResourceChange& change) {
    return change.action == Action::kDelete || change.action == Action::kReplace;
  });
}

// What could not be known before is decided on what stands now.
Exit decide_rest(EngineRoom& room, const WholePlan& planned,
                 const std::vector<std::vector<KubeObject>>& objects) {
  if (!planned.proof || !planned.proof->has_unknown()) return Exit::kDone;
  const auto proof = prove_applied(room, objects);
  if (!proof) return proof.error();
  if (!room.front().env.json) {
    room.front().env.err("\n" +
                         verdicts_brief(proof->verdicts, case_notes(room, planned.proof->world)));
  }
  if (!proof->is_broken()) return Exit::kDone;
  report_broken(room, *proof, true);
  return Exit::kPromiseBroken;
}

}  // namespace

Exit apply(Env& env, const RunArguments& arguments) {
  return apply_with(env, arguments, [](EngineRoom&) -> Step<ApplyWish> { return ApplyWish(); });
}

Exit apply_with(Env& env, const RunArguments& arguments,
                const std::function<Step<ApplyWish>(EngineRoom&)>& make_wish) {
  FrontEnd front(env);
  // The file becomes a stack; from here on it is fixed what is wanted.
  auto opened = EngineRoom::open(front, arguments);
  if (!opened) return opened.error();
  EngineRoom& room = **opened;
  if (auto said = say_preview(room, arguments, "and expires in"); !said) return said.error();
  if (auto free = check_layer_name(room); !free) return free.error();
  const auto wish = make_wish(room);
  if (!wish) return wish.error();
  // Where nobody can be asked, not even the state bucket is made.
  if (const Exit asked = check_can_ask(env, arguments.auto_approve); asked != Exit::kDone) {
    return asked;
  }
  // The engine gets its root and its state; what an earlier run left is put right around that.
  if (auto ready = make_ready(room, true); !ready) return ready.error();
  // One plan, one look, one question.
  const auto planned = plan_with_view(room, {.replace = wish->replace}, wish->deployed);
  if (!planned) return planned.error();
  report_plan(room, *planned, arguments);
  if (const Exit kept = check_promises(room, *planned); kept != Exit::kDone) {
    forget_plan(room);
    return kept;
  }
  if (is_empty(*planned)) {
    forget_plan(room);
    if (auto noted = note_preview(room, arguments); !noted) return noted.error();
    const bool left_out = planned->cluster.has_work() && !planned->cluster.cluster;
    return left_out ? leave_out(room, planned->cluster) : Exit::kDone;
  }
  if (const Exit consent = ask_to_apply(env, room.layer(), planned->loses_data_count(), arguments);
      consent != Exit::kDone) {
    forget_plan(room);
    return consent;
  }
  if (auto noted = note_preview(room, arguments); !noted) {
    forget_plan(room);
    return noted.error();
  }
  // What is shown is what is applied. Releases that go, go first where Terraform takes away the
  // roles and the network that they need, else last: what comes in their place serves by then.
  const bool remove_first = takes_away(planned->cloud.plan) || planned->cluster.gone_unknown;
  if (remove_first) {
    if (auto gone = remove_releases(room, planned->cluster); !gone) return gone.error();
  }
  const bool cloud_changes = !is_empty(planned->cloud.plan);
  if (cloud_changes) {
    if (const Exit run = run_plan(room, fmt::format("Applying {}", room.layer().name), arguments);
        run != Exit::kDone)
      return run;
  }
  std::vector<std::vector<KubeObject>> objects = planned->cluster.rendered;
  if (const Exit installed = apply_cluster(room, *planned, wish->deployed, cloud_changes, objects);
      installed != Exit::kDone) {
    return installed;
  }
  if (!remove_first) {
    if (auto gone = remove_releases(room, planned->cluster); !gone) return gone.error();
  }
  say_who_deploys(room);
  if (const Exit kept = decide_rest(room, *planned, objects); kept != Exit::kDone) return kept;
  if (arguments.layer.format == Format::kText)
    env.err("\n`opta output` shows the outputs; `opta show` what stands where.\n");
  return Exit::kDone;
}

}  // namespace opta
