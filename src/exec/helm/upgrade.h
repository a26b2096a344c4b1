// helm upgrade --install: makes a release, or brings it to what the chart and the values say.
#pragma once

#include <utility>

#include "exec/helm/context.h"

namespace opta::helm {

struct UpgradeOptions {
  static constexpr std::chrono::seconds kTimeout{300};
  static constexpr int kHistoryMax = 10;

  std::string release;
  std::string release_namespace;  // must exist: Opta makes it, with its labels
  std::string chart;              // folder or archive
  std::vector<std::string> values_files = {};
  std::chrono::seconds timeout = kTimeout;
  int history_max = kHistoryMax;
  // Puts back what was there when the new objects do not get ready. Not for custom resource
  // definitions: taking them away takes all their objects along.
  bool undo_on_failure = true;       // waits too
  bool clean_up_on_failure = false;  // takes away what a failed upgrade has newly made
  bool wait = true;                  // until what is made is ready
  bool wait_for_jobs = false;        // and its jobs have ended
  // Helm 4 alone: the server merges instead of Helm. Off, so that both versions do the same and a
  // field that an autoscaler has taken over is no conflict.
  bool server_side = false;
  // Of Helm's own record of the release, from Helm 3.13 on: key -> value.
  std::vector<std::pair<std::string, std::string>> labels = {};
  std::string description = {};  // of the revision; empty: Helm's own
  bool skip_crds = false;        // what stands in the chart's crds/
};

std::vector<std::string> upgrade_arguments(const UpgradeOptions& options, int major_version);
// Helm's notes go to `on_out` line by line; they are the chart's words and may hold values.
Result<ClusterOutcome> upgrade(const Context& context, const UpgradeOptions& options,
                               const LineSink& on_out = {});

}  // namespace opta::helm
