#include "app/git_fetcher.h"

namespace opta {

namespace {

class GitFetcher final : public GitSource {
 public:
  explicit GitFetcher(Env& env) : env_(env) {}
  Result<std::string> fetch(const std::string&) override { (void)env_; return fail("git sources cannot be fetched yet"); }

 private:
  Env& env_;
};

}  // namespace

std::unique_ptr<GitSource> make_git_fetcher(Env& env) { return std::make_unique<GitFetcher>(env); }

}  // namespace opta
