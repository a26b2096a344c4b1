#include "app/init_ci.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "app/layer_files.h"
#include "app/layer_set.h"
#include "app/report.h"
#include "base/text.h"

namespace opta {

namespace {

constexpr std::uint64_t kGitFileBytesMax = 1'000'000;

Exit usage(Env& env, const Error& error) {
  return report_error(env, Code::kUsage, error);
}

// The url of `origin`, or nothing: git is not asked, because a folder that is none yet is no fault.
std::string origin_url(const FileSystem& disk) {
  const auto text = disk.read(".git/config", kGitFileBytesMax);
  if (!text) return {};
  bool in_origin = false;
  for (std::string_view rest = *text; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size() - 1);
    const std::string_view line = trim(rest.substr(0, end + 1));
    rest.remove_prefix(end + 1);
    if (line.starts_with('[')) in_origin = line == "[remote \"origin\"]";
    const std::size_t equals = line.find('=');
    if (in_origin && equals != std::string_view::npos && trim(line.substr(0, equals)) == "url")
      return std::string(trim(line.substr(equals + 1)));
  }
  return {};
}

// What a clone knows of the default branch.
std::string default_branch(const FileSystem& disk) {
  constexpr std::string_view kPrefix = "ref: refs/remotes/origin/";
  const auto text = disk.read(".git/refs/remotes/origin/HEAD", kGitFileBytesMax);
  if (!text || !text->starts_with(kPrefix)) return "main";
  return std::string(trim(std::string_view(*text).substr(kPrefix.size())));
}

// One role stands in one account, so the layers of a file do too.
Status add_account(CiProject& project, const LayerSet& set) {
  std::set<std::string> accounts;
  for (const LayerTask& task : set.tasks) accounts.insert(task.layer->root().provider.account_id);
  if (accounts.size() > 1) {
    return fail(fmt::format("the layers stand in {} AWS accounts: {}", accounts.size(),
                            quoted_list({accounts.begin(), accounts.end()})),
                "write a file for each: `opta init ci --env NAME -c FILE`");
  }
  const Provider& provider = set.tasks.front().layer->root().provider;
  project.account_id = provider.account_id;
  project.region = provider.region;
  return {};
}

struct CiPlace {
  std::string_view name;  // for people
  std::string_view path;
  std::string_view beside;  // a second file, and how it is found
};

const CiPlace& place_of(CiProvider provider) {
  static constexpr CiPlace kGithub{"GitHub Actions", ".github/workflows/opta.yaml",
                                   "name another one with `-c .github/workflows/FILE.yaml`"};
  static constexpr CiPlace kGitlab{"GitLab CI", ".gitlab-ci.yml",
                                   "write it beside that with `-c .gitlab/opta.yml`, and there add "
                                   "`include: [{local: .gitlab/opta.yml}]`"};
  return provider == CiProvider::kGithub ? kGithub : kGitlab;
}

std::string next_steps(const CiPlace& place, const std::string& path, bool has_git) {
  std::string text = fmt::format(
      "Wrote {} for {}. Next:\n\n"
      "  1. fill in the role's ARN and the image in it; its head has the role's trust policy\n"
      "  2. opta iam-policy -c FILE     what the role has to be allowed, for each file\n"
      "  3. commit it on a branch and open a request: its plan comes as a comment\n",
      path, place.name);
  if (path != place.path && place.path == ".gitlab-ci.yml")
    text += fmt::format("\nGitLab reads it when {} has `include: [{{local: {}}}]`.\n", place.path,
                        path);
  if (!has_git)
    text +=
        fmt::format("\nThere is no `.git` here. {} looks for it from the repository's root only.\n",
                    place.name);
  return text;
}

}  // namespace

Exit init_ci(Env& env, const InitCiArguments& arguments) {
  CiProject project = project_of_remote(origin_url(env.disk));
  std::optional<CiProvider> provider = arguments.provider;
  if (!provider && project.host == "github.com") provider = CiProvider::kGithub;
  if (!provider && project.host.find("gitlab") != std::string::npos) provider = CiProvider::kGitlab;
  if (!provider) {
    return usage(env, {.message = "git's remote `origin` does not say which CI this is for",
                       .help = "say it: `--provider github` or `--provider gitlab`"});
  }
  const CiPlace& place = place_of(*provider);
  const std::string path = arguments.path.value_or(std::string(place.path));
  if (env.disk.kind(path) != FileKind::kMissing) {
    return usage(env, {.message = fmt::format("`{}` exists already, and stays as it is", path),
                       .help = std::string(place.beside)});
  }
  const auto files = find_layer_files(env.disk, ".");
  if (!files) return usage(env, files.error());
  FrontEnd front(env);
  if (front.diagnostics.has_errors()) return front.report(Format::kText);
  // What would stop every run of the pipeline is said here.
  const auto set = collect_layers(front, *files, {.environment = arguments.environment});
  if (!set) return front.report(Format::kText);
  project.environment = arguments.environment.value_or("");
  project.branch = default_branch(env.disk);
  if (auto added = add_account(project, *set); !added) return usage(env, added.error());
  const std::string text =
      *provider == CiProvider::kGithub ? github_workflow(project) : gitlab_pipeline(project);
  if (auto written = env.disk.write(path, text); !written) return usage(env, written.error());
  env.err(next_steps(place, path, env.disk.kind(".git") != FileKind::kMissing));
  return Exit::kDone;
}

}  // namespace opta
