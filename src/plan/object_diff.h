// What a release changes in the cluster: its rendering against what runs.
//
// The API server adds defaults to what it is given, and controllers and people add more. So only
// what the rendering says is compared, and what the last rendering said and this one does not.
// Kubernetes merges lists that have a key; in the others what somebody added is a difference too.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "plan/manifest.h"
#include "plan/object_change.h"

namespace opta {

struct ReleaseSides {
  std::string release;
  std::string release_namespace;
  std::string module = {};
  bool goes = false;                      // nothing is rendered then
  std::vector<KubeObject> rendered = {};  // a chart may render to nothing
  std::vector<KubeObject> running = {};   // empty where there is no cluster yet
  // `helm get manifest`; nothing when it is not installed.
  std::optional<std::vector<KubeObject>> last_applied = {};
  // Of the rendering, those that run and that Helm keeps no account of: never somebody else's.
  std::vector<KubeObject> outside = {};
};

ReleasePlan diff_release(const ReleaseSides& sides);

// The objects to ask the cluster for, each once: those of the rendering and of the last one.
struct ObjectName {
  std::string api_version;
  std::string kind;
  std::string object_namespace;
  std::string name;
};
std::vector<ObjectName> objects_to_compare(const std::vector<KubeObject>& rendered,
                                           const std::vector<KubeObject>& last_applied);

}  // namespace opta
