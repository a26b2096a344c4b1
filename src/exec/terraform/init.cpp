#include "exec/terraform/init.h"

namespace opta::terraform {

std::vector<std::string> init_arguments(const InitOptions& options) {
  std::vector<std::string> arguments = {"init", "-input=false", "-no-color", "-json"};
  if (options.backend) {
    arguments.push_back(lock_timeout_argument(options.lock_timeout));
  } else {
    arguments.emplace_back("-backend=false");
  }
  if (options.reconfigure) arguments.emplace_back("-reconfigure");
  if (options.upgrade) arguments.emplace_back("-upgrade");
  if (options.read_only_lock_file) arguments.emplace_back("-lockfile=readonly");
  return arguments;
}

Result<Outcome> init(const Context& context, const InitOptions& options) {
  // No events: between its JSON lines `init` prints plain text, and what it does is one step to the
  // user.
  StreamedRun run = OPTA_TRY(run_streamed(context, init_arguments(options), {}));
  return std::move(run.outcome);
}

}  // namespace opta::terraform
