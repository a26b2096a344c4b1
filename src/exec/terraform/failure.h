// Engine failures that we can say more about than the engine does.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "exec/terraform/diagnostic.h"

namespace opta::terraform {

enum class FailureKind : std::uint8_t {
  kStateLocked,     // `lock` says whose
  kBucketMissing,   // the state bucket is not there
  kBackendChanged,  // the state is to be kept elsewhere, or the folder was never initialised: run
                    // init again
  kCredentials,     // none, expired, or not accepted
  kAccessDenied,    // accepted, yet not allowed to do this
  kNetwork,
  kPlanStale,    // the state has changed since the plan was made
  kInterrupted,  // ended by a signal or because the user asked
  kOther,
};

// Who holds the state, as they wrote it into the lock: anyone with access to the bucket chooses
// this text.
struct StateLock {
  std::string id = {};
  std::string path = {};
  std::string operation = {};
  std::string who = {};
  std::string created = {};
};

struct EngineFailure {
  FailureKind kind = FailureKind::kOther;
  std::string message = {};  // the engine's own words
  std::optional<StateLock> lock = {};
};

std::string_view to_string(FailureKind kind);  // "state_locked"

// From an engine's or the AWS CLI's words, on any stream, in any wrapping.
EngineFailure recognise_failure(std::string_view text);
// From the first error that is recognised, or else the first error; warnings are passed over.
EngineFailure recognise_failure(const std::vector<EngineDiagnostic>& diagnostics);

}  // namespace opta::terraform
