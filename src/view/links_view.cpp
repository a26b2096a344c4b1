#include "view/links_view.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "layer/link_values.h"

namespace opta {

namespace {

using Json = nlohmann::ordered_json;

Json json_of(const Value& value) {  // NOLINT(misc-no-recursion): as deep as a statement
  if (value.kind == ValueKind::kList) {
    Json list = Json::array();
    for (const Value& item : value.items) list.push_back(json_of(item));
    return list;
  }
  if (value.kind == ValueKind::kMap) {
    Json map = Json::object();
    for (const Entry& entry : value.entries) map[entry.key] = json_of(entry.value);
    return map;
  }
  if (value.kind != ValueKind::kTemplate) return value.text;
  std::string text;
  for (const TemplatePart& part : value.parts) {
    text += part.expression.empty() ? part.text : fmt::format("${{{}}}", part.expression);
  }
  return text;
}

const Output& output_of(const Link& link, const LinkVariable& variable) {
  return *link.definition->find_output(variable.output);
}

std::string variables_text(const Link& link, bool secret) {
  std::vector<std::string> names;
  for (const LinkVariable& variable : link.variables) {
    if (output_of(link, variable).secret == secret) names.push_back(variable.name);
  }
  return join(names, ", ");
}

std::string where(const Link& link) {
  if (link.in_parent) return ", of the environment";
  return link.state.empty() ? std::string() : fmt::format(", by the state `{}`", link.state);
}

std::string link_lines(const Link& link, std::string_view stem) {
  std::string text;
  const auto line = [&](std::string_view what) { text += fmt::format("{}   {}\n", stem, what); };
  if (const auto& gives = link.definition->link; gives && gives->port) {
    line(fmt::format("port {}", *gives->port));
  }
  if (const std::string names = variables_text(link, false); !names.empty()) {
    line(fmt::format("variables: {}", names));
  }
  if (const std::string names = variables_text(link, true); !names.empty()) {
    line(fmt::format("in a Secret: {}", names));
  }
  for (const LinkPermission* permission : link.permissions) {
    line(fmt::format("may {}: {}", permission->name, permission->description));
  }
  return text;
}

}  // namespace

std::string links_text(const Layer& layer) {
  std::string text;
  for (const ModuleUse& use : layer.modules) {
    if (use.links.empty()) continue;
    if (!text.empty()) text += "\n";
    text += fmt::format("{} ({})\n", use.name, use.definition->type);
    for (const Link& link : use.links) {
      const bool last = &link == &use.links.back();
      text += fmt::format("{}─▶ {} ({}{})\n", last ? "└" : "├", link.target, link.definition->type,
                          where(link));
      text += link_lines(link, last ? " " : "│");
    }
  }
  return text.empty() ? fmt::format("No module of `{}` links to another.\n", layer.name) : text;
}

std::string links_json(const Layer& layer) {
  Json links = Json::array();
  for (const ModuleUse& use : layer.modules) {
    // Of all links in their order: as many as the permissions have statements.
    const Value statements = link_statements(layer, use);
    std::size_t next = 0;
    for (const Link& link : use.links) {
      Json item = {{"from", use.name},
                   {"from_type", use.definition->type},
                   {"to", link.target},
                   {"to_type", link.definition->type},
                   {"of_environment", link.in_parent}};
      if (!link.state.empty()) item["by_state"] = link.state;
      if (link.definition->link && link.definition->link->port) {
        item["port"] = *link.definition->link->port;
      }
      item["variables"] = Json::array();
      for (const LinkVariable& variable : link.variables) {
        item["variables"].push_back({{"name", variable.name},
                                     {"output", variable.output},
                                     {"secret", output_of(link, variable).secret}});
      }
      item["permissions"] = Json::array();
      for (const LinkPermission* permission : link.permissions) {
        Json list = Json::array();
        for (std::size_t i = 0; i < permission->statements.size(); ++i) {
          list.push_back(json_of(statements.items[next++]));
        }
        item["permissions"].push_back({{"name", permission->name}, {"statements", list}});
      }
      links.push_back(std::move(item));
    }
  }
  return Json{{"layer", layer.name}, {"links", links}}.dump(2, ' ', false,
                                                            Json::error_handler_t::replace) +
         "\n";
}

}  // namespace opta
