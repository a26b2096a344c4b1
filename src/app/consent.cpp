#include "app/consent.h"

#include <fmt/format.h>

#include "app/report.h"
#include "base/text.h"

namespace opta {

Exit check_can_ask(Env& env, bool auto_approve) {
  if (auto_approve || env.in_is_terminal) return Exit::kDone;
  report_error(env, Code::kNoTerminal,
               {.message = "this needs your word, and there is no terminal to ask on",
                .help = "`--auto-approve` gives it beforehand"});
  return Exit::kInterrupted;
}

Exit ask(Env& env, const std::string& question, const std::string& expected, bool auto_approve) {
  if (auto_approve) return Exit::kDone;
  if (const Exit possible = check_can_ask(env, auto_approve); possible != Exit::kDone) {
    return possible;
  }
  const std::string answer(trim(env.ask(question)));
  if (answer == expected || (expected == "yes" && answer == "y")) return Exit::kDone;
  env.err("Nothing was changed.\n");
  return Exit::kInterrupted;
}

Exit ask_to_apply(Env& env, const Layer& layer, std::size_t loses_data_count,
                  const RunArguments& arguments) {
  const bool auto_approve = arguments.auto_approve;
  if (loses_data_count == 0) return ask(env, "\nApply this plan? [yes/no] ", "yes", auto_approve);
  if (arguments.part_of_all) {
    env.err(fmt::format("This plan destroys data ({}): `{}` is left as it is.\n",
                        counted(loses_data_count, "change"), layer.name));
    return Exit::kInterrupted;
  }
  return ask(
      env,
      fmt::format("\nThis destroys data. Type the layer's name, `{}`, to apply it: ", layer.name),
      layer.name, auto_approve);
}

Exit ask_to_destroy(Env& env, const Layer& layer, bool auto_approve) {
  return ask(
      env,
      fmt::format("\nThis takes down all of it. Type the layer's name, `{}`, to destroy it: ",
                  layer.name),
      layer.name, auto_approve);
}

}  // namespace opta
