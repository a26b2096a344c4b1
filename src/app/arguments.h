// What the command line says, as passive data; filled by cli/, read by the commands.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace opta {

enum class Format { kText, kJson, kSarif, kMarkdown };

struct LayerArguments {
  std::string config = "opta.yaml";
  std::optional<std::string> environment = {};
  std::vector<std::string> variables = {};  // "key=value"
  std::optional<std::string> preview = {};  // --preview: a copy of the layer
  Format format = Format::kText;
};

struct RunArguments {
  LayerArguments layer = {};
  // The command's word and the options that it alone has: what advice says to run again.
  std::vector<std::string> command = {"apply"};
  bool auto_approve = false;
  bool detailed_plan = false;
  bool sandbox = false;
  bool refresh = true;
  std::string expires = {};   // --expires, of a preview: "3d"; empty: as the file says
  bool only_expired = false;  // of a destroy: not when the preview's end was put off meanwhile
  std::optional<std::string> all_folder = {};  // --all: every layer in it
  std::size_t jobs = kJobs;                    // of --all: layers at a time
  // A child of --all: it approves no plan that loses data.
  bool part_of_all = false;

  // Terraform with the AWS provider takes some 700 MB.
  static constexpr std::size_t kJobs = 2;
};

struct VerifyArguments {
  RunArguments run = {};
  std::string plan_file = {};  // of any Terraform; empty: the layer's own plan
  bool list = false;           // only which promises there are
  bool live = false;           // on what stands now, in the cloud and in the cluster
  std::string report = {};     // a folder for evidence; empty: none is written
  std::string from = {};       // a workload, and
  std::string to = {};         // a data store: whether it is reached, in place of the promises
};

// Of commands that look at what runs: which service of the layer they mean.
struct ServiceArguments {
  LayerArguments layer = {};
  bool sandbox = false;
  std::string module = {};  // empty: the only one
};

struct SecretArguments {
  ServiceArguments service = {};
  std::string name = {};  // of the environment variable
  std::string file = {};  // with the value, or of bulk-update with many
  bool from_stdin = false;
  std::optional<std::string> value = {};  // from the command line
  bool restart = true;
};

struct LogsArguments {
  ServiceArguments service = {};
  std::string container = {};  // empty: all
  std::string since = {};      // "10m"; empty: all
  std::string tail = {};       // "100", "all"; empty: what suits the other options
  bool follow = false;
  bool previous = false;
};

struct EventsArguments {
  ServiceArguments service = {};
  std::string since = {};
  bool follow = false;
};

struct ShellArguments {
  ServiceArguments service = {};
  std::string pod = {};        // empty: the newest that is ready
  std::string container = {};  // empty: the pod's main one
  std::vector<std::string> command = {};
};

struct PortForwardArguments {
  ServiceArguments service = {};
  std::string ports = {};  // "[LOCAL:]REMOTE"; empty: the service's only port
};

struct GenerateArguments {
  LayerArguments layer = {};
  std::string directory = {};  // empty: gen-tf-<layer>[-<env>]
  bool remote_backend = false;
  bool replace = false;  // --delete
  bool auto_approve = false;
  std::string readme_format = "md";
};

struct ManifestsArguments {
  RunArguments run = {};
  std::string directory = {};
  std::vector<std::string> images = {};  // "MODULE@sha256:…" or "REPOSITORY@sha256:…"
};

// Which image a service gets: one on this machine, one that is built first, or one that its
// repository has already. None of them: what runs goes on.
struct ImageArguments {
  std::string image = {};       // on this machine: "app:1.2"
  std::string build = {};       // a folder with a Dockerfile
  std::string dockerfile = {};  // of `build`; empty: the folder's own
  std::string platform = {};    // of `build`; empty: what the nodes are
  std::string tag = {};         // to push under, or alone: of an image in the repository
  std::string digest = {};      // of an image in the repository

  bool is_local() const { return !image.empty() || !build.empty(); }
  bool names_one() const { return is_local() || !tag.empty() || !digest.empty(); }
};

struct DeployArguments {
  RunArguments run = {};
  std::string module = {};  // empty: the only one that has images of its own
  ImageArguments image = {};
  std::string directory = {};  // of a layer with `gitops`: where its manifests are
};

struct RollbackArguments {
  RunArguments run = {};
  std::string module = {};  // empty: the only service
  int revision = 0;         // 0: the one before
  bool list = false;        // only show which there are
};

struct ImportArguments {
  RunArguments run = {};
  std::string module = {};      // a name in the file
  std::string id = {};          // of what exists, as the module's definition says
  bool accept_changes = false;  // changes in place; never a replacement
};

struct SandboxArguments {
  std::string action;           // up, status, down
  bool cluster = false;         // up: with a cluster
  std::string kubeconfig = {};  // up: the user's cluster
  Format format = Format::kText;
};

}  // namespace opta
