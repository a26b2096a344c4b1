// A promise: a sentence of ours that a user relies on, and how it is decided on what will exist.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "layer/waiver.h"
#include "prove/cluster.h"
#include "prove/identity/identity.h"
#include "prove/network/exposure.h"
#include "prove/pod_network/pod_network.h"
#include "prove/world.h"

namespace opta::prove {

struct Evidence {
  const World& world;
  const Network& network;
  const Cluster& cluster;
  const PodNetwork& pod_network;
  const Identity& identity;
};

// What a case is about: a resource of the plan, an object of the cluster, or a Helm release.
class Subject {
 public:
  Subject() = default;
  Subject(const Resource* resource) : resource_(resource) {}  // NOLINT: it is one
  Subject(const Object* object) : object_(object), release_(object->release) {}  // NOLINT
  Subject(const HelmRelease* release) : release_(release) {}                     // NOLINT

  const Resource* resource() const { return resource_; }
  // "module.db.aws_rds_cluster.this", "Deployment web/app", "release web/app"
  std::string address() const;
  const std::string& module() const;  // of Opta's file; empty outside of all

  friend bool operator==(const Subject&, const Subject&) = default;

 private:
  const Resource* resource_ = nullptr;
  const Object* object_ = nullptr;
  const HelmRelease* release_ = nullptr;
};

// What a promise says of one subject.
struct Case {
  Subject about = {};
  Truth holds = Truth::kUnknown;
  std::string witness = {};  // what breaks it, or what is not known: the path, the attribute
  // Of the resource, where one decides: "storage_encrypted". It leads to the line of the file.
  std::string attribute = {};
  const Waiver* waiver = nullptr;  // of a broken one, that lets it through
};
using Cases = std::vector<Case>;

struct Promise {
  std::string_view id;        // "NET-01"
  std::string_view sentence;  // as the manual gives it
  std::string_view why;
  std::string_view how;       // it is decided
  std::string_view controls;  // "SOC 2 CC6.1; CIS AWS 2.3.1"
  std::string_view fix;
  Cases (*decide)(const Evidence& evidence);
  bool forbids = false;  // that there is such a thing at all: held where there is none
  // Of the cluster: not known where those of a release are not.
  bool reads_objects = false;
  // Types of resources that the sentence is about, too, and that nobody looks at: not known.
  std::vector<std::string_view> not_looked_at = {};
};

// In the order of their ids.
const std::vector<const Promise*>& all_promises();
// nullptr where there is none of that id.
const Promise* find_promise(std::string_view id);

}  // namespace opta::prove
