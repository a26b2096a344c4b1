// The sandbox's cluster: a Kubernetes control plane on this machine, started and ended by the
// scripts of sandbox/cluster, or a cluster that the user names.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/env.h"
#include "base/file_system.h"
#include "exec/process_identity.h"

namespace opta {

struct SandboxCluster {
  struct Part {
    std::string name;  // "kube-apiserver"
    pid_t pid = 0;
    bool alive = false;
  };

  std::string kubeconfig = {};
  std::string server = {};       // https://127.0.0.1:PORT; empty for the user's cluster
  std::vector<Part> parts = {};  // none for the user's cluster

  bool is_the_users() const { return parts.empty(); }
  bool runs() const;
  // The names of the parts that run no more.
  std::vector<std::string> dead() const;
};

// What an earlier `up --cluster` left, dead or alive; nothing when there is none.
std::optional<SandboxCluster> find_cluster(const Env& env);

// The running one, or a new one. The first start on a machine builds Kubernetes, which takes
// minutes; what the scripts say goes to `err` as it comes. `os_error` is EINTR when the user ended
// it by Ctrl-C; nothing that it started runs then.
Result<SandboxCluster> start_cluster(Env& env, const FileSystem& library);
// Asks the cluster of a kubeconfig for an answer, and takes it for the sandbox's from now on.
Result<SandboxCluster> use_cluster(Env& env, const std::string& kubeconfig);
// Whether its API server is ready. Without kubectl: whether its processes run.
bool answers(Env& env, const SandboxCluster& cluster);
// Ends it; true when there was one. A cluster of the user's is only forgotten.
Result<bool> stop_cluster(Env& env);

// The authority's certificate, and the administrator's with its key: paths.
struct ClusterCredentials {
  std::string authority;
  std::string certificate;
  std::string key;
};
ClusterCredentials cluster_credentials(const Env& env);

}  // namespace opta
