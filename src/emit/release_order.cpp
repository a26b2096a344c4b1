#include "emit/release_order.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace opta {

namespace {

// What the user's own charts may need stands before them: definitions, ingress, mesh. `depends_on`
// is for releases too.
void order_modules(const Layer& layer, Releases& releases) {
  for (Release& release : releases.all) {
    const ModuleUse& use = *layer.find_module(release.module);
    for (const Release& other : releases.all) {
      if (other.module == release.module) continue;
      const auto depends = [](const ModuleUse& one, const std::string& name) {
        return std::ranges::find(one.depends_on, name) != one.depends_on.end();
      };
      const bool behind = std::ranges::find(release.behind, other.type) != release.behind.end() &&
                          !depends(*layer.find_module(other.module), release.module);
      if (behind || depends(use, other.module)) release.after.push_back(other.name);
    }
  }
}

void refuse_same_names(const Releases& releases, Diagnostics& diagnostics) {
  std::map<std::pair<std::string, std::string>, Span> seen;
  for (const Release& release : releases.all) {
    const auto [first, fresh] =
        seen.emplace(std::pair{release.release_namespace, release.name}, release.type_span);
    if (fresh) continue;
    diagnostics
        .report(Code::kDuplicateModule, release.type_span,
                fmt::format("the release `{}` in the namespace `{}` stands twice", release.name,
                            release.release_namespace),
                "give one of them another name or namespace")
        .labels.push_back({first->second, "first here"});
  }
}

// Releases that are left out by `when` bind nobody. CRDs come before all else.
void sort_releases(Releases& releases, Diagnostics& diagnostics) {
  std::vector<Release> sorted;
  std::vector<Release> left = std::move(releases.all);
  const auto is_in = [](const std::vector<Release>& list, const std::string& name) {
    return std::ranges::find(list, name, &Release::name) != list.end();
  };
  std::ranges::partition(left, &Release::crds);
  while (!left.empty()) {
    const auto ready = std::ranges::find_if(left, [&](const Release& release) {
      return std::ranges::none_of(release.after, [&](const std::string& name) {
        return name != release.name && is_in(left, name);
      });
    });
    if (ready == left.end()) {
      diagnostics.report(Code::kReferenceCycle, left.front().span,
                         fmt::format("the release `{}` waits for itself", left.front().name));
      return;
    }
    sorted.push_back(std::move(*ready));
    left.erase(ready);
  }
  for (Release& release : sorted) {
    std::erase_if(release.after, [&](const std::string& name) { return !is_in(sorted, name); });
  }
  releases.all = std::move(sorted);
}

}  // namespace

void order_releases(const Layer& layer, Releases& releases, Diagnostics& diagnostics) {
  refuse_same_names(releases, diagnostics);
  order_modules(layer, releases);
  sort_releases(releases, diagnostics);
}

}  // namespace opta
