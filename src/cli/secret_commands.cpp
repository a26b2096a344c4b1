// `opta secret`: what services keep to themselves.
#include "app/secret_rotate.h"
#include "cli/command_line.h"

namespace opta {

void add_secret_commands(CommandLine& line) {
  Env& env = line.env();
  auto& run = line.keep<RunArguments>();
  auto& module = line.keep<std::string>();

  CLI::App* group = line.group("secret", "Secrets of services, and new passwords of stores");
  CLI::App* sub =
      line.command_of(group, "rotate", "Give a store a new password, and all that use it",
                      [&] { return secret_rotate(env, run, module); });
  sub->add_option("module", module, "The module whose secret it is")->required();
  line.run_options(sub, run);
}

}  // namespace opta
