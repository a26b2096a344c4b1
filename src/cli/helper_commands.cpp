// Commands around the work: the sandbox, help, and what editors and shells ask for.
#include <signal.h>

#include "app/engine.h"
#include "app/language_server.h"
#include "app/look.h"
#include "app/sandbox.h"
#include "base/text.h"
#include "cli/command_line.h"

namespace opta {

namespace {

void add_sandbox(CommandLine& line) {
  Env& env = line.env();
  auto& arguments = line.keep<SandboxArguments>();
  CLI::App* sub = line.command("sandbox", "The AWS emulator on this machine, and its cluster",
                               [&] { return sandbox(env, arguments); });
  sub->add_option("action", arguments.action, "up, status or down")
      ->required()
      ->check(CLI::IsMember({"up", "status", "down"}));
  CLI::Option* cluster =
      sub->add_flag("--cluster", arguments.cluster,
                    "With `up`: a Kubernetes control plane, too; the first time it is built, in "
                    "minutes");
  sub->add_option("--kubeconfig", arguments.kubeconfig,
                  "With `up --cluster`: a cluster of yours (kind, for one) in its place")
      ->option_text("FILE")
      ->needs(cluster);
  line.format_option(sub, arguments.format);
}

Exit help(CommandLine& line, const std::vector<std::string>& topic, Format format) {
  if (topic.empty()) {
    line.env().out(line.help());
    return Exit::kDone;
  }
  if (const auto text = line.help_of(topic)) {
    line.env().out(*text);
    return Exit::kDone;
  }
  return help_module(line.env(), join(topic, " "), format);
}

}  // namespace

void add_helper_commands(CommandLine& line) {
  Env& env = line.env();
  auto& format = line.keep<Format>();
  auto& topic = line.keep<std::string>();
  auto& words = line.keep<std::vector<std::string>>();
  auto& command = line.keep<std::string>();

  add_sandbox(line);
  line.command("schema", "Print a JSON Schema for editors", [&] { return schema(env); });
  line.command("lsp", "Check and complete in your editor: a language server on stdin and stdout",
               [&] {
                 ::signal(SIGPIPE, SIG_IGN);  // an editor that is gone is no reason to die half way
                 return language_server(env);
               });
  CLI::App* sub = line.command("explain", "Explain a diagnostic's code, or a promise",
                               [&] { return explain_code(env, topic); });
  sub->add_option("code", topic, "such as E0301, or NET-01")->required();
  sub = line.command("help", "Help on a command, a module type, or `modules`",
                     [&] { return help(line, words, format); });
  sub->add_option("topic", words, "a command, a module type, or modules")->expected(0, 2);
  line.format_option(sub, format);
  sub = line.command("version", "Print the version", [&] { return version(env, format); });
  line.format_option(sub, format);
  sub = line.command("completion", "Print a completion script for your shell", [&] {
    if (topic != "words") return completion(env, topic);
    env.out(line.completion_words(command));
    return Exit::kDone;
  });
  sub->add_option("shell", topic, "bash, zsh or fish")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish", "words"}));
  sub->add_option("command", command)->group("");
  sub = line.command("engine-run", "", [&] { return engine_run(topic); });
  sub->add_option("--record", topic)->required();
  sub->group("");  // how Opta starts an engine: not for people
}

}  // namespace opta
