#include "exec/terraform/state_rm.h"

namespace opta::terraform {

std::vector<std::string> state_rm_arguments(const std::string& address) {
  return {"state", "rm", lock_timeout_argument(kLockTimeout), address};
}

Result<Outcome> state_rm(const Context& context, const std::string& address) {
  const TextOutcome answer = OPTA_TRY(run_for_text(context, state_rm_arguments(address)));
  return Outcome{.failure = answer.failure};
}

}  // namespace opta::terraform
