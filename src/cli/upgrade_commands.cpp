// `opta upgrade`.
#include "app/upgrade.h"
#include "cli/command_line.h"

namespace opta {

void add_upgrade_commands(CommandLine& line) {
  Env& env = line.env();
  auto& layer = line.keep<LayerArguments>();
  auto& plan_only = line.keep<bool>();  // asked for, never read: `upgrade` does nothing else

  CLI::App* sub =
      line.command("upgrade", "Show the way to newer versions of Kubernetes and what runs on it",
                   [&] { return upgrade_plan(env, layer); });
  line.layer_options(sub, layer);
  // So that a word without an object never changes a cluster.
  sub->add_flag("--plan", plan_only, "Only show: upgrading is changing the file, and `opta apply`")
      ->required();
}

}  // namespace opta
