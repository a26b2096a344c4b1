#include "prove/promises/promises.h"

namespace opta::prove {

namespace {

Case judge(const Resource& repository) {
  constexpr const char* kScan = "image_scanning_configuration.scan_on_push";
  constexpr const char* kTags = "image_tag_mutability";
  return worst(attribute(repository, kScan, is_true(repository.values.find(kScan))),
               attribute(repository, kTags, is_text(repository.values.at(kTags), "IMMUTABLE")));
}

Cases decide(const Evidence& evidence) {
  return about_each(evidence.world, {"aws_ecr_repository"}, judge);
}

}  // namespace

extern const Promise kK8s06;
const Promise kK8s06 = {
    .id = "K8S-06",
    .sentence = "Image repositories scan on push and have immutable tags.",
    .why =
        "What was tested under a tag must be what runs under it, and a hole that is known should "
        "be seen before it runs.",
    .how =
        "ECR repositories: `scan_on_push` is true and `image_tag_mutability` is `IMMUTABLE`. "
        "Scanning that is set for the whole registry is not looked at.",
    .controls = "SOC 2 CC7.1; CIS EKS 5.1.1",
    .fix = "Set both; tags that are pushed again need new names.",
    .decide = decide,
};

}  // namespace opta::prove
