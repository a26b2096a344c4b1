// A workbench on files in memory, and cursors written as `|`.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/memory_file_system.h"
#include "base/overlay_file_system.h"
#include "catalog/library.h"
#include "layer/load.h"
#include "lsp/completion.h"
#include "lsp/scene.h"
#include "lsp/workbench.h"

namespace opta::lsp::test {

inline constexpr const char* kEnvironment =
    "name: staging\norg_name: acme\nproviders: {aws: {region: us-east-1, account_id: "
    "'111122223333'}}\nmodules:\n  - type: base\n  - type: k8s-cluster\n  - type: k8s-base\n"
    "  - type: postgres\n    name: maindb\n";
inline constexpr const char* kHead =
    "name: shop\nenvironments:\n  - name: staging\n    path: staging.yaml\n"
    "    variables: {most: 4}\nmodules:\n";

class MemoryBench final : public Workbench {
 public:
  MemoryBench() : overlay_(disk) {
    library_ = open_library("").value();
    Diagnostics diagnostics;
    catalog_ = Catalog::load(*library_, sources_, diagnostics);
    EXPECT_TRUE(disk.write("/w/staging.yaml", kEnvironment).has_value());
  }

  const Catalog& catalog() const override { return catalog_; }
  std::vector<std::string> resources_of(const ModuleDefinition&) const override { return {}; }
  void put(const std::string& path, const std::string& text) override { overlay_.put(path, text); }
  void drop(const std::string& path) override { overlay_.drop(path); }
  std::optional<std::string> read(const std::string& path) const override {
    auto text = overlay_.read(path, 1u << 20);
    return text ? std::optional(*text) : std::nullopt;
  }
  bool exists(const std::string& path) const override {
    return overlay_.kind(path) == FileKind::kFile;
  }
  bool is_layer(const std::string& path, const std::string&) const override {
    return path.ends_with("opta.yaml");
  }
  CheckResult check(const std::string& path, const std::vector<std::string>&) override {
    ++checks;
    CheckResult result{.sources = sources_};
    overlay_.start_watch();
    Diagnostics diagnostics;
    LayerLoader loader(catalog_, overlay_, result.sources, nullptr);
    loader.load({.path = path, .variables_required = false}, diagnostics);
    result.diagnostics = diagnostics.sorted();
    result.asked_for = overlay_.asked_for();
    return result;
  }

  MemoryFileSystem disk;
  int checks = 0;

 private:
  OverlayFileSystem overlay_;
  SourceMap sources_;
  std::unique_ptr<FileSystem> library_;
  Catalog catalog_;
};

// One for all tests: reading the library takes most of their time.
inline MemoryBench& bench() {
  static MemoryBench bench;
  return bench;
}
inline const FileFormat& format() {
  static const FileFormat format(bench().catalog());
  return format;
}

// The text without its `|`, and where that was.
inline std::pair<std::string, std::size_t> cursor(std::string text) {
  const std::size_t at = text.find('|');
  text.erase(at, 1);
  return {std::move(text), at};
}

inline Scene scene_of(std::string text) {
  return open_scene(std::make_shared<FileView>("/w/opta.yaml", std::move(text), format()), format(),
                    [](const std::string& path) { return bench().read(path); });
}

}  // namespace opta::lsp::test
