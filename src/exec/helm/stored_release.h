// What Helm keeps of its releases in the cluster: one Secret a revision, of the type
// helm.sh/release.v1, which Helm 3 and Helm 4 both write. Read through kubectl in one call, since
// asking Helm takes a process for each release.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "exec/kubectl/context.h"

namespace opta::helm {

struct StoredRelease {
  std::string name;
  std::string release_namespace;
  int revision = 0;
  std::string status = {};        // "deployed", "failed", "pending-upgrade"
  std::string chart = {};         // "hello-0.1.0"
  std::string last_changed = {};  // RFC 3339
  std::string description = {};   // Helm's: "Rollback to 2"; empty where it is our own
  std::string changed_by = {};    // who ran Opta; empty where nobody noted it
  std::map<std::string, std::string> labels = {};
  // The objects of the newest revision that went well, else of the newest; with Secrets in the
  // clear: for plan/manifest.h alone.
  std::string manifest = {};
  // What the same revision was given: the values of the top level, as JSON.
  std::map<std::string, std::string, std::less<>> values = {};

  bool is_pending() const { return status.starts_with("pending-"); }
  bool is_deployed() const { return status == "deployed"; }
};

struct StoredReleases {
  std::vector<StoredRelease> releases = {};  // by namespace and name, each once
  std::optional<ClusterFailure> failure = {};

  bool ok() const { return !failure; }
  const StoredRelease* find(std::string_view release_namespace, std::string_view name) const;
};

// Of one Helm's Secrets as `kubectl get secrets -o json` has them. A Secret that cannot be read is
// an error: a release that is overlooked would be installed a second time.
Result<std::vector<StoredRelease>> decode_stored_releases(std::string_view json_text);
// Of all namespaces; revisions that newer ones have replaced are left out.
Result<StoredReleases> stored_releases(const kubectl::Context& context);

// All that Helm still keeps of one release, the newest first, each with its own manifest.
struct StoredRevisions {
  std::vector<StoredRelease> revisions = {};
  std::optional<ClusterFailure> failure = {};

  bool ok() const { return !failure; }
};
Result<std::vector<StoredRelease>> decode_stored_revisions(std::string_view json_text);
Result<StoredRevisions> stored_revisions(const kubectl::Context& context,
                                         const std::string& release_namespace,
                                         const std::string& name);

// The description of a revision that was made by an upgrade: it stays as long as the revision does.
// Empty for nobody, which leaves Helm its own.
std::string description_by(const std::string& author);

// After a rollback, which takes no description: notes at the record of the revision that holds now
// who has brought it there. Helm loses the note when the next revision comes.
std::vector<std::string> sign_revision_arguments(const std::string& release_namespace,
                                                 const std::string& name, const std::string& by);
Result<ClusterOutcome> sign_revision(const kubectl::Context& context,
                                     const std::string& release_namespace, const std::string& name,
                                     const std::string& by);

}  // namespace opta::helm
