#include "app/show_running.h"

#include <algorithm>

#include <fmt/format.h>

#include "app/preview_run.h"
#include "app/rollout_watch.h"
#include "app/services.h"
#include "app/show.h"
#include "base/text.h"
#include "exec/helm/stored_release.h"
#include "exec/kubectl/get.h"
#include "layer/gitops.h"
#include "plan/object_images.h"
#include "view/running_view.h"

namespace opta {

namespace {

// Of what Helm knows nothing of: what the pods themselves tell.
RunningService looked_up(const kubectl::Context& cluster, const Service& service,
                         const GitOps& gitops) {
  RunningService running{.module = service.module,
                         .release = service.release,
                         .release_namespace = service.release_namespace,
                         .deployed_by = deployer_of(gitops)};
  const auto answer = kubectl::get(cluster, {.types = {"pods"},
                                             .object_namespace = service.release_namespace,
                                             .selector = service.selector()});
  if (answer && answer->ok()) {
    if (const auto objects = decode_objects(answer->text)) running.images = images_of(*objects);
  }
  if (auto state = look_at_rollout(
          cluster, {.release = service.release, .release_namespace = service.release_namespace})) {
    running.state = *std::move(state);
  }
  return running;
}

RunningService looked_up(const kubectl::Context& cluster, const Service& service,
                         const Release& release, const helm::StoredRelease* stored) {
  RunningService running{.module = service.module,
                         .release = service.release,
                         .release_namespace = service.release_namespace};
  if (stored == nullptr) return running;
  running.revision = stored->revision;
  running.status = stored->status;
  running.chart = stored->chart;
  running.since = stored->last_changed;
  running.by = stored->changed_by;
  if (const auto objects =
          decode_manifest(stored->manifest, {.default_namespace = service.release_namespace})) {
    running.images = images_of(*objects);
  }
  running.waits_for_image = running.images.empty() && !release.kept_values.empty();
  if (auto state = look_at_rollout(
          cluster, {.release = service.release, .release_namespace = service.release_namespace})) {
    running.state = *std::move(state);
  }
  return running;
}

}  // namespace

Exit show_running(Env& env, const RunArguments& arguments, bool or_resources) {
  FrontEnd front(env);
  auto services = Services::open(front, {.layer = arguments.layer, .sandbox = arguments.sandbox});
  if (!services) return services.error();
  if (or_resources && services->all().empty()) return show(env, arguments);
  const auto cluster = services->reach();
  if (!cluster) return cluster.error();
  const auto stored = helm::stored_releases(*cluster);
  if (!stored) return services->room().fail(Code::kClusterCommand, stored.error());
  if (stored->failure) return fail_cluster(services->room(), *stored->failure);
  std::vector<RunningService> running;
  for (const Service& service : services->all()) {
    const auto& gitops = services->room().layer().gitops;
    if (gitops && stored->find(service.release_namespace, service.release) == nullptr) {
      running.push_back(looked_up(*cluster, service, *gitops));
      continue;
    }
    const Release& release =
        *std::ranges::find(services->releases(), service.module, &Release::module);
    running.push_back(looked_up(*cluster, service, release,
                                stored->find(service.release_namespace, service.release)));
  }
  if (arguments.layer.format == Format::kJson) {
    env.out(running_json(services->room().layer().name, running) + "\n");
  } else {
    env.out(preview_line(services->room()));
    env.out(running.empty() ? fmt::format("`{}` has no services.\n", services->room().layer().name)
                            : running_text(running));
    env.err(
        "`opta show resources` lists what stands in the cloud, `opta rollback --list` earlier "
        "revisions.\n");
  }
  return Exit::kDone;
}

}  // namespace opta
