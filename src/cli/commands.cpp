#include "cli/commands.h"

#include "cli/command_line.h"

namespace opta {

int run_command_line(int argc, const char* const* argv, Env& env) {
  CommandLine line(env);
  add_file_commands(line);
  add_run_commands(line);
  add_deploy_commands(line);
  add_preview_commands(line);
  add_look_commands(line);
  add_cluster_commands(line);
  add_secret_commands(line);
  add_upgrade_commands(line);
  add_helper_commands(line);
  return line.run(argc, argv);
}

}  // namespace opta
