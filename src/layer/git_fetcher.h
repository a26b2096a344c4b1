// Environments that live in a git repository: `git@host:org/repo.git//path?ref=branch`.
#pragma once

#include <string>

#include "base/result.h"

namespace opta {

// The border to git. The real one runs the user's own git (app/git_fetcher.h).
class GitFetcher {
 public:
  virtual ~GitFetcher() = default;
  // The file's text. An error's message holds git's own words.
  virtual Result<std::string> fetch(const std::string& source) = 0;
};

inline bool names_git_source(std::string_view path) {
  return path.starts_with("git@");
}

}  // namespace opta
