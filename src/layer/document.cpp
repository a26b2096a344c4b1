#include "layer/document.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <re2/re2.h>

#include "base/text.h"
#include "base/time_span.h"
#include "layer/load.h"
#include "layer/message.h"
#include "yaml/map_reader.h"

namespace opta {

namespace {

using yaml::Kind;
using yaml::MapReader;
using yaml::Node;

constexpr std::size_t kVariablesMax = 1000;
constexpr std::size_t kNameMax = 255;  // characters; what the cloud takes is checked name by name

class DocumentDecoder {
 public:
  DocumentDecoder(const Node& root, Diagnostics& diagnostics)
      : root_(root), diagnostics_(diagnostics) {}

  Document decode() {
    MapReader reader(root_, "the file", diagnostics_);
    document_.span = root_.entries.empty() ? root_.span : root_.entries[0].key_span;
    names(reader);
    document_.providers = reader.take("providers", Kind::kMap);
    document_.has_providers = root_.find("providers") != nullptr;
    environments(reader);
    input_variables(reader);
    document_.gitops = reader.take("gitops", Kind::kMap);
    if (const Node* modules = reader.take("modules", Kind::kList, true)) {
      if (limited(modules->items.size(), LayerLoader::kModulesMax, modules->span, "modules")) {
        for (const Node& module : modules->items) document_.modules.push_back(&module);
      }
    }
    preview(reader);
    document_.waivers = reader.take("waivers", Kind::kList);
    reader.finish();
    kind();
    return std::move(document_);
  }

 private:
  void names(MapReader& reader) {
    static const RE2 layer_name("[A-Za-z0-9-]*");
    static const RE2 org_name("[a-z0-9-]{0,15}");
    if (const auto name = reader.take_text("name", true)) {
      document_.name = name->substr(0, kNameMax);
      document_.name_span = root_.find("name")->span;
      if (name->empty() || name->size() > kNameMax || !RE2::FullMatch(*name, layer_name)) {
        diagnostics_.report(
            Code::kBadName, document_.name_span, fmt::format("`{}` is not a name", shown(*name)),
            fmt::format("a layer's name has at most {} letters, digits and hyphens", kNameMax));
      }
    }
    if (const auto org = reader.take_text("org_name")) {
      document_.org_name = *org;
      document_.has_org_name = true;
      if (!RE2::FullMatch(*org, org_name)) {
        diagnostics_.report(Code::kBadName, root_.find("org_name")->span,
                            fmt::format("`{}` is not an organisation's name", shown(*org)),
                            "`org_name` has at most 15 lower case letters, digits and hyphens");
      }
    }
  }

  void environments(MapReader& reader) {
    const Node* list = reader.take("environments", Kind::kList);
    const Node* written = root_.find("environments");
    document_.has_environments = written != nullptr;
    if (list == nullptr) {
      if (written != nullptr && written->kind == Kind::kNull) report_no_environment(written->span);
      return;
    }
    if (!limited(list->items.size(), LayerLoader::kEnvironmentsMax, list->span, "environments"))
      return;
    std::map<std::string, Span> seen;
    for (const Node& item : list->items) {
      if (!is_map(item, "an environment")) continue;
      MapReader entry(item, "an environment", diagnostics_);
      EnvironmentEntry environment;
      environment.name = entry.take_text("name", true).value_or("");
      environment.path = entry.take_text("path", true).value_or("");
      environment.name_span = item.find("name") ? item.find("name")->span : item.span;
      environment.path_span = item.find("path") ? item.find("path")->span : item.span;
      environment.variables = variables(entry, "variables");
      environment.vars = variables(entry, "vars");
      entry.finish();
      const auto [first, fresh] = seen.emplace(environment.name, environment.name_span);
      if (!fresh) {
        diagnostics_
            .report(Code::kEnvironment, environment.name_span,
                    fmt::format("the environment `{}` stands twice", shown(environment.name)))
            .labels.push_back({first->second, "first here"});
      }
      document_.environments.push_back(std::move(environment));
    }
    if (list->items.empty()) report_no_environment(list->span);
  }

  void report_no_environment(Span span) {
    diagnostics_.report(Code::kEnvironment, span, "`environments` is empty",
                        "name at least one environment");
  }

  const Node* variables(MapReader& entry, std::string_view key) {
    const Node* map = entry.take(key, Kind::kMap);
    if (map == nullptr || !limited(map->entries.size(), kVariablesMax, map->span, "variables"))
      return nullptr;
    return map;
  }

  void input_variables(MapReader& reader) {
    const Node* list = reader.take("input_variables", Kind::kList);
    if (list == nullptr ||
        !limited(list->items.size(), kVariablesMax, list->span, "input variables"))
      return;
    std::map<std::string, Span> seen;
    for (const Node& item : list->items) {
      if (!is_map(item, "an input variable")) continue;
      MapReader entry(item, "an input variable", diagnostics_);
      InputVariable variable;
      variable.name = entry.take_text("name", true).value_or("");
      variable.span = item.find("name") ? item.find("name")->span : item.span;
      if (const yaml::Entry* value = entry.take("default");
          value && value->value.kind != Kind::kNull) {
        variable.default_value = &value->value;
      }
      entry.take("description");
      entry.finish();
      const auto [first, fresh] = seen.emplace(variable.name, variable.span);
      if (!fresh) {
        diagnostics_
            .report(Code::kVariableConflict, variable.span,
                    fmt::format("the variable `{}` is declared twice", shown(variable.name)))
            .labels.push_back({first->second, "first here"});
        continue;
      }
      document_.input_variables.push_back(std::move(variable));
    }
  }

  void preview(MapReader& reader) {
    const Node* written = reader.take("preview", Kind::kMap);
    if (written == nullptr) return;
    if (!document_.has_environments) {
      diagnostics_.report(Code::kPreview, written->span, "an environment has no previews",
                          "`preview` belongs into a file with `environments`");
    }
    MapReader section(*written, "`preview`", diagnostics_);
    if (const auto expires = section.take_text("expires")) {
      const auto lifetime = parse_time_span(*expires);
      document_.preview.lifetime = lifetime.value_or(PreviewSection::kLifetime);
      if (!lifetime) {
        diagnostics_.report(Code::kValueNotAllowed, written->find("expires")->span,
                            fmt::format("`{}` is not a length of time", shown(*expires)),
                            "write `3d`, `12h` or `1d12h`; at most ten years");
      }
    }
    if (const Node* modules = section.take("modules", Kind::kMap)) {
      for (const yaml::Entry& entry : modules->entries) {
        const bool empty = entry.value.kind == Kind::kNull;
        if (!empty && !is_map(entry.value, fmt::format("`{}`", shown(entry.key)))) continue;
        document_.preview.modules.push_back(
            {entry.key, entry.key_span, empty ? nullptr : &entry.value});
      }
    }
    section.finish();
  }

  // An environment has `org_name` and `providers`; a service has `environments`; a file without any
  // of these deploys into the user's own cluster.
  void kind() {
    if (document_.has_environments && document_.providers != nullptr) {
      diagnostics_.report(
          Code::kFileKindUnclear, root_.find("environments")->span,
          "the file has `providers` and `environments`",
          "an environment has `providers`, a service has `environments`: take one of them out");
    }
    if (document_.has_environments && document_.has_org_name) {
      diagnostics_.report(Code::kFileKindUnclear, root_.find("org_name")->span,
                          "a service has no `org_name`",
                          "it takes its environment's: take `org_name` out");
    }
    if (document_.providers != nullptr && !document_.has_org_name) {
      diagnostics_.report(Code::kMissingKey, document_.span,
                          "an environment lacks the key `org_name`",
                          "add `org_name: …`, at most 15 lower case letters, digits and hyphens");
    }
  }

  bool is_map(const Node& node, std::string_view what) {
    if (node.kind == Kind::kMap) return true;
    diagnostics_.report(Code::kWrongType, node.span,
                        fmt::format("{} is a map, not {}", what, describe(node.kind)));
    return false;
  }

  bool limited(std::size_t count, std::size_t most, Span span, std::string_view what) {
    if (count <= most) return true;
    diagnostics_.report(Code::kYamlLimit, span, fmt::format("the file has {} {}", count, what),
                        fmt::format("at most {}", most));
    return false;
  }

  const Node& root_;
  Diagnostics& diagnostics_;
  Document document_;
};

}  // namespace

const PreviewEntry* PreviewSection::find(std::string_view module) const {
  const auto found = std::ranges::find(modules, module, &PreviewEntry::module);
  return found == modules.end() ? nullptr : &*found;
}

std::optional<Document> decode_document(const yaml::Node& root, Diagnostics& diagnostics) {
  if (root.kind != Kind::kMap) {
    diagnostics.report(Code::kWrongType, root.span,
                       fmt::format("the file is a map of keys, not {}", describe(root.kind)),
                       "begin with `name: …`");
    return std::nullopt;
  }
  return DocumentDecoder(root, diagnostics).decode();
}

}  // namespace opta
