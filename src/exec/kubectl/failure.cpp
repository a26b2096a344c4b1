#include "exec/kubectl/failure.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"

namespace opta {

namespace {

using enum ClusterFailureKind;

struct Sign {
  std::string_view text;
  ClusterFailureKind kind;
};

// In this order, because one message may hold several: Helm calls a cluster unreachable that it has
// no credentials for, and a webhook's refusal may quote a time-out. Words of Helm 3.17 and 4.1,
// kubectl 1.32 and of API servers; Helm 4 begins some of them with a small letter.
constexpr std::array kSigns = {
    Sign{"another operation (install/upgrade/rollback) is in progress", kPendingUpgrade},
    Sign{"values don't meet the specifications of the schema", kInvalidValues},
    Sign{"asked for the client to provide credentials", kAccessDenied},
    Sign{"must be logged in to the server", kAccessDenied},
    Sign{"Unauthorized", kAccessDenied},
    Sign{"getting credentials: exec", kAccessDenied},
    Sign{"forbidden: User ", kAccessDenied},
    Sign{"luster unreachable", kNotReachable},
    Sign{"failed to download openapi", kNotReachable},
    Sign{"invalid ownership metadata", kConflict},
    Sign{"cannot be imported into the current release", kConflict},
    Sign{"Apply failed with ", kConflict},
    Sign{"the object has been modified", kConflict},
    Sign{"failed calling webhook", kRejected},
    Sign{"denied the request", kRejected},
    Sign{"no matches for kind", kUnknownKind},
    Sign{"the server doesn't have a resource type", kUnknownKind},
    Sign{"could not find the requested resource", kUnknownKind},
    Sign{" is invalid: ", kRejected},
    Sign{"is forbidden: ", kRejected},
    Sign{"field is immutable", kRejected},
    Sign{"cannot be handled as a", kRejected},
    Sign{"strict decoding error", kRejected},
    Sign{"error validating data", kRejected},
    Sign{"error validating \"", kRejected},
    Sign{"already exists", kConflict},
    Sign{"not a valid chart repository or cannot be reached", kNotReachable},
    Sign{"Unable to connect to the server", kNotReachable},
    Sign{"did you specify the right host or port", kNotReachable},
    Sign{"connection refused", kNotReachable},
    Sign{"connection reset by peer", kNotReachable},
    Sign{"no such host", kNotReachable},
    Sign{"i/o timeout", kNotReachable},
    Sign{"TLS handshake timeout", kNotReachable},
    Sign{"network is unreachable", kNotReachable},
    Sign{"no route to host", kNotReachable},
    Sign{"Client.Timeout exceeded", kNotReachable},
    Sign{"no configuration has been provided", kNotReachable},
    Sign{"does not exist: context", kNotReachable},
    Sign{"error loading config file", kNotReachable},
    Sign{"timed out waiting", kTimedOut},
    Sign{"context deadline exceeded", kTimedOut},
    Sign{"exceeded its progress deadline", kTimedOut},
    Sign{"would exceed context deadline", kTimedOut},
    Sign{"release: not found", kNotFound},
    Sign{"release not found", kNotFound},
    Sign{"(NotFound)", kNotFound},
};

struct KindName {
  ClusterFailureKind kind;
  std::string_view name;
};
constexpr std::array kNames = {
    KindName{kNotReachable, "not_reachable"},
    KindName{kAccessDenied, "access_denied"},
    KindName{kPendingUpgrade, "pending"},
    KindName{kTimedOut, "timed_out"},
    KindName{kInvalidValues, "invalid_values"},
    KindName{kRejected, "rejected"},
    KindName{kConflict, "conflict"},
    KindName{kUnknownKind, "unknown_kind"},
    KindName{kNotFound, "not_found"},
    KindName{kInterrupted, "interrupted"},
    KindName{kOther, "other"},
};

// Warnings and log lines stand before the error.
std::string_view error_part(std::string_view text) {
  for (const std::string_view begin : {"Error: ", "error: "}) {
    if (text.starts_with(begin)) return text.substr(begin.size());
    const std::size_t found = text.find(fmt::format("\n{}", begin));
    if (found != text.npos) return text.substr(found + 1 + begin.size());
  }
  return text;
}

}  // namespace

std::string_view to_string(ClusterFailureKind kind) {
  return std::ranges::find(kNames, kind, &KindName::kind)->name;
}

ClusterFailure recognise_cluster_failure(std::string_view text) {
  const std::string_view words = trim(error_part(text));
  ClusterFailure failure{.message = std::string(words)};
  const auto* const sign =
      std::ranges::find_if(kSigns, [&](const Sign& one) { return words.contains(one.text); });
  if (sign != kSigns.end()) failure.kind = sign->kind;
  failure.undone = words.contains("has been rolled back due to") ||
                   words.contains("has been uninstalled due to");
  return failure;
}

std::optional<ClusterFailure> cluster_failure_of(const Captured& captured) {
  if (captured.succeeded()) return std::nullopt;
  if (captured.stopped || captured.signal != 0) {
    return ClusterFailure{kInterrupted, captured.signal != 0
                                            ? fmt::format("ended by signal {}", captured.signal)
                                            : "interrupted"};
  }
  ClusterFailure failure =
      recognise_cluster_failure(captured.err.empty() ? captured.out : captured.err);
  if (captured.timed_out) failure.kind = kTimedOut;
  if (failure.message.empty()) {
    failure.message = captured.timed_out ? "it did not answer in time"
                                         : fmt::format("exit code {}", captured.exit_code);
  }
  return failure;
}

}  // namespace opta
