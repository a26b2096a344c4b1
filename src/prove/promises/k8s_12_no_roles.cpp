#include <fmt/format.h>

#include "prove/promises/bindings.h"
#include "prove/promises/objects.h"

namespace opta::prove {

namespace {

Cases decide(const Evidence& evidence) {
  const Bindings bindings(evidence.cluster);
  Cases cases;
  for (const Object* account : evidence.cluster.of_kind("ServiceAccount")) {
    if (!is_service(*account->release)) continue;
    Finding finding(account);
    for (const auto& [binding, is_bound] :
         bindings.of_account(account->content->object_namespace, account->content->name)) {
      finding.lower(opposite(is_bound), fmt::format("{} -> {}", binding->address,
                                                    field_text(*binding->content, "roleRef.name")));
    }
    cases.push_back(std::move(finding).done());
  }
  return cases;
}

}  // namespace

extern const Promise kK8s12;
const Promise kK8s12 = {
    .id = "K8S-12",
    .sentence = "The service account of a service has no role in Kubernetes.",
    .why = "What runs in a service, attackers included, cannot touch what Kubernetes runs.",
    .how =
        "No RoleBinding and no ClusterRoleBinding of this layer names the account, all accounts of "
        "its namespace, all accounts, or everybody. Bindings of other layers are not looked at.",
    .controls = "SOC 2 CC6.1, CC6.3; CIS Kubernetes 5.1.5",
    .fix = "Take the binding out. What needs the Kubernetes API gets an account apart.",
    .decide = decide,
    .reads_objects = true,
};

}  // namespace opta::prove
