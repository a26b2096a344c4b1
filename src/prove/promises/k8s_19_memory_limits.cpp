#include "prove/promises/objects.h"

namespace opta::prove {

namespace {

void judge(const Object& workload, const std::string& container, Finding& finding) {
  const std::string path = below(container, "resources.limits.memory");
  const Word limit = word_at(*workload.content, path);
  finding.lower(limit.is_known ? truth(limit.is_there) : Truth::kUnknown, path, limit);
}

Cases decide(const Evidence& evidence) {
  return about_containers(evidence.cluster, judge);
}

}  // namespace

extern const Promise kK8s19;
const Promise kK8s19 = {
    .id = "K8S-19",
    .sentence = "Every container of a service has a memory limit.",
    .why = "A service that grows, by a leak or an attack, would take its neighbours down with it.",
    .how = "Each container of each service has a limit for memory.",
    .controls = "SOC 2 A1.1",
    .fix = "Set `resource_limits`, or leave it to Opta, which takes twice the request.",
    .decide = decide,
    .reads_objects = true,
};

}  // namespace opta::prove
