// What promises about objects of the cluster share.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "prove/pod_network/fields.h"
#include "prove/promise.h"

namespace opta::prove {

// A service of Opta's file, whatever else stands in the cluster.
bool is_service(const HelmRelease& release);
// Its chart comes from a repository; Opta neither writes nor reads it.
bool is_third_party(const HelmRelease& release);

// All of a kind, by namespace and name.
using ObjectsByName = std::map<std::pair<std::string, std::string>, const Object*>;
ObjectsByName by_name(const Cluster& cluster, std::string_view kind);
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

// Of each workload of a service, by what is found in its containers.
Cases about_containers(const Cluster& cluster,
                       void (*judge)(const Object& workload, const std::string& container,
                                     Finding& finding));

// "PATH.FIELD"
std::string below(std::string_view path, std::string_view field);
// Of the pod's specification.
std::string of_pod(const Object& workload, std::string_view field);

}  // namespace opta::prove
