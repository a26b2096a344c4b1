#include "exec/containers/build.h"

namespace opta::containers {

std::vector<std::string> build_arguments(const BuildOptions& options) {
  std::vector<std::string> arguments = {"build", "--tag", options.name};
  if (!options.file.empty()) arguments.insert(arguments.end(), {"--file", options.file});
  if (!options.platform.empty()) {
    arguments.insert(arguments.end(), {"--platform", options.platform});
  }
  arguments.push_back(options.folder);
  return arguments;
}

Result<Outcome> build(const Context& context, const BuildOptions& options,
                      const LineSink& on_line) {
  return run(context, build_arguments(options), on_line);
}

}  // namespace opta::containers
