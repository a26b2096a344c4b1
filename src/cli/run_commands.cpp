// Commands that change what the file describes, or show what would be changed.
#include <fmt/format.h>

#include "app/all_layers.h"
#include "app/apply.h"
#include "app/destroy.h"
#include "app/force_unlock.h"
#include "app/import.h"
#include "app/plan.h"
#include "cli/command_line.h"

namespace opta {

namespace {

void all_options(CommandLine& line, CLI::App* sub, RunArguments& run) {
  CLI::Option* all = line.all_option(sub, run.all_folder);
  sub->add_option("--jobs", run.jobs, "With --all: how many layers at a time")
      ->check(CLI::Range(1, 64))
      ->needs(all)
      ->option_text(fmt::format("N ({})", RunArguments::kJobs));
  sub->add_flag("--part-of-all", run.part_of_all)->group("");  // how --all starts each layer
}

}  // namespace

void add_run_commands(CommandLine& line) {
  Env& env = line.env();
  auto& run = line.keep<RunArguments>();
  const auto one_or_all = [&](const std::string& name, const std::string& text, AllCommand all,
                              Exit (*one)(Env&, const RunArguments&)) {
    CLI::App* sub = line.command(name, text, [&env, &run, all, one] {
      return run.all_folder ? run_all(env, all, run) : one(env, run);
    });
    line.run_options(sub, run,
                     all == AllCommand::kPlan ? std::vector<std::string>{"markdown"}
                                              : std::vector<std::string>{});
    all_options(line, sub, run);
    if (all == AllCommand::kApply) line.expires_option(sub, run);
  };
  one_or_all("plan", "Show what apply would change", AllCommand::kPlan, plan);
  one_or_all("apply", "Make or change what the file describes", AllCommand::kApply, apply);
  one_or_all("destroy", "Take down all that the file's layer has made", AllCommand::kDestroy,
             destroy);
  auto& imported = line.keep<ImportArguments>();
  CLI::App* sub = line.command("import", "Take over what exists already, unchanged",
                               [&] { return import_existing(env, imported); });
  sub->add_option("module", imported.module, "The module of the file that is to have it")
      ->required();
  sub->add_option("id", imported.id, "Its id in the cloud; `opta help TYPE` says which")
      ->required();
  sub->add_flag("--accept-changes", imported.accept_changes,
                "Also when it changes in place; never when it would be replaced");
  line.file_options(sub, imported.run.layer);
  line.change_options(sub, imported.run);
  sub = line.command("force-unlock", "Take away a state lock whose owner is gone",
                     [&] { return force_unlock(env, run); });
  line.layer_options(sub, run.layer);
  sub->add_flag("--auto-approve", run.auto_approve, "Do not ask");
  sub->add_flag("--sandbox", run.sandbox, "In the sandbox");
}

}  // namespace opta
