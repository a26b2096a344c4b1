// docker build: an image from a folder with a Dockerfile.
#pragma once

#include "exec/containers/context.h"

namespace opta::containers {

struct BuildOptions {
  std::string folder;
  std::string file = {};      // empty: Dockerfile (or Containerfile) in the folder
  std::string platform = {};  // "linux/amd64"; empty: this machine's
  std::string name;           // what the image is called on this machine
};

std::vector<std::string> build_arguments(const BuildOptions& options);
Result<Outcome> build(const Context& context, const BuildOptions& options, const LineSink& on_line);

}  // namespace opta::containers
