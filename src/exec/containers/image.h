// docker image inspect, docker tag: an image on this machine.
#pragma once

#include "exec/containers/context.h"

namespace opta::containers {

struct Image {
  std::string id = {};            // "sha256:…", of its configuration
  std::string architecture = {};  // "amd64"
  std::optional<std::string> failure = {};

  bool ok() const { return !failure; }
};

std::vector<std::string> inspect_arguments(const std::string& image);
Result<Image> inspect(const Context& context, const std::string& image);

std::vector<std::string> tag_arguments(const std::string& image, const std::string& name);
Result<Outcome> tag(const Context& context, const std::string& image, const std::string& name);

}  // namespace opta::containers
