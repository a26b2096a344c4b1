#include "prove/promises/objects.h"

namespace opta::prove {

namespace {

Cases decide(const Evidence& evidence) {
  Cases cases;
  for (const Object* workload : service_workloads(evidence.cluster)) {
    Finding finding(workload);
    const KubeObject& object = *workload->content;
    const std::vector<std::string> all = containers(object);
    if (all.empty()) finding.lower(Truth::kUnknown, "its containers are not known");
    for (const std::string& container : all) {
      const std::string path = container + ".resources.limits.memory";
      const Word limit = word_at(object, path);
      finding.lower(limit.is_known ? truth(limit.is_there) : Truth::kUnknown, path, limit);
    }
    cases.push_back(std::move(finding).done());
  }
  return cases;
}

}  // namespace

extern const Promise kK8s19;
const Promise kK8s19 = {
    .id = "K8S-19",
    .sentence = "No service can take all of its node's memory.",
    .why = "A service that grows, by a leak or an attack, would take its neighbours down with it.",
    .how = "Each container of each service has a limit for memory.",
    .controls = "SOC 2 A1.1",
    .fix = "Set `resource_limits`, or leave it to Opta, which takes twice the request.",
    .decide = decide,
};

}  // namespace opta::prove
