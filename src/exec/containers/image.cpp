#include "exec/containers/image.h"

#include "base/text.h"

namespace opta::containers {

std::vector<std::string> inspect_arguments(const std::string& image) {
  return {"image", "inspect", "--format", "{{.Id}} {{.Architecture}}", image};
}

Result<Image> inspect(const Context& context, const std::string& image) {
  const Outcome outcome = OPTA_TRY(run(context, inspect_arguments(image)));
  if (!outcome.ok()) return Image{.failure = outcome.failure};
  const std::string_view text = trim(outcome.text);
  const std::size_t space = text.find(' ');
  Image found{.id = std::string(text.substr(0, space)),
              .architecture = space == std::string_view::npos
                                  ? std::string()
                                  : std::string(text.substr(space + 1))};
  // Podman leaves the algorithm out.
  if (!found.id.contains(':')) found.id.insert(0, "sha256:");
  return found;
}

std::vector<std::string> tag_arguments(const std::string& image, const std::string& name) {
  return {"tag", image, name};
}

Result<Outcome> tag(const Context& context, const std::string& image, const std::string& name) {
  return run(context, tag_arguments(image, name));
}

}  // namespace opta::containers
