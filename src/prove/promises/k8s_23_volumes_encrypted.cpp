#include <algorithm>

#include "prove/promises/objects.h"

namespace opta::prove {

namespace {

constexpr std::string_view kDrivers[] = {"ebs.csi.aws.com", "ebs.csi.eks.amazonaws.com",
                                         "kubernetes.io/aws-ebs"};

Cases decide(const Evidence& evidence) {
  Cases cases;
  for (const Object* storage : evidence.cluster.of_kind("StorageClass")) {
    const std::string driver = field_text(*storage->content, "provisioner");
    if (std::ranges::find(kDrivers, driver) == std::end(kDrivers)) continue;
    Finding finding(storage);
    const Word encrypted = word_at(*storage->content, "parameters.encrypted");
    finding.lower(is_word(encrypted, "true"), "parameters.encrypted", encrypted);
    cases.push_back(std::move(finding).done());
  }
  return cases;
}

}  // namespace

extern const Promise kK8s23;
const Promise kK8s23 = {
    .id = "K8S-23",
    .sentence = "All volumes that pods get are encrypted.",
    .why = "What a service keeps on its volume is as much worth as what stands in a database.",
    .how =
        "Each StorageClass of this layer that makes EBS volumes has `encrypted: \"true\"`. Classes "
        "of other drivers and of other layers are not looked at.",
    .controls = "SOC 2 CC6.1; CIS AWS 2.2.1",
    .fix =
        "Add `encrypted: \"true\"` to the class's parameters, and `kmsKeyId` for a key of yours.",
    .decide = decide,
    .reads_objects = true,
};

}  // namespace opta::prove
