// `opta preview`: the copies of a service.
#include "app/destroy.h"
#include "app/previews.h"
#include "cli/command_line.h"

namespace opta {

void add_preview_commands(CommandLine& line) {
  Env& env = line.env();
  auto& run = line.keep<RunArguments>();
  CLI::App* group = line.group("preview", "Previews of a service: which there are, and their end");

  CLI::App* sub = line.command_of(
      group, "list", "The previews of the file's layer, or of all layers of an environment",
      [&] { return list_previews(env, run); });
  line.file_options(sub, run.layer);
  sub->add_flag("--sandbox", run.sandbox, "Of the sandbox");

  auto& destroyed = line.keep<RunArguments>({.command = {"destroy"}});
  sub = line.command_of(group, "destroy", "Take down a preview, as `opta destroy --preview` does",
                        [&] { return destroy(env, destroyed); });
  sub->add_option("name", destroyed.layer.preview, "The preview's name")->required();
  line.file_options(sub, destroyed.layer);
  line.change_options(sub, destroyed);

  auto& pruned = line.keep<RunArguments>();
  sub = line.command_of(group, "prune", "Take down the previews that have expired",
                        [&] { return prune_previews(env, pruned); });
  line.file_options(sub, pruned.layer);
  line.change_options(sub, pruned);
}

}  // namespace opta
