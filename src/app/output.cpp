#include "app/output.h"

#include <nlohmann/json.hpp>

#include "app/state_outputs.h"

namespace opta {

Exit output(Env& env, const RunArguments& arguments) {
  FrontEnd front(env);
  const auto opened = CloudRoom::look(front, arguments.layer, arguments.sandbox);
  if (!opened) return opened.error();
  const CloudRoom& room = *opened;
  nlohmann::ordered_json json = nlohmann::ordered_json::object();
  const auto add = [&](const StateOutputs& outputs, const std::string& prefix) {
    for (const auto& [name, value] : outputs) {
      if (name.starts_with(kOwnOutputPrefix)) continue;
      json[prefix + name] = value.sensitive ? nlohmann::ordered_json("(sensitive)")
                                            : nlohmann::ordered_json::parse(value.json);
    }
  };
  const auto own = read_state_outputs(room, room.layer().name);
  if (!own) return own.error();
  add(*own, "");
  if (room.layer().parent) {
    const auto parent = read_state_outputs(room, room.layer().parent->name);
    if (!parent) return parent.error();
    add(*parent, "parent.");
  }
  env.out(json.dump(arguments.layer.format == Format::kJson ? -1 : 2) + "\n");
  if (json.empty()) env.err("The layer has no outputs: it was not applied yet.\n");
  return Exit::kDone;
}

}  // namespace opta
