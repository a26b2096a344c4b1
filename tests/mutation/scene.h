// Good evidence that mutants are made from: a plan as Terraform writes it, and a cluster's
// releases.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/result.h"
#include "prove/cluster.h"

namespace opta::prove::mutation {

using nlohmann::json;

struct Scene {
  std::string name;
  json plan;
  std::vector<HelmRelease> releases = {};

  // Of what will exist, those that Terraform manages.
  std::vector<std::string> addresses(const std::vector<std::string_view>& types) const;
  bool has(std::string_view type) const { return !addresses({type}).empty(); }
  // The resource's entry in `resource_changes`; throws where there is none.
  json& item(const std::string& address);
  const json& item(const std::string& address) const;
  const json& after(const std::string& address) const;
  // The configuration of the module that the resource stands in.
  json& module_of(const std::string& address);
};

// What `mutation_test.py` left in the folder: the scenes that mutants are made from, and all that
// must be good.
struct Scenes {
  std::vector<Scene> good = {};
  Scene before = {};  // an environment that is still to be made: all by reference
  Scene whole = {};   // one that stands, with a service's stores beside it: by ids
};
Result<Scenes> load_scenes(const std::string& folder);

}  // namespace opta::prove::mutation
