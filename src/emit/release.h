// The Helm releases that a layer compiles to, with values that may hold what only an apply can
// tell.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "catalog/module_definition.h"
#include "diag/diagnostic.h"
#include "layer/layer.h"

namespace opta {

// A Kubernetes Secret that is written before the release. Parts of its texts name keys of
// `ReleaseInputs`, as the values' do; those in `secret_inputs` give the place of a secret and not
// its value.
struct ReleaseSecret {
  std::string name;
  std::string type = "Opaque";
  std::vector<Entry> entries = {};  // sorted by key
  std::vector<std::string> secret_inputs = {};
  // Key under which the values find a text that changes when what stands in the Secret does. Not
  // one of Terraform's: whoever knows the secrets' versions adds it to the inputs.
  std::string revision_input = {};
};

struct Release {
  std::string name;
  std::string release_namespace;
  std::string module = {};  // whose it is
  std::string type = {};    // that module's type
  ChartReference chart = {};
  std::vector<std::string> after = {};  // names of releases of the same layer
  int timeout_s = 300;
  int max_history = 10;
  std::vector<std::pair<std::string, std::string>> namespace_labels = {};
  bool crds = false;
  std::vector<std::string> behind = {};  // types of modules whose releases come first
  bool wait = true;
  bool wait_for_jobs = false;
  bool undo_on_failure = true;
  bool clean_up_on_failure = false;
  bool makes_namespace = true;  // and takes it away when it is the last in it
  // A map. Parts of templates that are known after the apply name a key of `ReleaseInputs`.
  std::optional<ReleaseSecret> secret = {};  // none: nothing would stand in it
  Value values = {};
  std::vector<std::string> structured_inputs = {};  // keys of those that are maps or lists
  // Values of the top level that the file leaves to deployments. Whoever knows what runs adds them
  // to the inputs, under `kept_key`; without, the chart's default holds.
  std::vector<std::string> kept_values = {};
  Span span = {};       // the module's entry
  Span type_span = {};  // and its type in it
};

std::string kept_key(const Release& release, std::string_view value);

// What releases take from Terraform: a key such as "app.role_arn" -> the expression. The root's
// output `opta_release_inputs` is a map of these.
using ReleaseInputs = std::vector<std::pair<std::string, std::string>>;
inline constexpr const char* kReleaseInputsOutput = "opta_release_inputs";
// The root's output that lists the layer's releases, as "NAMESPACE/NAME": the state remembers them
// when their module has left the file.
inline constexpr const char* kReleasesOutput = "opta_releases";
// Of outputs that are ours and no user's.
inline constexpr const char* kOwnOutputPrefix = "opta_";

struct Releases {
  std::vector<Release> all;  // each behind those that it comes after
  ReleaseInputs inputs;      // sorted by key, each once
};

// Reports values that a chart cannot do without, and circles.
Releases emit_releases(const Layer& layer, Diagnostics& diagnostics);

// The context placeholders of a name: "{layer_name}-{module_name}".
std::string fill_names(std::string text, const Layer& layer, const ModuleUse& use);

}  // namespace opta
