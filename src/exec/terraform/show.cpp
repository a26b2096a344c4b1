#include "exec/terraform/show.h"

namespace opta::terraform {

std::vector<std::string> show_arguments(const ShowOptions& options) {
  std::vector<std::string> arguments = {"show", "-no-color", "-json"};
  if (!options.plan_file.empty()) arguments.push_back(options.plan_file);
  return arguments;
}

Result<TextOutcome> show(const Context& context, const ShowOptions& options) {
  return run_for_text(context, show_arguments(options));
}

}  // namespace opta::terraform
