#include "view/module_help.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "catalog/shape_text.h"

namespace opta {

namespace {

using Json = nlohmann::ordered_json;

// Words into lines of at most `width` columns, each indented.
std::string wrapped(std::string_view text, std::size_t indent, std::size_t width) {
  std::string result, line;
  const auto flush = [&] {
    if (!line.empty()) result += std::string(indent, ' ') + line + "\n";
    line.clear();
  };
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(" \n"), text.size());
    const std::string_view word = text.substr(0, end);
    if (!line.empty() && display_width(line) + 1 + display_width(word) + indent > width) flush();
    if (!word.empty()) line += (line.empty() ? "" : " ") + std::string(word);
    text.remove_prefix(end);
    if (text.starts_with("\n\n")) {
      flush();
      result += "\n";
    }
    if (!text.empty()) text.remove_prefix(1);
  }
  flush();
  return result;
}

void append_fields(std::string& text, const std::vector<Field>& fields, std::size_t indent,
                   std::size_t width) {  // NOLINT(misc-no-recursion)
  for (const Field& field : fields) {
    std::string head = fmt::format("{}: {}", field.name, shape_text(field.shape));
    if (field.required) head += ", required";
    if (field.default_value) head += ", default " + node_text(*field.default_value);
    text += wrapped(head, indent, width);
    text += wrapped(field.description, indent + 4, width);
    if (!field.ignored.empty()) text += wrapped("No effect: " + field.ignored, indent + 4, width);
    if (!field.deprecated.empty())
      text += wrapped("Outdated: " + field.deprecated, indent + 4, width);
    const Shape& inner = field.shape.items.empty() ? field.shape : field.shape.items[0];
    append_fields(text, inner.fields, indent + 4, width);
    text += "\n";
  }
}

std::string names_of(const ModuleDefinition& module) {
  return module.aliases.empty() ? module.type
                                : fmt::format("{} ({})", module.type, join(module.aliases, ", "));
}

Json field_json(const Field& field) {  // NOLINT(misc-no-recursion): as deep as module.yaml
  Json json;
  json["name"] = field.name;
  json["type"] = shape_text(field.shape);
  json["required"] = field.required;
  json["default"] = field.default_value ? Json(node_text(*field.default_value)) : Json(nullptr);
  json["description"] = field.description;
  if (!field.ignored.empty()) json["ignored"] = field.ignored;
  if (!field.deprecated.empty()) json["deprecated"] = field.deprecated;
  const Shape& inner = field.shape.items.empty() ? field.shape : field.shape.items[0];
  for (const Field& below : inner.fields) json["fields"].push_back(field_json(below));
  return json;
}

std::string link_text(const LinkDefinition& link, std::size_t columns) {
  std::string text = "A LINK TO IT GIVES\n\n";
  for (const std::string& variable : link.variables) {
    text += wrapped(fmt::format("the variable <module>_{}", variable), 2, columns);
  }
  for (const LinkPermission& permission : link.permissions) {
    const bool is_default = std::ranges::find(link.default_permissions, permission.name) !=
                            link.default_permissions.end();
    text +=
        wrapped(fmt::format("{}{}: {}", permission.name,
                            is_default ? " (without being asked for)" : "", permission.description),
                2, columns);
  }
  return text;
}

Json link_json(const LinkDefinition& link) {
  Json json = {{"variables", link.variables},
               {"default", link.default_permissions},
               {"permissions", Json::array()}};
  for (const LinkPermission& permission : link.permissions) {
    json["permissions"].push_back(
        Json{{"name", permission.name}, {"description", permission.description}});
  }
  return json;
}

}  // namespace

std::string module_text(const ModuleDefinition& module, int width) {
  const auto columns = static_cast<std::size_t>(std::clamp(width, 60, 110));
  std::string text = fmt::format("{}: {}\n\n", names_of(module), module.summary);
  text += wrapped(module.description, 0, columns);
  text += fmt::format("\nStands in {}{}.\n", placement_text(module.placement),
                      module.unique ? ", at most once" : "");
  if (!module.required_types.empty())
    text += fmt::format("Needs {}.\n", join(module.required_types, ", "));
  if (module.status == ModuleStatus::kPlanned)
    text += "This version checks it, but makes nothing for it.\n";
  if (module.import) {
    text += wrapped(fmt::format("`opta import NAME ID` takes over what exists: {}; the id is {}.",
                                module.import->what, module.import->id),
                    0, columns);
  }
  if (!module.inputs.empty()) text += "\nFIELDS\n\n";
  append_fields(text, module.inputs, 2, columns);
  if (!module.outputs.empty()) text += "OUTPUTS\n\n";
  for (const Output& output : module.outputs) {
    const std::string_view mark = output.secret      ? " (secret)"
                                  : output.sensitive ? " (sensitive)"
                                                     : "";
    text += wrapped(fmt::format("{}{}: {}", output.name, mark, output.description), 2, columns);
  }
  if (module.link) text += "\n" + link_text(*module.link, columns);
  return text;
}

std::string module_json(const ModuleDefinition& module) {
  Json json;
  json["type"] = module.type;
  json["aliases"] = module.aliases;
  json["summary"] = module.summary;
  json["description"] = module.description;
  json["built"] = module.status == ModuleStatus::kBuilt;
  json["fields"] = Json::array();
  for (const Field& field : module.inputs) json["fields"].push_back(field_json(field));
  json["outputs"] = Json::array();
  for (const Output& output : module.outputs) {
    json["outputs"].push_back(Json{{"name", output.name},
                                   {"description", output.description},
                                   {"sensitive", output.sensitive},
                                   {"secret", output.secret}});
  }
  if (module.import)
    json["import"] = Json{{"what", module.import->what}, {"id", module.import->id}};
  if (module.link) json["link"] = link_json(*module.link);
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string modules_text(const Catalog& catalog, int width) {
  std::size_t column = 0;
  for (const ModuleDefinition& module : catalog.modules())
    column = std::max(column, names_of(module).size());
  std::string text =
      "Module types; `opta help TYPE` shows the fields of one. Those marked * are checked, but not "
      "made yet.\n\n";
  for (const ModuleDefinition& module : catalog.modules()) {
    const std::string mark = module.status == ModuleStatus::kPlanned ? "*" : " ";
    std::string line =
        fmt::format("  {:<{}} {} {}", names_of(module), column, mark, module.summary);
    // A summary that is too long ends at a word: `opta help TYPE` has all of it.
    if (line.size() > static_cast<std::size_t>(width)) {
      line = line.substr(0, line.rfind(' ', static_cast<std::size_t>(width) - 1)) + "…";
    }
    text += line + "\n";
  }
  return text;
}

std::string modules_json(const Catalog& catalog) {
  Json list = Json::array();
  for (const ModuleDefinition& module : catalog.modules()) {
    list.push_back(Json{{"type", module.type},
                        {"aliases", module.aliases},
                        {"summary", module.summary},
                        {"built", module.status == ModuleStatus::kBuilt}});
  }
  return Json{{"modules", list}}.dump(2) + "\n";
}

}  // namespace opta
