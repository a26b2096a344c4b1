#include "app/drift.h"

#include <fmt/format.h>

#include "app/cluster_forecast.h"
#include "app/engine_room.h"
#include "app/plan_report.h"
#include "app/recovery.h"
#include "base/text.h"
#include "view/drift_view.h"

namespace opta {

namespace {

Step<std::vector<DriftedThing>> found_drift(EngineRoom& room) {
  const auto cloud = room.plan({}, {});
  if (!cloud) return tl::make_unexpected(cloud.error());
  forget_plan(room);
  std::vector<DriftedThing> found = cloud_drift(cloud->plan);
  const auto cluster = forecast_drift(room);
  if (!cluster) return tl::make_unexpected(cluster.error());
  for (DriftedThing& thing : cluster_drift(cluster->plan)) found.push_back(std::move(thing));
  return found;
}

}  // namespace

Exit drift(Env& env, const RunArguments& arguments) {
  FrontEnd front(env);
  auto opened = EngineRoom::open(front, arguments);
  if (!opened) return opened.error();
  EngineRoom& room = **opened;
  const auto leftovers = settle_runs(room);
  if (!leftovers) return leftovers.error();
  if (auto prepared = room.prepare(false); !prepared) return prepared.error();
  if (auto mended = mend_state(room, *leftovers); !mended) return mended.error();
  env.err(fmt::format("Comparing {} with what the last apply left…\n", room.layer().name));
  const auto found = found_drift(room);
  if (!found) return found.error();
  if (arguments.layer.format == Format::kJson) {
    env.out(drift_json(room.layer().name, *found) + "\n");
  } else if (found->empty()) {
    env.out(fmt::format("No drift: `{}` is as the last apply left it.\n", room.layer().name));
  } else {
    env.out(drift_text(*found));
    env.err(fmt::format(
        "\n{} changed outside Opta. `opta apply` brings back what the file says; to keep what was "
        "found, write it into the file first.\n",
        counted(found->size(), "thing")));
  }
  return found->empty() ? Exit::kDone : Exit::kDrifted;
}

}  // namespace opta
