#include "app/release_run.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <thread>

#include <fmt/format.h>

#include "app/change_author.h"
#include "app/chart_source.h"
#include "app/gitops_step.h"
#include "app/release_namespaces.h"
#include "app/release_secrets.h"
#include "app/release_step.h"
#include "app/rollout_report.h"
#include "app/run_view.h"
#include "base/check.h"
#include "base/text.h"
#include "exec/helm/uninstall.h"
#include "exec/helm/values_file.h"
#include "exec/kubectl/delete.h"

namespace opta {

namespace {

std::string_view interrupt_answer(int) {
  return "Interrupted: opta ends when the releases that are under way are done.";
}

std::string label_of(std::string_view release_namespace, std::string_view name) {
  return fmt::format("release {}/{}", release_namespace, name);
}

// Installs releases in waves: all that wait for nothing any more run side by side.
class Installer {
 public:
  Installer(EngineRoom& room, const ClusterForecast& forecast, const helm::Context& helm)
      : room_(room), forecast_(forecast), helm_(helm) {}

  Step<void> run() {
    // What runs side by side must not fail half-way for a reason that could be known before.
    if (auto found = find_charts(); !found) return found;
    if (auto found = find_aws(); !found) return found;
    author_ = change_author(room_);
    if (auto made = make_namespaces(room_, forecast_); !made) return made;
    RunView view(room_, {.title = fmt::format("Installing {}", room_.layer().name),
                         .noun = "release",
                         .answer = interrupt_answer});
    const std::vector<Release>& releases = room_.stack().releases;
    const auto count = static_cast<std::uint64_t>(std::ranges::count_if(
        releases, [this](const Release& release) { return !is_empty(plan_of(release)); }));
    view.handle({.kind = EventKind::kChangesPlanned, .count = count});
    std::vector<const Release*> left;
    for (const Release& release : releases) left.push_back(&release);
    while (!left.empty() && !failed_) {
      if (view.interrupts() > 0) return interrupted(view);
      std::vector<const Release*> wave;
      std::ranges::copy_if(left, std::back_inserter(wave), [&left](const Release* release) {
        return std::ranges::none_of(left, [release](const Release* other) {
          return std::ranges::find(release->after, other->name) != release->after.end();
        });
      });
      OPTA_ASSERT(!wave.empty());  // the stack has no circles
      {
        std::vector<std::jthread> threads;
        for (const Release* release : wave) {
          if (is_empty(plan_of(*release))) continue;
          threads.emplace_back([this, &view, release] { install(view, *release); });
        }
      }
      std::erase_if(left, [&wave](const Release* release) {
        return std::ranges::find(wave, release) != wave.end();
      });
    }
    view.finish();
    if (!failed_) return {};
    for (const auto& [release, refusal] : refusals_) report_rollout(room_, *release, refusal);
    room_.front().show_warnings();
    return tl::make_unexpected(Exit::kEngineFailed);
  }

 private:
  Step<void> find_charts() {
    for (const Release& release : room_.stack().releases) {
      if (is_empty(plan_of(release))) continue;
      auto chart = find_chart(room_, [this] { return Step<helm::Context>(helm_); }, release.chart);
      if (!chart) return tl::make_unexpected(chart.error());
      charts_[&release] = chart->path;
    }
    return {};
  }

  // For secrets alone.
  Step<void> find_aws() {
    const auto& releases = room_.stack().releases;
    const bool needed = std::ranges::any_of(
        releases, [](const Release& release) { return release.secret.has_value(); });
    if (!needed) return {};
    auto cli = room_.aws_cli();
    if (!cli) return tl::make_unexpected(cli.error());
    cli_.emplace(*std::move(cli));
    return {};
  }

  // The forecast has the stack's releases in their order.
  const ReleasePlan& plan_of(const Release& release) const {
    const auto index = static_cast<std::size_t>(&release - room_.stack().releases.data());
    return forecast_.plan.releases[index];
  }

  void install(RunView& view, const Release& release) {
    const ReleasePlan& plan = plan_of(release);
    const std::string address = label_of(release.release_namespace, release.name);
    const auto begin = std::chrono::steady_clock::now();
    view.handle(event(EventKind::kResourceStarted, address, plan.action, begin));
    auto refused = install(release);
    view.handle(event(refused ? EventKind::kResourceFailed : EventKind::kResourceFinished, address,
                      plan.action, begin));
    if (!refused) return;
    const std::scoped_lock lock(mutex_);
    failed_ = true;
    refusals_.emplace_back(&release, *std::move(refused));
  }

  std::optional<Refusal> install(const Release& release) const {
    const std::string values = values_json(release, forecast_.inputs);
    if (values.contains(kKnownAfterApply)) {
      return Refusal{.message = "a value that Terraform should give is not in the layer's state"};
    }
    const auto file = helm::ValuesFile::write(
        room_.front().env.disk, join_path(room_.workspace().folder(), "values"),
        fmt::format("{}.{}", release.release_namespace, release.name), values);
    if (!file) return Refusal{.message = file.error().message};
    std::string secret;
    if (release.secret) {
      auto manifest = secret_manifest(*cli_, room_.layer().name, release, forecast_.inputs);
      if (!manifest) return Refusal{.message = manifest.error().message};
      secret = *std::move(manifest);
    }
    return opta::run({.cluster = *forecast_.cluster,
                      .helm = helm_,
                      .layer = room_.layer().name,
                      .release = release,
                      .plan = plan_of(release),
                      .capabilities = forecast_.capabilities,
                      .stored = forecast_.stored.find(release.release_namespace, release.name),
                      .chart = charts_.at(&release),
                      .values = file->path(),
                      .author = author_,
                      .secret = secret});
  }

  static Event event(EventKind kind, const std::string& address, Action action,
                     std::chrono::steady_clock::time_point begin) {
    return {.kind = kind,
            .time = std::chrono::system_clock::now(),
            .address = address,
            .action = action,
            .elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(
                std::chrono::steady_clock::now() - begin)};
  }

  tl::unexpected<Exit> interrupted(RunView& view) {
    view.finish();
    room_.front().env.err(
        "Interrupted. The releases that were installed stay: run the command again to go on.\n");
    return tl::make_unexpected(Exit::kInterrupted);
  }

  EngineRoom& room_;
  const ClusterForecast& forecast_;
  const helm::Context& helm_;
  std::map<const Release*, std::string> charts_;
  std::optional<aws::Cli> cli_;
  std::string author_;
  std::mutex mutex_;  // of the two below
  std::vector<std::pair<const Release*, Refusal>> refusals_;
  std::atomic<bool> failed_ = false;
};

Step<void> uninstall(EngineRoom& room, const helm::Context& helm, const ReleaseName& name) {
  const auto removed =
      helm::uninstall(helm, {.release = name.name, .release_namespace = name.release_namespace});
  if (const auto refused = refusal_of(removed)) {
    return tl::make_unexpected(room.fail(Code::kReleaseFailed, {.message = refused->message}));
  }
  room.front().env.err(fmt::format("removed {}\n", label_of(name.release_namespace, name.name)));
  return {};
}

}  // namespace

Step<void> install_releases(EngineRoom& room, const ClusterForecast& forecast) {
  const std::size_t count = room.stack().releases.size();
  const bool some = std::any_of(forecast.plan.releases.begin(),
                                forecast.plan.releases.begin() + static_cast<std::ptrdiff_t>(count),
                                [](const ReleasePlan& release) { return !is_empty(release); });
  if (!some) return {};
  if (room.layer().gitops) return prepare_for_gitops(room, forecast);
  const auto helm = find_helm(room, &*forecast.cluster);
  if (!helm) return tl::make_unexpected(helm.error());
  return Installer(room, forecast, *helm).run();
}

Step<void> remove_releases(EngineRoom& room, const ClusterForecast& forecast) {
  if (forecast.gone_unknown) {
    return tl::make_unexpected(room.fail(
        Code::kReleaseFailed,
        {.message = fmt::format("the cluster does not answer, so the releases of `{}` that go "
                                "cannot be removed from it",
                                room.layer().name),
         .help = "run the command again when this machine reaches the cluster"}));
  }
  if (!forecast.cluster || forecast.gone.empty()) return {};
  const auto helm = find_helm(room, &*forecast.cluster);
  if (!helm) return tl::make_unexpected(helm.error());
  for (const ReleasePlan& plan : forecast.plan.releases) {
    const ReleaseName name{plan.release_namespace, plan.release};
    if (std::ranges::find(forecast.gone, name) == forecast.gone.end()) continue;
    // What Argo CD or Flux deploys, Helm does not know.
    if (forecast.stored.find(name.release_namespace, name.name) != nullptr) {
      if (auto removed = uninstall(room, *helm, name); !removed) return removed;
    }
    // Helm leaves these.
    for (const ObjectChange& change : plan.changes) {
      const bool left =
          change.kind == "Namespace" || change.kind == "Secret" || change.kind == kDefinitionKind;
      if (!left || change.action != Action::kDelete) continue;
      const auto gone =
          kubectl::delete_object(*forecast.cluster, {.type = kubectl_type(change),
                                                     .name = change.name,
                                                     .object_namespace = change.object_namespace});
      if (const auto refused = refusal_of(gone)) {
        return tl::make_unexpected(room.fail(Code::kReleaseFailed, {.message = refused->message}));
      }
    }
  }
  return {};
}

}  // namespace opta
