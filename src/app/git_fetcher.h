// Environments in git repositories, by the user's own git.
#pragma once

#include <memory>

#include "app/env.h"
#include "layer/git_fetcher.h"

namespace opta {

// `env` must outlive the result. A repository is cloned into a temporary folder, which is removed
// again.
std::unique_ptr<GitFetcher> make_git_fetcher(Env& env);

}  // namespace opta
