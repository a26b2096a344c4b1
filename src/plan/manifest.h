// Kubernetes objects as flat data: what a chart renders to, what was applied last, and what runs.
//
// No value of a Secret is ever in here: a digest stands for it, so that a change is still seen.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace opta {

// One leaf of an object. `text` is a JSON scalar (`"a"`, `3`, `true`), or `{}` or `[]` for what is
// empty; a digest when sensitive; empty when known_after_apply.
struct KubeValue {
  std::string text = {};
  bool sensitive = false;
  bool known_after_apply = false;

  friend bool operator==(const KubeValue&, const KubeValue&) = default;
};

struct KubeObject {
  std::string api_version;            // "apps/v1"
  std::string kind;                   // "Deployment"
  std::string object_namespace = {};  // empty for what stands in no namespace
  std::string name = {};
  // By path: "spec.template.spec.containers[app].image". Elements of lists that Kubernetes merges
  // by a key are called by it. Without name, kind and what the server writes (status,
  // managedFields).
  std::map<std::string, KubeValue, std::less<>> fields = {};
  std::string source = {};                    // "hello/templates/deployment.yaml"
  bool is_hook = false;                       // Helm makes it at its own time, outside the release
  std::vector<std::string> hook_events = {};  // "pre-upgrade"
  bool kept = false;  // helm.sh/resource-policy: keep, so that it outlives the release
};

// The text under the path, or an empty one.
std::string_view text_at(const KubeObject& object, std::string_view path);

struct ManifestOptions {
  std::string default_namespace = {};  // the release's
  // Stands for what only an apply can tell, also in base64 in a Secret; empty: there is none. Of
  // letters and dashes, since charts put it into YAML without quotes.
  std::string unknown_marker = {};
};

// Limits on a rendering. Helm stores a release in an object of 1 MiB, packed; the largest charts
// that are in use render to 4 MB.
inline constexpr std::size_t kManifestBytesMax = 32U << 20U;
inline constexpr std::size_t kManifestDepthMax = 200;

struct ManifestDocument;

// One object; lists are unfolded by now.
Result<KubeObject> decode_object(const ManifestDocument& document, const ManifestOptions& options);
// `helm template` and `helm get manifest`: YAML documents. Lists are unfolded.
Result<std::vector<KubeObject>> decode_manifest(std::string_view yaml_text,
                                                const ManifestOptions& options);
// `kubectl get -o json`: one object or a list.
Result<std::vector<KubeObject>> decode_objects(std::string_view json_text);

}  // namespace opta
