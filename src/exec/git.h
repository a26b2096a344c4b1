// One file out of another git repository, fetched with the user's own git and keys.
#pragma once

#include <stop_token>
#include <string>
#include <string_view>

#include "base/result.h"
#include "exec/environment.h"
#include "exec/process.h"

namespace opta {

// git@host:org/repo.git//path/to/file.yaml?ref=branch
struct GitSource {
  std::string url;   // git@host:org/repo.git
  std::string path;  // inside the repository
  std::string ref;   // a branch or tag

  bool operator==(const GitSource&) const = default;
};

inline constexpr std::string_view kDefaultGitRef = "main";

bool is_git_source(std::string_view text);  // by its beginning alone
// The text comes from a YAML file that someone else may have written, and parts of it end up in
// git's argument list and in ssh's: so each part is checked letter by letter.
Result<GitSource> parse_git_source(std::string_view text);

struct GitFile {
  std::string content;
  std::string commit;
};

struct GitContext {
  Runner& runner;
  std::string program;
  Environment environment;  // the user's: git and ssh need HOME, the agent and their settings
  std::stop_token stop = {};
};

// Clones the one commit into `folder`, which must not exist yet, without a work tree: no file of
// the repository is written out, no hook, filter or submodule of it runs. Then reads the file from
// git's store.
Result<GitFile> fetch_git_file(const GitContext& context, const GitSource& source,
                               const std::string& folder);

std::vector<std::string> clone_arguments(const GitSource& source, const std::string& folder);

}  // namespace opta
