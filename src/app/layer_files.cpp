#include "app/layer_files.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <re2/re2.h>

#include "layer/load.h"

namespace opta {

namespace {

class Search {
 public:
  Search(const FileSystem& disk, std::string root) : disk_(disk), root_(std::move(root)) {}

  Status look(const std::string& folder, std::size_t depth) {  // NOLINT(misc-no-recursion)
    if (depth > kSearchDepthMax) return fail(fmt::format("`{}` is nested too deep", folder), kHelp);
    if (++folders_ > kSearchFoldersMax)
      return fail(fmt::format("there are more than {} folders", kSearchFoldersMax), kHelp);
    // A folder that we may not read is none of ours.
    for (const std::string& name : disk_.list(folder).value_or(std::vector<std::string>())) {
      if (name.starts_with('.') || name == "node_modules") continue;
      const std::string path = folder == "." ? name : join_path(folder, name);
      const FileKind kind = disk_.kind(path);
      const bool candidate =
          kind == FileKind::kFile && (name.ends_with(".yaml") || name.ends_with(".yml"));
      if ((kind != FileKind::kFolder && !candidate) || !is_new_inside(path)) continue;
      if (kind == FileKind::kFolder) {
        OPTA_CHECK_OK(look(path, depth + 1));
      } else if (is_layer(path)) {
        found_.push_back(path);
      }
      if (found_.size() > kLayerFilesMax)
        return fail(fmt::format("there are more than {} Opta files", kLayerFilesMax), kHelp);
    }
    return {};
  }

  std::vector<std::string> sorted() {
    std::ranges::sort(found_);
    return std::move(found_);
  }

 private:
  static constexpr const char* kHelp = "name a smaller folder";

  // Two ways to one file, or a symlink into a folder above, count once.
  bool is_new_inside(const std::string& path) {
    const Result<std::string> real = disk_.canonical(path);
    return real && (root_ == "/" || real->starts_with(root_ + "/")) && seen_.insert(*real).second;
  }

  bool is_layer(const std::string& path) const {
    const Result<std::string> text = disk_.read(path, LayerLoader::kFileBytesMax);
    return text && looks_like_layer(*text);
  }

  const FileSystem& disk_;
  std::string root_;
  std::size_t folders_ = 0;
  std::set<std::string> seen_ = {};
  std::vector<std::string> found_ = {};
};

}  // namespace

bool looks_like_layer(std::string_view text) {
  static const RE2 modules(R"((?m)^["']?modules["']?\s*:)");
  static const RE2 layer(R"((?m)^["']?(?:environments|providers|org_name)["']?\s*:)");
  return RE2::PartialMatch(text, modules) && RE2::PartialMatch(text, layer);
}

Result<std::vector<std::string>> find_layer_files(const FileSystem& disk,
                                                  const std::string& folder) {
  if (disk.kind(folder) != FileKind::kFolder)
    return fail(fmt::format("there is no folder `{}`", folder), "`--all FOLDER` names one");
  Search search(disk, OPTA_TRY(disk.canonical(folder)));
  OPTA_CHECK_OK(search.look(folder, 0));
  return search.sorted();
}

}  // namespace opta
