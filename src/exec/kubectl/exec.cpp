#include "exec/kubectl/exec.h"

#include <fmt/format.h>

namespace opta::kubectl {

Command exec_command(const Context& context, const ExecOptions& options) {
  std::vector<std::string> argv = {context.program, "exec", options.pod,
                                   fmt::format("--container={}", options.container), "--stdin"};
  if (options.terminal) argv.emplace_back("--tty");
  add_namespace(argv, options.object_namespace);
  if (!context.kubeconfig.empty())
    argv.push_back(fmt::format("--kubeconfig={}", context.kubeconfig));
  if (!context.kube_context.empty())
    argv.push_back(fmt::format("--context={}", context.kube_context));
  argv.emplace_back("--");
  argv.insert(argv.end(), options.command.begin(), options.command.end());
  return {.argv = std::move(argv), .environment = context.environment};
}

}  // namespace opta::kubectl
