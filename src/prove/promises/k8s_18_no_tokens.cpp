#include "prove/promises/objects.h"

namespace opta::prove {

namespace {

Case judge(const Object& workload, const ObjectsByName& accounts) {
  const KubeObject& object = *workload.content;
  Finding finding(&workload);
  const std::string path = of_pod(workload, "automountServiceAccountToken");
  Word mounted = word_at(object, path);
  if (!mounted.is_there) {
    const auto account = accounts.find(
        {object.object_namespace, field_text(object, of_pod(workload, "serviceAccountName"))});
    if (account != accounts.end())
      mounted = word_at(*account->second->content, "automountServiceAccountToken");
  }
  finding.lower(is_word(mounted, "false"), path, mounted);
  // A token for another audience, such as AWS's, is none for Kubernetes.
  for (const std::string& volume : elements(object, of_pod(workload, "volumes"))) {
    for (const std::string& source : elements(object, volume + ".projected.sources")) {
      const std::string token = source + ".serviceAccountToken";
      if (!has_field(object, token)) continue;
      const Word audience = word_at(object, token + ".audience");
      finding.lower(!audience.is_known ? Truth::kUnknown : truth(audience.is_there),
                    token + ".audience", audience);
    }
  }
  return std::move(finding).done();
}

Cases decide(const Evidence& evidence) {
  const ObjectsByName accounts = by_name(evidence.cluster, "ServiceAccount");
  Cases cases;
  for (const Object* workload : service_workloads(evidence.cluster))
    cases.push_back(judge(*workload, accounts));
  return cases;
}

}  // namespace

extern const Promise kK8s18;
const Promise kK8s18 = {
    .id = "K8S-18",
    .sentence = "No pod of a service gets a token for the Kubernetes API.",
    .why =
        "Whoever breaks into a pod finds the token in a file, and can ask the cluster with it for "
        "as long as the pod lives. AWS roles have tokens of their own.",
    .how =
        "The pods of each service, or the ServiceAccount where they say nothing, set "
        "`automountServiceAccountToken: false`, and no volume projects a token without an audience "
        "of its own.",
    .controls = "SOC 2 CC6.1, CC6.3; CIS Kubernetes 5.1.6; CIS EKS 4.1.6",
    .fix = "Leave `automount_service_account_token` off where the Kubernetes API is not used.",
    .decide = decide,
};

}  // namespace opta::prove
