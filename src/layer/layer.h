// A checked file: what the rest of the pipeline works on. Passive data; built by layer/load.h.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "catalog/module_definition.h"
#include "layer/value.h"
#include "layer/waiver.h"

namespace opta {

enum class LayerKind : std::uint8_t { kEnvironment, kService };

// A Terraform variable of a module with its value.
struct Argument {
  std::string name;
  Value value;  // its span is the user's text, or that of the module's entry for a default
};

// What an entry of a module's `links` gives it.
struct LinkVariable {
  std::string name;  // of the environment variable
  std::string output;
};
struct Link {
  std::string target = {};  // a module's name
  const ModuleDefinition* definition = nullptr;
  bool in_parent = false;  // it stands in the environment's file
  // It stands in another layer: the module of this file that reads that layer's state.
  std::string state = {};
  Span span = {};
  std::vector<LinkVariable> variables = {};
  std::vector<const LinkPermission*> permissions = {};
};

struct ModuleUse {
  const ModuleDefinition* definition = nullptr;
  std::string name = {};
  Span span = {};  // the whole entry
  Span type_span = {};
  Span name_span = {};                       // of the written name, else that of the type
  std::vector<Argument> arguments = {};      // every input in the catalog's order, then every wire
  std::vector<std::string> depends_on = {};  // names of modules of the file
  std::vector<Link> links = {};
  Value tags = {};  // the user's own, for all that it makes: a map, or null

  const Value* find_argument(std::string_view name) const;
};

struct Provider {
  std::string cloud = {};
  std::string region = {};
  std::string account_id = {};  // AWS: 12 digits
  Span span = {};               // the cloud's key
  Span region_span = {};
};

enum class GitOpsTool : std::uint8_t { kArgoCd, kFlux };

// Who deploys the layer's Helm releases in Opta's place, and from where.
struct GitOps {
  GitOpsTool tool = GitOpsTool::kArgoCd;
  std::string repository = {};  // its URL, without credentials
  std::string path = {};        // of the folder in it
  std::string branch = {};
  std::string tool_namespace = {};  // where the tool looks for what it is to deploy
  std::string secret = {};          // of Flux: with the repository's credentials; empty: none
  Span span = {};
};

// A file of the user's that the stack takes along as it is.
struct UserFile {
  std::string path;  // below the stack's folder: "files/site/files/index.html"
  std::string from;  // where it was read
  std::string content;
};

// An output that the layer's state offers to its children. The key is the output's name when one
// module of the file offers it (those that yield do not count), else MODULE_OUTPUT.
struct ExportedOutput {
  std::string key;
  const ModuleUse* module = nullptr;
  const Output* output = nullptr;
};

// That a layer is a copy of the one in the file (layer/preview.h).
struct Preview {
  std::string name = {};               // "pr-42"
  std::string of = {};                 // the file's own layer
  std::chrono::seconds lifetime = {};  // after its last apply
};

struct Layer {
  std::string path = {};
  Span name_span = {};
  LayerKind kind = LayerKind::kEnvironment;
  std::string name = {};  // of a preview: "<layer>-<preview>"
  std::optional<Preview> preview = {};
  std::string org_name = {};
  Provider provider = {};  // the parent's for a service
  std::shared_ptr<const Layer> parent = {};
  std::string environment_choice = {};  // the name in `environments`
  Span environment_span = {};           // of its path there
  std::optional<GitOps> gitops = {};    // nothing: Opta's Helm deploys
  std::vector<ModuleUse> modules = {};
  std::vector<Waiver> waivers = {};  // of its own file
  std::vector<UserFile> files = {};  // that modules name; empty for a parent, which is not emitted
  std::vector<ExportedOutput> exports = {};  // point into `modules`, which does not change any more

  const Layer& root() const { return parent ? *parent : *this; }
  const ModuleUse* find_module(std::string_view name) const;
  const ModuleUse* find_module_of_type(std::string_view type) const;
  // The output that the reference names. Null for one of a module that declares none.
  const Output* find_output(const Reference& reference) const;
  // Fills `exports`: done last.
  void export_outputs();
  // The S3 bucket that holds the environment's states, as the original names it.
  std::string state_bucket() const;
};

}  // namespace opta
