#include "app/release_run.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/chart_source.h"
#include "app/release_secrets.h"
#include "app/run_view.h"
#include "base/check.h"
#include "base/text.h"
#include "exec/helm/history.h"
#include "exec/helm/rollback.h"
#include "exec/helm/template.h"
#include "exec/helm/uninstall.h"
#include "exec/helm/upgrade.h"
#include "exec/helm/values_file.h"
#include "exec/kubectl/apply.h"
#include "exec/kubectl/delete.h"
#include "exec/kubectl/label.h"
#include "exec/kubectl/namespace.h"
#include "exec/kubectl/wait.h"
#include "plan/manifest_documents.h"

namespace opta {

namespace {

std::string_view interrupt_answer(int) {
  return "Interrupted: opta ends when the releases that are under way are done.";
}

std::string label_of(std::string_view release_namespace, std::string_view name) {
  return fmt::format("release {}/{}", release_namespace, name);
}

// "Deployment.v1.apps", as kubectl takes it.
std::string kubectl_type(const ObjectChange& change) {
  const std::size_t slash = change.api_version.find('/');
  if (slash == std::string::npos) return change.kind;
  return fmt::format("{}.{}.{}", change.kind, change.api_version.substr(slash + 1),
                     change.api_version.substr(0, slash));
}

// Why a step failed, in the words of the program that was asked.
struct Refusal {
  std::string message;
};

template <class Outcome>
std::optional<Refusal> refusal_of(const Result<Outcome>& outcome) {
  if (!outcome) return Refusal{outcome.error().message};
  if (outcome->failure) return Refusal{outcome->failure->message};
  return std::nullopt;
}

// One release: what its objects need first, then Helm.
class ReleaseStep {
 public:
  ReleaseStep(const kubectl::Context& cluster, const helm::Context& helm, const std::string& layer,
              const Release& release, const ReleasePlan& plan)
      : cluster_(cluster), helm_(helm), layer_(layer), release_(release), plan_(plan) {}

  // `chart` and `values` are paths; `secret` is the manifest of the release's Secret, or empty.
  std::optional<Refusal> run(const std::string& chart, const std::string& values,
                             const std::string& secret, const helm::StoredRelease* stored,
                             const kubectl::Capabilities& capabilities) {
    if (stored != nullptr && stored->is_pending()) {
      if (auto refused = settle(*stored)) return refused;
    }
    if (auto refused = apply_definitions(chart, values, capabilities)) return refused;
    if (auto refused = delete_replaced()) return refused;
    if (!secret.empty()) {
      if (auto refused = refusal_of(kubectl::apply(cluster_, secret, {.force_conflicts = true}))) {
        return refused;
      }
    }
    if (auto refused = upgrade(chart, values)) return refused;
    if (auto refused = delete_gone_secrets()) return refused;
    return wait_for_definitions();
  }

 private:
  // A Helm that was killed leaves a release that no other Helm touches.
  std::optional<Refusal> settle(const helm::StoredRelease& stored) const {
    const auto history = helm::history(
        helm_, {.release = stored.name, .release_namespace = stored.release_namespace});
    if (auto refused = refusal_of(history)) return refused;
    const int good = helm::last_good_revision(history->revisions);
    if (good > 0) {
      return refusal_of(helm::rollback(helm_, {.release = stored.name,
                                               .release_namespace = stored.release_namespace,
                                               .revision = good}));
    }
    return refusal_of(helm::uninstall(
        helm_, {.release = stored.name, .release_namespace = stored.release_namespace}));
  }

  static bool is_in_crds_folder(const ObjectChange& change) {
    return change.kind == kDefinitionKind && change.source.contains("/crds/");
  }

  // Helm installs what is in a chart's crds folder once and never changes it after.
  std::optional<Refusal> apply_definitions(const std::string& chart, const std::string& values,
                                           const kubectl::Capabilities& capabilities) const {
    if (std::ranges::none_of(plan_.changes, is_in_crds_folder)) return std::nullopt;
    const auto rendered = helm::render(helm_, {.release = release_.name,
                                               .release_namespace = release_.release_namespace,
                                               .chart = chart,
                                               .values_files = {values},
                                               .kube_version = capabilities.version,
                                               .api_versions = capabilities.api_versions,
                                               .include_crds = true});
    if (auto refused = refusal_of(rendered)) return refused;
    const auto documents = read_documents(rendered->text);
    if (!documents) return Refusal{documents.error().message};
    std::string definitions;
    for (const ManifestDocument& document : *documents) {
      if (document.source.contains("/crds/")) definitions += document.content.dump() + '\n';
    }
    if (auto refused = refusal_of(
            kubectl::apply(cluster_, std::move(definitions), {.force_conflicts = true}))) {
      return refused;
    }
    return sign_new_definitions();
  }

  // So that they are found when the layer goes. Only what this run has made: a definition that was
  // there before may be somebody else's.
  std::optional<Refusal> sign_new_definitions() const {
    for (const ObjectChange& change : plan_.changes) {
      if (!is_in_crds_folder(change) || change.action != Action::kCreate) continue;
      auto refused = refusal_of(kubectl::label(
          cluster_, {.type = kubectl_type(change),
                     .name = change.name,
                     .labels = {{kLayerLabel, layer_}, {kReleaseLabel, release_.name}}}));
      if (refused) return refused;
    }
    return std::nullopt;
  }

  // Fields that cannot change in an object that is there: Helm would fail on them.
  std::optional<Refusal> delete_replaced() const {
    for (const ObjectChange& change : plan_.changes) {
      if (change.action != Action::kReplace) continue;
      auto refused = refusal_of(
          kubectl::delete_object(cluster_, {.type = kubectl_type(change),
                                            .name = change.name,
                                            .object_namespace = change.object_namespace}));
      if (refused) return refused;
    }
    return std::nullopt;
  }

  // Helm has taken its own away by now; those that Opta wrote are left.
  std::optional<Refusal> delete_gone_secrets() const {
    for (const ObjectChange& change : plan_.changes) {
      if (change.kind != "Secret" || change.action != Action::kDelete) continue;
      auto refused = refusal_of(
          kubectl::delete_object(cluster_, {.type = kubectl_type(change),
                                            .name = change.name,
                                            .object_namespace = change.object_namespace}));
      if (refused) return refused;
    }
    return std::nullopt;
  }

  std::optional<Refusal> upgrade(const std::string& chart, const std::string& values) const {
    return refusal_of(helm::upgrade(helm_, {.release = release_.name,
                                            .release_namespace = release_.release_namespace,
                                            .chart = chart,
                                            .values_files = {values},
                                            .timeout = std::chrono::seconds(release_.timeout_s),
                                            .history_max = release_.max_history,
                                            .undo_on_failure = !release_.crds,
                                            .labels = {{kLayerLabel, layer_}},
                                            .skip_crds = true}));
  }

  // The API server takes objects of a new kind some moments after it has taken the definition.
  std::optional<Refusal> wait_for_definitions() const {
    for (const ObjectChange& change : plan_.changes) {
      if (change.kind != kDefinitionKind || change.action != Action::kCreate) continue;
      auto refused = refusal_of(kubectl::wait(cluster_, {.type = kubectl_type(change),
                                                         .name = change.name,
                                                         .condition = "condition=Established"}));
      if (refused) return refused;
    }
    return std::nullopt;
  }

  const kubectl::Context& cluster_;
  const helm::Context& helm_;
  const std::string& layer_;
  const Release& release_;
  const ReleasePlan& plan_;
};

// Installs releases in waves: all that wait for nothing any more run side by side.
class Installer {
 public:
  Installer(EngineRoom& room, const ClusterForecast& forecast, const helm::Context& helm,
            const InputValues& inputs)
      : room_(room), forecast_(forecast), helm_(helm), inputs_(inputs) {}

  Step<void> run() {
    // What runs side by side must not fail half-way for a reason that could be known before.
    if (auto found = find_charts(); !found) return found;
    if (auto found = find_aws(); !found) return found;
    if (auto made = make_namespaces(); !made) return made;
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
    for (const auto& [release, message] : refusals_) say_failed(*release, message);
    if (failed_) return tl::make_unexpected(Exit::kEngineFailed);
    return {};
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

  Step<void> make_namespaces() {
    std::set<std::string> names;
    for (const Release& release : room_.stack().releases) {
      if (!is_empty(plan_of(release))) names.insert(release.release_namespace);
    }
    for (const std::string& name : names) {
      const auto labels = namespace_labels(room_.stack(), name);
      const auto made = kubectl::apply_namespace(
          *forecast_.cluster, {.name = name, .labels = {labels.begin(), labels.end()}});
      if (const auto refused = refusal_of(made)) {
        return tl::make_unexpected(room_.fail(Code::kReleaseFailed, {.message = refused->message}));
      }
    }
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
    const auto refused = install(release);
    view.handle(event(refused ? EventKind::kResourceFailed : EventKind::kResourceFinished, address,
                      plan.action, begin));
    if (!refused) return;
    const std::scoped_lock lock(mutex_);
    failed_ = true;
    refusals_.emplace_back(&release, refused->message);
  }

  std::optional<Refusal> install(const Release& release) const {
    const std::string values = values_json(release, inputs_);
    if (values.contains(kKnownAfterApply)) {
      return Refusal{"a value that Terraform should give is not in the layer's state"};
    }
    const auto file = helm::ValuesFile::write(
        room_.front().env.disk, join_path(room_.workspace().folder(), "values"),
        fmt::format("{}.{}", release.release_namespace, release.name), values);
    if (!file) return Refusal{file.error().message};
    std::string secret;
    if (release.secret) {
      auto manifest = secret_manifest(*cli_, room_.layer().name, release, inputs_);
      if (!manifest) return Refusal{manifest.error().message};
      secret = *std::move(manifest);
    }
    ReleaseStep step(*forecast_.cluster, helm_, room_.layer().name, release, plan_of(release));
    return step.run(charts_.at(&release), file->path(), secret,
                    forecast_.stored.find(release.release_namespace, release.name),
                    forecast_.capabilities);
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

  void say_failed(const Release& release, const std::string& message) {
    Diagnostic& report = room_.front().diagnostics.report(
        Code::kReleaseFailed, release.span,
        fmt::format("the release `{}` in namespace `{}` failed", release.name,
                    release.release_namespace),
        fmt::format("`kubectl get pods,events --namespace {}` shows more",
                    release.release_namespace));
    report.notes.push_back(printable(trim(message)));
    room_.front().show_warnings();
  }

  EngineRoom& room_;
  const ClusterForecast& forecast_;
  const helm::Context& helm_;
  const InputValues& inputs_;
  std::map<const Release*, std::string> charts_;
  std::optional<aws::Cli> cli_;
  std::mutex mutex_;  // of the two below
  std::vector<std::pair<const Release*, std::string>> refusals_;
  std::atomic<bool> failed_ = false;
};

}  // namespace

Step<void> install_releases(EngineRoom& room, const ClusterForecast& forecast,
                            const InputValues& inputs) {
  const std::size_t count = room.stack().releases.size();
  const bool some = std::any_of(forecast.plan.releases.begin(),
                                forecast.plan.releases.begin() + static_cast<std::ptrdiff_t>(count),
                                [](const ReleasePlan& release) { return !is_empty(release); });
  if (!some) return {};
  const auto helm = find_helm(room, &*forecast.cluster);
  if (!helm) return tl::make_unexpected(helm.error());
  return Installer(room, forecast, *helm, inputs).run();
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
    const auto removed =
        helm::uninstall(*helm, {.release = name.name, .release_namespace = name.release_namespace});
    if (const auto refused = refusal_of(removed)) {
      return tl::make_unexpected(room.fail(Code::kReleaseFailed, {.message = refused->message}));
    }
    room.front().env.err(fmt::format("removed {}\n", label_of(name.release_namespace, name.name)));
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
