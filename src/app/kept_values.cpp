#include "app/kept_values.h"

#include <algorithm>

#include "app/manifest_images.h"

namespace opta {

namespace {

// A deployment sets all of them or, by leaving some out, none.
bool sets_kept_value(const Release& release, const InputValues& inputs) {
  return std::ranges::any_of(release.kept_values, [&](const std::string& name) {
    return inputs.contains(kept_key(release, name));
  });
}

}  // namespace

Step<void> keep_values(EngineRoom& room, const helm::StoredReleases& stored,
                       const kubectl::Context* cluster, InputValues& inputs) {
  for (const Release& release : room.stack().releases) {
    if (release.kept_values.empty() || sets_kept_value(release, inputs)) continue;
    const helm::StoredRelease* installed = stored.find(release.release_namespace, release.name);
    if (installed == nullptr) {
      if (cluster == nullptr) continue;
      const auto digest = running_digest(room, *cluster, release, inputs);
      if (!digest) return tl::make_unexpected(digest.error());
      if (!digest->empty()) set_digest(release, *digest, inputs);
      continue;
    }
    for (const std::string& name : release.kept_values) {
      const auto found = installed->values.find(name);
      if (found == installed->values.end()) continue;
      inputs[kept_key(release, name)] = found->second;
    }
  }
  return {};
}

}  // namespace opta
