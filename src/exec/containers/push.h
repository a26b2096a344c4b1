// docker push: an image from this machine to a registry.
#pragma once

#include "base/file_system.h"
#include "exec/containers/context.h"

namespace opta::containers {

// The credentials of one registry on the disk, for as long as a push reads them: readable by us
// alone, beside the user's own settings and never in them. Docker and Podman read the same form.
class RegistryLogin {
 public:
  // `token` is the Basic credentials in base64.
  static Result<RegistryLogin> write(FileSystem& files, const std::string& folder,
                                     const std::string& registry, const std::string& token);

  RegistryLogin(RegistryLogin&& other) noexcept;
  RegistryLogin& operator=(RegistryLogin&&) = delete;
  RegistryLogin(const RegistryLogin&) = delete;
  RegistryLogin& operator=(const RegistryLogin&) = delete;
  ~RegistryLogin();

  const std::string& folder() const { return folder_; }
  std::string file() const { return join_path(folder_, "config.json"); }

 private:
  RegistryLogin(FileSystem& files, std::string folder)
      : files_(&files), folder_(std::move(folder)) {}

  FileSystem* files_;
  std::string folder_;
};

struct PushOptions {
  std::string image;        // on this machine
  std::string name;         // REGISTRY/REPOSITORY:TAG
  bool plain_http = false;  // a registry on loopback
};

std::vector<std::string> push_arguments(Program program, const PushOptions& options,
                                        const RegistryLogin& login);
// Docker pushes under the name that an image has, so it gets that name first.
Result<Outcome> push(const Context& context, const PushOptions& options, const RegistryLogin& login,
                     const LineSink& on_line);

}  // namespace opta::containers
