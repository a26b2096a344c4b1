// What all groups of commands are built with: a command's name, its options, and what it runs.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "app/arguments.h"
#include "app/env.h"

namespace opta {

class CommandLine {
 public:
  using Action = std::function<Exit()>;

  explicit CommandLine(Env& env);

  // Parses and runs; the exit code.
  int run(int argc, const char* const* argv);

  Env& env() { return env_; }

  // A place for arguments, which options point into; it lives as long as the command line.
  template <class T>
  T& keep(T value = {}) {
    auto kept = std::make_shared<T>(std::move(value));
    kept_.push_back(kept);
    return *kept;
  }

  CLI::App* command(const std::string& name, const std::string& text, Action action);
  // `opta NAME` with commands of its own.
  CLI::App* group(const std::string& name, const std::string& text);
  CLI::App* command_of(CLI::App* group, const std::string& name, const std::string& text,
                       Action action);

  // `more`: what the command can write beside text and JSON, "sarif" or "markdown".
  void format_option(CLI::App* sub, Format& format, const std::vector<std::string>& more = {});
  // Which file it is about, and --format.
  void file_options(CLI::App* sub, LayerArguments& layer,
                    const std::vector<std::string>& more = {});
  // The same, for commands that a preview of the layer can have too.
  void layer_options(CLI::App* sub, LayerArguments& layer,
                     const std::vector<std::string>& more = {});
  void run_options(CLI::App* sub, RunArguments& run, const std::vector<std::string>& more = {});
  void chart_mirror_option(CLI::App* sub);
  // Of those the ones that are not about the file.
  void change_options(CLI::App* sub, RunArguments& run);
  // For commands that look at what runs; `module_option`: with --module.
  void service_options(CLI::App* sub, ServiceArguments& service, bool module_option = true);
  // `--expires`, beside `--preview`.
  void expires_option(CLI::App* sub, RunArguments& run);
  // `--all [FOLDER]`, in place of one file.
  CLI::Option* all_option(CLI::App* sub, std::optional<std::string>& folder);

  // What `opta help` says: on all commands, or on one.
  std::string help() const;
  // Nothing when no such command is for people.
  std::optional<std::string> help_of(const std::vector<std::string>& words) const;
  // For the completion scripts: the commands, or the options of one.
  std::string completion_words(const std::string& command) const;

 private:
  std::vector<CLI::App*> chosen();
  std::string help_of_chosen();
  Exit report_usage(const CLI::ParseError& error, int argc, const char* const* argv);

  Env& env_;
  CLI::App app_;
  Action action_;
  std::vector<std::shared_ptr<void>> kept_;
};

// The groups: each adds its commands, in the order of `opta help`.
void add_file_commands(CommandLine& line);
void add_run_commands(CommandLine& line);
void add_deploy_commands(CommandLine& line);
void add_preview_commands(CommandLine& line);
void add_look_commands(CommandLine& line);
void add_cluster_commands(CommandLine& line);
void add_secret_commands(CommandLine& line);
void add_upgrade_commands(CommandLine& line);
void add_helper_commands(CommandLine& line);

}  // namespace opta
