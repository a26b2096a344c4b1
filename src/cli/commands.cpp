#include "cli/commands.h"

#include <map>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "app/all_layers.h"
#include "app/apply.h"
#include "app/configure_kubectl.h"
#include "app/destroy.h"
#include "app/engine.h"
#include "app/force_unlock.h"
#include "app/generate_terraform.h"
#include "app/iam_policy.h"
#include "app/look.h"
#include "app/output.h"
#include "app/plan.h"
#include "app/sandbox.h"
#include "app/secret_rotate.h"
#include "app/show.h"
#include "app/show_links.h"
#include "app/upgrade.h"
#include "base/suggest.h"
#include "diag/diagnostic.h"

namespace opta {

namespace {

// Options of one command and what it runs. The structs live as long as the parse.
class CommandLine {
 public:
  explicit CommandLine(Env& env)
      : env_(env), app_("Turns one YAML file into a secure cloud environment.", "opta") {
    app_.require_subcommand(0, 1);
    app_.set_help_all_flag("");
    app_.set_version_flag("--version", std::string("opta ") + OPTA_VERSION);
    app_.footer(
        "Run `opta help COMMAND` for its options, `opta help modules` for what a file can hold.");
    files();
    runs();
    looks();
    secrets();
    upgrades();
    helpers();
  }

  int run(int argc, const char* const* argv) {
    try {
      app_.parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
      env_.out(help_of_chosen());
      return code(Exit::kDone);
    } catch (const CLI::CallForVersion&) {
      return code(version(env_, Format::kText));
    } catch (const CLI::ParseError& error) {
      return code(report_usage(error, argc, argv));
    }
    if (!action_) {
      env_.out(app_.help());
      return code(Exit::kDone);
    }
    return code(action_());
  }

 private:
  static int code(Exit exit) { return static_cast<int>(exit); }

  CLI::App* command(const std::string& name, const std::string& text,
                    std::function<Exit()> action) {
    CLI::App* sub = app_.add_subcommand(name, text);
    sub->callback([this, action = std::move(action)] { action_ = action; });
    return sub;
  }

  void format_option(CLI::App* sub, Format& format, bool sarif = false) {
    std::vector<std::string> names = {"text", "json"};
    if (sarif) names.emplace_back("sarif");
    sub->add_option_function<std::string>(
           "--format",
           [this, &format](const std::string& name) {
             format = name == "json"    ? Format::kJson
                      : name == "sarif" ? Format::kSarif
                                        : Format::kText;
             env_.json = format == Format::kJson;
           },
           "text for people, json for programs")
        ->check(CLI::IsMember(names))
        ->option_text(sarif ? "text|json|sarif (text)" : "text|json (text)");
  }

  void layer_options(CLI::App* sub, LayerArguments& layer, bool sarif = false) {
    sub->add_option("-c,--config", layer.config, "The file")->option_text("FILE (opta.yaml)");
    sub->add_option("-e,--env", layer.environment, "Which of a service's environments")
        ->option_text("NAME");
    sub->add_option("-v,--var", layer.variables, "Value of an input variable; may be repeated")
        ->option_text("NAME=VALUE")
        ->take_all()
        ->expected(1);
    format_option(sub, layer.format, sarif);
  }

  void run_options(CLI::App* sub) {
    layer_options(sub, run_.layer);
    sub->add_flag("--auto-approve", run_.auto_approve, "Do not ask");
    sub->add_flag("--detailed-plan", run_.detailed_plan, "Show every field of every change");
    sub->add_flag("--sandbox", run_.sandbox,
                  "Run against the AWS emulator on this machine, not against AWS");
    sub->add_option_function<std::string>(
           "--chart-mirror",
           [this](const std::string& mirror) { env_.variables["OPTA_CHART_MIRROR"] = mirror; },
           "Where Helm charts come from in a closed network; also OPTA_CHART_MIRROR")
        ->option_text("FOLDER|URL");
  }

  void all_options(CLI::App* sub) {
    CLI::Option* all = sub->add_option_function<std::vector<std::string>>(
        "--all",
        [this](const std::vector<std::string>& folder) {
          run_.all_folder = folder.empty() || folder[0].empty() ? "." : folder[0];
        },
        "Every layer in the folder and below it, in order");
    all->expected(0, 1)->option_text("[FOLDER]")->excludes("--config");
    sub->add_option("--jobs", run_.jobs, "With --all: how many layers at a time")
        ->check(CLI::Range(1, 64))
        ->needs(all)
        ->option_text(fmt::format("N ({})", RunArguments::kJobs));
    sub->add_flag("--part-of-all", run_.part_of_all)->group("");  // how --all starts each layer
  }

  void files() {
    CLI::App* sub = command("validate", "Check a file; touches nothing",
                            [this] { return validate(env_, layer_); });
    layer_options(sub, layer_, true);
    sub = command("iam-policy", "Print what whoever runs opta must be allowed; touches nothing",
                  [this] { return iam_policy(env_, layer_); });
    layer_options(sub, layer_);
    sub = command("init", "Write a commented file to start with",
                  [this] { return init(env_, kind_, layer_.config); });
    sub->add_option("kind", kind_, "environment or service")
        ->check(CLI::IsMember({"environment", "service"}));
    sub->add_option("-c,--config", layer_.config, "The file")->option_text("FILE (opta.yaml)");
    sub = command("generate-terraform", "Write plain Terraform that runs without Opta",
                  [this] { return generate_terraform(env_, generate_); });
    layer_options(sub, generate_.layer);
    sub->add_option("-d,--directory", generate_.directory, "Where to write")
        ->option_text("FOLDER (gen-tf-LAYER)");
    sub->add_option_function<std::string>(
           "--backend",
           [this](const std::string& name) { generate_.remote_backend = name == "remote"; },
           "local: a state file beside it; remote: the environment's state bucket")
        ->check(CLI::IsMember({"local", "remote"}))
        ->option_text("local|remote (local)");
    sub->add_option("--readme-format", generate_.readme_format, "none or md")
        ->check(CLI::IsMember({"none", "md", "html"}))
        ->option_text("none|md|html (md)");
    sub->add_flag("--delete", generate_.replace,
                  "Replace what an earlier run wrote into the folder");
    sub->add_flag("--auto-approve", generate_.auto_approve, "Do not ask");
  }

  void runs() {
    CLI::App* sub = command("plan", "Show what apply would change",
                            [this] { return one_or_all(AllCommand::kPlan, plan); });
    run_options(sub);
    all_options(sub);
    sub = command("apply", "Make or change what the file describes",
                  [this] { return one_or_all(AllCommand::kApply, apply); });
    run_options(sub);
    all_options(sub);
    sub = command("destroy", "Take down all that the file's layer has made",
                  [this] { return one_or_all(AllCommand::kDestroy, destroy); });
    run_options(sub);
    all_options(sub);
    sub = command("force-unlock", "Take away a state lock whose owner is gone",
                  [this] { return force_unlock(env_, run_); });
    layer_options(sub, run_.layer);
    sub->add_flag("--auto-approve", run_.auto_approve, "Do not ask");
    sub->add_flag("--sandbox", run_.sandbox, "In the sandbox");
  }

  void looks() {
    CLI::App* sub =
        command("output", "Print the layer's outputs", [this] { return output(env_, run_); });
    layer_options(sub, run_.layer);
    sub->add_flag("--sandbox", run_.sandbox, "From the sandbox");
    sub = command(
        "show", "Print the resources that the layer has, by module; or its links",
        [this] { return topic_ == "links" ? show_links(env_, run_.layer) : show(env_, run_); });
    sub->add_option("what", topic_, "resources, or links: who may reach what")
        ->check(CLI::IsMember({"resources", "links"}))
        ->option_text("resources|links (resources)");
    layer_options(sub, run_.layer);
    sub->add_flag("--sandbox", run_.sandbox, "From the sandbox");
    sub = command("configure-kubectl", "Add the cluster to your kubeconfig",
                  [this] { return configure_kubectl(env_, run_); });
    layer_options(sub, run_.layer);
    sub->add_flag("--sandbox", run_.sandbox, "Of the sandbox");
  }

  void secrets() {
    CLI::App* sub = command("secret", "Give a store a new password, and all that use it",
                            [this] { return secret_rotate(env_, run_, topic_); });
    sub->add_option("action", kind_, "rotate")->required()->check(CLI::IsMember({"rotate"}));
    sub->add_option("module", topic_, "The module whose secret it is")->required();
    run_options(sub);
  }

  void upgrades() {
    CLI::App* sub =
        command("upgrade", "Show the way to newer versions of Kubernetes and what runs on it",
                [this] { return upgrade_plan(env_, layer_); });
    layer_options(sub, layer_);
    // So that a word without an object never changes a cluster.
    sub->add_flag("--plan", plan_only_,
                  "Only show: upgrading is changing the file, and `opta apply`")
        ->required();
  }

  void helpers() {
    CLI::App* sub = command("sandbox", "The AWS emulator on this machine, and its cluster",
                            [this] { return sandbox(env_, sandbox_); });
    sub->add_option("action", sandbox_.action, "up, status or down")
        ->required()
        ->check(CLI::IsMember({"up", "status", "down"}));
    CLI::Option* cluster = sub->add_flag(
        "--cluster", sandbox_.cluster,
        "With `up`: a Kubernetes control plane, too; the first time it is built, in minutes");
    sub->add_option("--kubeconfig", sandbox_.kubeconfig,
                    "With `up --cluster`: a cluster of yours (kind, for one) in its place")
        ->option_text("FILE")
        ->needs(cluster);
    format_option(sub, sandbox_.format);
    command("schema", "Print a JSON Schema for editors", [this] { return schema(env_); });
    sub = command("explain", "Explain a diagnostic's code",
                  [this] { return explain_code(env_, topic_); });
    sub->add_option("code", topic_, "such as E0301")->required();
    sub = command("help", "Help on a command, a module type, or `modules`",
                  [this] { return help(); });
    sub->add_option("topic", topic_, "a command, a module type, or modules");
    format_option(sub, layer_.format);
    sub = command("version", "Print the version", [this] { return version(env_, layer_.format); });
    format_option(sub, layer_.format);
    sub = command("completion", "Print a completion script for your shell",
                  [this] { return topic_ == "words" ? words() : completion(env_, topic_); });
    sub->add_option("shell", topic_, "bash, zsh or fish")
        ->required()
        ->check(CLI::IsMember({"bash", "zsh", "fish", "words"}));
    sub->add_option("command", kind_)->group("");
    sub = command("engine-run", "", [this] { return engine_run(topic_); });
    sub->add_option("--record", topic_)->required();
    sub->group("");  // how Opta starts an engine: not for people
  }

  Exit one_or_all(AllCommand command, Exit (*one)(Env&, const RunArguments&)) {
    return run_.all_folder ? run_all(env_, command, run_) : one(env_, run_);
  }

  Exit help() {
    if (topic_.empty()) {
      // CLI11 would print the help of the command that was parsed: of `help`.
      env_.out(app_.get_formatter()->make_help(&app_, "opta", CLI::AppFormatMode::Normal));
      return Exit::kDone;
    }
    for (const CLI::App* sub : app_.get_subcommands({})) {
      if (sub->get_name() != topic_ || sub->get_group().empty()) continue;
      env_.out(sub->help("opta"));
      return Exit::kDone;
    }
    return help_module(env_, topic_, layer_.format);
  }

  // For the completion scripts: the commands, or the options of one.
  Exit words() {
    for (const CLI::App* sub : app_.get_subcommands({})) {
      if (sub->get_group().empty()) continue;
      if (kind_.empty()) env_.out(sub->get_name() + "\n");
      if (kind_ != sub->get_name()) continue;
      for (const CLI::Option* option : sub->get_options()) {
        if (option->get_group().empty()) continue;
        for (const std::string& name : option->get_lnames()) env_.out("--" + name + "\n");
      }
    }
    return Exit::kDone;
  }

  std::string help_of_chosen() {
    for (const CLI::App* sub : app_.get_subcommands()) return sub->help("opta");
    return app_.help();
  }

  std::vector<std::string> command_names() {
    std::vector<std::string> names;
    for (const CLI::App* sub : app_.get_subcommands({})) {
      if (!sub->get_group().empty()) names.push_back(sub->get_name());
    }
    return names;
  }

  // CLI11 says what it missed; what it saw and did not know is named here, with a suggestion.
  Exit report_usage(const CLI::ParseError& error, int argc, const char* const* argv) {
    std::string message = error.what(), help = "`opta help` lists the commands";
    const std::vector<CLI::App*> chosen = app_.get_subcommands();
    if (chosen.empty() && argc > 1 && argv[1][0] != '-') {
      message = fmt::format("no command is called `{}`", argv[1]);
      if (std::string hint = did_you_mean(argv[1], command_names()); !hint.empty())
        help = std::move(hint);
    } else if (!chosen.empty()) {
      help = fmt::format("`opta help {}` lists its options", chosen[0]->get_name());
      for (int i = 2; i < argc; ++i) {
        const std::string word =
            std::string(argv[i]).substr(0, std::string_view(argv[i]).find('='));
        if (!word.starts_with("--") || chosen[0]->get_option_no_throw(word) != nullptr) continue;
        std::vector<std::string> names;
        for (const CLI::Option* option : chosen[0]->get_options()) {
          for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
        }
        message = fmt::format("`opta {}` has no option `{}`", chosen[0]->get_name(), word);
        if (std::string hint = did_you_mean(word, names); !hint.empty()) help = std::move(hint);
        break;
      }
    }
    env_.err(fmt::format("error[{}]: {}\n  = help: {}\n", info(Code::kUsage).id, message, help));
    return Exit::kUsage;
  }

  Env& env_;
  CLI::App app_;
  std::function<Exit()> action_;
  LayerArguments layer_;
  RunArguments run_;
  GenerateArguments generate_;
  SandboxArguments sandbox_;
  bool plan_only_ = false;  // asked for, never read: `upgrade` does nothing else
  std::string topic_;
  std::string kind_ = {};
};

}  // namespace

int run_command_line(int argc, const char* const* argv, Env& env) {
  return CommandLine(env).run(argc, argv);
}

}  // namespace opta
