// A file as the editor has it, and the environments beside it: what all answers are made from.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "layer/layer.h"
#include "lsp/file_format.h"
#include "lsp/outline.h"

namespace opta::lsp {

// An entry of `modules` as far as it is written.
struct ModuleView {
  std::size_t branch = 0;
  std::string name;  // the written one, else that of the type; may be empty
  const ModuleDefinition* definition = nullptr;  // null: no type, or an unknown one
};

struct FileView {
  FileView(std::string file_path, std::string file_text, const FileFormat& format);
  FileView(const FileView&) = delete;  // what it exports points into it
  FileView& operator=(const FileView&) = delete;

  std::string path;
  std::string text;
  Outline outline;
  std::vector<ModuleView> modules;

  bool is_service() const { return outline.child(Outline::kRoot, "environments") != Branch::kNone; }
  const ModuleView* module(std::string_view name) const;
  const ModuleView* module_at(std::size_t branch) const;
  std::string_view text_of(Extent extent) const;
  // What its state offers, when all of it is applied.
  std::vector<ExportedOutput> exports() const { return layer_.exports; }
  // Of the module: its written name, else its type, else its dash.
  Extent name_of(const ModuleView& module) const;

 private:
  Layer layer_;  // its modules' types and names, to ask what they export
};

// The text of a file; nothing where there is none that can be read.
using ReadText = std::function<std::optional<std::string>(const std::string& path)>;

struct Scene {
  const FileFormat& format;
  std::shared_ptr<const FileView> file;
  std::vector<std::shared_ptr<const FileView>> environments = {};  // those that could be read

  // How many environments are looked at.
  static constexpr std::size_t kEnvironmentsMax = 16;
};

// `file` and the environments that it names.
Scene open_scene(std::shared_ptr<const FileView> file, const FileFormat& format,
                 const ReadText& read);

// The path that a value of the file names, relative to its folder; empty for one in git.
std::string path_from(const FileView& file, std::string_view written);

}  // namespace opta::lsp
