#include "app/state_outputs.h"

#include <nlohmann/json.hpp>

#include "exec/aws/objects.h"

namespace opta {

std::string text_of(const StateOutputs& outputs, const std::string& name) {
  const auto found = outputs.find(name);
  if (found == outputs.end() || found->second.json.empty()) return {};
  const auto value = nlohmann::json::parse(found->second.json, nullptr, false);
  return value.is_string() ? value.get<std::string>() : std::string();
}

Step<std::string> read_state_text(const CloudRoom& room, const std::string& key) {
  const auto cli = room.aws_cli();
  if (!cli) return tl::make_unexpected(cli.error());
  const auto answer = aws::get_object(*cli, room.bucket(), key);
  if (!answer) return tl::make_unexpected(room.fail(Code::kStateStorage, answer.error()));
  if (answer->failure) {
    if (answer->failed_with("404") || answer->failed_with("NoSuchKey") ||
        answer->failed_with("NoSuchBucket"))
      return std::string();
    return tl::make_unexpected(room.fail_aws(Code::kStateStorage, *answer->failure));
  }
  return answer->text;
}

Step<StateOutputs> read_state_outputs(const CloudRoom& room, const std::string& key) {
  const auto text = read_state_text(room, key);
  if (!text) return tl::make_unexpected(text.error());
  StateOutputs outputs;
  const auto state = nlohmann::json::parse(*text, nullptr, false);
  if (!state.is_object() || !state.contains("outputs") || !state["outputs"].is_object())
    return outputs;
  for (const auto& [name, output] : state["outputs"].items()) {
    if (!output.is_object() || !output.contains("value")) continue;
    const bool sensitive = output.contains("sensitive") && output["sensitive"] != false;
    outputs[name] = {.json = sensitive ? std::string() : output["value"].dump(),
                     .sensitive = sensitive};
  }
  return outputs;
}

}  // namespace opta
