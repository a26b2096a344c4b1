#include "exec/git.h"

#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/format.h>

#include "base/text.h"

namespace opta {

namespace {

constexpr std::string_view kUser = "git@";
constexpr std::string_view kForm =
    "write it as `git@host:org/repo.git//path/to/file.yaml?ref=branch`";
constexpr std::chrono::minutes kCloneTimeout{5};
constexpr std::size_t kFileLimitBytes = 4U << 20U;

// These would point git at another repository, run a program of their own, or trace secrets into
// our output.
constexpr std::array<std::string_view, 9> kDropped = {
    "GIT_DIR",         "GIT_WORK_TREE", "GIT_INDEX_FILE",   "GIT_OBJECT_DIRECTORY",
    "GIT_COMMON_DIR",  "GIT_NAMESPACE", "GIT_TEMPLATE_DIR", "GIT_CONFIG_PARAMETERS",
    "GIT_CONFIG_COUNT"};

bool all_of(std::string_view text, std::string_view extra) {
  return std::ranges::all_of(text, [&](char letter) {
    return std::isalnum(static_cast<unsigned char>(letter)) != 0 ||
           extra.find(letter) != std::string_view::npos;
  });
}

// A relative path of plain names: nothing that climbs, hides as a flag, or means something to a
// shell.
bool is_plain_path(std::string_view path) {
  if (path.empty() || !all_of(path, "._-/")) return false;
  while (true) {
    const std::size_t end = std::min(path.find('/'), path.size());
    const std::string_view name = path.substr(0, end);
    if (name.empty() || name == "." || name == ".." || name.starts_with('-')) return false;
    if (end == path.size()) return true;
    path.remove_prefix(end + 1);
  }
}

bool is_host(std::string_view host) {
  return !host.empty() && all_of(host, ".-") && !host.starts_with('-') && !host.starts_with('.');
}

// git check-ref-format forbids more; what is left over makes git say that there is no such branch.
bool is_ref(std::string_view ref) {
  return is_plain_path(ref) && !ref.contains("..") && !ref.ends_with('.') &&
         !ref.ends_with(".lock");
}

tl::unexpected<Error> refuse(std::string_view what, std::string_view seen) {
  return fail(fmt::format("{} `{}` is not one that we fetch", what, printable(seen)),
              std::string(kForm));
}

Environment git_environment(const Environment& user) {
  Environment environment;
  for (const auto& [name, value] : user) {
    const bool dropped = std::ranges::find(kDropped, name) != kDropped.end() ||
                         name.starts_with("GIT_TRACE") || name.starts_with("GIT_CONFIG_KEY_") ||
                         name.starts_with("GIT_CONFIG_VALUE_");
    if (!dropped) environment.emplace(name, value);
  }
  // ssh alone: `ext::` and `file:` addresses, also by a redirect in some configuration, can run
  // programs.
  environment["GIT_ALLOW_PROTOCOL"] = "ssh";
  // Nobody can answer a question here: neither git's nor ssh's, which would ask on the terminal
  // past us.
  environment["GIT_TERMINAL_PROMPT"] = "0";
  environment["GIT_ASKPASS"] = "false";
  environment["SSH_ASKPASS"] = "false";
  environment["SSH_ASKPASS_REQUIRE"] = "force";
  environment["LC_ALL"] = "C";
  return environment;
}

Result<Captured> run_git(const GitContext& context, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), context.program);
  Command command{.argv = std::move(arguments),
                  .environment = git_environment(context.environment),
                  .timeout = kCloneTimeout,
                  .output_limit_bytes = kFileLimitBytes};
  return context.runner.run(command, {}, {}, context.stop);
}

// The first line that ssh or git wrote: the reason. General advice follows it.
std::string reason(const Captured& captured) {
  if (captured.timed_out) return "no answer in time";
  const std::string_view text = trim(captured.err);
  return printable(text.substr(0, text.find('\n')));
}

// `ls-tree` prints "MODE TYPE HASH<tab>PATH".
bool is_regular_file(std::string_view entry) {
  return entry.starts_with("100644 blob ") || entry.starts_with("100755 blob ");
}

}  // namespace

bool is_git_source(std::string_view text) {
  return text.starts_with(kUser);
}

Result<GitSource> parse_git_source(std::string_view text) {
  if (!is_git_source(text)) return refuse("the git address", text);
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return refuse("the git address", text);
  const std::string_view host = text.substr(kUser.size(), colon - kUser.size());
  if (!is_host(host)) return refuse("the git host", host);

  const std::size_t split = text.find("//", colon);
  if (split == std::string_view::npos) return refuse("the git address", text);
  const std::string_view repository = text.substr(colon + 1, split - colon - 1);
  if (!is_plain_path(repository) || !repository.ends_with(".git")) {
    return refuse("the git repository", repository);
  }

  std::string_view path = text.substr(split + 2);
  std::string_view ref = kDefaultGitRef;
  if (const std::size_t question = path.find('?'); question != std::string_view::npos) {
    constexpr std::string_view kRef = "?ref=";
    const std::string_view query = path.substr(question);
    if (!query.starts_with(kRef)) return refuse("the query", query);
    ref = query.substr(kRef.size());
    path = path.substr(0, question);
  }
  if (!is_plain_path(path)) return refuse("the path in the repository", path);
  if (!is_ref(ref)) return refuse("the git ref", ref);
  return GitSource{std::string(text.substr(0, split)), std::string(path), std::string(ref)};
}

std::vector<std::string> clone_arguments(const GitSource& source, const std::string& folder) {
  return {"-c",
          "core.hooksPath=/dev/null",
          "clone",
          "--quiet",
          "--depth=1",
          "--single-branch",
          "--no-tags",
          "--no-checkout",
          "--template=",
          "--no-recurse-submodules",
          fmt::format("--branch={}", source.ref),
          "--",
          source.url,
          folder};
}

Result<GitFile> fetch_git_file(const GitContext& context, const GitSource& source,
                               const std::string& folder) {
  const Captured clone = OPTA_TRY(run_git(context, clone_arguments(source, folder)));
  if (!clone.succeeded()) {
    return fail(fmt::format("cannot fetch `{}` at `{}`: {}", source.url, source.ref, reason(clone)),
                "check that `git clone` of it works for you, without a question");
  }
  const auto in_clone = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"-C", folder});
    return run_git(context, std::move(arguments));
  };
  const Captured entry = OPTA_TRY(in_clone({"ls-tree", "HEAD", "--", source.path}));
  if (!entry.succeeded() || !is_regular_file(entry.out)) {
    return fail(fmt::format("`{}` has no file `{}` at `{}`", source.url, source.path, source.ref));
  }
  Captured content = OPTA_TRY(in_clone({"cat-file", "blob", fmt::format("HEAD:{}", source.path)}));
  const Captured commit = OPTA_TRY(in_clone({"rev-parse", "HEAD"}));
  if (!content.succeeded() || !commit.succeeded()) {
    return fail(
        fmt::format("cannot read `{}` of `{}`: {}", source.path, source.url, reason(content)));
  }
  if (content.truncated) {
    return fail(fmt::format("`{}` of `{}` is larger than {} bytes", source.path, source.url,
                            kFileLimitBytes));
  }
  return GitFile{std::move(content.out), std::string(trim(commit.out))};
}

}  // namespace opta
