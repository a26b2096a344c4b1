// Commands that need the file alone.
#include "app/generate_manifests.h"
#include "app/generate_terraform.h"
#include "app/iam_policy.h"
#include "app/init_ci.h"
#include "app/look.h"
#include "app/report.h"
#include "cli/command_line.h"

namespace opta {

namespace {

void add_init(CommandLine& line) {
  Env& env = line.env();
  auto& kind = line.keep<std::string>();
  auto& config = line.keep<std::string>();
  auto& provider = line.keep<std::string>();
  auto& environment = line.keep<std::optional<std::string>>();
  CLI::App* sub = line.command(
      "init", "Write a commented file to start with, or the files of a CI pipeline",
      [&env, &kind, &config, &provider, &environment] {
        const bool for_ci = environment || !provider.empty();
        if (kind != "ci" && for_ci) {
          return report_error(env, Code::kUsage,
                              {.message = "`--provider` and `--env` belong to `opta init ci`"});
        }
        if (kind != "ci") return init(env, kind, config.empty() ? "opta.yaml" : config);
        InitCiArguments arguments{.environment = environment};
        if (!config.empty()) arguments.path = config;
        if (provider == "github") arguments.provider = CiProvider::kGithub;
        if (provider == "gitlab") arguments.provider = CiProvider::kGitlab;
        return init_ci(env, arguments);
      });
  sub->add_option("kind", kind, "environment, service, or ci: for the layers of this folder")
      ->check(CLI::IsMember({"environment", "service", "ci"}));
  sub->add_option("-c,--config", config, "The file to write")
      ->option_text("FILE (opta.yaml, or where the CI looks)");
  sub->add_option("--provider", provider, "With `ci`: whose; else that of git's remote `origin`")
      ->check(CLI::IsMember({"github", "gitlab"}))
      ->option_text("github|gitlab");
  sub->add_option("-e,--env", environment, "With `ci`: the environment, as of `plan --all --env`")
      ->option_text("NAME");
}

void add_generate_manifests(CommandLine& line) {
  auto& manifests = line.keep<ManifestsArguments>();
  CLI::App* sub = line.command("generate-manifests",
                               "Write a service's objects into a folder for Argo CD or Flux",
                               [&] { return generate_manifests(line.env(), manifests); });
  line.file_options(sub, manifests.run.layer);
  sub->add_option("-d,--directory", manifests.directory,
                  "Where to write: the folder `gitops.path` of a checkout")
      ->option_text("FOLDER")
      ->required();
  sub->add_option("--image", manifests.images,
                  "What a service runs, where the file leaves it open; may be repeated")
      ->option_text("MODULE@sha256:…")
      ->take_all()
      ->expected(1);
  sub->add_flag("--sandbox", manifests.run.sandbox, "From the sandbox");
  line.chart_mirror_option(sub);
}

}  // namespace

void add_file_commands(CommandLine& line) {
  Env& env = line.env();
  auto& layer = line.keep<LayerArguments>();
  auto& folder = line.keep<std::optional<std::string>>();
  auto& generate = line.keep<GenerateArguments>();

  CLI::App* sub = line.command(
      "validate", "Check a file, or all of a folder; touches nothing",
      [&] { return folder ? validate_all(env, layer, *folder) : validate(env, layer); });
  line.layer_options(sub, layer, {"sarif"});
  line.all_option(sub, folder);
  sub = line.command("iam-policy", "Print what whoever runs opta must be allowed; touches nothing",
                     [&] { return iam_policy(env, layer); });
  line.layer_options(sub, layer);
  add_init(line);
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
  add_generate_manifests(line);
}

}  // namespace opta
