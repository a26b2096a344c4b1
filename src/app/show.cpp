#include "app/show.h"

#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/engine_report.h"
#include "app/engine_room.h"
#include "app/preview_note.h"
#include "app/preview_run.h"
#include "base/text.h"
#include "exec/terraform/state_list.h"

namespace opta {

namespace {

// "module.base.aws_vpc.vpc[0]" -> "base"; data sources are not things that stand somewhere.
std::string module_of(std::string_view address) {
  if (!address.starts_with("module.")) return {};
  address.remove_prefix(7);
  return std::string(address.substr(0, address.find_first_of(".[")));
}

}  // namespace

Exit show(Env& env, const RunArguments& arguments) {
  FrontEnd front(env);
  auto opened = EngineRoom::open(front, arguments, Purpose::kLook);
  if (!opened) return opened.error();
  EngineRoom& room = **opened;
  const auto has_state = room.prepare_state();
  if (!has_state) return has_state.error();
  std::map<std::string, std::vector<std::string>> modules;
  if (*has_state) {
    const auto list = terraform::state_list(room.context());
    if (!list) return room.fail(Code::kEngineFailed, list.error());
    if (list->failure) return report_failure(front, room.layer(), *list->failure);
    for (const std::string& address : list->addresses) {
      if (address.find("data.") == std::string::npos)
        modules[module_of(address)].push_back(address);
    }
  }
  if (arguments.layer.format == Format::kJson) {
    nlohmann::ordered_json json{{"layer", room.layer().name}, {"modules", modules}};
    if (const auto& preview = room.layer().preview) json["preview"] = json_of(*preview);
    env.out(json.dump() + "\n");
    return Exit::kDone;
  }
  std::string text;
  std::size_t total = 0;
  for (const auto& [name, addresses] : modules) {
    const ModuleUse* use = room.layer().find_module(name);
    text += fmt::format("{} ({}): {}\n", name,
                        use ? use->definition->type : std::string("no longer in the file"),
                        counted(addresses.size(), "resource"));
    for (const std::string& address : addresses) text += fmt::format("  {}\n", printable(address));
    total += addresses.size();
  }
  text += total == 0
              ? fmt::format("`{}` has no resources.\n", room.layer().name)
              : fmt::format("\n`{}` has {}.\n", room.layer().name, counted(total, "resource"));
  env.out(preview_line(room) + text);
  return Exit::kDone;
}

}  // namespace opta
