#include "cli/command_line.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "app/look.h"
#include "base/suggest.h"
#include "base/text.h"
#include "diag/diagnostic.h"

namespace opta {

namespace {

int code(Exit exit) {
  return static_cast<int>(exit);
}

bool is_for_people(const CLI::App* command) {
  return !command->get_group().empty();
}

// Null when there is none for people.
const CLI::App* find_command(const CLI::App& app, std::string_view name) {
  for (const CLI::App* sub : app.get_subcommands({})) {
    if (is_for_people(sub) && sub->get_name() == name) return sub;
  }
  return nullptr;
}

std::vector<std::string> names_of_commands(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* sub : app.get_subcommands({})) {
    if (is_for_people(sub)) names.push_back(sub->get_name());
  }
  return names;
}

// "--config"; those that are hidden are for no person.
std::vector<std::string> names_of_options(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_group().empty()) continue;
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

// "opta secret" for the parent of `opta secret update`.
std::string words_before(const CLI::App* command) {
  std::string words;
  for (const CLI::App* app = command->get_parent(); app != nullptr; app = app->get_parent())
    words = app->get_name() + (words.empty() ? "" : " ") + words;
  return words;
}

// Without the `--` between the options of a command and another program's command line: CLI11 would
// take what stands behind it for words of `opta` itself.
std::vector<std::string> without_mark(const CLI::App& app, int argc, const char* const* argv) {
  std::vector<std::string> words(argv + 1, argv + argc);
  const CLI::App* sub = words.empty() ? nullptr : find_command(app, words[0]);
  if (sub == nullptr || !sub->get_prefix_command()) return words;
  for (std::size_t i = 1; i < words.size() && words[i].starts_with('-'); ++i) {
    if (words[i] == "--") {
      words.erase(words.begin() + static_cast<std::ptrdiff_t>(i));
      break;
    }
    const CLI::Option* option = sub->get_option_no_throw(words[i]);
    if (option != nullptr && option->get_items_expected_max() > 0) ++i;  // its value
  }
  return words;
}

}  // namespace

CommandLine::CommandLine(Env& env)
    : env_(env), app_("Turns one YAML file into a secure cloud environment.", "opta") {
  app_.require_subcommand(0, 1);
  app_.set_help_all_flag("");
  app_.set_version_flag("--version", std::string("opta ") + OPTA_VERSION);
  app_.footer(
      "Run `opta help COMMAND` for its options, `opta help modules` for what a file can hold.");
}

int CommandLine::run(int argc, const char* const* argv) {
  try {
    std::vector<std::string> words = without_mark(app_, argc, argv);
    std::ranges::reverse(words);  // as CLI11 takes them
    app_.parse(std::move(words));
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

CLI::App* CommandLine::command(const std::string& name, const std::string& text, Action action) {
  return command_of(&app_, name, text, std::move(action));
}

CLI::App* CommandLine::group(const std::string& name, const std::string& text) {
  CLI::App* group = app_.add_subcommand(name, text);
  group->require_subcommand(1);
  return group;
}

CLI::App* CommandLine::command_of(CLI::App* group, const std::string& name, const std::string& text,
                                  Action action) {
  CLI::App* sub = group->add_subcommand(name, text);
  sub->callback([this, action = std::move(action)] { action_ = action; });
  return sub;
}

void CommandLine::format_option(CLI::App* sub, Format& format,
                                const std::vector<std::string>& more) {
  std::vector<std::string> names = {"text", "json"};
  names.insert(names.end(), more.begin(), more.end());
  sub->add_option_function<std::string>(
         "--format",
         [this, &format](const std::string& name) {
           format = name == "json"       ? Format::kJson
                    : name == "sarif"    ? Format::kSarif
                    : name == "markdown" ? Format::kMarkdown
                                         : Format::kText;
           env_.json = format == Format::kJson;
         },
         "text for people, json for programs")
      ->check(CLI::IsMember(names))
      ->option_text(join(names, "|") + " (text)");
}

void CommandLine::layer_options(CLI::App* sub, LayerArguments& layer,
                                const std::vector<std::string>& more) {
  file_options(sub, layer, more);
  sub->add_option("--preview", layer.preview, "Of this preview of the layer, not of the layer")
      ->option_text("NAME");
}

void CommandLine::file_options(CLI::App* sub, LayerArguments& layer,
                               const std::vector<std::string>& more) {
  sub->add_option("-c,--config", layer.config, "The file")->option_text("FILE (opta.yaml)");
  sub->add_option("-e,--env", layer.environment, "Which of a service's environments")
      ->option_text("NAME");
  sub->add_option("-v,--var", layer.variables, "Value of an input variable; may be repeated")
      ->option_text("NAME=VALUE")
      ->take_all()
      ->expected(1);
  format_option(sub, layer.format, more);
}

void CommandLine::service_options(CLI::App* sub, ServiceArguments& service, bool module_option) {
  layer_options(sub, service.layer);
  if (module_option) {
    sub->add_option("-m,--module", service.module, "Which service, where the file has several")
        ->option_text("NAME");
  }
  sub->add_flag("--sandbox", service.sandbox, "In the sandbox");
}

CLI::Option* CommandLine::all_option(CLI::App* sub, std::optional<std::string>& folder) {
  CLI::Option* all = sub->add_option_function<std::vector<std::string>>(
      "--all",
      [&folder](const std::vector<std::string>& words) {
        folder = words.empty() || words[0].empty() ? "." : words[0];
      },
      "Every layer in the folder and below it, in order");
  return all->expected(0, 1)->option_text("[FOLDER]")->excludes("--config", "--preview");
}

void CommandLine::run_options(CLI::App* sub, RunArguments& run,
                              const std::vector<std::string>& more) {
  layer_options(sub, run.layer, more);
  change_options(sub, run);
}

void CommandLine::change_options(CLI::App* sub, RunArguments& run) {
  sub->add_flag("--auto-approve", run.auto_approve, "Do not ask");
  sub->add_flag("--detailed-plan", run.detailed_plan, "Show every field of every change");
  sub->add_flag("--sandbox", run.sandbox,
                "Run against the AWS emulator on this machine, not against AWS");
  chart_mirror_option(sub);
}

void CommandLine::chart_mirror_option(CLI::App* sub) {
  sub->add_option_function<std::string>(
         "--chart-mirror",
         [this](const std::string& mirror) { env_.variables["OPTA_CHART_MIRROR"] = mirror; },
         "Where Helm charts come from in a closed network; also OPTA_CHART_MIRROR")
      ->option_text("FOLDER|URL");
}

void CommandLine::expires_option(CLI::App* sub, RunArguments& run) {
  sub->add_option("--expires", run.expires, "With --preview: how long it lasts from now on")
      ->option_text("TIME (as the file says, else 3d)")
      ->needs("--preview");
}

std::string CommandLine::help() const {
  // CLI11 would print the help of the command that was parsed: of `help`.
  return app_.get_formatter()->make_help(&app_, "opta", CLI::AppFormatMode::Normal);
}

std::optional<std::string> CommandLine::help_of(const std::vector<std::string>& words) const {
  const CLI::App* command = &app_;
  for (const std::string& word : words) {
    command = find_command(*command, word);
    if (command == nullptr) return std::nullopt;
  }
  return command->help(words_before(command));
}

std::string CommandLine::completion_words(const std::string& command) const {
  const CLI::App* app = command.empty() ? &app_ : find_command(app_, command);
  if (app == nullptr) return {};
  std::string words;
  for (const std::string& name : names_of_commands(*app)) words += name + "\n";
  if (app == &app_) return words;
  std::set<std::string> options;  // of its commands, too: the scripts know its first word alone
  for (const std::string& name : names_of_options(*app)) options.insert(name);
  for (const CLI::App* sub : app->get_subcommands({})) {
    for (const std::string& name : names_of_options(*sub)) options.insert(name);
  }
  return words + join({options.begin(), options.end()}, "\n") + "\n";
}

// From the first word to the last.
std::vector<CLI::App*> CommandLine::chosen() {
  std::vector<CLI::App*> path;
  for (const CLI::App* app = &app_; !app->get_subcommands().empty(); app = path.back())
    path.push_back(app->get_subcommands().front());
  return path;
}

std::string CommandLine::help_of_chosen() {
  const std::vector<CLI::App*> path = chosen();
  return path.empty() ? app_.help() : path.back()->help(words_before(path.back()));
}

// CLI11 says what it missed; what it saw and did not know is named here, with a suggestion.
Exit CommandLine::report_usage(const CLI::ParseError& error, int argc, const char* const* argv) {
  const std::vector<CLI::App*> path = chosen();
  const CLI::App& last = path.empty() ? app_ : *path.back();
  std::string name;  // without `opta`
  for (const CLI::App* app : path) name += (name.empty() ? "" : " ") + app->get_name();
  const int next = static_cast<int>(path.size()) + 1;
  const std::vector<std::string> commands = names_of_commands(last);
  std::string message = error.what();
  std::string help = path.empty()       ? std::string("`opta help` lists the commands")
                     : commands.empty() ? fmt::format("`opta help {}` lists its options", name)
                                        : fmt::format("`opta help {}` lists its commands", name);
  if (!commands.empty() && argc > next && argv[next][0] != '-') {
    message =
        fmt::format("no command is called `{}{}{}`", name, name.empty() ? "" : " ", argv[next]);
    if (std::string hint = did_you_mean(argv[next], commands); !hint.empty())
      help = std::move(hint);
  } else if (!commands.empty() && !path.empty() && argc == next) {
    message =
        fmt::format("`opta {}` needs one of its commands: {}", name, quoted_list(commands, "or"));
  } else if (!path.empty()) {
    for (int i = next; i < argc; ++i) {
      const std::string word = std::string(argv[i]).substr(0, std::string_view(argv[i]).find('='));
      if (word == "--") break;
      if (!word.starts_with("--") || last.get_option_no_throw(word) != nullptr) continue;
      message = fmt::format("`opta {}` has no option `{}`", name, word);
      if (std::string hint = did_you_mean(word, names_of_options(last)); !hint.empty())
        help = std::move(hint);
      break;
    }
  }
  env_.err(fmt::format("error[{}]: {}\n  = help: {}\n", info(Code::kUsage).id, message, help));
  return Exit::kUsage;
}

}  // namespace opta
