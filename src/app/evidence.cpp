#include "app/evidence.h"

#include "app/lock_file.h"

namespace opta {

namespace {

constexpr std::string_view kUsersChart = "helm-chart";  // the module that installs any

// A chart of a repository is held to opta.lock; one of the library is a part of this program, and
// one of the user's a part of the repository that holds the file.
std::string held_to(const EngineRoom& room, const ChartReference& chart) {
  if (chart.repository.empty()) return {};
  return locked_chart(room.front().env, room.layer(), chart.name, chart.version).value_or("");
}

}  // namespace

prove::Cluster cluster_evidence(const EngineRoom& room, const ClusterForecast& forecast) {
  std::vector<prove::HelmRelease> releases;
  const std::vector<Release>& all = room.stack().releases;
  for (std::size_t i = 0; i < all.size(); ++i) {
    prove::HelmRelease release{.name = all[i].name,
                               .release_namespace = all[i].release_namespace,
                               .module = all[i].module,
                               .chart = all[i].chart,
                               .is_users_chart = all[i].type == kUsersChart,
                               .digest = held_to(room, all[i].chart)};
    if (i < forecast.rendered.size()) release.objects = forecast.rendered[i];
    releases.push_back(std::move(release));
  }
  return prove::Cluster(std::move(releases));
}

}  // namespace opta
