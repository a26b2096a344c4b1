#include "app/push.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/image_push.h"
#include "app/report.h"

namespace opta {

Exit push(Env& env, const DeployArguments& arguments) {
  if (!arguments.image.is_local()) {
    return report_error(env, Code::kUsage,
                        {.message = "no image is named",
                         .help = "`opta push IMAGE`, or `opta push --build FOLDER`"});
  }
  if (const auto fault = find_fault(arguments.image)) {
    return report_error(env, Code::kUsage, *fault);
  }
  FrontEnd front(env);
  auto opened = EngineRoom::open(front, arguments.run, Purpose::kLook);
  if (!opened) return opened.error();
  EngineRoom& room = **opened;
  const auto release = find_image_release(room, arguments.module);
  if (!release) return release.error();
  const auto applied = applied_inputs(room);
  if (!applied) return applied.error();
  const std::string repository = repository_of(**release, *applied);
  if (repository.empty()) {
    return room.fail(
        Code::kImage,
        {.message = fmt::format("the repository of `{}` is not there yet", (*release)->module),
         .help = "`opta apply` makes it; `opta deploy` does both"});
  }
  const auto image = push_image(room, repository, arguments.image);
  if (!image) return image.error();
  if (arguments.run.layer.format == Format::kJson) {
    const nlohmann::ordered_json json = {{"module", (*release)->module},
                                         {"repository", image->repository},
                                         {"tag", image->tag},
                                         {"digest", image->digest},
                                         {"reference", image->reference()}};
    env.out(json.dump() + "\n");
    return Exit::kDone;
  }
  env.out(image->reference() + "\n");
  env.err(room.layer().gitops
              ? fmt::format("`opta generate-manifests --directory FOLDER --image {}@{}` writes it "
                            "into the manifests.\n",
                            (*release)->module, image->digest)
              : fmt::format("`opta deploy --tag {}` rolls it out.\n", image->tag));
  return Exit::kDone;
}

}  // namespace opta
