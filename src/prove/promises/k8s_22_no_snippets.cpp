#include "prove/promises/objects.h"

namespace opta::prove {

namespace {

Cases decide(const Evidence& evidence) {
  Cases cases;
  for (const Object* ingress : evidence.cluster.of_kind("Ingress")) {
    Finding finding(ingress);
    for (const auto& [key, value] : entries(*ingress->content, "metadata.annotations")) {
      if (key.ends_with("-snippet") || key.ends_with("-snippets"))
        finding.lower(Truth::kNo, "its annotation " + key);
    }
    cases.push_back(std::move(finding).done());
  }
  return cases;
}

}  // namespace

extern const Promise kK8s22;
const Promise kK8s22 = {
    .id = "K8S-22",
    .sentence = "No Ingress has a configuration snippet.",
    .why =
        "A snippet runs inside the controller, which holds the certificates of all hosts and sees "
        "all requests (CVE-2021-25742).",
    .how = "No Ingress of this layer has an annotation that ends with `-snippet`.",
    .controls = "SOC 2 CC6.8",
    .fix =
        "Take it out of `ingress_extra_annotations`; other annotations do most of what they did.",
    .decide = decide,
    .reads_objects = true,
};

}  // namespace opta::prove
