// The files by which a pipeline runs Opta: a plan as a comment on each request, an apply after the
// merge. They are written once and then the user's own.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace opta {

enum class CiProvider : std::uint8_t { kGithub, kGitlab };

// What stands in a file of this project; where it is not known, the file says what to fill in.
struct CiProject {
  std::string host = {};         // "gitlab.example.com"
  std::string path = {};         // "acme/landscape"
  std::string branch = "main";   // that is applied
  std::string environment = {};  // of `--env`; empty: the folder needs none
  std::string account_id = "000000000000";
  std::string region = "us-east-1";
};

// "https://user@host/path.git", "git@host:path.git": its host and path; both empty for another
// form.
CiProject project_of_remote(std::string_view url);

// "opta", "opta-staging": what tells several files of a repository apart.
std::string ci_name(const CiProject& project);
std::string github_workflow(const CiProject& project);
std::string gitlab_pipeline(const CiProject& project);

}  // namespace opta
