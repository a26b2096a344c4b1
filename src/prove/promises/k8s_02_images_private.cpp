#include "prove/promises/promises.h"

namespace opta::prove {

namespace {

Cases decide(const Evidence& evidence) {
  Cases cases;
  for (const Resource* repository : managed(evidence.world, "aws_ecrpublic_repository"))
    cases.push_back(
        {.about = repository, .holds = Truth::kNo, .witness = "everybody can pull from it"});
  for (const Resource* repository : managed(evidence.world, "aws_ecr_repository"))
    cases.push_back({.about = repository, .holds = Truth::kYes});
  return cases;
}

}  // namespace

extern const Promise kK8s02;
const Promise kK8s02 = {
    .id = "K8S-02",
    .sentence = "No image repository is public.",
    .why = "An image holds code, and often more than one meant to put into it.",
    .how = "The plan has no repository of ECR Public. Policies of private ones are not looked at.",
    .controls = "SOC 2 CC6.1",
    .fix = "Use `aws_ecr_repository`, which is private to the account.",
    .decide = decide,
    .forbids = true,
};

}  // namespace opta::prove
