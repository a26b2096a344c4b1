#include "app/doctor.h"

#include <algorithm>

#include <fmt/format.h>

#include "app/cluster_access.h"
#include "app/doctor/checks.h"
#include "app/places.h"
#include "base/text.h"
#include "exec/tools.h"

namespace opta {

namespace {

bool is_broken(const Findings& findings, std::string_view area) {
  return std::ranges::any_of(findings, [&](const Finding& finding) {
    return finding.area == area && finding.health == Health::kBroken;
  });
}

void check_layer(FrontEnd& front, const CloudRoom& room, const std::vector<Release>& releases,
                 Findings& findings) {
  check_identity(room, findings);
  check_support(front.diagnostics, findings);
  // Without credentials all of the rest would fail for that one reason.
  if (is_broken(findings, "account") || !find_tool(Tool::kAws, room.environment())) return;
  check_state(room, findings);
  check_acm(room, findings);
  if (!find_tool(Tool::kKubectl, room.environment())) return;
  const auto cluster = reach_cluster(room);
  if (cluster && *cluster) check_cluster(room, **cluster, releases, findings);
}

}  // namespace

Exit doctor(Env& env, const RunArguments& arguments, bool quick) {
  FrontEnd front(env);
  const auto layer = front.load(arguments.layer, false);
  if (!layer) return front.report(arguments.layer.format);
  const Releases releases = emit_releases(*layer, front.diagnostics);
  front.check_releases(*layer, releases.all);
  Findings findings;
  check_tools(env, findings);
  const auto room = CloudRoom::open(front, layer, arguments.sandbox);
  if (!room) return room.error();
  check_layer(front, *room, releases.all, findings);
  const bool may_plan = !is_broken(findings, "account") && !is_broken(findings, "state") &&
                        find_engine(env.runner, env.variables, cache_folder(env)).has_value();
  if (!quick && may_plan) check_plan(front, arguments, findings);
  const auto count = [&](Health health) {
    return static_cast<std::size_t>(std::ranges::count(findings, health, &Finding::health));
  };
  const std::size_t broken = count(Health::kBroken);
  if (arguments.layer.format == Format::kJson) {
    env.out(findings_json(layer->name, findings) + "\n");
  } else {
    env.out(findings_text(findings));
    env.err(fmt::format("\n{} good, {} to look at, {} broken, {} that could not be asked.\n",
                        count(Health::kGood), count(Health::kAttention), broken,
                        count(Health::kUnknown)));
  }
  return broken > 0 ? Exit::kEngineFailed : Exit::kDone;
}

}  // namespace opta
