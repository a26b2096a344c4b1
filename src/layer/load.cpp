#include "layer/load.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/suggest.h"
#include "base/text.h"
#include "layer/document.h"
#include "layer/gitops.h"
#include "layer/links.h"
#include "layer/message.h"
#include "layer/module_call.h"
#include "layer/modules.h"
#include "layer/preview.h"
#include "layer/provider.h"
#include "layer/relations.h"
#include "layer/scope.h"
#include "layer/secrecy.h"
#include "layer/user_files.h"
#include "layer/variables.h"
#include "layer/wiring.h"
#include "yaml/read.h"

namespace opta {

// One file's way through the passes.
class LayerPasses {
 public:
  LayerPasses(LayerLoader& loader, const LoadOptions& options, bool is_parent,
              Diagnostics& diagnostics)
      : loader_(loader), options_(options), is_parent_(is_parent), diagnostics_(diagnostics) {}

  std::shared_ptr<const Layer> run(std::string path, std::string text) {
    const std::size_t errors_before = diagnostics_.error_count();
    // Read: text -> tree.
    const SourceId source = loader_.sources_.add(path, std::move(text));
    const std::optional<yaml::Node> root = yaml::read(loader_.sources_, source, diagnostics_);
    if (!root) return nullptr;
    // Decode: tree -> the known top-level keys.
    const std::optional<Document> document = decode_document(*root, diagnostics_);
    if (!document) return nullptr;
    auto layer = std::make_shared<Layer>();
    layer->path = std::move(path);
    layer->name = document->name;
    layer->name_span = document->name_span;
    layer->org_name = document->org_name;
    layer->kind = document->has_environments ? LayerKind::kService : LayerKind::kEnvironment;
    // Preview: the layer gets its other name before anything asks for it.
    if (options_.preview && !is_parent_ &&
        !become_preview(*layer, *document, *options_.preview, diagnostics_))
      return nullptr;
    // Environments: every one that is named is loaded and checked, one is chosen.
    const EnvironmentEntry* chosen = nullptr;
    if (!parents(*document, *layer, chosen)) return nullptr;
    // From here on it is fixed what every name in braces means, but for module outputs.
    Expansion expansion;
    Scope scope{.layer_name = layer->name, .expansion = &expansion, .references_allowed = false};
    if (layer->parent) {
      scope.parent_name = layer->parent->name;
      scope.parent = layer->parent.get();
      for (const ExportedOutput& output : layer->parent->exports)
        scope.parent_outputs.emplace(output.key, &output);
    }
    scope.environment_name = layer->root().name;
    scope.variables = collect_variables(*document, chosen, options_, diagnostics_);
    layer->provider = layer->parent ? layer->parent->provider
                                    : decode_provider(*document, loader_.catalog_, scope,
                                                      loader_.sources_, diagnostics_);
    scope.provider = &layer->provider;
    scope.state_bucket = layer->state_bucket();
    if (layer->provider.cloud.empty()) return nullptr;
    layer->gitops = decode_gitops(*document, *layer, scope, loader_.sources_, diagnostics_);
    // Opta deploys previews itself: nobody commits manifests for each of them.
    if (layer->preview) layer->gitops.reset();
    // Modules: declared first, so that references can look ahead; then filled.
    std::vector<const yaml::Node*> nodes;
    layer->modules = declare_modules(*document, loader_.catalog_, layer->provider, layer->kind,
                                     nodes, diagnostics_);
    scope.modules = &layer->modules;
    scope.references_allowed = true;
    layer->waivers = decode_waivers(*document, *layer, diagnostics_);
    check_preview_section(*layer, document->preview, diagnostics_);
    for (std::size_t i = 0; i < nodes.size(); ++i)
      read_module(layer->modules[i], *nodes[i], *layer, document->preview, scope);
    if (layer->preview) separate_preview(*layer, *document, diagnostics_);
    // Files that inputs name. A parent is not emitted, and one from git has no folder here.
    if (!is_parent_)
      read_user_files(*layer, loader_.disk_, loader_.sources_, diagnostics_, loader_.file_limits);
    check_calls(*layer, loader_.sources_, diagnostics_);
    read_links(*layer, loader_.catalog_, diagnostics_);
    // Relations: what values mean to each other and to the cloud's limits.
    const RegionZones region = region_zones(layer->provider);
    for (const ModuleUse& use : layer->modules) {
      check_relations(use, region, diagnostics_);
      check_name_limits(use, *layer, diagnostics_);
    }
    check_namespace(*layer, diagnostics_);
    check_bucket(*layer);
    // Link: wires between modules, and the order that results.
    connect_wires(*layer, layer->modules.size() == document->modules.size(), diagnostics_);
    check_cycles(*layer, diagnostics_);
    check_secrecy(*layer, diagnostics_);
    for (const ModuleUse& use : layer->modules) check_notices(use, diagnostics_);
    layer->export_outputs();
    check_cloud(*layer);
    return diagnostics_.error_count() == errors_before ? layer : nullptr;
  }

 private:
  void read_module(ModuleUse& use, const yaml::Node& node, const Layer& layer,
                   const PreviewSection& preview, const Scope& scope) {
    if (layer.preview) {
      const yaml::Node entry = preview_entry(node, use, preview);
      read_arguments(use, entry, scope, loader_.sources_, diagnostics_);
      return;
    }
    read_arguments(use, node, scope, loader_.sources_, diagnostics_);
    const PreviewEntry* entry = preview.find(use.name);
    if (entry != nullptr && entry->inputs != nullptr)
      check_entries(use, *entry->inputs, scope, loader_.sources_, diagnostics_);
  }

  // False when the layer cannot be judged without its parent.
  bool parents(const Document& document, Layer& layer, const EnvironmentEntry*& chosen) {
    if (!document.has_environments) {
      if (options_.environment && !is_parent_) {
        diagnostics_.report(Code::kEnvironmentChoice, document.name_span,
                            "`--env` chooses a service's environment",
                            "this file is an environment itself: leave `--env` out");
      }
      return true;
    }
    if (is_parent_) {
      diagnostics_.report(Code::kEnvironment, document.span,
                          fmt::format("the environment `{}` has environments itself", layer.name),
                          "a service's environment has `providers`, not `environments`");
      return false;
    }
    chosen = choose(document);
    std::shared_ptr<const Layer> parent;
    for (const EnvironmentEntry& entry : document.environments) {
      if (entry.path.empty()) {
        diagnostics_.report(Code::kEnvironment, entry.path_span, "`path` is empty",
                            "name the environment's file");
        continue;
      }
      std::shared_ptr<const Layer> candidate = load_parent(entry);
      if (candidate && candidate->name == layer.name) {
        diagnostics_.report(
            Code::kEnvironment, document.name_span,
            fmt::format("the service is called like its environment, `{}`", layer.name),
            "their states would be one: give the service another name");
      }
      if (&entry == chosen) parent = std::move(candidate);
    }
    layer.parent = std::move(parent);
    if (chosen != nullptr) {
      layer.environment_choice = chosen->name;
      layer.environment_span = chosen->path_span;
    }
    return layer.parent != nullptr;
  }

  const EnvironmentEntry* choose(const Document& document) {
    const auto& entries = document.environments;
    const std::vector<std::string> names = names_of(entries, &EnvironmentEntry::name);
    if (options_.environment) {
      const auto found = std::ranges::find(entries, *options_.environment, &EnvironmentEntry::name);
      if (found != entries.end()) return &*found;
      std::string help = did_you_mean(*options_.environment, names);
      if (help.empty()) help = fmt::format("its environments are {}", quoted_list(names));
      diagnostics_.report(Code::kEnvironmentChoice, document.name_span,
                          fmt::format("`--env {}` is not one of the file's environments",
                                      shown(*options_.environment)),
                          std::move(help));
      return nullptr;
    }
    if (entries.size() == 1) return &entries[0];
    if (entries.size() > 1) {
      diagnostics_.report(Code::kEnvironmentChoice, entries[1].name_span,
                          "the file has several environments",
                          fmt::format("choose one with `--env`: {}", quoted_list(names, "or")));
    }
    return nullptr;
  }

  std::shared_ptr<const Layer> load_parent(const EnvironmentEntry& entry) {
    const bool git = names_git_source(entry.path);
    const std::string path =
        git ? entry.path : normal_path(join_path(parent_folder(options_.path), entry.path));
    if (const auto known = loader_.parents_.find(path); known != loader_.parents_.end())
      return known->second;
    std::shared_ptr<const Layer>& parent = loader_.parents_[path];
    Result<std::string> text = fail("");
    std::string found = path;
    if (git) {
      text = loader_.git_ ? loader_.git_->fetch(entry.path)
                          : fail("git sources cannot be fetched here");
    } else {
      if (!std::ranges::all_of(entry.path, [](unsigned char c) { return c >= 0x20; })) {
        text = fail("the path has control characters");
      } else {
        found = loader_.existing(path);
        text = loader_.disk_.read(found, LayerLoader::kFileBytesMax);
      }
    }
    if (!text) {
      diagnostics_.report(git ? Code::kGitSource : Code::kFileUnreadable, entry.path_span,
                          shown(text.error().message),
                          git ? shown(text.error().help)
                              : "`path` is relative to this file's folder, absolute, or "
                                "`git@HOST:ORG/REPO.git//PATH?ref=BRANCH`");
      return nullptr;
    }
    LoadOptions options{.path = found, .variables_required = options_.variables_required};
    parent = LayerPasses(loader_, options, true, diagnostics_).run(found, *std::move(text));
    return parent;
  }

  RegionZones region_zones(const Provider& provider) const {
    constexpr int kZonesOfAnEnvironment = 3;
    RegionZones region{.region_span = provider.region_span};
    const Cloud* cloud = loader_.catalog_.find_cloud(provider.cloud);
    if (cloud == nullptr) return region;
    region.zones = cloud->zones(provider.region);
    for (const auto& [name, zones] : cloud->region_zones) {
      if (zones >= kZonesOfAnEnvironment && name.substr(0, 3) == provider.region.substr(0, 3))
        region.wider.push_back(name);
    }
    return region;
  }

  void check_bucket(const Layer& layer) {
    constexpr std::size_t kBucketMax = 63;
    if (layer.kind != LayerKind::kEnvironment || layer.provider.cloud != "aws" ||
        layer.state_bucket().size() <= kBucketMax)
      return;
    diagnostics_.report(
        Code::kNameTooLong, layer.name_span,
        fmt::format("the state bucket `{}` has {} characters; S3 takes {}", layer.state_bucket(),
                    layer.state_bucket().size(), kBucketMax),
        fmt::format("shorten the layer's name by {}",
                    counted(layer.state_bucket().size() - kBucketMax, "character")));
  }

  // Last, so that all other faults of the file are known by then.
  void check_cloud(const Layer& layer) {
    const Cloud* cloud = loader_.catalog_.find_cloud(layer.provider.cloud);
    if (cloud != nullptr && cloud->built) return;
    const bool own_cluster = layer.provider.cloud == "helm";
    diagnostics_.report(Code::kCloudNotBuilt, layer.provider.span,
                        own_cluster
                            ? std::string("the file has no `providers`: it deploys to your own "
                                          "cluster, which this version cannot do")
                            : fmt::format("this version cannot build `{}`", layer.provider.cloud),
                        "this version builds environments on `aws`");
  }

  LayerLoader& loader_;
  const LoadOptions& options_;
  bool is_parent_;
  Diagnostics& diagnostics_;
};

LayerLoader::LayerLoader(const Catalog& catalog, const FileSystem& disk, SourceMap& sources,
                         GitFetcher* git)
    : catalog_(catalog), disk_(disk), sources_(sources), git_(git) {}

std::shared_ptr<const Layer> LayerLoader::load(const LoadOptions& options,
                                               Diagnostics& diagnostics) {
  const std::string path = existing(options.path);
  Result<std::string> text = disk_.read(path, kFileBytesMax);
  if (!text) {
    diagnostics.report(Code::kFileUnreadable, {}, shown(text.error().message),
                       "`-c FILE` names the file; `opta init` writes one to start with");
    return nullptr;
  }
  return LayerPasses(*this, options, false, diagnostics).run(path, *std::move(text));
}

std::string LayerLoader::existing(const std::string& path) const {
  if (disk_.kind(path) != FileKind::kMissing) return path;
  std::string other;
  if (path.ends_with(".yaml")) other = path.substr(0, path.size() - 5) + ".yml";
  if (path.ends_with(".yml")) other = path.substr(0, path.size() - 4) + ".yaml";
  return !other.empty() && disk_.kind(other) == FileKind::kFile ? other : path;
}

}  // namespace opta
