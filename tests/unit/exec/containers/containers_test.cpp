#include <gtest/gtest.h>

#include <sys/stat.h>

#include "../../temp_folder.h"
#include "exec/containers/build.h"
#include "exec/containers/image.h"
#include "exec/containers/push.h"
#include "exec/fake_runner.h"

namespace opta::containers {
namespace {

using Arguments = std::vector<std::string>;

using opta::test::TempFolder;

class Containers : public testing::Test {
 protected:
  void install(const std::string& name) {
    ASSERT_TRUE(disk_.write(folder_.path().string() + "/bin/" + name, "#!/bin/true\n", 0755));
  }

  RealFileSystem disk_;
  TempFolder folder_;
  FakeRunner runner_;
  Environment environment_{{"PATH", folder_.path().string() + "/bin"}};
};

TEST_F(Containers, DockerComesBeforePodman) {
  install("docker");
  install("podman");
  runner_.on({"--version"}, {.out = "Docker version 27.0.1, build 1\n"});
  runner_.on({"version"}, {.out = "27.0.1\n"});
  const auto found = find(runner_, environment_);
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->program, Program::kDocker);
}

TEST_F(Containers, ADockerWhoseDaemonSleepsIsPassedOver) {
  install("docker");
  runner_.on({folder_.path().string() + "/bin/podman", "--version"}, {.out = "podman 4.3.1\n"});
  runner_.on({"--version"}, {.out = "Docker version 27.0.1, build 1\n"});
  runner_.on({"version"}, {.exit_code = 1, .err = "Cannot connect to the Docker daemon"});
  const auto none = find(runner_, environment_);
  ASSERT_FALSE(none);
  EXPECT_TRUE(none.error().message.contains("Cannot connect"));
  install("podman");
  EXPECT_EQ(find(runner_, environment_)->program, Program::kPodman);
}

TEST_F(Containers, PodmanInDockersClothesIsKnown) {
  install("docker");
  runner_.on({"--version"}, {.out = "podman version 4.3.1\n"});
  EXPECT_EQ(find(runner_, environment_)->program, Program::kPodman);
}

TEST_F(Containers, WithoutOneTheErrorSaysWhereToGetOne) {
  const auto none = find(runner_, environment_);
  ASSERT_FALSE(none);
  EXPECT_TRUE(none.error().help.contains("podman"));
  environment_["OPTA_CONTAINER_ENGINE"] = "/nowhere/nerdctl";
  EXPECT_TRUE(find(runner_, environment_).error().message.contains("/nowhere/nerdctl"));
}

TEST_F(Containers, ALoginIsReadableByUsAloneAndGoesWithItsObject) {
  const std::string folder = folder_.path().string() + "/login";
  {
    const auto login = RegistryLogin::write(disk_, folder, "r.example.com", "dG9rZW4=");
    ASSERT_TRUE(login);
    struct stat info{};
    ASSERT_EQ(::stat(login->file().c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777U, 0600U);
    EXPECT_EQ(*disk_.read(login->file(), 1000),
              R"({"auths":{"r.example.com":{"auth":"dG9rZW4="}}})");
  }
  EXPECT_FALSE(std::filesystem::exists(folder));
}

TEST_F(Containers, NoCredentialIsEverAnArgument) {
  const auto login =
      RegistryLogin::write(disk_, folder_.path().string() + "/login", "r", "dG9rZW4=");
  const PushOptions options{.image = "app:1", .name = "r/app:1", .plain_http = true};
  EXPECT_EQ(push_arguments(Program::kDocker, options, *login),
            (Arguments{"--config", login->folder(), "push", "r/app:1"}));
  EXPECT_EQ(
      push_arguments(Program::kPodman, options, *login),
      (Arguments{"push", "--authfile", login->file(), "--tls-verify=false", "app:1", "r/app:1"}));
}

TEST_F(Containers, DockerKeepsToTheDaemonThatTheUserHasChosen) {
  const auto login =
      RegistryLogin::write(disk_, folder_.path().string() + "/login", "r", "dG9rZW4=");
  runner_.on({"context", "inspect"}, {.out = "unix:///elsewhere.sock\n"});
  runner_.on({"tag"}, {});
  runner_.on({"push"}, {});
  const Context docker{runner_, "/bin/docker"};
  ASSERT_TRUE(push(docker, {.image = "app:1", .name = "r/app:1"}, *login, {})->ok());
  EXPECT_EQ(value_of(runner_.commands().back().environment, "DOCKER_HOST"),
            "unix:///elsewhere.sock");
}

TEST_F(Containers, WhatFailedIsSaidInItsOwnWords) {
  runner_.on({"push"}, {.exit_code = 125, .err = "Error: no such host\n"});
  const auto login =
      RegistryLogin::write(disk_, folder_.path().string() + "/login", "r", "dG9rZW4=");
  const Context podman{runner_, "/bin/podman", Program::kPodman};
  const auto outcome = push(podman, {.image = "app:1", .name = "r/app:1"}, *login, {});
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->failure, "Error: no such host");
}

TEST_F(Containers, AnImageTellsItsIdAndItsProcessor) {
  runner_.on({"image", "inspect"}, {.out = "0cbfbb99cf7b amd64\n"});
  const Context podman{runner_, "/bin/podman", Program::kPodman};
  const auto image = inspect(podman, "app:1");
  ASSERT_TRUE(image);
  EXPECT_EQ(image->id, "sha256:0cbfbb99cf7b");
  EXPECT_EQ(image->architecture, "amd64");
}

TEST(BuildArguments, NameWhatIsGiven) {
  EXPECT_EQ(build_arguments({.folder = ".", .name = "n"}), (Arguments{"build", "--tag", "n", "."}));
  EXPECT_EQ(build_arguments({.folder = "a", .file = "f", .platform = "linux/arm64", .name = "n"}),
            (Arguments{"build", "--tag", "n", "--file", "f", "--platform", "linux/arm64", "a"}));
}

}  // namespace
}  // namespace opta::containers
