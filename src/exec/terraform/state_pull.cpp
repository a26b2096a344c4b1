#include "exec/terraform/state_pull.h"

#include <fmt/format.h>

#include "base/text.h"
#include "exec/json.h"

namespace opta::terraform {

namespace {

using lenient::Json;
using lenient::list_at;
using lenient::object_at;
using lenient::text_at;

// As Terraform writes a text index in an address.
std::string in_quotes(std::string_view text) {
  std::string result = "\"";
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char letter = text[i];
    if (letter == '"' || letter == '\\') result += '\\';
    result += letter;
    const bool opens =
        (letter == '$' || letter == '%') && i + 1 < text.size() && text[i + 1] == '{';
    if (opens) result += letter;
  }
  return result + '"';
}

std::string index_of(const Json& instance) {
  const auto key = instance.find("index_key");
  if (key == instance.end()) return {};
  if (key->is_string()) return fmt::format("[{}]", in_quotes(key->get<std::string>()));
  return key->is_number_integer() ? fmt::format("[{}]", key->get<std::int64_t>()) : std::string();
}

}  // namespace

std::vector<std::string> state_pull_arguments() {
  return {"state", "pull"};
}

Result<StatePullOutcome> state_pull(const Context& context) {
  TextOutcome answer = OPTA_TRY(run_for_text(context, state_pull_arguments()));
  if (answer.failure) return StatePullOutcome{.failure = std::move(answer.failure)};
  StatePullOutcome outcome;
  if (trim(answer.text).empty()) return outcome;
  const Json state = lenient::parse(answer.text);
  if (!state.is_object()) return fail("the engine's state is not JSON");
  for (const Json& resource : list_at(state, "resources")) {
    if (!resource.is_object() || text_at(resource, "mode") != "managed") continue;
    const std::string module = text_at(resource, "module");
    const std::string name = fmt::format("{}{}{}.{}", module, module.empty() ? "" : ".",
                                         text_at(resource, "type"), text_at(resource, "name"));
    for (const Json& instance : list_at(resource, "instances")) {
      if (!instance.is_object() || instance.contains("deposed")) continue;
      outcome.ids[name + index_of(instance)] = text_at(object_at(instance, "attributes"), "id");
    }
  }
  return outcome;
}

}  // namespace opta::terraform
