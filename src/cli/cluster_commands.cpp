// Commands that look at what runs in the cluster.
#include "app/events.h"
#include "app/logs.h"
#include "app/port_forward.h"
#include "app/shell.h"
#include "cli/command_line.h"

namespace opta {

namespace {

void add_logs(CommandLine& line) {
  auto& arguments = line.keep<LogsArguments>();
  CLI::App* sub = line.command("logs", "Print what all containers of a service write",
                               [&] { return logs(line.env(), arguments); });
  line.service_options(sub, arguments.service);
  sub->add_option("--container", arguments.container, "Of this container alone")
      ->option_text("NAME");
  sub->add_option("--since", arguments.since, "What is younger, such as 10m")->option_text("TIME");
  sub->add_option("--tail", arguments.tail, "The last lines of each container")
      ->option_text("N|all (100; 10 with --follow)");
  CLI::Option* follow =
      sub->add_flag("-f,--follow", arguments.follow, "Go on, with pods that come, until Ctrl-C");
  sub->add_flag("--previous", arguments.previous,
                "Of containers that have started again: what the ones before wrote")
      ->excludes(follow);
}

void add_events(CommandLine& line) {
  auto& arguments = line.keep<EventsArguments>();
  CLI::App* sub = line.command("events", "Print what the cluster says of the layer's services",
                               [&] { return events(line.env(), arguments); });
  line.service_options(sub, arguments.service);
  sub->add_option("--since", arguments.since, "What is younger, such as 10m")->option_text("TIME");
  sub->add_flag("-f,--follow", arguments.follow, "Go on until Ctrl-C");
}

void add_shell(CommandLine& line) {
  auto& arguments = line.keep<ShellArguments>();
  auto& self = line.keep<CLI::App*>(nullptr);
  CLI::App* sub = line.command(
      "shell", "Open a shell in a service's container, or run a command: opta shell [COMMAND...]",
      [&] {
        arguments.command = self->remaining();
        return shell(line.env(), arguments);
      });
  self = sub;
  line.service_options(sub, arguments.service);
  sub->add_option("--pod", arguments.pod, "In this pod")->option_text("NAME");
  sub->add_option("--container", arguments.container, "In this container")->option_text("NAME");
  // `opta shell ls -l`: what stands behind the command is its own.
  sub->prefix_command();
}

void add_port_forward(CommandLine& line) {
  auto& arguments = line.keep<PortForwardArguments>();
  CLI::App* sub =
      line.command("port-forward", "Make a service's port one of this machine, until Ctrl-C",
                   [&] { return port_forward(line.env(), arguments); });
  line.service_options(sub, arguments.service, false);
  sub->add_option("module", arguments.service.module, "The service")->required();
  sub->add_option("ports", arguments.ports, "The container's port, and which one here")
      ->option_text("[LOCAL:]REMOTE");
}

}  // namespace

void add_cluster_commands(CommandLine& line) {
  add_logs(line);
  add_events(line);
  add_shell(line);
  add_port_forward(line);
}

}  // namespace opta
