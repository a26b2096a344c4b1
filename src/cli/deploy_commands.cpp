// Commands that bring new versions of a service out, and back.
#include "app/deploy.h"
#include "app/push.h"
#include "app/rollback.h"
#include "cli/command_line.h"

namespace opta {

namespace {

void image_options(CLI::App* sub, ImageArguments& image) {
  CLI::Option* build =
      sub->add_option("--build", image.build, "Build the image from this folder first")
          ->option_text("FOLDER");
  sub->add_option("--dockerfile", image.dockerfile, "With --build: its Dockerfile")
      ->option_text("FILE (FOLDER/Dockerfile)")
      ->needs(build);
  sub->add_option("--platform", image.platform, "With --build: what it is built for")
      ->option_text("OS/ARCH (that of the nodes)")
      ->needs(build);
}

void module_option(CLI::App* sub, std::string& module) {
  sub->add_option("--module", module, "Which of several services")->option_text("NAME");
}

}  // namespace

void add_deploy_commands(CommandLine& line) {
  Env& env = line.env();
  auto& pushed = line.keep<DeployArguments>();
  auto& deployed = line.keep<DeployArguments>();

  CLI::App* sub = line.command("push", "Bring an image into a service's private repository",
                               [&] { return push(env, pushed); });
  sub->add_option("image", pushed.image.image, "An image that is on this machine: app:1.2");
  image_options(sub, pushed.image);
  sub->get_option("image")->excludes("--build");
  sub->add_option("--tag", pushed.image.tag, "The tag in the repository")
      ->option_text("TAG (the image's own, or its id)");
  module_option(sub, pushed.module);
  line.layer_options(sub, pushed.run.layer);
  sub->add_flag("--sandbox", pushed.run.sandbox, "Into the sandbox");

  sub = line.command("deploy", "Roll out another image of a service, or the file's changes",
                     [&] { return deploy(env, deployed); });
  sub->add_option("--image", deployed.image.image, "Push this image, then roll it out")
      ->option_text("IMAGE");
  image_options(sub, deployed.image);
  sub->get_option("--image")->excludes("--build");
  sub->add_option("--tag", deployed.image.tag,
                  "The tag to push under; alone: of an image that the repository has")
      ->option_text("TAG");
  sub->add_option("--digest", deployed.image.digest, "Of an image that the repository has")
      ->option_text("sha256:…")
      ->excludes("--tag", "--image", "--build");
  module_option(sub, deployed.module);
  sub->add_option("-d,--directory", deployed.directory,
                  "Of a layer with `gitops`: the folder that its manifests are written into")
      ->option_text("FOLDER");
  line.run_options(sub, deployed.run);
  line.expires_option(sub, deployed.run);

  auto& back = line.keep<RollbackArguments>();
  sub = line.command("rollback", "Bring a service back to an earlier revision",
                     [&] { return rollback(env, back); });
  CLI::Option* revision =
      sub->add_option("revision", back.revision, "Which; the newest one before that ran, if none")
          ->check(CLI::PositiveNumber);
  sub->add_flag("--list", back.list, "Only show the revisions that are kept")
      ->excludes(revision)
      ->option_text(" ");
  module_option(sub, back.module);
  line.run_options(sub, back.run);
}

}  // namespace opta
