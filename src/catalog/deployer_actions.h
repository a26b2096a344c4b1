// What whoever runs Opta needs of IAM: modules/deployer_actions.yaml, whose head says what its keys
// mean.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/file_system.h"
#include "catalog/module_definition.h"
#include "diag/diagnostic.h"

namespace opta {

enum class Purpose : std::uint8_t { kRead, kCreate, kUpdate, kDelete };
inline constexpr Purpose kPurposes[] = {Purpose::kRead, Purpose::kCreate, Purpose::kUpdate,
                                        Purpose::kDelete};
std::string_view to_string(Purpose purpose);

// Actions for some purposes. Texts of `resources` and `conditions` are templates.
struct DeployerGrant {
  std::set<Purpose> purposes;
  std::vector<std::string> actions;
  std::vector<std::string> resources;
  std::vector<IamCondition> conditions = {};
  std::string why = {};
};

// What the provider calls for one type of resource.
struct TypeActions {
  std::vector<DeployerGrant> grants;
  // Module type -> what its resources of this type are called: {name} in the grants.
  std::map<std::string, std::vector<std::string>, std::less<>> names;
};

// What Opta calls itself.
struct OwnActions {
  std::optional<Placement> layers = {};   // only for these
  bool with_releases = false;             // only for layers with Helm releases
  std::vector<std::string> modules = {};  // only with one of these types; empty: always
  DeployerGrant grant;
};

struct DeployerActions {
  std::set<std::string, std::less<>> local;       // types that ask AWS nothing
  std::set<std::string, std::less<>> everywhere;  // actions that AWS lets nobody narrow
  std::map<std::string, TypeActions, std::less<>> types;
  std::vector<OwnActions> own;

  // Whether it is known what the type needs. Types of other clouds need nothing of AWS.
  bool knows(std::string_view type) const;
  // A fault in the file is reported like one in a user's.
  static DeployerActions load(const FileSystem& library, SourceMap& sources,
                              Diagnostics& diagnostics);
};

}  // namespace opta
