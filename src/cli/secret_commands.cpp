// `opta secret`: what services keep to themselves.
#include "app/secret.h"
#include "app/secret_rotate.h"
#include "cli/command_line.h"

namespace opta {

namespace {

// Each command of the group by itself: CLI11 has no options of a group behind its commands' names.
CLI::App* add_manual(CommandLine& line, CLI::App* group, const char* name, const char* text,
                     SecretArguments& arguments, Exit (*run)(Env&, const SecretArguments&)) {
  CLI::App* sub = line.command_of(group, name, text,
                                  [&line, &arguments, run] { return run(line.env(), arguments); });
  line.service_options(sub, arguments.service);
  return sub;
}

void restart_option(CLI::App* sub, SecretArguments& arguments) {
  sub->add_flag("!--no-restart", arguments.restart,
                "Leave the pods alone: they keep what they have until they start again");
}

void name_option(CLI::App* sub, SecretArguments& arguments) {
  sub->add_option("name", arguments.name, "Name of the environment variable")->required();
}

}  // namespace

void add_secret_commands(CommandLine& line) {
  auto& arguments = line.keep<SecretArguments>();
  auto& run = line.keep<RunArguments>();
  auto& module = line.keep<std::string>();

  CLI::App* group = line.group("secret", "Secrets of services, and new passwords of stores");
  add_manual(line, group, "list", "Names of a service's secrets, and which have no value yet",
             arguments, secret_list);
  CLI::App* sub =
      add_manual(line, group, "view", "Print the value of a secret", arguments, secret_view);
  name_option(sub, arguments);
  sub = add_manual(line, group, "update",
                   "Set a secret, asking for its value, and start its readers again", arguments,
                   secret_update);
  name_option(sub, arguments);
  CLI::Option* file = sub->add_option("--from-file", arguments.file, "The value is in this file")
                          ->option_text("FILE");
  CLI::Option* input =
      sub->add_flag("--stdin", arguments.from_stdin, "The value comes on standard input");
  sub->add_option("--value", arguments.value,
                  "The value itself, which then stands in the shell's history")
      ->option_text("TEXT")
      ->excludes(file)
      ->excludes(input);
  file->excludes(input);
  restart_option(sub, arguments);
  sub = add_manual(line, group, "bulk-update", "Set the secrets of a file with NAME=value lines",
                   arguments, secret_bulk_update);
  sub->add_option("file", arguments.file, "The file; - for standard input")->required();
  restart_option(sub, arguments);
  sub = add_manual(line, group, "delete", "Take a secret away, and start its readers again",
                   arguments, secret_delete);
  name_option(sub, arguments);
  restart_option(sub, arguments);
  sub = line.command_of(group, "rotate", "Give a store a new password, and all that use it",
                        [&] { return secret_rotate(line.env(), run, module); });
  sub->add_option("module", module, "The module whose secret it is")->required();
  line.run_options(sub, run);
}

}  // namespace opta
