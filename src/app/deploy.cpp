#include "app/deploy.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/apply.h"
#include "app/consent.h"
#include "app/generate_manifests.h"
#include "app/image_push.h"
#include "app/manifest_images.h"
#include "app/report.h"
#include "app/typed_command.h"
#include "layer/gitops.h"

namespace opta {

namespace {

// With the options that it was called with: what to run again.
std::vector<std::string> words_of(const DeployArguments& arguments);

// A digest gets to Argo CD or Flux by a folder, and to Helm without one.
Step<void> check_directory(const EngineRoom& room, const DeployArguments& arguments) {
  const std::optional<GitOps>& gitops = room.layer().gitops;
  if (gitops && arguments.directory.empty()) {
    std::vector<std::string> words = words_of(arguments);
    words.emplace_back("--directory=FOLDER");
    return tl::make_unexpected(room.fail(
        Code::kDeployedByGitOps,
        {.message = fmt::format("`{}` is deployed by {}: an image gets there by a commit",
                                room.layer().name, deployer_of(*gitops)),
         .help = fmt::format("name the folder `{}` of a checkout, where the digest is written: "
                             "`opta {}`",
                             gitops->path,
                             command_line(typed_command(std::move(words), arguments.run.layer,
                                                        arguments.run.sandbox)))}));
  }
  if (!gitops && !arguments.directory.empty()) {
    return tl::make_unexpected(fail_without_gitops(room));
  }
  return {};
}

// True where there is nothing to push.
Step<bool> has_repository(Env& env, const DeployArguments& arguments) {
  FrontEnd front(env);
  auto opened = EngineRoom::open(front, arguments.run, Purpose::kLook);
  if (!opened) return tl::make_unexpected(opened.error());
  if (auto fits = check_directory(**opened, arguments); !fits) {
    return tl::make_unexpected(fits.error());
  }
  if (!arguments.image.names_one()) return true;
  const auto release = find_image_release(**opened, arguments.module);
  if (!release) return tl::make_unexpected(release.error());
  const auto applied = applied_inputs(**opened);
  if (!applied) return tl::make_unexpected(applied.error());
  return !repository_of(**release, *applied).empty();
}

// `pushed` gets "MODULE@sha256:…".
using Images = std::vector<std::string>;
Step<ApplyWish> wish_for(EngineRoom& room, const DeployArguments& arguments, Images& pushed) {
  if (!arguments.image.names_one()) return ApplyWish();
  const auto release = find_image_release(room, arguments.module);
  if (!release) return tl::make_unexpected(release.error());
  const auto applied = applied_inputs(room);
  if (!applied) return tl::make_unexpected(applied.error());
  const auto image = push_image(room, repository_of(**release, *applied), arguments.image);
  if (!image) return tl::make_unexpected(image.error());
  pushed.push_back(fmt::format("{}@{}", (*release)->module, image->digest));
  ApplyWish wish;
  set_digest(**release, image->digest, wish.deployed);
  return wish;
}

// What was pushed is in the repository: to run it again pushes the same.
std::vector<std::string> words_of(const DeployArguments& arguments) {
  std::vector<std::string> words = {"deploy"};
  const auto add = [&words](const char* option, const std::string& value) {
    if (!value.empty()) words.push_back(std::string(option) + "=" + value);
  };
  add("--module", arguments.module);
  add("--image", arguments.image.image);
  add("--build", arguments.image.build);
  add("--dockerfile", arguments.image.dockerfile);
  add("--platform", arguments.image.platform);
  add("--tag", arguments.image.tag);
  add("--digest", arguments.image.digest);
  add("--directory", arguments.directory);
  return words;
}

}  // namespace

Exit deploy(Env& env, const DeployArguments& arguments) {
  if (const auto fault = find_fault(arguments.image)) {
    return report_error(env, Code::kUsage, *fault);
  }
  if (!arguments.image.names_one() && arguments.directory.empty()) return apply(env, arguments.run);
  // Where nobody can be asked, nothing is pushed either.
  if (const Exit asked = check_can_ask(env, arguments.run.auto_approve); asked != Exit::kDone) {
    return asked;
  }
  const auto made = has_repository(env, arguments);
  if (!made) return made.error();
  if (!*made) {
    env.err("The service's repository is not there yet: an apply makes it first.\n");
    if (const Exit first = apply(env, arguments.run); first != Exit::kDone) return first;
  }
  RunArguments run = arguments.run;
  run.command = words_of(arguments);
  Images pushed;
  const Exit applied =
      apply_with(env, run, [&](EngineRoom& room) { return wish_for(room, arguments, pushed); });
  if (applied != Exit::kDone || arguments.directory.empty()) return applied;
  return generate_manifests(
      env, {.run = run, .directory = arguments.directory, .images = std::move(pushed)});
}

}  // namespace opta
