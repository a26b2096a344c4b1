#include "app/destroy.h"

#include <algorithm>

#include <fmt/format.h>

#include "app/apply_view.h"
#include "app/consent.h"
#include "app/controlled_objects.h"
#include "app/engine_room.h"
#include "app/plan_report.h"
#include "app/preview_note.h"
#include "app/preview_run.h"
#include "app/recovery.h"
#include "app/release_run.h"
#include "app/sweep.h"
#include "base/text.h"
#include "exec/aws/objects.h"
#include "exec/aws/state_bucket.h"
#include "layer/gitops.h"

namespace opta {

namespace {

// A state's key is its layer's name; other objects are not ours, but go with the bucket.
bool is_layer_key(std::string_view key) {
  return std::ranges::all_of(key, [](unsigned char c) { return std::isalnum(c) != 0 || c == '-'; });
}

// Keys of the bucket that are states of other layers.
Step<std::vector<std::string>> other_states(EngineRoom& room, const aws::Cli& cli) {
  std::vector<std::string> keys;
  std::string token;
  do {
    const auto page = aws::list_objects(cli, room.bucket(), "", token);
    if (!page) return tl::make_unexpected(room.fail(Code::kStateStorage, page.error()));
    if (page->failure)
      return tl::make_unexpected(room.fail_aws(Code::kStateStorage, *page->failure));
    for (const aws::Object& object : page->objects) {
      if (object.key != room.layer().name && !object.key.ends_with(".tflock") &&
          is_layer_key(object.key))
        keys.push_back(printable(object.key));
    }
    token = page->next_token;
  } while (!token.empty());
  return keys;
}

// Whoever deploys from a repository has to be told too.
void say_who_brings_back(const EngineRoom& room) {
  const std::optional<GitOps>& gitops = room.layer().gitops;
  if (!gitops || room.stack().releases.empty()) return;
  const bool flux = gitops->tool == GitOpsTool::kFlux;
  room.front().env.err(fmt::format(
      "{0} deploys this layer. Take its {1} away first, else it brings back what goes: `kubectl "
      "delete {1} {2} --namespace {3}`. What it has made outside the namespace `{4}` stays.\n",
      tool_name(*gitops),
      flux ? "kustomizations.kustomize.toolkit.fluxcd.io" : "applications.argoproj.io",
      lower_case(room.layer().name), gitops->tool_namespace, room.layer().name));
}

// The layer is gone: so is its state, and with an environment the bucket. A preview's note goes
// last: as long as anything is left, it has to be found.
Exit remove_state(EngineRoom& room, const aws::Cli& cli) {
  const Layer& layer = room.layer();
  const auto remove = [&](const std::string& key) {
    return aws::delete_objects(cli, room.bucket(), {{.key = key, .version_id = ""}});
  };
  auto removed = layer.kind == LayerKind::kEnvironment
                     ? aws::delete_state_bucket(cli, room.bucket())
                     : remove(layer.name);
  if (removed && !removed->failure && layer.preview) removed = remove(note_key(layer.name));
  if (!removed) return room.fail(Code::kStateStorage, removed.error());
  // A bucket that is gone has taken the state with it.
  if (removed->failure && !removed->failed_with("NoSuchBucket"))
    return room.fail(Code::kStateStorage,
                     {.message = removed->failure->message, .help = "run `opta destroy` again"});
  static_cast<void>(room.workspace().forget_initialised(room.front().env));
  return Exit::kDone;
}

// Others may have applied the preview while this run asked and planned.
Exit check_end(EngineRoom& room, const aws::Cli& cli, const RunArguments& arguments) {
  if (!arguments.only_expired) return Exit::kDone;
  const auto expired = has_expired(room, cli);
  if (!expired) return expired.error();
  if (*expired) return Exit::kDone;
  room.front().env.err(fmt::format("`{}` was put off meanwhile, and stays.\n", room.layer().name));
  return Exit::kInterrupted;
}

// In the cluster first, while its controllers can clean up what they made in the cloud; then what
// they left, and all that Terraform has made.
Exit take_down(EngineRoom& room, Sweep& sweep, const WholePlan& planned,
               const RunArguments& arguments) {
  bool answers = true;
  if (sweep.has_cluster()) {
    const auto released = release_controlled_objects(room);
    if (!released) return released.error();
    answers = *released;
  }
  if (answers) {
    if (auto gone = remove_releases(room, planned.cluster); !gone) return gone.error();
  }
  const Format format = arguments.layer.format;
  if (const Exit cleared = sweep.clear_network(format); cleared != Exit::kDone) return cleared;
  if (!planned.cloud.plan.changes.empty()) {
    const std::string title = fmt::format("Destroying {}", room.layer().name);
    if (const Exit run = run_plan(room, title, arguments); run != Exit::kDone) return run;
  }
  return sweep.clear_rest(format);
}

}  // namespace

Exit destroy(Env& env, const RunArguments& arguments) {
  FrontEnd front(env);
  auto opened = EngineRoom::open(front, arguments, Purpose::kDestroy);
  if (!opened) return opened.error();
  EngineRoom& room = **opened;
  if (auto free = check_layer_name(room); !free) return free.error();
  const auto leftovers = settle_runs(room);
  if (!leftovers) return leftovers.error();
  const auto has_state = room.prepare_state();
  if (!has_state) return has_state.error();
  const auto cli = room.aws_cli();
  if (!cli) return cli.error();
  if (!*has_state) {
    // A preview whose apply ended before anything was made has a note alone.
    if (room.layer().preview) {
      if (const Exit ended = check_end(room, *cli, arguments); ended != Exit::kDone) return ended;
      if (const Exit removed = remove_state(room, *cli); removed != Exit::kDone) return removed;
    }
    env.out(fmt::format("Nothing to destroy: `{}` has no state.\n", room.layer().name));
    return Exit::kDone;
  }
  // An environment's services go first: they live in its cluster and read its state.
  if (room.layer().kind == LayerKind::kEnvironment) {
    const auto children = other_states(room, *cli);
    if (!children) return children.error();
    if (!children->empty()) {
      return room.fail(
          Code::kHasChildren,
          {.message = fmt::format("`{}` still has {}: {}", room.layer().name,
                                  counted(children->size(), "service"), quoted_list(*children)),
           .help = "run `opta destroy` for each of them first, or `opta destroy --all` in a folder "
                   "with all of their files"});
    }
  }
  if (auto mended = mend_state(room, *leftovers); !mended) return mended.error();
  if (auto taken = take_up_before_destroy(room, arguments); !taken) return taken.error();
  auto sweep = Sweep::prepare(room, *cli);
  if (!sweep) return sweep.error();
  const auto planned = plan_with_view(room, {.destroy = true});
  if (!planned) return planned.error();
  if (planned->cloud.plan.changes.empty() && planned->cluster.gone.empty() && sweep->empty()) {
    if (const Exit removed = remove_state(room, *cli); removed != Exit::kDone) return removed;
    sweep->forget();
    env.out(fmt::format("Nothing to destroy: `{}` has no resources.\n", room.layer().name));
    return Exit::kDone;
  }
  report_plan(room, *planned, arguments);
  sweep->report(arguments.layer.format);
  say_who_brings_back(room);
  if (const Exit consent = ask_to_destroy(env, room.layer(), arguments.auto_approve);
      consent != Exit::kDone)
    return consent;
  if (const Exit ended = check_end(room, *cli, arguments); ended != Exit::kDone) return ended;
  if (const Exit gone = take_down(room, *sweep, *planned, arguments); gone != Exit::kDone)
    return gone;
  if (const Exit removed = remove_state(room, *cli); removed != Exit::kDone) return removed;
  sweep->forget();
  env.err(fmt::format("`{}` is gone.\n", room.layer().name));
  return Exit::kDone;
}

}  // namespace opta
