#include "exec/terraform/state_list.h"

namespace opta::terraform {

namespace {

constexpr std::string_view kNoState = "No state file was found";

}  // namespace

std::vector<std::string> state_list_arguments() {
  return {"state", "list"};
}

Result<StateListOutcome> state_list(const Context& context) {
  TextOutcome answer = OPTA_TRY(run_for_text(context, state_list_arguments()));
  StateListOutcome outcome;
  if (answer.failure && !answer.failure->message.contains(kNoState)) {
    outcome.failure = std::move(answer.failure);
  }
  LineSplitter lines([&](std::string_view line) { outcome.addresses.emplace_back(line); });
  lines.add(answer.text);
  lines.finish();
  return outcome;
}

}  // namespace opta::terraform
