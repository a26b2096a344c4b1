#include "app/cluster_forecast.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/chart_source.h"
#include "app/kept_values.h"
#include "app/made_namespaces.h"
#include "app/release_secrets.h"
#include "app/rendering.h"
#include "app/running_objects.h"
#include "base/text.h"
#include "exec/kubectl/get.h"
#include "layer/gitops.h"
#include "plan/object_diff.h"

namespace opta {

namespace {

using Objects = std::vector<KubeObject>;

constexpr const char* kManagedPath = "metadata.labels[\"app.kubernetes.io/managed-by\"]";

// What Helm keeps no account of, though it belongs to the release: namespaces, the Secret that Opta
// writes, and definitions from a chart's crds folder.
bool is_outside_manifest(const KubeObject& object) {
  return object.kind == "Namespace" || is_release_secret(object) ||
         (object.kind == kDefinitionKind && object.source.contains("/crds/"));
}

// Empty when the object has no such label.
std::string label_of(const KubeObject& object, std::string_view label) {
  const std::string_view text = text_at(object, fmt::format("metadata.labels[\"{}\"]", label));
  const auto value = nlohmann::json::parse(text, nullptr, false);
  return value.is_string() ? value.get<std::string>() : std::string();
}

class Forecaster {
 public:
  explicit Forecaster(EngineRoom& room) : room_(room) {}

  Step<ClusterForecast> apply(InputValues given, std::vector<ReleaseName> gone) {
    forecast_.inputs = std::move(given);
    forecast_.gone = std::move(gone);
    auto rendered = gitops() != nullptr ? left_to_gitops() : rendered_for_helm();
    if (!rendered) return tl::make_unexpected(rendered.error());
    const InputValues& inputs = forecast_.inputs;
    const std::vector<Release>& releases = room_.stack().releases;
    add_namespaces(room_.stack(), *rendered);
    for (std::size_t i = 0; i < releases.size(); ++i) {
      Objects& objects = (*rendered)[i];
      if (releases[i].secret) {
        objects.push_back(secret_object(room_.layer().name, releases[i], inputs));
      }
      forecast_.rendered.push_back(objects);
      sides_.push_back({.release = releases[i].name,
                        .release_namespace = releases[i].release_namespace,
                        .module = releases[i].module,
                        .rendered = std::move(objects)});
    }
    return finish();
  }

  Step<ClusterForecast> drift() {
    if (auto looked = look(); !looked) return tl::make_unexpected(looked.error());
    forecast_.gone.clear();
    for (const Release& release : room_.stack().releases) {
      if (stored(release.release_namespace, release.name) == nullptr) continue;
      sides_.push_back({.release = release.name,
                        .release_namespace = release.release_namespace,
                        .module = release.module});
    }
    wants_last_applied_ = true;
    auto forecast = finish();
    if (!forecast) return forecast;
    for (const Release& release : room_.stack().releases) {
      const auto found = std::ranges::find_if(sides_, [&](const ReleaseSides& sides) {
        return sides.release == release.name &&
               sides.release_namespace == release.release_namespace;
      });
      forecast->running.push_back(found == sides_.end() ? Objects() : std::move(found->running));
    }
    return forecast;
  }

  Step<ClusterForecast> destroy(std::vector<ReleaseName> gone) {
    const std::vector<Release>& releases = room_.stack().releases;
    for (auto release = releases.rbegin(); release != releases.rend(); ++release) {
      forecast_.gone.push_back({release->release_namespace, release->name});
    }
    for (ReleaseName& name : gone) forecast_.gone.push_back(std::move(name));
    // With an environment its cluster goes, and all definitions with it, unless the cluster is one
    // that was lent for a sandbox. A service leaves definitions alone: others may use them.
    takes_definitions_ = room_.is_sandbox() && room_.layer().kind == LayerKind::kEnvironment;
    if (auto looked = look(); !looked) return tl::make_unexpected(looked.error());
    return finish();
  }

 private:
  // Null: Helm deploys.
  const GitOps* gitops() const {
    const std::optional<GitOps>& gitops = room_.layer().gitops;
    return gitops ? &*gitops : nullptr;
  }

  Step<std::vector<Objects>> rendered_for_helm() {
    const auto charts = find_charts(room_, [this] { return find_helm(room_); });
    if (!charts) return tl::make_unexpected(charts.error());
    if (auto looked = look(); !looked) return tl::make_unexpected(looked.error());
    const kubectl::Context* cluster = forecast_.cluster ? &*forecast_.cluster : nullptr;
    if (auto kept = keep_values(room_, forecast_.stored, cluster, forecast_.inputs); !kept) {
      return tl::make_unexpected(kept.error());
    }
    return render_releases(room_, forecast_.inputs, forecast_.capabilities);
  }

  // What the charts make is another's; the namespaces and the Secrets stay ours.
  Step<std::vector<Objects>> left_to_gitops() {
    if (auto looked = look(); !looked) return tl::make_unexpected(looked.error());
    for (const Release& release : room_.stack().releases) {
      const helm::StoredRelease* installed = stored(release.release_namespace, release.name);
      if (installed == nullptr || !installed->is_pending()) continue;
      return tl::make_unexpected(room_.fail(
          Code::kDeployedByGitOps,
          {.message = fmt::format("Helm is at work on the release `{}`, or was cut short: it "
                                  "cannot be handed over to {}",
                                  release.name, tool_name(*gitops())),
           .help = "wait for the other run; what a dead one left, `opta apply` puts right while "
                   "`gitops` is out of the file"}));
    }
    return std::vector<Objects>(room_.stack().releases.size());
  }

  const helm::StoredRelease* stored(const std::string& release_namespace,
                                    const std::string& name) const {
    return forecast_.stored.find(release_namespace, name);
  }

  Step<void> look() {
    forecast_.capabilities = wanted_capabilities(room_.layer());
    auto cluster = reach_cluster(room_);
    if (!cluster) return tl::make_unexpected(cluster.error());
    if (!*cluster) return {};
    const auto stored = helm::stored_releases(**cluster);
    if (!stored) return tl::make_unexpected(room_.fail(Code::kReleaseFailed, stored.error()));
    if (stored->failure) return leave_out(*stored->failure);
    auto capabilities = kubectl::capabilities(**cluster);
    if (!capabilities) {
      return tl::make_unexpected(room_.fail(Code::kReleaseFailed, capabilities.error()));
    }
    if (capabilities->failure) return leave_out(*capabilities->failure);
    forecast_.capabilities = *std::move(capabilities);
    forecast_.stored = *stored;
    add_orphans();
    forecast_.cluster.emplace(**std::move(cluster));
    return {};
  }

  // Releases that carry the layer's name, though neither its file nor its state knows of them: a
  // run was cut short.
  void add_orphans() {
    for (const helm::StoredRelease& release : forecast_.stored.releases) {
      const auto label = release.labels.find(kLayerLabel);
      if (label == release.labels.end() || label->second != room_.layer().name) continue;
      ReleaseName name{release.release_namespace, release.name};
      const bool known =
          std::ranges::find(forecast_.gone, name) != forecast_.gone.end() ||
          std::ranges::any_of(room_.stack().releases, [&](const Release& other) {
            return other.name == name.name && other.release_namespace == name.release_namespace;
          });
      if (!known) forecast_.gone.push_back(std::move(name));
    }
  }

  Step<void> leave_out(const ClusterFailure& failure) {
    Diagnostic& report = room_.front().diagnostics.report(
        Code::kClusterLeftOut, room_.layer().name_span, "the cluster cannot be asked what runs",
        "check that this machine may reach it, and with whose credentials");
    report.notes.push_back(printable(trim(failure.message)));
    room_.front().show_warnings();
    forecast_.unreachable = true;
    return {};
  }

  Step<ClusterForecast> finish() {
    forecast_.gone_unknown = forecast_.unreachable && !forecast_.gone.empty();
    // What is not installed needs not go; of what others deploy, namespace and Secret are there.
    std::erase_if(forecast_.gone, [this](const ReleaseName& name) {
      return gitops() == nullptr && stored(name.release_namespace, name.name) == nullptr;
    });
    for (const ReleaseName& name : forecast_.gone) {
      sides_.push_back(
          {.release = name.name, .release_namespace = name.release_namespace, .goes = true});
    }
    if (forecast_.cluster) {
      if (auto compared = add_last_applied(); !compared) {
        return tl::make_unexpected(compared.error());
      }
      add_gone_namespaces();
      if (auto added = add_gone_secrets(); !added) return tl::make_unexpected(added.error());
      if (takes_definitions_) {
        if (auto added = add_gone_definitions(); !added) return tl::make_unexpected(added.error());
      }
      if (auto asked = add_running(); !asked) return tl::make_unexpected(asked.error());
    }
    for (const ReleaseSides& sides : sides_) {
      ReleasePlan plan = diff_release(sides);
      const helm::StoredRelease* installed = stored(sides.release_namespace, sides.release);
      const bool unfinished = installed != nullptr && !installed->is_deployed();
      plan.handed_over = installed != nullptr && is_left_to_gitops(sides);
      if ((unfinished || plan.handed_over) && plan.action == Action::kNone) {
        plan.action = Action::kUpdate;
      }
      if (unfinished && !plan.handed_over) plan.unfinished = installed->status;
      forecast_.plan.releases.push_back(std::move(plan));
    }
    if (gitops() != nullptr) forecast_.plan.deployed_by = deployer_of(*gitops());
    return std::move(forecast_);
  }

  bool is_left_to_gitops(const ReleaseSides& sides) const {
    return gitops() != nullptr && !sides.goes;
  }

  Step<void> add_last_applied() {
    for (ReleaseSides& sides : sides_) {
      const helm::StoredRelease* installed = stored(sides.release_namespace, sides.release);
      if (is_left_to_gitops(sides) || (gitops() != nullptr && installed == nullptr)) {
        sides.last_applied.emplace();
        continue;
      }
      if (installed == nullptr) continue;
      auto objects =
          decode_manifest(installed->manifest, {.default_namespace = sides.release_namespace});
      if (!objects) {
        return tl::make_unexpected(room_.fail(
            Code::kReleaseFailed,
            {.message = fmt::format("what the release `{}` was installed as cannot be read: {}",
                                    sides.release, objects.error().message)}));
      }
      sides.last_applied = *std::move(objects);
      if (wants_last_applied_) sides.rendered = *sides.last_applied;
    }
    return {};
  }

  Step<void> add_running() {
    std::vector<ObjectName> names;
    for (const ReleaseSides& sides : sides_) {
      const Objects none;
      const std::vector<ObjectName> more =
          objects_to_compare(sides.rendered, sides.last_applied ? *sides.last_applied : none);
      names.insert(names.end(), more.begin(), more.end());
    }
    const auto running = running_objects(room_, *forecast_.cluster, names);
    if (!running) return tl::make_unexpected(running.error());
    for (ReleaseSides& sides : sides_) share_out(*running, sides);
    return {};
  }

  // A namespace goes with the last release in it.
  void add_gone_namespaces() {
    std::set<std::string> kept;
    for (const helm::StoredRelease& release : forecast_.stored.releases) {
      const ReleaseName name{release.release_namespace, release.name};
      if (std::ranges::find(forecast_.gone, name) == forecast_.gone.end()) {
        kept.insert(release.release_namespace);
      }
    }
    for (auto sides = sides_.rbegin(); sides != sides_.rend(); ++sides) {
      const std::string& name = sides->release_namespace;
      if (!sides->goes) {
        kept.insert(name);
      } else if (is_ours_to_make(name) && is_surely_empty(*sides) && kept.insert(name).second) {
        sides->last_applied->push_back(namespace_object(name));
      }
    }
  }

  // Who else deploys into a namespace from git, Helm does not know: only the layer's own goes.
  bool is_surely_empty(const ReleaseSides& sides) const {
    return gitops() == nullptr || sides.release_namespace == room_.layer().name;
  }

  // Secrets that Opta wrote, and that a release needs no more or leaves behind.
  Step<void> add_gone_secrets() {
    auto secrets = labelled("secrets");
    if (!secrets) return tl::make_unexpected(secrets.error());
    for (KubeObject& object : *secrets) {
      const std::string release = label_of(object, kReleaseLabel);
      for (ReleaseSides& sides : sides_) {
        const bool is_its = sides.release == release && sides.last_applied &&
                            sides.release_namespace == object.object_namespace;
        const bool stays = std::ranges::any_of(sides.rendered, [&](const KubeObject& other) {
          return is_release_secret(other) && other.name == object.name;
        });
        if (is_its && !stays) sides.last_applied->push_back(object);
      }
    }
    return {};
  }

  // Objects of a type that carry the layer's name.
  Step<Objects> labelled(const std::string& type) {
    const auto answer = kubectl::get(
        *forecast_.cluster,
        {.types = {type}, .selector = fmt::format("{}={}", kLayerLabel, room_.layer().name)});
    if (!answer) return tl::make_unexpected(room_.fail(Code::kReleaseFailed, answer.error()));
    if (answer->failure) {
      return tl::make_unexpected(
          room_.fail(Code::kReleaseFailed, {.message = answer->failure->message}));
    }
    auto objects = decode_objects(answer->text);
    if (!objects) return tl::make_unexpected(room_.fail(Code::kReleaseFailed, objects.error()));
    return *std::move(objects);
  }

  // Definitions outlive their release: those that Helm was told to keep, and those from a chart's
  // crds folder.
  Step<void> add_gone_definitions() {
    const auto definitions = labelled("customresourcedefinitions");
    if (!definitions) return tl::make_unexpected(definitions.error());
    for (ReleaseSides& sides : sides_) {
      for (KubeObject& object : *sides.last_applied) {
        if (object.kind == kDefinitionKind) object.kept = false;
      }
      for (const KubeObject& object : *definitions) {
        if (label_of(object, kReleaseLabel) == sides.release) {
          sides.last_applied->push_back(object);
        }
      }
    }
    return {};
  }

  void share_out(const Objects& running, ReleaseSides& sides) const {
    const Objects none;
    const Objects& last = sides.last_applied ? *sides.last_applied : none;
    std::set<std::pair<std::string_view, std::string_view>> wanted;
    for (const Objects* side : {static_cast<const Objects*>(&sides.rendered), &last}) {
      for (const KubeObject& object : *side) wanted.emplace(object.kind, object.name);
    }
    std::ranges::copy_if(running, std::back_inserter(sides.running), [&](const KubeObject& object) {
      return wanted.contains({object.kind, object.name});
    });
    std::ranges::copy_if(sides.rendered, std::back_inserter(sides.outside), is_outside_manifest);
    if (!sides.goes) return;
    std::erase_if(sides.running, [](const KubeObject& object) {
      return object.kind == "Namespace" && text_at(object, kManagedPath) != "\"opta\"";
    });
    if (!takes_definitions_) return;
    for (KubeObject& object : sides.running) {
      if (object.kind == kDefinitionKind) object.kept = false;
    }
  }

  EngineRoom& room_;
  ClusterForecast forecast_;
  bool takes_definitions_ = false;
  bool wants_last_applied_ = false;
  std::vector<ReleaseSides> sides_;
};

}  // namespace

Step<ClusterForecast> forecast_apply(EngineRoom& room, InputValues inputs,
                                     std::vector<ReleaseName> gone) {
  if (room.stack().releases.empty() && gone.empty()) return ClusterForecast();
  return Forecaster(room).apply(std::move(inputs), std::move(gone));
}

Step<ClusterForecast> forecast_drift(EngineRoom& room) {
  if (room.stack().releases.empty()) return ClusterForecast();
  return Forecaster(room).drift();
}

Step<ClusterForecast> forecast_destroy(EngineRoom& room, std::vector<ReleaseName> gone) {
  if (room.stack().releases.empty() && gone.empty()) return ClusterForecast();
  return Forecaster(room).destroy(std::move(gone));
}

}  // namespace opta
