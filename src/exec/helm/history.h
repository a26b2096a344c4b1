// helm history: the revisions of one release, the oldest first.
#pragma once

#include "exec/helm/context.h"

namespace opta::helm {

struct Revision {
  int number = 0;
  std::string status = {};  // "deployed", "superseded", "pending-upgrade"
  std::string chart = {};
  std::string description = {};  // "Upgrade complete"
  std::string updated = {};

  bool is_pending() const { return status.starts_with("pending-"); }
};

struct History {
  std::vector<Revision> revisions = {};  // none when there is no such release
  std::optional<ClusterFailure> failure = {};

  bool ok() const { return !failure; }
};

// The newest revision that ran as it should: where to roll back to. 0 when there is none.
int last_good_revision(const std::vector<Revision>& revisions);

struct HistoryOptions {
  std::string release;
  std::string release_namespace;
};

std::vector<std::string> history_arguments(const HistoryOptions& options);
std::optional<std::vector<Revision>> decode_history(std::string_view json_text);
Result<History> history(const Context& context, const HistoryOptions& options);

}  // namespace opta::helm
