#include "prove/promises/promises.h"

namespace opta::prove {

namespace {

// Nobody makes a key up where none is written.
Truth has_no(const Value& key) {
  return key.is_unset() ? Truth::kYes : opposite(is_set(key));
}

Cases decide(const Evidence& evidence) {
  Cases cases;
  for (const Resource* group : managed(evidence.world, "aws_eks_node_group")) {
    Case judged = attribute(*group, "remote_access", Truth::kYes);
    for (const Value* access : group->values.at("remote_access").blocks())
      judged.holds = both(judged.holds, opposite(is_set(access->at("ec2_ssh_key"))));
    for (const Value* used : group->values.at("launch_template").blocks()) {
      const Named templates = evidence.network.launch_template(*used);
      if (!templates.is_complete || templates.may_be.empty()) {
        judged = worst(judged, {.about = group,
                                .holds = Truth::kUnknown,
                                .witness = "its launch template is not in the plan"});
      }
      for (const Resource* launch : templates.may_be) {
        judged = worst(judged, {.about = group,
                                .holds = has_no(launch->values.at("key_name")),
                                .witness = launch->address + ".key_name"});
      }
    }
    cases.push_back(std::move(judged));
  }
  return cases;
}

}  // namespace

extern const Promise kK8s07;
const Promise kK8s07 = {
    .id = "K8S-07",
    .sentence = "No node takes logins by SSH.",
    .why =
        "A key for SSH is shared, copied and never changed, and what it does on a node no log of "
        "AWS or Kubernetes tells.",
    .how =
        "Node groups have no `ec2_ssh_key` in `remote_access`, and their launch templates no "
        "`key_name`. What user data makes of a node is not looked at.",
    .controls = "SOC 2 CC6.1",
    .fix = "Take the key out; Session Manager gives a shell by rights of IAM.",
    .decide = decide,
};

}  // namespace opta::prove
