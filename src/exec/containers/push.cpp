#include "exec/containers/push.h"

#include <utility>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "exec/containers/image.h"

namespace opta::containers {

namespace {

constexpr unsigned kOwnerOnly = 0600;

// Docker's settings, which the login's folder stands in for, also say which daemon is meant.
Environment with_daemon(const Context& context) {
  Environment environment = context.environment;
  if (!value_of(environment, "DOCKER_HOST").empty()) return environment;
  const auto asked = run(context, {"context", "inspect", "--format", "{{.Endpoints.docker.Host}}"});
  if (!asked || !asked->ok()) return environment;
  if (const std::string_view host = trim(asked->text); !host.empty()) {
    environment["DOCKER_HOST"] = std::string(host);
  }
  return environment;
}

}  // namespace

Result<RegistryLogin> RegistryLogin::write(FileSystem& files, const std::string& folder,
                                           const std::string& registry, const std::string& token) {
  RegistryLogin login(files, folder);
  const nlohmann::json config = {{"auths", {{registry, {{"auth", token}}}}}};
  OPTA_CHECK_OK(files.write(login.file(), config.dump(), kOwnerOnly));
  return login;
}

RegistryLogin::RegistryLogin(RegistryLogin&& other) noexcept
    : files_(other.files_), folder_(std::exchange(other.folder_, {})) {}

RegistryLogin::~RegistryLogin() {
  if (!folder_.empty()) static_cast<void>(files_->remove_all(folder_));
}

std::vector<std::string> push_arguments(Program program, const PushOptions& options,
                                        const RegistryLogin& login) {
  if (program == Program::kDocker) return {"--config", login.folder(), "push", options.name};
  std::vector<std::string> arguments = {"push", "--authfile", login.file()};
  if (options.plain_http) arguments.emplace_back("--tls-verify=false");
  arguments.insert(arguments.end(), {options.image, options.name});
  return arguments;
}

Result<Outcome> push(const Context& context, const PushOptions& options, const RegistryLogin& login,
                     const LineSink& on_line) {
  const std::vector<std::string> arguments = push_arguments(context.program, options, login);
  if (context.program == Program::kPodman) return run(context, arguments, on_line);
  const Outcome tagged = OPTA_TRY(tag(context, options.image, options.name));
  if (!tagged.ok()) return tagged;
  Context with_login = context;
  with_login.environment = with_daemon(context);
  return run(with_login, arguments, on_line);
}

}  // namespace opta::containers
