#include "exec/helm/version.h"

#include <fmt/format.h>

#include "base/text.h"

namespace opta::helm {

namespace {
constexpr std::chrono::seconds kVersionTimeout{30};
}

std::vector<std::string> version_arguments() {
  return {"version", "--template={{.Version}}"};
}

std::optional<Version> decode_version(std::string_view text) {
  text = trim(text);
  return terraform::parse_version(text.substr(0, text.find('+')));
}

Result<Version> version(Runner& runner, const std::string& program,
                        const Environment& environment) {
  Command command{.argv = version_arguments(), .environment = environment};
  command.argv.insert(command.argv.begin(), program);
  command.timeout = kVersionTimeout;
  const Captured captured = OPTA_TRY(runner.run(command));
  const std::optional<Version> found = decode_version(captured.out);
  if (!captured.succeeded() || !found) {
    return fail(fmt::format("`{}` does not say which version it is", program),
                std::string(trim(captured.err)));
  }
  if (found->major < kOldestMajor || found->major > kNewestMajor) {
    return fail(fmt::format("Helm {} at `{}` is not one that Opta knows",
                            terraform::to_string(*found), program),
                "install Helm 3 or 4: https://helm.sh/docs/intro/install/");
  }
  return *found;
}

}  // namespace opta::helm
