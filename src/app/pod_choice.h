// Which pod and container of a service is meant, where a command is about one.
#pragma once

#include <string>
#include <vector>

#include "app/services.h"
#include "exec/kubectl/pods.h"

namespace opta {

struct PodChoice {
  std::string pod;
  std::string container;
};

// `pod` and `container` empty: of the pods that serve the newest that is ready, else the newest
// that runs; its main container. An Error says what there is instead.
Result<PodChoice> choose_pod(const std::vector<kubectl::Pod>& pods, const std::string& pod,
                             const std::string& container);

// The same, asked of the cluster.
Step<PodChoice> find_pod(const CloudRoom& room, const kubectl::Context& cluster,
                         const Service& service, const std::string& pod = {},
                         const std::string& container = {});

}  // namespace opta
