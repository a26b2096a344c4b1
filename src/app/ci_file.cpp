#include "app/ci_file.h"

namespace opta {

CiProject project_of_remote(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
  const std::size_t user = url.find('@');
  if (user != std::string_view::npos && user < url.find('/')) url.remove_prefix(user + 1);
  if (url.ends_with('/')) url.remove_suffix(1);
  if (url.ends_with(".git")) url.remove_suffix(4);
  std::size_t end = url.find_first_of("/:");
  if (end == std::string_view::npos || end == 0) return {};
  // A folder.
  if (scheme == std::string_view::npos && url[end] == '/') return {};
  const std::string_view host = url.substr(0, end);
  // A port is followed by a slash; of git's short form, a path.
  if (url[end] == ':' && scheme != std::string_view::npos) end = url.find('/', end);
  if (end == std::string_view::npos || url.substr(end + 1).find('/') == std::string_view::npos)
    return {};
  return {.host = std::string(host), .path = std::string(url.substr(end + 1))};
}

std::string ci_name(const CiProject& project) {
  return project.environment.empty() ? "opta" : "opta-" + project.environment;
}

}  // namespace opta
