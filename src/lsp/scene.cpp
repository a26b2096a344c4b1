#include "lsp/scene.h"

#include <algorithm>

#include "base/file_system.h"
#include "layer/git_fetcher.h"
#include "layer/load.h"
#include "layer/modules.h"

namespace opta::lsp {

FileView::FileView(std::string file_path, std::string file_text, const FileFormat& format)
    : path(std::move(file_path)), text(std::move(file_text)), outline(text) {
  for (const std::size_t branch : outline.items(Outline::kRoot, "modules")) {
    if (modules.size() >= LayerLoader::kModulesMax) break;
    const std::string_view type = outline.value(branch, "type");
    const std::string_view name = outline.value(branch, "name");
    modules.push_back({.branch = branch,
                       .name = name.empty() ? default_module_name(type) : std::string(name),
                       .definition = type.empty() ? nullptr : format.module(type)});
  }
  for (const ModuleView& module : modules) {
    if (module.definition != nullptr)
      layer_.modules.push_back({.definition = module.definition, .name = module.name});
  }
  layer_.export_outputs();
}

const ModuleView* FileView::module(std::string_view name) const {
  const auto found = std::ranges::find(modules, name, &ModuleView::name);
  return found == modules.end() ? nullptr : &*found;
}

const ModuleView* FileView::module_at(std::size_t branch) const {
  const std::size_t entry = module_around(outline, branch);
  const auto found = std::ranges::find(modules, entry, &ModuleView::branch);
  return found == modules.end() ? nullptr : &*found;
}

std::string_view FileView::text_of(Extent extent) const {
  return std::string_view(text).substr(extent.begin, extent.end - extent.begin);
}

Extent FileView::name_of(const ModuleView& module) const {
  for (const std::string_view key : {"name", "type"}) {
    const std::size_t branch = outline.child(module.branch, key);
    if (branch != Branch::kNone && !outline[branch].value_extent.empty())
      return outline[branch].value_extent;
  }
  return outline[module.branch].key_extent;
}

Scene open_scene(std::shared_ptr<const FileView> file, const FileFormat& format,
                 const ReadText& read) {
  Scene scene{.format = format, .file = std::move(file)};
  const Outline& outline = scene.file->outline;
  for (const std::size_t entry : outline.items(Outline::kRoot, "environments")) {
    if (scene.environments.size() >= Scene::kEnvironmentsMax) break;
    const std::string path = path_from(*scene.file, outline.value(entry, "path"));
    if (path.empty()) continue;
    if (auto text = read(path))
      scene.environments.push_back(std::make_shared<FileView>(path, *std::move(text), format));
  }
  return scene;
}

std::string path_from(const FileView& file, std::string_view written) {
  if (written.empty() || names_git_source(written) || written.find('\0') != std::string::npos)
    return {};
  return normal_path(join_path(parent_folder(file.path), written));
}

}  // namespace opta::lsp
