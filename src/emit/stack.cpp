#include "emit/stack.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/check.h"
#include "emit/json_writer.h"
#include "emit/terraform_value.h"
#include "layer/module_call.h"

namespace opta {

namespace {

constexpr std::uint64_t kModuleFileMax = 1u << 20;

// From 5.100 on the provider has all that the library uses; the library has nothing that 6.x took
// out.
constexpr const char* kAwsProvider = ">= 5.100.0, < 7.0.0";
constexpr const char* kEngineVersion = ">= 1.11.0";

class StackEmitter {
 public:
  StackEmitter(const Layer& layer, const Catalog& catalog, const FileSystem& library,
               Backend backend, Diagnostics& diagnostics)
      : layer_(layer),
        catalog_(catalog),
        library_(library),
        backend_(backend),
        diagnostics_(diagnostics) {}

  Stack emit() {
    Json root = Json::object();
    root["terraform"] = terraform();
    root["provider"] = Json{{"aws", provider()}};
    if (layer_.parent != nullptr) {
      root["data"] = Json{{"terraform_remote_state", Json{{"parent", parent_state()}}}};
    }
    for (const ModuleUse& use : layer_.modules) {
      if (use.definition->status != ModuleStatus::kBuilt) continue;
      if (use.definition->has_terraform) root["module"][use.name] = module(use);
    }
    Releases releases = emit_releases(layer_, diagnostics_);
    stack_.releases = std::move(releases.all);
    Json out = outputs();
    for (const auto& [key, expression] : releases.inputs) {
      out[kReleaseInputsOutput]["value"][key] = "${" + expression + "}";
    }
    for (const Release& release : stack_.releases) {
      out[kReleasesOutput]["value"].push_back(
          escape_template(fmt::format("{}/{}", release.release_namespace, release.name)));
    }
    if (!out.empty()) root["output"] = out;
    stack_.files.push_back({kMainFile, write_json(root, pointers_, stack_.origins)});
    for (const std::string& type : used_types_) copy_module(type);
    for (const UserFile& file : layer_.files) stack_.files.push_back({file.path, file.content});
    std::ranges::sort(stack_.files, {}, &GeneratedFile::path);
    return std::move(stack_);
  }

 private:
  Json state_location(const std::string& key) const {
    return Json{
        {"bucket", layer_.state_bucket()}, {"key", key}, {"region", layer_.provider.region}};
  }

  Json terraform() const {
    Json settings;
    settings["required_version"] = kEngineVersion;
    settings["required_providers"] =
        Json{{"aws", Json{{"source", "hashicorp/aws"}, {"version", kAwsProvider}}}};
    if (backend_ == Backend::kRemote) {
      Json s3 = state_location(layer_.name);
      s3["encrypt"] = true;
      s3["use_lockfile"] = true;
      s3["allowed_account_ids"] = Json::array({layer_.provider.account_id});
      settings["backend"] = Json{{"s3", s3}};
    } else {
      settings["backend"] = Json{{"local", Json{{"path", "terraform.tfstate"}}}};
    }
    return settings;
  }

  Json provider() const {
    const Layer& root = layer_.root();
    Json tags;
    tags["opta_org"] = escape_template(root.org_name);
    tags["opta_environment"] = root.name;
    tags["opta_layer"] = layer_.name;
    if (layer_.preview) tags["opta_preview"] = layer_.preview->name;
    tags["opta_version"] = OPTA_VERSION;
    Json aws;
    aws["region"] = layer_.provider.region;
    aws["allowed_account_ids"] = Json::array({layer_.provider.account_id});
    aws["default_tags"] = Json{{"tags", tags}};
    return aws;
  }

  Json parent_state() const {
    return Json{{"backend", "s3"}, {"config", state_location(layer_.parent->name)}};
  }

  Json module(const ModuleUse& use) {
    const std::string pointer = below("/module", use.name);
    pointers_.emplace(pointer, use.span);
    stack_.origins.add_module(use.name, use.type_span);
    if (use.definition->call) {
      Json call = users_module(use, pointer);
      add_depends_on(use, call);
      return call;
    }
    use_type(*use.definition);
    Json call;
    call["source"] = "./modules/" + use.definition->type;
    for (const Argument& argument : use.arguments) {
      refuse_unknown(argument.value);
      // Others are for the module's releases alone.
      if (!use.definition->takes_in_terraform(argument.name)) continue;
      // A default and a wire have the module's span.
      if (argument.value.span != use.span)
        stack_.origins.add_input(use.name, argument.name, argument.value.span);
      call[argument.name] =
          terraform_value(argument.value, below(pointer, argument.name), pointers_);
    }
    add_depends_on(use, call);
    return call;
  }

  static void add_depends_on(const ModuleUse& use, Json& call) {
    if (use.depends_on.empty()) return;
    Json names = Json::array();
    for (const std::string& name : use.depends_on) names.push_back("module." + name);
    call["depends_on"] = names;
  }

  // A module that is not of the library: the entries of a map are its variables.
  Json users_module(const ModuleUse& use, const std::string& pointer) {
    for (const Argument& argument : use.arguments) refuse_unknown(argument.value);
    Json call;
    call["source"] = source_of_call(use);
    const ModuleCall& definition = *use.definition->call;
    const Value* version = use.find_argument(definition.version);
    if (version != nullptr && version->kind != ValueKind::kNull)
      call["version"] = terraform_value(*version, below(pointer, "version"), pointers_);
    if (const Value* inputs = use.find_argument(definition.inputs)) {
      for (const Entry& entry : inputs->entries) {
        stack_.origins.add_input(use.name, entry.key, entry.value.span);
        call[entry.key] = terraform_value(entry.value, below(pointer, entry.key), pointers_);
      }
    }
    return call;
  }

  void use_type(const ModuleDefinition& definition) {
    used_types_.insert(definition.type);
    used_types_.insert(definition.used_types.begin(), definition.used_types.end());
  }

  void refuse_unknown(
      const Value& value) {  // NOLINT(misc-no-recursion): the reader limits the depth
    if (value.kind == ValueKind::kUnknown) {
      diagnostics_.report(Code::kOutputNotBuilt, value.span,
                          "this value comes from a module that this version does not build");
    }
    for (const Value& item : value.items) refuse_unknown(item);
    for (const Entry& entry : value.entries) refuse_unknown(entry.value);
  }

  Json outputs() {
    Json outputs = Json::object();
    for (const ExportedOutput& exported : layer_.exports) {
      if (exported.module->definition->status != ModuleStatus::kBuilt) continue;
      Json output;
      output["value"] =
          fmt::format("${{module.{}.{}}}", exported.module->name, exported.output->name);
      if (!exported.output->description.empty())
        output["description"] = escape_template(exported.output->description);
      if (exported.output->sensitive) output["sensitive"] = true;
      outputs[exported.key] = output;
      pointers_.emplace(below("/output", exported.key), exported.module->span);
    }
    return outputs;
  }

  // A module's Terraform files, below modules/<type>/.
  void copy_module(const std::string& type) {
    const ModuleDefinition* definition = catalog_.find_type(type);
    OPTA_ASSERT(definition != nullptr);
    copy_folder(definition->folder, "modules/" + type);
  }

  void copy_folder(const std::string& from, const std::string& to) {  // NOLINT(misc-no-recursion)
    for (const std::string& name : library_.list(from).value_or(std::vector<std::string>())) {
      const std::string path = join_path(from, name);
      if (library_.kind(path) == FileKind::kFolder) {
        copy_folder(path, join_path(to, name));
      } else if (name != "module.yaml" && !name.ends_with(".md")) {
        stack_.files.push_back(
            {join_path(to, name), library_.read(path, kModuleFileMax).value_or(std::string())});
      }
    }
  }

  const Layer& layer_;
  const Catalog& catalog_;
  const FileSystem& library_;
  Backend backend_;
  Diagnostics& diagnostics_;
  Stack stack_;
  PointerOrigins pointers_;
  std::set<std::string> used_types_;
};

}  // namespace

void OriginMap::add(std::size_t begin, std::size_t end, Span origin) {
  ranges_.push_back({begin, end, origin});
}

void OriginMap::add_module(std::string name, Span origin) {
  modules_.emplace(std::move(name), origin);
}

void OriginMap::add_input(std::string module, std::string argument, Span origin) {
  inputs_.emplace(std::pair(std::move(module), std::move(argument)), origin);
}

std::optional<Span> OriginMap::at(std::size_t offset) const {
  const Range* best = nullptr;
  for (const Range& range : ranges_) {
    if (offset < range.begin || offset >= range.end) continue;
    if (best == nullptr || range.end - range.begin < best->end - best->begin) best = &range;
  }
  return best == nullptr ? std::nullopt : std::optional(best->origin);
}

std::optional<Span> OriginMap::of_address(std::string_view address) const {
  constexpr std::string_view kModule = "module.";
  if (!address.starts_with(kModule)) return std::nullopt;
  address.remove_prefix(kModule.size());
  const auto found = modules_.find(address.substr(0, address.find_first_of(".[")));
  return found == modules_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<Span> OriginMap::of_input(const std::string& module,
                                        const std::string& argument) const {
  const auto found = inputs_.find({module, argument});
  return found == inputs_.end() ? std::nullopt : std::optional(found->second);
}

Stack emit_stack(const Layer& layer, const Catalog& catalog, const FileSystem& library,
                 Backend backend, Diagnostics& diagnostics) {
  return StackEmitter(layer, catalog, library, backend, diagnostics).emit();
}

std::map<std::string, std::string> namespace_labels(const std::vector<Release>& releases,
                                                    std::string_view name) {
  std::map<std::string, std::string> labels = {{"app.kubernetes.io/managed-by", "opta"}};
  for (const Release& release : releases) {
    if (release.release_namespace != name) continue;
    labels.insert(release.namespace_labels.begin(), release.namespace_labels.end());
  }
  return labels;
}

GeneratedFile sandbox_override() {
  // What cannot be said by environment variables: the emulator serves all buckets below one host
  // name.
  Json root;
  root["provider"] = Json{{"aws", Json{{"s3_use_path_style", true},
                                       {"skip_metadata_api_check", "true"},
                                       {"skip_region_validation", true},
                                       {"max_retries", 3}}}};
  PointerOrigins none;
  OriginMap unused;
  return {"sandbox_override.tf.json", write_json(root, none, unused)};
}

}  // namespace opta
