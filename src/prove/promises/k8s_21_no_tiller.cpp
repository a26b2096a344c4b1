#include <fmt/format.h>

#include "prove/promises/objects.h"

namespace opta::prove {

namespace {

// "ghcr.io/helm/tiller:v2.16.0"
bool is_tiller(std::string_view image) {
  const std::string_view name = image.substr(image.rfind('/') + 1);
  return name.substr(0, name.find_first_of(":@")) == "tiller";
}

Cases decide(const Evidence& evidence) {
  Cases cases;
  for (const Object* workload : evidence.cluster.workloads()) {
    const KubeObject& object = *workload->content;
    Finding finding(workload);
    for (const std::string& container : containers(object)) {
      const Word image = word_at(object, container + ".image");
      // What a service runs may be known after its deployment alone; it has no rights (K8S-12).
      if (!image.is_known && is_service(*workload->release)) continue;
      finding.lower(image.is_known ? truth(!is_tiller(image.text)) : Truth::kUnknown,
                    container + ".image", image);
    }
    cases.push_back(std::move(finding).done());
  }
  return cases;
}

}  // namespace

extern const Promise kK8s21;
const Promise kK8s21 = {
    .id = "K8S-21",
    .sentence = "Helm's Tiller does not run.",
    .why =
        "Helm 2 had a server in the cluster with the rights of an administrator, for whoever could "
        "reach it. Opta uses Helm 3 or later, which has none.",
    .how =
        "No workload of this layer runs an image called `tiller`. Of a service whose image is not "
        "known yet, K8S-12 says that it has no rights.",
    .controls = "SOC 2 CC6.3; CIS Kubernetes 5.1.1",
    .fix = "Take Tiller out, and install by Helm 3 or later.",
    .decide = decide,
    .reads_objects = true,
};

}  // namespace opta::prove
