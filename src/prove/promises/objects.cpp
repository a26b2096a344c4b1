#include "prove/promises/objects.h"

#include <fmt/format.h>

namespace opta::prove {

bool is_service(const HelmRelease& release) {
  return release.chart.is_embedded() && release.chart.name == "k8s-service";
}

bool is_third_party(const HelmRelease& release) {
  return !release.chart.repository.empty();
}

ObjectsByName by_name(const Cluster& cluster, std::string_view kind) {
  ObjectsByName found;
  for (const Object* object : cluster.of_kind(kind))
    found[{object->content->object_namespace, object->content->name}] = object;
  return found;
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

Cases about_containers(const Cluster& cluster,
                       void (*judge)(const Object& workload, const std::string& container,
                                     Finding& finding)) {
  Cases cases;
  for (const Object* workload : service_workloads(cluster)) {
    Finding finding(workload);
    const std::vector<std::string> all = containers(*workload->content);
    if (all.empty()) finding.lower(Truth::kUnknown, "its containers are not known");
    for (const std::string& container : all) judge(*workload, container, finding);
    cases.push_back(std::move(finding).done());
  }
  return cases;
}

std::string below(std::string_view path, std::string_view field) {
  return fmt::format("{}.{}", path, field);
}

std::string of_pod(const Object& workload, std::string_view field) {
  return below(pod_path(workload.kind()), field);
}

}  // namespace opta::prove
