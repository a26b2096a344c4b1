#include "app/gitops_step.h"

#include <fmt/format.h>

#include "app/release_namespaces.h"
#include "app/release_secrets.h"
#include "app/release_step.h"
#include "exec/helm/forget.h"
#include "exec/kubectl/apply.h"
#include "layer/gitops.h"

namespace opta {

namespace {

class GitOpsStep {
 public:
  GitOpsStep(EngineRoom& room, const ClusterForecast& forecast)
      : room_(room), forecast_(forecast), cluster_(*forecast.cluster) {}

  Step<void> run() const {
    if (auto made = make_namespaces(room_, forecast_); !made) return made;
    // The forecast has the stack's releases in their order. First what pods need, of all of them.
    const std::vector<Release>& releases = room_.stack().releases;
    for (std::size_t i = 0; i < releases.size(); ++i) {
      const ReleasePlan& plan = forecast_.plan.releases[i];
      if (is_empty(plan)) continue;
      if (auto written = write_secret(releases[i]); !written) return written;
      if (const auto refused = delete_gone_secrets(cluster_, plan)) return failed(*refused);
    }
    for (std::size_t i = 0; i < releases.size(); ++i) {
      if (!forecast_.plan.releases[i].handed_over) continue;
      const Release& release = releases[i];
      const auto forgotten = helm::forget(cluster_, release.release_namespace, release.name);
      if (const auto refused = refusal_of(forgotten)) return failed(*refused);
      room_.front().env.err(fmt::format("handed release {}/{} over to {}: what runs stays\n",
                                        release.release_namespace, release.name,
                                        tool_name(*room_.layer().gitops)));
    }
    return {};
  }

 private:
  Step<void> write_secret(const Release& release) const {
    if (!release.secret) return {};
    const auto cli = room_.aws_cli();
    if (!cli) return tl::make_unexpected(cli.error());
    auto manifest = secret_manifest(*cli, room_.layer().name, release, forecast_.inputs);
    if (!manifest) return tl::make_unexpected(room_.fail(Code::kSecret, manifest.error()));
    const auto applied = kubectl::apply(cluster_, *std::move(manifest), {.force_conflicts = true});
    if (const auto refused = refusal_of(applied)) return failed(*refused);
    return {};
  }

  Step<void> failed(const Refusal& refusal) const {
    return tl::make_unexpected(room_.fail(Code::kReleaseFailed, {.message = refusal.message}));
  }

  EngineRoom& room_;
  const ClusterForecast& forecast_;
  const kubectl::Context& cluster_;
};

}  // namespace

Step<void> prepare_for_gitops(EngineRoom& room, const ClusterForecast& forecast) {
  return GitOpsStep(room, forecast).run();
}

}  // namespace opta
