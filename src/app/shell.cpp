#include "app/shell.h"

#include <fmt/format.h>

#include "app/pod_choice.h"
#include "exec/kubectl/exec.h"

namespace opta {

namespace {

// bash where the image has it.
const std::vector<std::string> kShell = {
    "sh", "-c", "if command -v bash >/dev/null 2>&1; then exec bash; else exec sh; fi"};

// What a shell says of a program that it does not find, or cannot start.
bool lacks_program(int code) {
  return code == 126 || code == 127;
}

}  // namespace

Exit shell(Env& env, const ShellArguments& arguments) {
  FrontEnd front(env);
  const auto services = Services::open(front, arguments.service);
  if (!services) return services.error();
  const auto service = services->choose();
  if (!service) return service.error();
  const auto cluster = services->reach();
  if (!cluster) return cluster.error();
  const CloudRoom& room = services->room();
  const auto choice = find_pod(room, *cluster, *service, arguments.pod, arguments.container);
  if (!choice) return choice.error();
  const bool own_shell = arguments.command.empty();
  const bool terminal = env.in_is_terminal && env.out_is_terminal;
  if (own_shell && terminal)
    env.err(fmt::format("In {} [{}]; `exit` leaves it.\n", choice->pod, choice->container));
  const auto code = env.run_in_foreground(
      kubectl::exec_command(*cluster, {.pod = choice->pod,
                                       .container = choice->container,
                                       .object_namespace = service->release_namespace,
                                       .terminal = terminal,
                                       .command = own_shell ? kShell : arguments.command}));
  if (!code) return room.fail(Code::kClusterCommand, code.error());
  if (own_shell && lacks_program(*code)) {
    env.err(
        "The image may have no shell. `opta shell -- PROGRAM` runs one that it has; "
        "`kubectl debug` puts a container with a shell beside it.\n");
  }
  return static_cast<Exit>(*code);
}

}  // namespace opta
