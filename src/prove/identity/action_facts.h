// What is known of AWS's actions and policies, as tables.
#pragma once

#include <string_view>
#include <vector>

#include "prove/truth.h"

namespace opta::prove {

// Whether AWS has no resource that the action could be narrowed to, so that it takes `*`; of a
// pattern, of all that it fits.
bool has_no_resource(std::string_view action);
// Actions by which an identity gets the rights of another one, or more rights of its own.
const std::vector<std::string_view>& takeovers();
// Actions that read a secret: of Secrets Manager, of Parameter Store.
const std::vector<std::string_view>& secret_reads();

// A policy that AWS keeps, by its name.
struct ManagedPolicy {
  // Or whatever IAM can. Of all of AWS's policies just those of the table do.
  Truth allows_everything = Truth::kNo;
  Truth takes_over = Truth::kUnknown;
  Truth reads_all_secrets = Truth::kUnknown;
};
// Of one that is not in the table nothing is known.
ManagedPolicy managed_policy(std::string_view name);

}  // namespace opta::prove
