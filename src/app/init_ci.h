// `opta init ci`: the files by which a pipeline runs Opta for a folder of layers.
#pragma once

#include <optional>
#include <string>

#include "app/ci_file.h"
#include "app/env.h"

namespace opta {

struct InitCiArguments {
  std::optional<CiProvider> provider = {};      // none: that of git's remote `origin`
  std::optional<std::string> path = {};         // none: where the provider looks
  std::optional<std::string> environment = {};  // as of `plan --all --env`
};

// For the layers in and below the current folder, which should be the repository's root.
Exit init_ci(Env& env, const InitCiArguments& arguments);

}  // namespace opta
