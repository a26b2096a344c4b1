#include "catalog/catalog.h"

#include <algorithm>

#include <fmt/format.h>

#include "catalog/decode_module.h"
#include "yaml/map_reader.h"
#include "yaml/read.h"

namespace opta {

namespace {

using yaml::Kind;
using yaml::Node;

constexpr std::uint64_t kFileBytesMax = 1u << 20;

std::optional<Node> read_yaml(const FileSystem& library, const std::string& path,
                              SourceMap& sources, Diagnostics& diagnostics) {
  Result<std::string> text = library.read(path, kFileBytesMax);
  if (!text) {
    diagnostics.report(Code::kFileUnreadable, {}, text.error().message);
    return std::nullopt;
  }
  return yaml::read(sources, sources.add(path, *std::move(text)), diagnostics);
}

Cloud decode_cloud(const Node& root, Diagnostics& diagnostics) {
  yaml::MapReader reader(root, "a cloud.yaml", diagnostics);
  Cloud cloud;
  cloud.name = reader.take_text("cloud", true).value_or("");
  cloud.built = reader.take_text("status").value_or("built") == "built";
  cloud.types = reader.take_texts("types");
  cloud.provider_fields = reader.take_texts("provider_fields");
  if (const Node* aliases = reader.take("aliases", Kind::kMap)) {
    for (const yaml::Entry& entry : aliases->entries) cloud.aliases[entry.key] = entry.value.text;
  }
  if (const Node* regions = reader.take("regions", Kind::kMap)) {
    for (const yaml::Entry& entry : regions->entries) {
      cloud.region_zones[entry.key] = static_cast<int>(entry.value.integer);
    }
  }
  reader.take("kubernetes_versions");  // read by the compatibility checks
  reader.finish();
  return cloud;
}

}  // namespace

int Cloud::zones(std::string_view region) const {
  const auto found = region_zones.find(region);
  return found == region_zones.end() ? 0 : found->second;
}

bool ModuleDefinition::takes_in_terraform(std::string_view name) const {
  if (const auto wire = std::ranges::find(wiring, name, &Wire::name); wire != wiring.end())
    return wire->is_for_terraform();
  return all_inputs_to_terraform ||
         std::ranges::find(terraform_inputs, name) != terraform_inputs.end();
}

const Output* ModuleDefinition::find_output(std::string_view name) const {
  const auto found = std::ranges::find(outputs, name, &Output::name);
  return found == outputs.end() ? nullptr : &*found;
}

bool ModuleDefinition::has_wire(LinkWire links) const {
  return std::ranges::find(wiring, links, &Wire::links) != wiring.end();
}

bool ModuleDefinition::takes_tags() const {
  return std::ranges::find(wiring, "tags", &Wire::context) != wiring.end();
}

const LinkPermission* LinkDefinition::find_permission(std::string_view name) const {
  const auto found = std::ranges::find(permissions, name, &LinkPermission::name);
  return found == permissions.end() ? nullptr : &*found;
}

Catalog Catalog::load(const FileSystem& library, SourceMap& sources, Diagnostics& diagnostics) {
  Catalog catalog;
  const auto folders = library.list("modules");
  if (!folders) {
    diagnostics.report(Code::kFileUnreadable, {}, folders.error().message);
    return catalog;
  }
  for (const std::string& cloud : *folders) {
    const std::string cloud_folder = join_path("modules", cloud);
    for (const std::string& name :
         library.list(cloud_folder).value_or(std::vector<std::string>())) {
      const std::string path = join_path(cloud_folder, name);
      if (name == "cloud.yaml") {
        if (auto root = read_yaml(library, path, sources, diagnostics)) {
          catalog.clouds_.push_back(decode_cloud(*root, diagnostics));
        }
      } else if (const std::string file = join_path(path, "module.yaml");
                 library.kind(file) == FileKind::kFile) {
        const auto root = read_yaml(library, file, sources, diagnostics);
        if (!root) continue;
        auto module = decode_module(*root, path, diagnostics);
        if (!module) continue;
        module->has_terraform =
            module->call || library.kind(join_path(path, "versions.tf")) == FileKind::kFile;
        catalog.modules_.push_back(*std::move(module));
      }
    }
  }
  std::ranges::sort(catalog.modules_, {}, &ModuleDefinition::type);
  return catalog;
}

const ModuleDefinition* Catalog::find(std::string_view type, std::string_view cloud) const {
  for (const ModuleDefinition& module : modules_) {
    if (module.cloud != cloud && module.cloud != "any") continue;
    if (module.type == type || std::ranges::find(module.aliases, type) != module.aliases.end())
      return &module;
  }
  return nullptr;
}

const ModuleDefinition* Catalog::find_type(std::string_view type) const {
  const auto found = std::ranges::find(modules_, type, &ModuleDefinition::type);
  return found == modules_.end() ? nullptr : &*found;
}

const Cloud* Catalog::find_cloud(std::string_view name) const {
  const auto found = std::ranges::find(clouds_, name, &Cloud::name);
  return found == clouds_.end() ? nullptr : &*found;
}

std::vector<std::string> Catalog::type_names(std::string_view cloud) const {
  std::vector<std::string> names;
  for (const ModuleDefinition& module : modules_) {
    if (module.cloud != cloud && module.cloud != "any") continue;
    names.push_back(module.type);
    names.insert(names.end(), module.aliases.begin(), module.aliases.end());
  }
  if (const Cloud* known = find_cloud(cloud)) {
    names.insert(names.end(), known->types.begin(), known->types.end());
    for (const auto& [alias, type] : known->aliases) names.push_back(alias);
  }
  std::ranges::sort(names);
  return names;
}

}  // namespace opta
