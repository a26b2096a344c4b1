#include "catalog/deployer_actions.h"

#include <fmt/format.h>

#include "yaml/map_reader.h"
#include "yaml/read.h"

namespace opta {

namespace {

using yaml::Kind;
using yaml::MapReader;
using yaml::Node;

constexpr const char* kFile = "modules/deployer_actions.yaml";
constexpr std::uint64_t kFileBytesMax = 1U << 20U;

class Decoder {
 public:
  explicit Decoder(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  DeployerActions decode(const Node& root) {
    MapReader reader(root, "the deployer's actions", diagnostics_);
    DeployerActions result;
    for (std::string& type : reader.take_texts("local")) result.local.insert(std::move(type));
    for (std::string& action : reader.take_texts("everywhere"))
      result.everywhere.insert(std::move(action));
    if (const Node* types = reader.take("types", Kind::kMap, true)) {
      for (const yaml::Entry& entry : types->entries) result.types[entry.key] = type(entry);
    }
    if (const Node* own = reader.take("opta", Kind::kList, true)) {
      for (const Node& item : own->items) result.own.push_back(own_actions(item));
    }
    reader.take("unseen");  // reasons, for the reader and for the test that measures
    reader.finish();
    return result;
  }

 private:
  TypeActions type(const yaml::Entry& entry) {
    MapReader reader(entry.value, fmt::format("the type `{}`", entry.key), diagnostics_);
    TypeActions type;
    const std::vector<std::string> resources = reader.take_texts("on");
    // What is deleted by its id alone has no name to tell it by, but the layer's tag.
    const bool tagged = reader.take_boolean("deletes_own").value_or(false);
    for (const Purpose purpose : kPurposes) {
      std::vector<std::string> actions = reader.take_texts(to_string(purpose));
      if (actions.empty()) continue;
      DeployerGrant grant{
          .purposes = {purpose}, .actions = std::move(actions), .resources = resources};
      if (tagged && purpose == Purpose::kDelete) {
        grant.conditions = {{.test = "StringEquals",
                             .variable = "aws:ResourceTag/opta_layer",
                             .values = {"{layer_name}"}}};
      }
      type.grants.push_back(std::move(grant));
    }
    if (const Node* names = reader.take("names", Kind::kMap)) {
      MapReader modules(*names, "`names`", diagnostics_);
      for (const yaml::Entry& module : names->entries)
        type.names[module.key] = modules.take_texts(module.key);
    }
    if (const Node* further = reader.take("further", Kind::kList)) {
      for (const Node& item : further->items) {
        MapReader one(item, "a further grant", diagnostics_);
        type.grants.push_back(grant(one, item));
        one.finish();
      }
    }
    reader.finish();
    return type;
  }

  OwnActions own_actions(const Node& node) {
    MapReader reader(node, "an action of Opta's own", diagnostics_);
    OwnActions own;
    if (const auto layers = reader.take_text("layers"))
      own.layers = *layers == "service" ? Placement::kService : Placement::kEnvironment;
    own.with_releases = reader.take_boolean("with_releases").value_or(false);
    own.modules = reader.take_texts("modules");
    own.grant = grant(reader, node);
    reader.finish();
    return own;
  }

  DeployerGrant grant(MapReader& reader, const Node& node) {
    DeployerGrant grant{.purposes = {},
                        .actions = reader.take_texts("actions"),
                        .resources = reader.take_texts("on"),
                        .why = reader.take_text("why", true).value_or("")};
    for (const std::string& name : reader.take_texts("for")) {
      bool known = false;
      for (const Purpose purpose : kPurposes) {
        if (to_string(purpose) != name) continue;
        grant.purposes.insert(purpose);
        known = true;
      }
      if (!known) fault(node.span, fmt::format("`{}` is no purpose", name));
    }
    if (grant.actions.empty() || grant.resources.empty() || grant.purposes.empty())
      fault(node.span, "it has `for`, `actions` and `on`");
    if (const Node* conditions = reader.take("conditions", Kind::kList)) {
      for (const Node& item : conditions->items) {
        MapReader condition(item, "a condition", diagnostics_);
        grant.conditions.push_back({.test = condition.take_text("test", true).value_or(""),
                                    .variable = condition.take_text("variable", true).value_or(""),
                                    .values = condition.take_texts("values")});
        condition.finish();
      }
    }
    return grant;
  }

  void fault(Span span, std::string message) {
    diagnostics_.report(Code::kValueNotAllowed, span, std::move(message));
  }

  Diagnostics& diagnostics_;
};

}  // namespace

std::string_view to_string(Purpose purpose) {
  switch (purpose) {
    case Purpose::kRead:
      return "read";
    case Purpose::kCreate:
      return "create";
    case Purpose::kUpdate:
      return "update";
    case Purpose::kDelete:
      return "delete";
  }
  return {};
}

bool DeployerActions::knows(std::string_view type) const {
  if (types.contains(type) || local.contains(type)) return true;
  const std::size_t dot = type.find('.');
  const std::string_view bare = dot == std::string_view::npos ? type : type.substr(dot + 1);
  return !bare.starts_with("aws_") && !bare.starts_with("awscc_");
}

DeployerActions DeployerActions::load(const FileSystem& library, SourceMap& sources,
                                      Diagnostics& diagnostics) {
  Result<std::string> text = library.read(kFile, kFileBytesMax);
  if (!text) {
    diagnostics.report(Code::kFileUnreadable, {}, text.error().message);
    return {};
  }
  const auto root = yaml::read(sources, sources.add(kFile, *std::move(text)), diagnostics);
  if (!root) return {};
  return Decoder(diagnostics).decode(*root);
}

}  // namespace opta
