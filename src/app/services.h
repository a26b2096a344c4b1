// Which services a layer has, and the cluster that they run in: for commands that look at what
// runs. They ask no engine and take no lock, so they can be used while an apply goes on.
#pragma once

#include <string>
#include <vector>

#include "app/cloud_room.h"
#include "exec/kubectl/context.h"

namespace opta {

// A module of the file that is one Helm release: a service, or a chart of the user's.
struct Service {
  std::string module;
  std::string release;
  std::string release_namespace;
  bool has_our_chart = false;  // charts/k8s-service: its Secrets, ports and container are known

  // Of all that the release has made: `kubectl get --selector`.
  std::string selector() const { return "app.kubernetes.io/instance=" + release; }
};

// In the order of the file. What makes up the environment itself is none.
std::vector<Service> services_of(const Layer& layer, const std::vector<Release>& releases);

// The one of that name, or where none is named the only one. None, and several where none is named,
// is an error of the command line. `noun`: what they are, "k8s-service".
Step<Service> choose_service(const CloudRoom& room, const std::vector<Service>& services,
                             const std::string& module, std::string_view noun);

enum class ServiceKind : std::uint8_t { kAny, kOurChart };

class Services {
 public:
  // Reads the file; no program is started, and in the sandbox only the emulator.
  static Step<Services> open(FrontEnd& front, const ServiceArguments& arguments);

  const CloudRoom& room() const { return room_; }
  const std::vector<Service>& all() const { return all_; }
  const std::vector<Release>& releases() const { return releases_; }
  // The one of the kind that `--module` names, or else the only one.
  Step<Service> choose(ServiceKind kind = ServiceKind::kAny) const;
  // An error where there is no cluster.
  Step<kubectl::Context> reach() const;

 private:
  Services(CloudRoom room, std::vector<Release> releases, std::string module)
      : room_(std::move(room)),
        releases_(std::move(releases)),
        all_(services_of(room_.layer(), releases_)),
        module_(std::move(module)) {}

  CloudRoom room_;
  std::vector<Release> releases_;
  std::vector<Service> all_;
  std::string module_;  // as asked for; empty: the only one
};

// How to say that the cluster refused, or could not be asked.
Exit fail_cluster(const CloudRoom& room, const ClusterFailure& failure);

}  // namespace opta
