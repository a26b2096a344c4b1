// `destroy` of an environment: what controllers in its cluster made in the cloud is shown before
// the question, and removed around Terraform's part.
#pragma once

#include "app/engine_room.h"
#include "app/leftovers.h"

namespace opta {

class Sweep {
 public:
  // Finds out what there is. Empty for a service, and where there never was a cluster.
  static Step<Sweep> prepare(EngineRoom& room, const aws::Cli& cli);

  bool has_cluster() const { return !traces_.empty(); }
  bool empty() const { return list_.found.empty(); }
  void report(Format format) const;

  // Once nothing in the cluster makes anything any more: what keeps the network from going.
  Exit clear_network(Format format);
  // After Terraform: volumes, which nothing holds now, and logs, which nothing writes now.
  Exit clear_rest(Format format);
  // All is gone: so is the note of it.
  void forget();

 private:
  Sweep(EngineRoom& room, const aws::Cli& cli, ClusterTraces traces, LeftoverList list)
      : room_(&room), cli_(&cli), traces_(std::move(traces)), list_(std::move(list)) {}

  Exit clear(Format format, bool network_only);
  void warn_of_unknown(const LeftoverList& list) const;

  EngineRoom* room_;
  const aws::Cli* cli_;
  ClusterTraces traces_;
  LeftoverList list_;
};

}  // namespace opta
