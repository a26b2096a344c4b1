#include "exec/environment.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace opta {

namespace {

// Terraform and OpenTofu read dozens of TF_ variables and gain more with each release; any of them
// may add an argument, a variable or a workspace. So the list says what stays, and the rest goes.
constexpr std::array<std::string_view, 6> kKeptEngineVariables = {
    "TF_CLI_CONFIG_FILE",          // mirrors and registry credentials of the user's site
    "TF_PLUGIN_CACHE_DIR",         // saves a download of half a gigabyte
    "TF_ENCRYPTION",               // OpenTofu's state encryption
    "TF_REGISTRY_CLIENT_TIMEOUT",  // slow networks
    "TF_REGISTRY_DISCOVERY_RETRY",
    "TF_PROVIDER_DOWNLOAD_RETRY",
};
constexpr std::string_view kKeptRegistryToken = "TF_TOKEN_";

// What could carry a real identity, or carry a request away from loopback. Prefixes.
constexpr std::array<std::string_view, 14> kSandboxRemoved = {
    "AWS_",       "TF_TOKEN_",  "GOOGLE_",     "GCLOUD_",   "CLOUDSDK_", "ARM_",      "AZURE_",
    "KUBECONFIG", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY",  "FTP_PROXY", "VAULT_",
};

constexpr std::size_t kAccountIdLength = 12;

bool is_kept(std::string_view name) {
  if (!name.starts_with("TF_")) return true;
  return name.starts_with(kKeptRegistryToken) ||
         std::ranges::find(kKeptEngineVariables, name) != kKeptEngineVariables.end();
}

std::string upper(std::string_view text) {
  std::string result(text);
  for (char& letter : result) {
    letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
  }
  return result;
}

// In upper case, because curl, Go and Python all read `https_proxy` as well as `HTTPS_PROXY`.
bool is_removed_in_sandbox(std::string_view name) {
  const std::string folded = upper(name);
  return std::ranges::any_of(kSandboxRemoved,
                             [&](std::string_view prefix) { return folded.starts_with(prefix); });
}

bool all_digits(std::string_view text) {
  return !text.empty() &&
         std::ranges::all_of(text, [](char letter) { return letter >= '0' && letter <= '9'; });
}

// 127.0.0.0/8, written as four plain decimal numbers: no shorter or octal form, which readers
// disagree on.
bool is_loopback_ipv4(std::string_view host) {
  for (int part = 0; part < 4; ++part) {
    const std::size_t end = std::min(host.find('.'), host.size());
    const std::string_view number = host.substr(0, end);
    if (!all_digits(number) || number.size() > 3) return false;
    if (number.size() > 1 && number.front() == '0') return false;
    int value = 0;
    std::from_chars(number.data(), number.data() + number.size(), value);
    if (value > 255 || (part == 0 && value != 127)) return false;
    if (part == 3) return end == host.size();
    if (end == host.size()) return false;
    host.remove_prefix(end + 1);
  }
  return false;
}

}  // namespace

Environment environment_from(const char* const* entries) {
  Environment environment;
  for (; entries != nullptr && *entries != nullptr; ++entries) {
    const std::string_view entry(*entries);
    const std::size_t equals = entry.find('=');
    if (equals == std::string_view::npos || equals == 0) continue;
    environment.emplace(entry.substr(0, equals), entry.substr(equals + 1));
  }
  return environment;
}

std::string_view value_of(const Environment& environment, std::string_view name) {
  const auto found = environment.find(name);
  return found == environment.end() ? std::string_view{} : std::string_view(found->second);
}

std::optional<std::string> find_program(std::string_view name, const Environment& environment) {
  if (name.empty()) return std::nullopt;
  if (name.find('/') != std::string_view::npos) return std::string(name);
  std::string_view path = value_of(environment, "PATH");
  while (!path.empty()) {
    const std::size_t end = std::min(path.find(':'), path.size());
    const std::string_view folder = path.substr(0, end);
    path.remove_prefix(std::min(end + 1, path.size()));
    if (!folder.starts_with('/')) continue;
    std::string candidate = join_path(folder, name);
    struct stat info{};
    if (::stat(candidate.c_str(), &info) == 0 && S_ISREG(info.st_mode) &&
        ::access(candidate.c_str(), X_OK) == 0) {
      return candidate;
    }
  }
  return std::nullopt;
}

Environment engine_environment(const Environment& user, const FileSystem& files) {
  Environment environment;
  for (const auto& [name, value] : user) {
    if (is_kept(name)) environment.emplace(name, value);
  }
  // Terraform warns about a missing file at every start, into the output that we read.
  const std::string config(value_of(environment, "TF_CLI_CONFIG_FILE"));
  if (!config.empty() && files.kind(config) == FileKind::kMissing) {
    environment.erase("TF_CLI_CONFIG_FILE");
  }
  environment["TF_IN_AUTOMATION"] = "1";
  environment["TF_INPUT"] = "0";
  environment["CHECKPOINT_DISABLE"] = "1";  // no telephone call home
  environment["AWS_PAGER"] = "";            // AWS CLI 2 would start `less`
  return environment;
}

bool is_loopback_endpoint(std::string_view url) {
  constexpr std::string_view kScheme = "http://";
  if (!url.starts_with(kScheme)) return false;
  url.remove_prefix(kScheme.size());
  if (url.ends_with('/')) url.remove_suffix(1);
  const std::size_t colon = url.rfind(':');
  if (colon == std::string_view::npos) return false;
  const std::string_view host = url.substr(0, colon);
  const std::string_view port = url.substr(colon + 1);
  if (!all_digits(port) || port.size() > 5) return false;
  int number = 0;
  std::from_chars(port.data(), port.data() + port.size(), number);
  if (number < 1 || number > 65535) return false;
  return host == "localhost" || host == "[::1]" || is_loopback_ipv4(host);
}

Result<Environment> sandbox_environment(const Environment& user, const FileSystem& files,
                                        const SandboxAccess& access) {
  if (!is_loopback_endpoint(access.endpoint)) {
    return fail(fmt::format("the sandbox endpoint `{}` is not on this machine", access.endpoint),
                "the sandbox listens on loopback: write it as `http://127.0.0.1:PORT`");
  }
  if (access.account_id.size() != kAccountIdLength || !all_digits(access.account_id)) {
    return fail(
        fmt::format("the sandbox account `{}` is not a number of 12 digits", access.account_id));
  }
  Environment environment;
  for (const auto& [name, value] : engine_environment(user, files)) {
    if (!is_removed_in_sandbox(name)) environment.emplace(name, value);
  }
  environment["AWS_ENDPOINT_URL"] = access.endpoint;
  environment["AWS_ACCESS_KEY_ID"] = access.account_id;
  environment["AWS_SECRET_ACCESS_KEY"] = "sandbox";
  environment["AWS_REGION"] = access.region;
  environment["AWS_DEFAULT_REGION"] = access.region;  // the only one that AWS CLI 1 reads
  environment["AWS_EC2_METADATA_DISABLED"] = "true";
  // The files in the home folder hold profiles; an empty file in their place holds none.
  environment["AWS_CONFIG_FILE"] = "/dev/null";
  environment["AWS_SHARED_CREDENTIALS_FILE"] = "/dev/null";
  environment["AWS_PAGER"] = "";
  return environment;
}

}  // namespace opta
