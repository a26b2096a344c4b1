// What will run in the layer's cluster, or what runs: the objects of its Helm releases, and the
// charts that they come from.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/module_definition.h"
#include "plan/manifest.h"
#include "prove/truth.h"

namespace opta::prove {

struct HelmRelease {
  std::string name;
  std::string release_namespace;
  std::string module;  // "web": of Opta's file
  ChartReference chart = {};
  bool is_users_chart = false;           // Opta's file names it, and not a module of Opta's
  std::string digest = {};               // "sha256:…": what the chart is held to; empty: to nothing
  std::vector<KubeObject> objects = {};  // as rendered, with the namespaces that Opta makes
  // Else there may be others: nobody could ask the cluster, or another tool deploys it.
  bool are_all_known = true;
};

struct Object {
  std::string address;  // "Deployment web/app", "Namespace web"
  const HelmRelease* release = nullptr;
  const KubeObject* content = nullptr;

  std::string_view kind() const { return content->kind; }
};

class Cluster {
 public:
  Cluster() = default;
  // `has_mesh`: the environment has a service mesh, whether or not a service makes use of it.
  explicit Cluster(std::vector<HelmRelease> releases, bool has_mesh = true);
  Cluster(const Cluster&) = delete;
  Cluster& operator=(const Cluster&) = delete;
  Cluster(Cluster&&) = default;
  Cluster& operator=(Cluster&&) = default;

  const std::vector<HelmRelease>& releases() const { return releases_; }
  bool has_mesh() const { return has_mesh_; }
  // In the releases' order; hooks are among them.
  const std::vector<Object>& all() const { return objects_; }
  const std::vector<const Object*>& of_kind(std::string_view kind) const;
  // Those that make pods: Deployments, StatefulSets, DaemonSets, Jobs, CronJobs, Pods.
  const std::vector<const Object*>& workloads() const { return workloads_; }

 private:
  std::vector<HelmRelease> releases_;
  bool has_mesh_ = false;
  std::vector<Object> objects_;
  std::map<std::string, std::vector<const Object*>, std::less<>> by_kind_;
  std::vector<const Object*> workloads_;
};

// Where the pod's specification stands in a workload's fields: "spec.template.spec"; empty for what
// makes no pods.
std::string_view pod_path(std::string_view kind);

// The field as a text without its quotes; empty where there is none, or it is not known yet.
std::string field_text(const KubeObject& object, std::string_view path);
// Whether the field is known and is this JSON scalar (`true`, `"a"`); kUnknown before the apply.
// Where there is no such field it is not.
Truth field_is(const KubeObject& object, std::string_view path, std::string_view json);
// All paths that begin with `prefix`, in their order.
std::vector<std::string_view> fields_below(const KubeObject& object, std::string_view prefix);

}  // namespace opta::prove
