#include "app/git_fetcher.h"

#include <fmt/format.h>
#include <unistd.h>

#include "app/places.h"
#include "exec/git.h"
#include "exec/tools.h"

namespace opta {

namespace {

class RealGitFetcher final : public GitFetcher {
 public:
  explicit RealGitFetcher(Env& env) : env_(env) {}

  Result<std::string> fetch(const std::string& text) override {
    const GitSource source = OPTA_TRY(parse_git_source(text));
    const std::string program = OPTA_TRY(find_tool(Tool::kGit, env_.variables));
    const std::string folder =
        join_path(cache_folder(env_), fmt::format("git/{}-{}", ::getpid(), ++count_));
    OPTA_CHECK_OK(env_.disk.make_folders(parent_folder(folder)));
    const GitContext context{
        .runner = env_.runner, .program = program, .environment = env_.variables};
    Result<GitFile> file = fetch_git_file(context, source, folder);
    OPTA_CHECK_OK(env_.disk.remove_all(folder));
    if (!file) return tl::make_unexpected(file.error());
    return std::move(file->content);
  }

 private:
  Env& env_;
  int count_ = 0;
};

}  // namespace

std::unique_ptr<GitFetcher> make_git_fetcher(Env& env) {
  return std::make_unique<RealGitFetcher>(env);
}

}  // namespace opta
