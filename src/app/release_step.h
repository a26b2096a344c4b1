// One release's installation: what its objects need first, then Helm, then what Helm leaves.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/cluster_forecast.h"
#include "app/release_undo.h"
#include "exec/helm/context.h"
#include "rollout/problem.h"

namespace opta {

// Why a step failed.
struct Refusal {
  std::string message;  // the words of the program that was asked
  // What the cluster says of it; empty where it was no rollout that failed, or nobody could tell.
  std::vector<RolloutProblem> problems = {};
  bool was_hopeless = false;  // it was not waited for to the end of the time
  std::optional<ReleaseUndo> undo = {};
};

template <class Outcome>
std::optional<Refusal> refusal_of(const Result<Outcome>& outcome) {
  if (!outcome) return Refusal{.message = outcome.error().message};
  if (outcome->failure) return Refusal{.message = outcome->failure->message};
  return std::nullopt;
}

// Secrets that Opta wrote and that the plan takes away: Helm leaves them.
std::optional<Refusal> delete_gone_secrets(const kubectl::Context& cluster,
                                           const ReleasePlan& plan);

// "Deployment.v1.apps", as kubectl takes it.
std::string kubectl_type(const ObjectChange& change);

// What it needs, all of which must outlive the call. `chart` and `values` are paths.
struct ReleaseStep {
  const kubectl::Context& cluster;
  const helm::Context& helm;
  const std::string& layer;
  const Release& release;
  const ReleasePlan& plan;
  const kubectl::Capabilities& capabilities;
  const helm::StoredRelease* stored = nullptr;  // as it is installed now
  const std::string& chart;
  const std::string& values;
  const std::string& author;  // who runs Opta; empty where nobody knows
  const std::string& secret;  // manifest of the release's Secret, or empty
};
std::optional<Refusal> run(const ReleaseStep& step);

}  // namespace opta
