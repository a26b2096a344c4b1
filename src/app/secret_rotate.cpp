#include "app/secret_rotate.h"

#include <fmt/format.h>

#include "app/apply.h"
#include "base/suggest.h"
#include "base/text.h"

namespace opta {

namespace {

std::vector<std::string> with_secrets(const Layer& layer) {
  std::vector<std::string> names;
  for (const ModuleUse& use : layer.modules) {
    if (!use.definition->rotated_resource.empty()) names.push_back(use.name);
  }
  return names;
}

}  // namespace

Exit secret_rotate(Env& env, const RunArguments& arguments, const std::string& module) {
  return apply_with(env, arguments, [&](EngineRoom& room) -> Step<ApplyWish> {
    const ModuleUse* use = room.layer().find_module(module);
    if (use == nullptr || use->definition->rotated_resource.empty()) {
      const std::vector<std::string> names = with_secrets(room.layer());
      std::string help = did_you_mean(module, names);
      if (help.empty()) {
        help = names.empty() ? "no module of this file has one"
                             : fmt::format("these have one: {}", quoted_list(names));
      }
      return tl::make_unexpected(room.fail(
          Code::kUnknownModule,
          {.message = fmt::format("`{}` has no module `{}` with a secret that can be rotated",
                                  room.layer().name, printable(module)),
           .help = std::move(help)}));
    }
    return ApplyWish{
        .replace = {fmt::format("module.{}.{}", use->name, use->definition->rotated_resource)}};
  });
}

}  // namespace opta
