#include "exec/terraform/apply.h"

#include <fmt/format.h>

namespace opta::terraform {

std::vector<std::string> apply_arguments(const ApplyOptions& options) {
  std::vector<std::string> arguments = {"apply", "-input=false", "-no-color", "-json",
                                        lock_timeout_argument(options.lock_timeout)};
  if (options.parallelism > 0) {
    arguments.push_back(fmt::format("-parallelism={}", options.parallelism));
  }
  arguments.push_back(options.plan_file);
  return arguments;
}

}  // namespace opta::terraform
