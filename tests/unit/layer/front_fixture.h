// The front end on files in memory: as far as a layer, or as far as its Terraform.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/memory_file_system.h"
#include "catalog/library.h"
#include "layer/load.h"

namespace opta::test {

using Files = std::map<std::string, std::string>;

// An environment's file with these modules, its head four lines long: the modules begin on line 5.
inline std::string environment(std::string_view modules) {
  return "name: staging\norg_name: acme\nproviders: {aws: {region: us-east-1, account_id: "
         "'111122223333'}}\nmodules:\n" +
         std::string(modules);
}

// A service's file in the environment "staging.yaml"; the modules begin on line 4.
inline std::string service(std::string_view modules) {
  return "name: shop\nenvironments: [{name: staging, path: staging.yaml}]\nmodules:\n" +
         std::string(modules);
}

// A module that is planned, whatever the library makes by now.
constexpr const char* kPlannedModule =
    "type: aws-planned\ncloud: aws\nsummary: x\nstatus: planned\n"
    "inputs: {note: {type: string}}\noutputs: {plan_id: {type: string}}\n";

class Front {
 public:
  // `library` adds to the embedded one, for rules that no real module has.
  explicit Front(const Files& files, const Files& library = {}) {
    library_ = open_library("").value();
    OPTA_ASSERT(library_->write("modules/aws/planned/module.yaml", kPlannedModule).has_value());
    for (const auto& [path, text] : library) OPTA_ASSERT(library_->write(path, text).has_value());
    for (const auto& [path, text] : files) OPTA_ASSERT(disk.write(path, text).has_value());
    catalog = Catalog::load(*library_, sources, diagnostics);
    loader_ = std::make_unique<LayerLoader>(catalog, disk, sources, nullptr);
  }
  // One file, loaded.
  explicit Front(const std::string& text, const Files& library = {})
      : Front(Files{{"opta.yaml", text}}, library) {
    load();
  }

  const Layer* load(const LoadOptions& options = {.path = "opta.yaml"}) {
    layer_ = loader_->load(options, diagnostics);
    return layer_.get();
  }
  const Layer& layer() const {
    if (!layer_) throw std::logic_error("no layer: " + testing::PrintToString(reports()));
    return *layer_;
  }
  std::shared_ptr<const Layer> shared_layer() const { return layer_; }
  const FileSystem& library() const { return *library_; }

  // "E0104 opta.yaml:3:1 `name`" for each, in the order of places: code, place, and the text
  // pointed at. Warnings that a module is not built are left out: half of the library says so.
  std::vector<std::string> reports() const {
    std::vector<std::string> list;
    for (const Diagnostic& one : diagnostics.sorted()) {
      if (one.code == Code::kModuleNotBuilt) continue;
      const std::string where = one.span ? sources.describe(one.span) : "nowhere";
      list.push_back(std::string(info(one.code).id) + " " + where + " `" + text(one.span) + "`");
    }
    return list;
  }
  // The first error, to look at its message, help or labels.
  const Diagnostic& error() const {
    for (const Diagnostic& one : diagnostics.all()) {
      if (one.severity() == Severity::kError) return one;
    }
    throw std::logic_error("no error");
  }
  std::string text(Span span) const { return span ? std::string(sources.text(span)) : ""; }
  std::string place(Span span) const { return sources.describe(span); }

  const ModuleUse& module(std::string_view name) const {
    const ModuleUse* use = layer().find_module(name);
    if (use == nullptr) throw std::out_of_range(std::string(name));
    return *use;
  }
  // A module's argument; "labels.tier" is the key of a map.
  const Value& argument(std::string_view module_name, std::string_view path) const {
    const std::string_view name = path.substr(0, path.find('.'));
    for (const Argument& argument : module(module_name).arguments) {
      if (argument.name != name) continue;
      const Value* value = &argument.value;
      if (name.size() < path.size()) value = value->find(path.substr(name.size() + 1));
      if (value != nullptr) return *value;
    }
    throw std::out_of_range(std::string(path));
  }

  MemoryFileSystem disk;
  SourceMap sources;
  Diagnostics diagnostics;
  Catalog catalog;

 private:
  std::unique_ptr<FileSystem> library_;
  std::unique_ptr<LayerLoader> loader_;
  std::shared_ptr<const Layer> layer_;
};

}  // namespace opta::test
