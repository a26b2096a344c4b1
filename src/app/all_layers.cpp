#include "app/all_layers.h"

#include <algorithm>
#include <atomic>

#include <fmt/format.h>

#include "app/consent.h"
#include "app/layer_files.h"
#include "app/layer_process.h"
#include "app/layer_set.h"
#include "app/report.h"
#include "app/sandbox_server.h"
#include "app/typed_command.h"
#include "base/text.h"
#include "view/plan_markdown.h"

namespace opta {

namespace {

const char* word_of(AllCommand command) {
  switch (command) {
    case AllCommand::kPlan:
      return "plan";
    case AllCommand::kApply:
      return "apply";
    case AllCommand::kDestroy:
      return "destroy";
  }
  return "";
}

std::string describe(const LayerTask& task) {
  const Layer& layer = *task.layer;
  const std::string modules = counted(layer.modules.size(), "module");
  return layer.parent
             ? fmt::format("service `{}` in `{}`, {} ({})", layer.name, layer.parent->name, modules,
                           task.arguments.config)
             : fmt::format("environment `{}`, {} ({})", layer.name, modules, task.arguments.config);
}

class AllRun {
 public:
  AllRun(Env& env, AllCommand command, const RunArguments& arguments, LayerSet set)
      : env_(env),
        command_(command),
        arguments_(arguments),
        set_(std::move(set)),
        interrupts_before_(env.interrupt_count()) {
    for (const LayerTask& task : set_.tasks) {
      columns_ = std::max(columns_, display_width(task.title));
      outcomes_.push_back({.title = task.title, .path = task.arguments.config});
    }
    // Services stand on their environment: they come after it and go before it. A plan changes
    // nothing, so none has to wait.
    sections_.resize(set_.tasks.size());
    if (command == AllCommand::kApply) graph_ = set_.after;
    if (command == AllCommand::kDestroy) graph_ = reversed(set_.after);
    if (command == AllCommand::kPlan) graph_.resize(set_.tasks.size());
  }

  Exit run() {
    show_order();
    if (const Exit consent = ask_once(); consent != Exit::kDone) return consent;
    const std::vector<TaskState> states = run_tasks(
        graph_, arguments_.jobs, [this](std::size_t task) { return run_one(task); },
        [this] { return interrupt_count() > 0; });
    for (std::size_t task = 0; task < states.size(); ++task) {
      if (states[task] == TaskState::kNotRun) explain_not_run(task);
    }
    if (arguments_.layer.format == Format::kJson) {
      env_.out(layer_outcomes_json(outcomes_));
    } else if (arguments_.layer.format == Format::kMarkdown) {
      env_.out(markdown());
    } else {
      env_.out("\n" + layer_table(outcomes_));
    }
    return exit();
  }

 private:
  void show_order() {
    std::string text =
        fmt::format("{} in `{}`", counted(set_.tasks.size(), "layer"), *arguments_.all_folder);
    text += set_.tasks.size() == 1 ? ":\n" : ", in this order:\n";
    std::size_t number = 0;
    for (const std::size_t task : order_of(graph_))
      text += fmt::format("{:>4}. {}\n", ++number, describe(set_.tasks[task]));
    for (const LeftOut& file : set_.left_out)
      text += fmt::format("Left out: {} {}\n", printable(file.path), file.reason);
    env_.err(text);
  }

  // One question for all. What a plan would lose data by is not part of the answer: such a layer is
  // held back by its own process.
  Exit ask_once() {
    switch (command_) {
      case AllCommand::kPlan:
        return Exit::kDone;
      case AllCommand::kApply:
        return ask(env_,
                   "\nApply these layers, each as its plan turns out? One whose plan loses data is "
                   "not applied, but left to you. [yes/no] ",
                   "yes", arguments_.auto_approve);
      case AllCommand::kDestroy: {
        const std::string folder =
            env_.disk.canonical(*arguments_.all_folder).value_or(*arguments_.all_folder);
        const std::string name = folder.substr(folder.find_last_of('/') + 1);
        return ask(env_,
                   fmt::format("\nThis takes down all of these layers, with their data and with "
                               "what controllers in their clusters have made. Type the folder's "
                               "name, `{}`, to destroy them: ",
                               printable(name)),
                   name, arguments_.auto_approve);
      }
    }
    return Exit::kInterrupted;
  }

  bool run_one(std::size_t number) {
    const LayerTask& task = set_.tasks[number];
    LayerOutcome& outcome = outcomes_[number];
    LayerOutput output(env_, mutex_, task.title, columns_, print());
    const auto begin = std::chrono::steady_clock::now();
    outcome.result = run_layer(env_, word_of(command_), task, arguments_, output,
                               [this] { return note_interrupts(); });
    outcome.elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now() - begin);
    if (outcome.result == LayerResult::kHeldBack) {
      outcome.note =
          "to see it and decide: `opta " +
          command_line(typed_command({word_of(command_)}, task.arguments, arguments_.sandbox)) +
          "`";
    }
    if (outcome.result == LayerResult::kWaits)
      outcome.note = fmt::format("for `{}` to be applied", task.layer->root().name);
    if (outcome.result == LayerResult::kBroken)
      outcome.note = "breaks a security promise; a waiver in its file lets it through";
    sections_[number] = output.take();
    return outcome.result == LayerResult::kDone;
  }

  LayerPrint print() const {
    if (arguments_.layer.format == Format::kMarkdown) return LayerPrint::kKept;
    return command_ == AllCommand::kPlan ? LayerPrint::kWhole : LayerPrint::kLines;
  }

  // What came of them, however the order in which they ended.
  std::string markdown() {
    for (std::size_t task = 0; task < outcomes_.size(); ++task) {
      const LayerResult result = outcomes_[task].result;
      const bool has_plan = result == LayerResult::kDone || result == LayerResult::kBroken;
      if (!has_plan) sections_[task] = outcome_markdown(outcomes_[task]);
    }
    return markdown_document(layers_heading(outcomes_.size()), std::move(sections_));
  }

  void explain_not_run(std::size_t task) {
    for (const std::size_t before : graph_[task]) {
      if (outcomes_[before].result == LayerResult::kDone) continue;
      outcomes_[task].note = fmt::format("needs `{}`", outcomes_[before].title);
      if (command_ == AllCommand::kDestroy)
        outcomes_[task].note = fmt::format("`{}` is still there", outcomes_[before].title);
      return;
    }
    outcomes_[task].note = "interrupted before";
  }

  int interrupt_count() const { return env_.interrupt_count() - interrupts_before_; }

  int note_interrupts() {
    const int count = interrupt_count();
    if (count > 0 && !told_.exchange(true)) {
      const std::scoped_lock lock(mutex_);
      env_.err("Interrupted: the layers that run are told, and no other is begun.\n");
    }
    return count;
  }

  Exit exit() const {
    const auto any = [this](LayerResult result) {
      return std::ranges::find(outcomes_, result, &LayerOutcome::result) != outcomes_.end();
    };
    if (any(LayerResult::kFailed)) return Exit::kEngineFailed;
    if (any(LayerResult::kBroken)) return Exit::kPromiseBroken;
    // Before the first apply of an environment its services have no plan: that is no mistake.
    if (any(LayerResult::kWaits) && command_ != AllCommand::kPlan) return Exit::kEngineFailed;
    const bool all_run = !any(LayerResult::kHeldBack) && !any(LayerResult::kInterrupted) &&
                         !any(LayerResult::kNotRun);
    return all_run ? Exit::kDone : Exit::kInterrupted;
  }

  Env& env_;
  AllCommand command_;
  const RunArguments& arguments_;
  LayerSet set_;
  TaskGraph graph_ = {};
  int interrupts_before_;
  std::size_t columns_ = 0;
  std::mutex mutex_ = {};  // of the output
  std::atomic<bool> told_ = false;
  std::vector<LayerOutcome> outcomes_ = {};  // outcomes_[i] belongs to set_.tasks[i]
  std::vector<std::string> sections_ = {};   // of the Markdown, likewise
};

}  // namespace

Exit run_all(Env& env, AllCommand command, const RunArguments& arguments) {
  const auto files = find_layer_files(env.disk, *arguments.all_folder);
  if (!files) return report_error(env, Code::kUsage, files.error());
  FrontEnd front(env);
  if (front.diagnostics.has_errors()) return front.report(arguments.layer.format);
  auto set = collect_layers(front, *files, arguments.layer);
  // Warnings are each layer's own to show.
  if (!set) return front.report(arguments.layer.format);
  if (command != AllCommand::kPlan) {
    if (const Exit asked = check_can_ask(env, arguments.auto_approve); asked != Exit::kDone)
      return asked;
  }
  // Before the layers would start one each.
  if (arguments.sandbox) {
    if (const auto server = start_sandbox(env, *front.library); !server)
      return report_error(env, Code::kSandbox, server.error());
  }
  return AllRun(env, command, arguments, *std::move(set)).run();
}

}  // namespace opta
