// Planning and its result as the user sees them; shared by plan, apply and destroy.
#pragma once

#include "app/cluster_forecast.h"
#include "app/engine_room.h"
#include "app/proof.h"

namespace opta {

// Cloud and cluster: one plan, one look, one question.
struct WholePlan {
  EngineRoom::Planned cloud;
  ClusterForecast cluster;
  // None where a part is planned, or all goes.
  std::optional<Proof> proof = {};

  bool breaks_promise() const { return proof && proof->is_broken(); }
  std::size_t loses_data_count() const;
};

// Plans with a word on the way, and decides the promises. `deployed`: inputs of releases that
// neither file nor Terraform gives.
Step<WholePlan> plan_with_view(EngineRoom& room, const EngineRoom::PlanWish& wish = {},
                               const InputValues& deployed = {});
// kPromiseBroken, with an error that names the promises, where an apply has to stop.
Exit check_promises(EngineRoom& room, const WholePlan& planned);
// Takes the saved plan away when nothing will use it any more: it carries the state it was made
// from.
void forget_plan(EngineRoom& room);
// The summary, or all of it, or JSON, or Markdown.
void report_plan(EngineRoom& room, const WholePlan& planned, const RunArguments& arguments);

}  // namespace opta
