// The smallest IAM policy with which a layer can be planned, applied and destroyed. Made from the
// file alone: what a condition in a module's Terraform leaves out of the plan is in it all the
// same.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/file_system.h"
#include "catalog/catalog.h"
#include "catalog/deployer_actions.h"
#include "emit/json_writer.h"
#include "layer/layer.h"

namespace opta {

struct PolicyStatement {
  std::string sid = {};
  std::vector<std::string> actions;    // of one service, sorted
  std::vector<std::string> resources;  // sorted
  std::vector<IamCondition> conditions = {};
};

// Why an action is in the policy.
struct ActionReason {
  std::string action;
  std::set<Purpose> purposes = {};
  std::set<std::string> modules = {};  // by name; empty: Opta's own call
  std::set<std::string> types = {};    // of Terraform
  std::set<std::string> why = {};
};

// What a module has of which it is not known what it needs.
struct UnknownNeed {
  const ModuleUse* module;
  std::string what;  // a Terraform type, or the address of a module
};

struct DeployerPolicy {
  // Each within what IAM takes; to be attached together.
  std::vector<std::vector<PolicyStatement>> documents;
  std::vector<ActionReason> reasons;  // by action
  std::vector<UnknownNeed> unknown;
};

// Characters of a managed policy, white space not counted.
inline constexpr std::size_t kPolicyCharactersMax = 6144;

DeployerPolicy deployer_policy(const Layer& layer, const Catalog& catalog,
                               const FileSystem& library, const DeployerActions& actions);

Json policy_json(const std::vector<PolicyStatement>& statements);

}  // namespace opta
