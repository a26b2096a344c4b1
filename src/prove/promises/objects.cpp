#include "prove/promises/objects.h"

#include <fmt/format.h>

namespace opta::prove {

bool is_service(const HelmRelease& release) {
  return release.chart.is_embedded() && release.chart.name == "k8s-service";
}

bool is_third_party(const HelmRelease& release) {
  return !release.chart.repository.empty();
}

std::vector<const Object*> service_workloads(const Cluster& cluster) {
  std::vector<const Object*> found;
  for (const Object* workload : cluster.workloads()) {
    if (is_service(*workload->release)) found.push_back(workload);
  }
  return found;
}

void Finding::lower(Truth holds, std::string witness) {
  if (holds >= case_.holds) return;
  case_.holds = holds;
  case_.witness = std::move(witness);
}

void Finding::lower(Truth holds, std::string_view path, const Word& word) {
  if (holds >= case_.holds) return;
  lower(holds, !word.is_known  ? fmt::format("{} is not known yet", path)
               : word.is_there ? fmt::format("{} is {}", path, word.text)
                               : fmt::format("{} is not there", path));
}

void Finding::forbid(const KubeObject& object, const std::string& path, std::string_view text) {
  const Word word = word_at(object, path);
  lower(opposite(is_word(word, text)), path, word);
}

std::string below(std::string_view path, std::string_view field) {
  return fmt::format("{}.{}", path, field);
}

std::string of_pod(const Object& workload, std::string_view field) {
  return below(pod_path(workload.kind()), field);
}

}  // namespace opta::prove
