// Commands that need the file alone.
#include "app/generate_terraform.h"
#include "app/iam_policy.h"
#include "app/look.h"
#include "cli/command_line.h"

namespace opta {

void add_file_commands(CommandLine& line) {
  Env& env = line.env();
  auto& layer = line.keep<LayerArguments>();
  auto& kind = line.keep<std::string>();
  auto& generate = line.keep<GenerateArguments>();

  CLI::App* sub = line.command("validate", "Check a file; touches nothing",
                               [&] { return validate(env, layer); });
  line.layer_options(sub, layer, true);
  sub = line.command("iam-policy", "Print what whoever runs opta must be allowed; touches nothing",
                     [&] { return iam_policy(env, layer); });
  line.layer_options(sub, layer);
  sub = line.command("init", "Write a commented file to start with",
                     [&] { return init(env, kind, layer.config); });
  sub->add_option("kind", kind, "environment or service")
      ->check(CLI::IsMember({"environment", "service"}));
  sub->add_option("-c,--config", layer.config, "The file")->option_text("FILE (opta.yaml)");
  sub = line.command("generate-terraform", "Write plain Terraform that runs without Opta",
                     [&] { return generate_terraform(env, generate); });
  line.layer_options(sub, generate.layer);
  sub->add_option("-d,--directory", generate.directory, "Where to write")
      ->option_text("FOLDER (gen-tf-LAYER)");
  sub->add_option_function<std::string>(
         "--backend", [&](const std::string& name) { generate.remote_backend = name == "remote"; },
         "local: a state file beside it; remote: the environment's state bucket")
      ->check(CLI::IsMember({"local", "remote"}))
      ->option_text("local|remote (local)");
  sub->add_option("--readme-format", generate.readme_format, "none or md")
      ->check(CLI::IsMember({"none", "md", "html"}))
      ->option_text("none|md|html (md)");
  sub->add_flag("--delete", generate.replace, "Replace what an earlier run wrote into the folder");
  sub->add_flag("--auto-approve", generate.auto_approve, "Do not ask");
}

}  // namespace opta
