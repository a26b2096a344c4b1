// What promises about objects of the cluster share.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "prove/pod_network/fields.h"
#include "prove/promise.h"

namespace opta::prove {

// A service of Opta's file, whatever else stands in the cluster.
bool is_service(const HelmRelease& release);
// Its chart comes from a repository; Opta neither writes nor reads it.
bool is_third_party(const HelmRelease& release);

// What makes the pods of services: servers and cron jobs.
std::vector<const Object*> service_workloads(const Cluster& cluster);

// Held, until something worse is found; the first of the worst is the witness.
class Finding {
 public:
  explicit Finding(Subject about) : case_{.about = about, .holds = Truth::kYes} {}

  void lower(Truth holds, std::string witness);
  // By what stands, or does not, under a path of the object: "PATH is true".
  void lower(Truth holds, std::string_view path, const Word& word);
  // The field may not be this.
  void forbid(const KubeObject& object, const std::string& path, std::string_view text);

  Truth holds() const { return case_.holds; }
  Case done() && { return std::move(case_); }

 private:
  Case case_;
};

// A field of each container, of the paths of all: "securityContext.privileged".
std::string below(std::string_view path, std::string_view field);
// Of the pod's specification.
std::string of_pod(const Object& workload, std::string_view field);

}  // namespace opta::prove
