// A module of the library, as its module.yaml declares it. The format:
// docs/manual/module-format.md.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "catalog/shape.h"

namespace opta {

enum class Placement : std::uint8_t { kAny, kEnvironment, kService };
enum class ModuleStatus : std::uint8_t { kBuilt, kPlanned };

// A Terraform variable that the compiler fills.
struct Wire {
  std::string name = {};
  // layer_name, env_name, org_name, module_name, region, account_id, tags; or
  std::string context = {};
  std::string from_type = {};    // a module type, and
  std::string from_output = {};  // its output; or
  // what that module's file says for an input of it: known before anything is made, so it may
  // decide what is made. For releases and conditions; Terraform does not get it.
  std::string from_input = {};
  bool optional = false;  // null when no such module stands in the file or its environment
  std::optional<yaml::Node> otherwise = {};  // in place of that null, for an input
};

struct Output {
  std::string name = {};
  Shape shape = {};
  std::string description = {};
  bool exported = true;
  bool sensitive = false;
};

// A relation between inputs; `kind` is one of those of layer/relations.h.
struct Relation {
  std::string kind = {};
  std::vector<std::string> fields = {};
  std::string other = {};                // `outer`, `limit` or `of`
  std::vector<std::string> values = {};  // of module_name_not and has_keys
  std::string when = {};                 // a condition of layer/condition.h; empty: always
  Span span = {};
};

// A warning about a field that does less than it seems to, as things stand; `when` is a condition
// of layer/condition.h.
struct Notice {
  std::string when = {};
  std::string field = {};  // a path; the module's type is pointed at when it is not written
  std::string message = {};
  std::string help = {};
};

// A name that the cloud will see. `name_template` has {layer_name}, {env_name}, {module_name},
// {org_name}.
struct NameLimit {
  std::string name_template = {};
  std::size_t limit = 0;
  std::string what = {};
};

// A chart of the library (`charts/<name>`), or one from a repository.
struct ChartReference {
  std::string name;
  std::string repository = {};  // empty: of the library
  std::string version = {};

  bool is_embedded() const { return repository.empty(); }
};

// Values that are laid over the others where a condition holds.
struct ConditionalValues {
  std::string when;
  yaml::Node values;
};

// A Helm release that a module installs. Templates have the placeholders of NameLimit.
struct ReleaseDefinition {
  std::string name_template;
  std::string namespace_template;
  ChartReference chart = {};
  std::string when = {};                          // an input; empty: always
  std::vector<std::string> after = {};            // names of releases
  std::string timeout = "300";                    // seconds, or an input
  std::string max_history = "10";                 // a number, or an input
  std::vector<std::string> required_values = {};  // dotted paths
  std::vector<std::pair<std::string, std::string>> namespace_labels = {};
  bool crds = false;  // custom resource definitions only
  yaml::Node values = {};
  std::vector<ConditionalValues> values_when = {};
  Span span = {};
};

// A Terraform module that the user names, in place of one of the library: names of inputs.
struct ModuleCall {
  std::vector<std::string> source;  // the first of them that is given
  std::string version;
  std::string inputs;  // a map: its entries are the module's variables
};

struct ModuleDefinition {
  std::string type;
  std::vector<std::string> aliases;
  std::string cloud;  // "aws", "any"
  std::string summary;
  std::string description;
  std::string folder;  // in the library: "modules/aws/base"
  Placement placement = Placement::kAny;
  ModuleStatus status = ModuleStatus::kBuilt;
  bool unique = false;
  std::vector<std::string> required_types;
  std::vector<std::string> used_types;  // whose folders must stand beside this one
  std::vector<Field> inputs;
  std::vector<Wire> wiring;
  std::vector<Output> outputs;
  std::vector<Relation> relations;
  std::vector<NameLimit> name_limits;
  std::vector<Notice> notices;
  // Inputs that are handed to Terraform; all of them when `all_inputs_to_terraform`.
  std::vector<std::string> terraform_inputs;
  bool all_inputs_to_terraform = true;
  bool has_terraform = true;       // false: the module is releases alone
  std::optional<ModuleCall> call;  // what it offers is not in `outputs`
  std::vector<ReleaseDefinition> releases;

  const Output* find_output(std::string_view name) const;
  // Whether its Terraform has a variable for the input or wire.
  bool takes_in_terraform(std::string_view name) const;
};

}  // namespace opta
