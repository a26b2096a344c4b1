// helm list: the releases of a cluster.
#pragma once

#include "exec/helm/context.h"

namespace opta::helm {

struct ReleaseInfo {
  std::string name;
  std::string release_namespace;
  int revision = 0;
  std::string status = {};       // "deployed", "failed", "pending-upgrade"
  std::string chart = {};        // "hello-0.1.0"
  std::string app_version = {};  // "1.16.0"
  std::string updated = {};      // Helm's own form of the time

  bool is_pending() const { return status.starts_with("pending-"); }
};

struct ReleaseList {
  std::vector<ReleaseInfo> releases = {};
  std::optional<ClusterFailure> failure = {};

  bool ok() const { return !failure; }
};

struct ListOptions {
  std::string release_namespace = {};  // empty: all
};

std::vector<std::string> list_arguments(const ListOptions& options, int major_version);
// Nothing when the text is no such list.
std::optional<std::vector<ReleaseInfo>> decode_list(std::string_view json_text);
// In every state, also failed and pending ones.
Result<ReleaseList> list(const Context& context, const ListOptions& options);

}  // namespace opta::helm
