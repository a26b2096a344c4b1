// A module of the library, as its module.yaml declares it. The format:
// docs/manual/module-format.md.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "catalog/shape.h"

namespace opta {

enum class Placement : std::uint8_t { kAny, kEnvironment, kService };
enum class ModuleStatus : std::uint8_t { kBuilt, kPlanned };

// What a wire takes from the links of its module: IAM statements; environment variables that are no
// secrets; whether one of the targets is verified with the database certificates.
enum class LinkWire : std::uint8_t { kNone, kStatements, kVariables, kCaBundle };

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
  LinkWire links = LinkWire::kNone;          // or what the module's links come to
  bool linked = false;  // `from_type` and `from_output` are of the module that it links to

  // Whether Terraform has a variable for it; the others serve releases, conditions and notices.
  bool is_for_terraform() const {
    return from_input.empty() && (links == LinkWire::kNone || links == LinkWire::kStatements);
  }
};

struct Output {
  std::string name = {};
  Shape shape = {};
  std::string description = {};
  bool exported = true;
  bool yields = false;  // leaves the plain name to another module's output
  bool sensitive = false;
  // Terraform gives a reference to a value in Secrets Manager, in the form of ECS
  // ("SECRET_ARN:KEY::VERSION_ID"). Only what is written to a Kubernetes Secret may use it.
  bool secret = false;
};

struct IamCondition {
  std::string test;
  std::string variable;
  std::vector<std::string> values;
};

// Texts may have {output.NAME} of the module, {region} and {account_id}.
struct IamStatement {
  std::vector<std::string> actions;
  std::vector<std::string> resources;
  std::vector<IamCondition> conditions = {};
};

struct LinkPermission {
  std::string name;
  std::string description = {};
  std::vector<IamStatement> statements;

  // Outputs of the module that its statements name.
  std::vector<std::string> outputs() const;
};

// What a module gives to whoever links to it.
struct LinkDefinition {
  std::vector<std::string> variables = {};  // outputs
  bool ca_bundle = false;                   // verified with AWS's database certificates
  std::optional<int> port = {};             // where it answers, inside the VPC
  std::vector<LinkPermission> permissions = {};
  std::vector<std::string> default_permissions = {};

  const LinkPermission* find_permission(std::string_view name) const;
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
  bool is_error = false;  // what is written cannot be
};

// A name that the cloud will see. `name_template` has {layer_name}, {env_name}, {module_name},
// {org_name}.
struct NameLimit {
  std::string name_template = {};
  std::size_t limit = 0;
  std::string what = {};
};

// A chart of the library (`charts/<name>`), one from a repository, or one on the user's disk.
struct ChartReference {
  std::string name;
  std::string repository = {};
  std::string version = {};
  std::string path = {};             // of the user's: a folder or an archive
  bool update_dependencies = false;  // of a folder: fetch what its charts/ lacks

  bool is_embedded() const { return repository.empty() && path.empty(); }
  bool is_local() const { return !path.empty(); }
};

// The inputs that name a chart of the user's: from a repository where that is given, else a path.
struct ChartInputs {
  std::string chart;
  std::string repository;
  std::string version;
  std::string update_dependencies;
};

// Values that are laid over the others where a condition holds.
struct ConditionalValues {
  std::string when;
  yaml::Node values;
};

// Values of the chart's top level that a deployment sets and the file leaves open: while the
// condition holds and none of them is given, the installed release's go on.
struct KeptValues {
  std::string when;
  std::vector<std::string> names;
};

// A Kubernetes Secret that Opta writes before a release, past Helm and Terraform.
struct SecretDefinition {
  std::string name_template;
  // Of these inputs (maps, or lists of `name` and `value`) the entries that hold a secret stand in
  // the Secret, and not in the input's value.
  std::vector<std::string> inputs = {};
  bool links = false;  // secret variables of links stand in it
  std::string type = "Opaque";
  // Key and template of a text, of inputs and wires. One that is empty has no entry.
  std::vector<std::pair<std::string, std::string>> entries = {};
};

// A Helm release that a module installs. Templates have the placeholders of NameLimit and
// {input.NAME}. Flags are `true`, `false` or an input.
struct ReleaseDefinition {
  std::vector<std::string> name_templates;  // the first of which all is given
  std::string namespace_template;
  ChartReference chart = {};
  std::optional<ChartInputs> chart_inputs = {};   // in place of `chart`
  std::string when = {};                          // an input; empty: always
  std::vector<std::string> after = {};            // names of releases
  std::string timeout = "300";                    // seconds, or an input
  std::string max_history = "10";                 // a number, or an input
  std::vector<std::string> required_values = {};  // dotted paths
  std::vector<std::pair<std::string, std::string>> namespace_labels = {};
  bool crds = false;  // custom resource definitions only
  std::optional<SecretDefinition> secret = {};
  std::vector<std::string> behind = {};  // module types of the file whose releases stand first
  std::string wait = "true";
  std::string wait_for_jobs = "false";
  std::string undo_on_failure = "true";
  std::string clean_up_on_failure = "false";
  std::string make_namespace = "true";
  yaml::Node values = {};
  std::vector<ConditionalValues> values_when = {};
  std::optional<KeptValues> kept_values = {};
  Span span = {};
};

// A Terraform module that the user names, in place of one of the library: names of inputs.
struct ModuleCall {
  std::vector<std::string> source;  // the first of them that is given
  std::string version;
  std::string inputs;  // a map: its entries are the module's variables
};

// What is different of the module in a preview of its layer.
struct PreviewDefinition {
  // Inputs that are so, whatever the file says: what else would keep it from being destroyed.
  std::vector<yaml::Entry> fixed = {};
  std::vector<std::string> hosts = {};    // inputs with hosts, which get the preview's name
  std::vector<std::string> unwired = {};  // wires that are null: they belong to the original
  std::string refused = {};               // why there can be none; empty: there can
  std::string unjudged = {};              // names in it that Opta does not know
};

// A question to the AWS CLI about a thing that somebody else made. `call` may have {id}.
struct ImportQuestion {
  std::string name;  // of its answer, in the texts below
  std::vector<std::string> call;
  std::string query = {};                // JMESPath, which the CLI evaluates
  std::vector<std::string> absent = {};  // error codes that mean: there is none
};

// What an answer has to be, or the thing is none that the module could have made.
struct ImportExpectation {
  std::string answer;  // a path: "thing.engine"
  std::string is;      // texts may have {region}
  std::string message;
  std::string help = {};
};

// A resource of the module that the thing may have already. Texts may have {id}, {NAME.PATH} of an
// answer, and with `each`, a list among the answers, {item} and {index}.
struct ImportedResource {
  std::string address;  // within the module
  std::string id;
  std::string each = {};
  std::string when = {};  // an answer: without it the thing has no such part
};

// How an existing thing becomes the module's.
struct ImportDefinition {
  std::string what;     // "an S3 bucket"
  std::string id;       // what it is called by: "its name"
  std::string pattern;  // RE2, of the id
  // Code that finds the resources where that takes more than templates: "vpc". Empty: none.
  std::string layout = {};
  std::vector<ImportQuestion> questions = {};  // the first one is about the thing itself
  std::vector<ImportExpectation> expectations = {};
  std::vector<ImportedResource> resources = {};
  // Inputs by which the file names the thing, and what they have to be.
  std::vector<std::pair<std::string, yaml::Node>> identity = {};
  // "aws_rds_cluster.deletion_protection" -> the input (a path) that governs it.
  std::vector<std::pair<std::string, std::string>> fields = {};
  std::vector<std::string> remarks = {};  // what to know of it afterwards
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
  bool has_terraform = true;                // false: the module is releases alone
  std::optional<ModuleCall> call;           // what it offers is not in `outputs`
  std::optional<LinkDefinition> link = {};  // none: nothing can link to it
  // An input with modules of another layer that can be linked to, name to type; their outputs are
  // in this module's output `outputs`. Empty: there is none.
  std::string state_modules_input = {};
  PreviewDefinition preview = {};
  std::string rotated_resource = {};            // whose replacement gives it a new password
  std::optional<ImportDefinition> import = {};  // none: nothing can become the module's
  std::vector<ReleaseDefinition> releases;

  const Output* find_output(std::string_view name) const;
  bool has_wire(LinkWire links) const;
  // Whether users may write `tags` for what it makes.
  bool takes_tags() const;
  // Whether its Terraform has a variable for the input or wire.
  bool takes_in_terraform(std::string_view name) const;
};

}  // namespace opta
