#include "app/release_run.h"

#include <algorithm>
#include <chrono>
#include <mutex>
#include <set>
#include <thread>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/chart_source.h"
#include "app/state_outputs.h"
#include "base/text.h"
#include "exec/helm/list.h"
#include "exec/helm/rollback.h"
#include "exec/helm/uninstall.h"
#include "exec/helm/upgrade.h"
#include "exec/helm/values_file.h"
#include "exec/kubectl/delete.h"
#include "exec/kubectl/namespace.h"

namespace opta {

namespace {

using Json = nlohmann::ordered_json;
using Inputs = std::map<std::string, std::string>;

constexpr const char* kManagedLabel = "app.kubernetes.io/managed-by";

Json to_json(const Value& value, const Inputs& inputs) {  // NOLINT(misc-no-recursion)
  const auto input = [&](const std::string& key) {
    const auto found = inputs.find(key);
    return found == inputs.end() ? Json(kKnownAfterApply)
                                 : Json::parse(found->second, nullptr, false);
  };
  switch (value.kind) {
    case ValueKind::kNull:
    case ValueKind::kUnknown:
      return nullptr;
    case ValueKind::kBoolean:
      return value.boolean;
    case ValueKind::kInteger:
      return value.integer;
    case ValueKind::kNumber:
      return value.number;
    case ValueKind::kString:
      return value.text;
    case ValueKind::kTemplate: {
      if (value.parts.size() == 1) return input(value.parts[0].expression);
      std::string text;
      for (const TemplatePart& part : value.parts) {
        if (part.expression.empty()) {
          text += part.text;
        } else {
          const Json filled = input(part.expression);
          text += filled.is_string() ? filled.get<std::string>() : filled.dump();
        }
      }
      return text;
    }
    case ValueKind::kList: {
      Json list = Json::array();
      for (const Value& item : value.items) list.push_back(to_json(item, inputs));
      return list;
    }
    case ValueKind::kMap: {
      Json map = Json::object();
      for (const Entry& entry : value.entries) {
        Json below = to_json(entry.value, inputs);
        if (!below.is_null()) map[entry.key] = std::move(below);
      }
      return map;
    }
  }
  return nullptr;
}

// Installs releases in waves: all that wait for nothing any more run side by side.
class Installer {
 public:
  Installer(EngineRoom& room, const ClusterAccess& cluster, Inputs inputs)
      : room_(room), cluster_(cluster), inputs_(std::move(inputs)) {}

  Step<void> run() {
    if (auto ready = prepare(); !ready) return ready;
    const std::vector<Release>& releases = room_.stack().releases;
    std::set<std::string> done;
    while (done.size() < releases.size()) {
      std::vector<const Release*> wave;
      for (const Release& release : releases) {
        const bool open = std::ranges::all_of(
            release.after, [&](const std::string& name) { return done.contains(name); });
        if (open && !done.contains(release.name)) wave.push_back(&release);
      }
      {
        std::vector<std::jthread> threads;
        threads.reserve(wave.size());
        for (const Release* release : wave)
          threads.emplace_back([this, release] { install(*release); });
      }
      for (const Release* release : wave) done.insert(release->name);
      if (failed_) return tl::make_unexpected(Exit::kEngineFailed);
    }
    return {};
  }

 private:
  // What runs side by side must not fail half-way for a reason that could be known before: charts,
  // namespaces, and releases that an earlier run left pending.
  Step<void> prepare() {
    for (const Release& release : room_.stack().releases) {
      auto path = chart_path(room_, cluster_.helm, release.chart);
      if (!path) return tl::make_unexpected(path.error());
      charts_[release.name] = *std::move(path);
      kubectl::NamespaceOptions options{.name = release.release_namespace,
                                        .labels = release.namespace_labels};
      options.labels.emplace_back(kManagedLabel, "opta");
      const auto made = kubectl::apply_namespace(cluster_.kubectl, options);
      if (!made) return tl::make_unexpected(room_.fail(Code::kReleaseFailed, made.error()));
      if (made->failure)
        return tl::make_unexpected(
            room_.fail(Code::kReleaseFailed, {.message = made->failure->message}));
    }
    return settle_pending();
  }

  Step<void> settle_pending() {
    const auto list = helm::list(cluster_.helm, {});
    if (!list) return tl::make_unexpected(room_.fail(Code::kReleaseFailed, list.error()));
    if (list->failure)
      return tl::make_unexpected(
          room_.fail(Code::kReleaseFailed, {.message = list->failure->message}));
    for (const helm::ReleaseInfo& info : list->releases) {
      const bool ours = std::ranges::any_of(room_.stack().releases, [&](const Release& release) {
        return release.name == info.name && release.release_namespace == info.release_namespace;
      });
      if (!ours || !info.is_pending()) continue;
      room_.front().env.err(fmt::format(
          "An earlier run left the release {} unfinished; taking it back.\n", info.name));
      if (info.revision > 1) {
        static_cast<void>(
            helm::rollback(cluster_.helm, {.release = info.name,
                                           .release_namespace = info.release_namespace,
                                           .revision = info.revision - 1}));
      } else {
        static_cast<void>(helm::uninstall(
            cluster_.helm, {.release = info.name, .release_namespace = info.release_namespace}));
      }
    }
    return {};
  }

  void install(const Release& release) {
    Env& env = room_.front().env;
    const auto begin = std::chrono::steady_clock::now();
    const auto values =
        helm::ValuesFile::write(env.disk, join_path(room_.workspace().folder(), "values"),
                                release.name, values_json(release, inputs_));
    if (!values) return say_failed(release, values.error().message);
    const auto outcome =
        helm::upgrade(cluster_.helm, {.release = release.name,
                                      .release_namespace = release.release_namespace,
                                      .chart = charts_.at(release.name),
                                      .values_files = {values->path()},
                                      .timeout = std::chrono::seconds(release.timeout_s),
                                      .history_max = release.max_history,
                                      .undo_on_failure = !release.crds});
    if (!outcome) return say_failed(release, outcome.error().message);
    if (outcome->failure) return say_failed(release, outcome->failure->message);
    const auto seconds =
        std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - begin)
            .count();
    const std::scoped_lock lock(mutex_);
    env.err(fmt::format("installed release {} in namespace {} ({} s)\n", release.name,
                        release.release_namespace, seconds));
  }

  void say_failed(const Release& release, const std::string& message) {
    const std::scoped_lock lock(mutex_);
    failed_ = true;
    Diagnostic& report = room_.front().diagnostics.report(
        Code::kReleaseFailed, release.span, fmt::format("the release `{}` failed", release.name),
        "`kubectl get pods` and `kubectl describe` in its namespace show more");
    report.notes.push_back(printable(trim(message)));
    room_.front().show_warnings();
  }

  EngineRoom& room_;
  const ClusterAccess& cluster_;
  Inputs inputs_;
  std::map<std::string, std::string> charts_;
  std::mutex mutex_;
  bool failed_ = false;
};

}  // namespace

std::string values_json(const Release& release, const Inputs& inputs) {
  return to_json(release.values, inputs).dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Step<Inputs> read_release_inputs(EngineRoom& room) {
  const auto outputs = read_state_outputs(room, room.layer().name);
  if (!outputs) return tl::make_unexpected(outputs.error());
  Inputs inputs;
  const auto found = outputs->find(kReleaseInputsOutput);
  if (found == outputs->end() || found->second.json.empty()) return inputs;
  const Json values = Json::parse(found->second.json, nullptr, false);
  for (const auto& [key, value] : values.items()) inputs[key] = value.dump();
  return inputs;
}

Step<void> install_releases(EngineRoom& room, const ClusterAccess& cluster) {
  auto inputs = read_release_inputs(room);
  if (!inputs) return tl::make_unexpected(inputs.error());
  return Installer(room, cluster, *std::move(inputs)).run();
}

Step<void> remove_releases(EngineRoom& room, const ClusterAccess& cluster) {
  const auto list = helm::list(cluster.helm, {});
  if (!list) return tl::make_unexpected(room.fail(Code::kReleaseFailed, list.error()));
  if (list->failure)
    return tl::make_unexpected(
        room.fail(Code::kReleaseFailed, {.message = list->failure->message}));
  std::set<std::string> namespaces;
  const std::vector<Release>& releases = room.stack().releases;
  for (auto release = releases.rbegin(); release != releases.rend(); ++release) {
    namespaces.insert(release->release_namespace);
    const bool there = std::ranges::any_of(list->releases, [&](const helm::ReleaseInfo& info) {
      return info.name == release->name && info.release_namespace == release->release_namespace;
    });
    if (!there) continue;
    const auto removed = helm::uninstall(
        cluster.helm, {.release = release->name, .release_namespace = release->release_namespace});
    if (!removed) return tl::make_unexpected(room.fail(Code::kReleaseFailed, removed.error()));
    if (removed->failure)
      return tl::make_unexpected(
          room.fail(Code::kReleaseFailed, {.message = removed->failure->message}));
    room.front().env.err(fmt::format("removed release {}\n", release->name));
  }
  for (const std::string& name : namespaces) {
    const bool shared = std::ranges::any_of(list->releases, [&](const helm::ReleaseInfo& info) {
      return info.release_namespace == name &&
             std::ranges::find(releases, info.name, &Release::name) == releases.end();
    });
    if (shared || name == "default" || name.starts_with("kube-")) continue;
    const auto gone = kubectl::delete_object(cluster.kubectl, {.type = "namespaces", .name = name});
    if (!gone) return tl::make_unexpected(room.fail(Code::kReleaseFailed, gone.error()));
    if (gone->failure)
      return tl::make_unexpected(
          room.fail(Code::kReleaseFailed, {.message = gone->failure->message}));
  }
  return {};
}

Exit deploy_releases(EngineRoom& room) {
  if (room.stack().releases.empty()) return Exit::kDone;
  const auto cluster = reach_cluster(room);
  if (!cluster) return cluster.error();
  if (!*cluster) {
    room.front().diagnostics.report(
        Code::kClusterLeftOut, room.layer().name_span,
        fmt::format("{} not installed: no cluster can be reached",
                    counted(room.stack().releases.size(), "Helm release")),
        room.is_sandbox() ? "OPTA_KUBECONFIG names a cluster for the sandbox"
                          : "add `- type: k8s-cluster` to the environment");
    room.front().show_warnings();
    return Exit::kDone;
  }
  const auto installed = install_releases(room, **cluster);
  return installed ? Exit::kDone : installed.error();
}

Exit withdraw_releases(EngineRoom& room) {
  if (room.stack().releases.empty()) return Exit::kDone;
  const auto cluster = reach_cluster(room);
  if (!cluster) return cluster.error();
  if (!*cluster) return Exit::kDone;
  const auto removed = remove_releases(room, **cluster);
  return removed ? Exit::kDone : removed.error();
}

}  // namespace opta
