// Where the cursor is inside a module's `links` or `depends_on`.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "lsp/scene.h"

namespace opta::lsp {

// A module that another may name, and the file that it stands in.
struct Target {
  const FileView* file = nullptr;
  const ModuleView* module = nullptr;
};

// The branch, if it names a module: an item of `links` or `depends_on`, or the key `db` of
// `- db: [read]`.
enum class Naming : std::uint8_t { kNothing, kLink, kDependency };
Naming naming(const FileView& file, std::size_t branch);

// The linked module's name when the branch stands behind it: `read` in `- db: [read]`.
std::optional<std::string_view> link_around(const FileView& file, std::size_t branch);

// By that name in the file, else in its environments.
std::vector<Target> find_targets(const Scene& scene, std::string_view name);
// All that the module could link to.
std::vector<Target> linkable(const Scene& scene, const ModuleView& from);

}  // namespace opta::lsp
