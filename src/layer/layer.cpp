#include "layer/layer.h"

#include <algorithm>
#include <cctype>
#include <map>

#include <fmt/format.h>

#include "base/digest.h"

namespace opta {

const Value* ModuleUse::find_argument(std::string_view argument) const {
  const auto found = std::ranges::find(arguments, argument, &Argument::name);
  return found == arguments.end() ? nullptr : &found->value;
}

const ModuleUse* Layer::find_module(std::string_view module_name) const {
  const auto found = std::ranges::find(modules, module_name, &ModuleUse::name);
  return found == modules.end() ? nullptr : &*found;
}

const ModuleUse* Layer::find_module_of_type(std::string_view type) const {
  const auto found = std::ranges::find_if(
      modules, [&](const ModuleUse& use) { return use.definition->type == type; });
  return found == modules.end() ? nullptr : &*found;
}

const Output* Layer::find_output(const Reference& reference) const {
  if (reference.target == Reference::Target::kParent) {
    if (parent == nullptr) return nullptr;
    const auto found = std::ranges::find(parent->exports, reference.output, &ExportedOutput::key);
    return found == parent->exports.end() ? nullptr : found->output;
  }
  const ModuleUse* use = find_module(reference.module);
  return use == nullptr ? nullptr : use->definition->find_output(reference.output);
}

void Layer::export_outputs() {
  std::map<std::string_view, int> uses;
  for (const ModuleUse& use : modules) {
    for (const Output& output : use.definition->outputs) {
      if (output.exported && !output.yields) ++uses[output.name];
    }
  }
  for (const ModuleUse& use : modules) {
    for (const Output& output : use.definition->outputs) {
      if (!output.exported) continue;
      const bool plain = uses[output.name] == (output.yields ? 0 : 1);
      exports.push_back(
          {plain ? output.name : fmt::format("{}_{}", use.name, output.name), &use, &output});
    }
  }
}

std::string Layer::state_bucket() const {
  const Layer& environment = root();
  const std::string place =
      md5_hex(environment.provider.region + environment.provider.account_id).substr(0, 4);
  std::string bucket =
      fmt::format("opta-tf-state-{}-{}-{}", environment.org_name, environment.name, place);
  // S3 takes no capitals, layer names may have them.
  std::ranges::transform(bucket, bucket.begin(), [](unsigned char c) { return std::tolower(c); });
  return bucket;
}

}  // namespace opta
