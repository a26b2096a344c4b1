#include "lsp/markdown.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "catalog/shape_text.h"
#include "layer/links.h"

namespace opta::lsp {

namespace {

std::string paragraph(std::string_view text) {
  return text.empty() ? std::string() : fmt::format("\n\n{}", trim(text));
}

}  // namespace

std::string field_markdown(const Field& field) {
  std::string text = fmt::format("`{}`: {}", field.name, shape_text(field.shape));
  if (field.required) text += ", required";
  if (field.default_value && field.default_value->kind != yaml::Kind::kNull)
    text += fmt::format(", default `{}`", node_text(*field.default_value));
  text += paragraph(field.description);
  if (!field.ignored.empty()) text += paragraph("No effect: " + field.ignored);
  if (!field.deprecated.empty()) text += paragraph("Outdated: " + field.deprecated);
  return text;
}

std::string module_markdown(const ModuleDefinition& module,
                            const std::vector<std::string>& resources) {
  std::string text = fmt::format("`{}`: {}", module.type, module.summary);
  text += paragraph(module.description);
  text += paragraph(fmt::format("Stands in {}{}.", placement_text(module.placement),
                                module.unique ? ", at most once" : ""));
  if (!module.required_types.empty())
    text += fmt::format(" Needs {}.", quoted_list(module.required_types));
  if (module.status == ModuleStatus::kPlanned)
    text += paragraph("This version checks it, but makes nothing for it.");
  if (!resources.empty()) text += paragraph("Its Terraform has " + quoted_list(resources) + ".");
  if (!module.releases.empty()) {
    text += paragraph(
        fmt::format("It installs {} with Helm.", counted(module.releases.size(), "release")));
  }
  if (!module.outputs.empty()) text += "\n\nOutputs:\n";
  for (const Output& output : module.outputs)
    text += fmt::format("\n- `{}`: {}", output.name, output.description);
  return text;
}

std::string output_markdown(const Output& output) {
  std::string text = output.description;
  if (output.secret) text += paragraph("A secret: it may stand in a Kubernetes Secret only.");
  if (output.sensitive) text += paragraph("Sensitive: it is never printed.");
  return text;
}

std::string link_markdown(const ModuleDefinition& from, const ModuleDefinition& to) {
  const LinkOffer offer = link_offer(from, to);
  std::string text = fmt::format("`{}`: {}", to.type, to.summary);
  if (!offer.variables.empty())
    text += paragraph(fmt::format("A link gives the variables {}.", quoted_list(offer.variables)));
  if (!offer.permissions.empty()) text += "\n\nPermissions:\n";
  for (const LinkPermission* permission : offer.permissions) {
    const auto& defaults = to.link->default_permissions;
    const bool is_default = std::ranges::find(defaults, permission->name) != defaults.end();
    text += fmt::format("\n- `{}`{}: {}", permission->name,
                        is_default ? " (without being asked for)" : "", permission->description);
  }
  return text;
}

}  // namespace opta::lsp
