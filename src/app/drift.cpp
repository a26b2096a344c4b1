#include "app/drift.h"

#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/cluster_forecast.h"
#include "app/engine_room.h"
#include "app/plan_report.h"
#include "app/recovery.h"
#include "app/state_outputs.h"
#include "base/text.h"
#include "layer/gitops.h"
#include "view/drift_view.h"

namespace opta {

namespace {

struct Found {
  std::vector<DriftedThing> drift = {};
  ClusterSide cluster = ClusterSide::kNone;
};

// Releases that the last apply has installed, as "NAMESPACE/NAME".
Step<std::set<std::string>> applied_releases(EngineRoom& room) {
  const auto outputs = read_state_outputs(room, room.layer().name);
  if (!outputs) return tl::make_unexpected(outputs.error());
  std::set<std::string> names;
  const auto found = outputs->find(kReleasesOutput);
  if (found == outputs->end()) return names;
  for (const auto& name : nlohmann::json::parse(found->second.json, nullptr, false)) {
    if (name.is_string()) names.insert(name.get<std::string>());
  }
  return names;
}

Step<void> add_cluster(EngineRoom& room, Found& found) {
  if (room.stack().releases.empty()) return {};
  if (room.layer().gitops) {
    room.front().env.err(
        fmt::format("What runs in the cluster, {} compares.\n", tool_name(*room.layer().gitops)));
    return {};
  }
  const auto applied = applied_releases(room);
  if (!applied) return tl::make_unexpected(applied.error());
  const auto forecast = forecast_drift(room);
  if (!forecast) return tl::make_unexpected(forecast.error());
  if (!forecast->cluster) {
    found.cluster = applied->empty() ? ClusterSide::kNone : ClusterSide::kNotReached;
    return {};
  }
  found.cluster = ClusterSide::kCompared;
  for (const Release& release : room.stack().releases) {
    const bool was_there = applied->contains(release.release_namespace + "/" + release.name);
    if (!was_there || forecast->stored.find(release.release_namespace, release.name) != nullptr) {
      continue;
    }
    found.drift.push_back(
        {.module = release.module,
         .name = fmt::format("release {} in namespace {}", release.name, release.release_namespace),
         .is_gone = true});
  }
  for (DriftedThing& thing : cluster_drift(forecast->plan)) {
    found.drift.push_back(std::move(thing));
  }
  return {};
}

Step<Found> find_drift(EngineRoom& room) {
  const auto cloud = room.plan({}, {});
  if (!cloud) return tl::make_unexpected(cloud.error());
  forget_plan(room);
  Found found{.drift = cloud_drift(cloud->plan)};
  if (auto added = add_cluster(room, found); !added) return tl::make_unexpected(added.error());
  return found;
}

void report(Env& env, const std::string& layer, const Found& found, Format format) {
  if (format == Format::kJson) {
    env.out(drift_json(layer, found.drift, found.cluster) + "\n");
    return;
  }
  const bool compared_all = found.cluster != ClusterSide::kNotReached;
  if (found.drift.empty() && compared_all) {
    env.out(fmt::format("No drift: `{}` is as the last apply left it.\n", layer));
  } else if (found.drift.empty()) {
    env.out(fmt::format("No drift of `{}` in the cloud.\n", layer));
  } else {
    env.out(drift_text(found.drift));
    env.err(fmt::format(
        "\n{} changed outside Opta. `opta apply` brings back what the file says; to keep what was "
        "found, write it into the file first.\n",
        counted(found.drift.size(), "thing")));
  }
  if (!compared_all) {
    env.err("What runs in the cluster was not compared: it could not be asked.\n");
  }
}

}  // namespace

Exit drift(Env& env, const RunArguments& arguments) {
  FrontEnd front(env);
  auto opened = EngineRoom::open(front, arguments);
  if (!opened) return opened.error();
  EngineRoom& room = **opened;
  if (auto ready = make_ready(room, false); !ready) return ready.error();
  if (room.is_first()) {
    const Found nothing;
    if (arguments.layer.format == Format::kJson) {
      report(env, room.layer().name, nothing, Format::kJson);
    } else {
      env.out(fmt::format("`{}` was never applied, so there is nothing to compare with.\n",
                          room.layer().name));
    }
    return Exit::kDone;
  }
  env.err(fmt::format("Comparing {} with what the last apply left…\n", room.layer().name));
  const auto found = find_drift(room);
  if (!found) return found.error();
  report(env, room.layer().name, *found, arguments.layer.format);
  if (!found->drift.empty()) return Exit::kDrifted;
  // That nothing was found means something only where all was looked at.
  return found->cluster == ClusterSide::kNotReached ? Exit::kEngineFailed : Exit::kDone;
}

}  // namespace opta
