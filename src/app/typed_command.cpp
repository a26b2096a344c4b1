#include "app/typed_command.h"

#include <utility>

namespace opta {

std::vector<std::string> typed_command(std::vector<std::string> command,
                                       const LayerArguments& layer, bool sandbox) {
  std::vector<std::string> words = std::move(command);
  words.push_back("--config=" + layer.config);
  if (layer.environment) words.push_back("--env=" + *layer.environment);
  for (const std::string& variable : layer.variables) words.push_back("--var=" + variable);
  if (layer.preview) words.push_back("--preview=" + *layer.preview);
  if (sandbox) words.emplace_back("--sandbox");
  return words;
}

}  // namespace opta
