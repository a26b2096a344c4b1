// The bucket that keeps the states of an environment: versioned, encrypted, shut to the public, TLS
// only.
#pragma once

#include <string>
#include <vector>

#include "exec/aws/bucket.h"
#include "exec/aws/cli.h"

namespace opta::aws {

enum class StateBucketState : std::uint8_t {
  kReady,  // was there, as it should be
  kCreated,
  kRepaired,  // was there; `changed` says what was missing
  kForeign,   // the name is taken by another account, or we may not look at it: never touched
  kFailed,
};

struct StateBucketOutcome {
  StateBucketState state = StateBucketState::kReady;
  std::vector<std::string> changed =
      {};  // "versioning", "encryption", "public access block", "TLS-only policy"
  std::optional<Failure> failure = {};  // with kForeign and kFailed

  bool ok() const { return !failure; }
};

// May be called any number of times and by two people at once. Each look costs a call of about half
// a second, five in all: do it when `init` misses the bucket and when a layer is first applied, not
// on every plan.
//
// The sandbox speaks plain HTTP; a TLS-only policy would shut it off, so there it is left out.
Result<StateBucketOutcome> ensure_state_bucket(const Cli& cli, const Bucket& bucket);

// Deletes all versions of all objects, then the bucket: the states are gone for ever. A bucket that
// is not there is fine. `failure` tells why it stopped half-way; it may be called again.
Result<Answer> delete_state_bucket(const Cli& cli, const Bucket& bucket);

}  // namespace opta::aws
