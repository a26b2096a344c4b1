// Who reads a Secret, and starts again when it changes: an environment is read when a container
// starts.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "app/services.h"
#include "plan/manifest.h"

namespace opta {

struct SecretUser {
  std::string kind;  // "Deployment"
  std::string name;
  bool has_pods = true;  // it is not scaled to none
};

// Of these objects the workloads whose pods read the Secret, as variables or as files.
std::vector<SecretUser> secret_users(const std::vector<KubeObject>& objects,
                                     std::string_view secret);

struct RestartWish {
  std::string release;  // of the service whose Secret it is
  std::string object_namespace;
  std::string secret;
  std::chrono::seconds timeout{300};  // for each workload
};
// Gives them new pods, a few at a time, and waits until those are ready. The workloads that were
// started again; `fail`s when new pods do not get ready, or when interrupted, having said so.
Step<std::vector<SecretUser>> restart_secret_users(const CloudRoom& room,
                                                   const kubectl::Context& cluster,
                                                   const RestartWish& wish);

}  // namespace opta
