// The promises of a layer, decided: on a plan before anything is touched, on what an apply has
// made, and on what stands now.
#pragma once

#include <string>
#include <vector>

#include "app/engine_room.h"
#include "plan/manifest.h"
#include "prove/cluster.h"
#include "prove/verdict.h"

namespace opta {

struct Proof {
  // What the verdicts point into.
  prove::World world = {};
  prove::Cluster cluster = {};
  std::vector<prove::Verdict> verdicts = {};  // with the file's waivers
  bool has_surroundings = false;              // the environment's network is in the world
  std::string decided_on = {};                // "what will exist": for people
  std::string terraform_version = {};
  std::string kubernetes_version = {};  // empty where the layer has nothing in a cluster

  bool is_broken() const { return prove::is_any_broken(verdicts); }
  bool has_unknown() const;
};

// What will exist, or with PlanWish::present what stands. `objects`: of each release of the stack,
// in its order; fewer: those of the rest are not known. Takes the world out of `cloud`, and warns
// of waivers that do nothing. Where a way through the network is not known, the state of the
// service's environment is asked.
Step<Proof> prove_planned(EngineRoom& room, EngineRoom::Planned& cloud,
                          const std::vector<std::vector<KubeObject>>& objects,
                          const std::string& kubernetes_version);
// Before it is written for Argo CD or Flux: `objects` of each release of the stack, in its order.
// Nothing else is looked at, and an apply decides the rest.
Proof prove_manifests(const EngineRoom& room, const std::vector<std::vector<KubeObject>>& objects);
// Lays the network of the service's environment, out of its state, beside the world. Takes the
// verdicts away, which are of the world before.
Step<void> add_surroundings(const EngineRoom& room, Proof& proof);
// On what an apply has made, asked from the cloud.
Step<Proof> prove_applied(EngineRoom& room, const std::vector<std::vector<KubeObject>>& objects);

// An error that names the broken promises. `stands`: an apply has made it.
void report_broken(EngineRoom& room, const Proof& proof, bool stands);

}  // namespace opta
