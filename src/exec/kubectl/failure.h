// Why Helm or kubectl failed: both speak with the same API server and quote its words.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "exec/process.h"

namespace opta {

enum class ClusterFailureKind : std::uint8_t {
  kNotReachable,    // no cluster or repository answers there, or the kubeconfig names none
  kAccessDenied,    // no credentials, expired ones, or not allowed to do this
  kPendingUpgrade,  // Helm was killed in an earlier run: roll back, or uninstall a first install
  kTimedOut,        // objects did not get ready in time
  kInvalidValues,   // the chart's values.schema.json refuses the values
  kRejected,        // the API server or an admission webhook refuses an object
  kConflict,        // somebody else owns an object or a field
  kUnknownKind,     // the cluster lacks the object's kind: a custom resource definition is missing
  kNotFound,        // no such release or object
  kInterrupted,     // ended by a signal or because the user asked
  kOther,
};

struct ClusterFailure {
  ClusterFailureKind kind = ClusterFailureKind::kOther;
  std::string message = {};  // the program's own words
  bool undone = false;       // Helm has put back the release as it was before
};

std::string_view to_string(ClusterFailureKind kind);  // "not_reachable"

// From what the program wrote on its error stream.
ClusterFailure recognise_cluster_failure(std::string_view text);
// Nothing when the program succeeded.
std::optional<ClusterFailure> cluster_failure_of(const Captured& captured);

// How a command went, for commands whose answer is of no use.
struct ClusterOutcome {
  std::optional<ClusterFailure> failure = {};

  bool ok() const { return !failure; }
};

// A text answer, or why there is none.
struct ClusterText {
  std::string text = {};
  std::optional<ClusterFailure> failure = {};

  bool ok() const { return !failure; }
};

}  // namespace opta
