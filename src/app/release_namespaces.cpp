#include "app/release_namespaces.h"

#include <set>

#include "app/release_step.h"
#include "exec/kubectl/namespace.h"

namespace opta {

Step<void> make_namespaces(const EngineRoom& room, const ClusterForecast& forecast) {
  const std::vector<Release>& releases = room.stack().releases;
  std::set<std::string> names;
  for (std::size_t i = 0; i < releases.size(); ++i) {
    if (releases[i].makes_namespace && !is_empty(forecast.plan.releases[i])) {
      names.insert(releases[i].release_namespace);
    }
  }
  for (const std::string& name : names) {
    const auto labels = namespace_labels(releases, name);
    const auto made = kubectl::apply_namespace(
        *forecast.cluster, {.name = name, .labels = {labels.begin(), labels.end()}});
    if (const auto refused = refusal_of(made)) {
      return tl::make_unexpected(room.fail(Code::kReleaseFailed, {.message = refused->message}));
    }
  }
  return {};
}

}  // namespace opta
