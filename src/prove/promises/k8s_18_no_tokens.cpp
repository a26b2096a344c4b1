#include "prove/promises/objects.h"

namespace opta::prove {

namespace {

constexpr std::string_view kMounts = "automountServiceAccountToken";

// The pod's own word, or else its account's.
Word mounts(const Object& workload, const ObjectsByName& accounts) {
  const KubeObject& object = *workload.content;
  const Word own = word_at(object, of_pod(workload, kMounts));
  const Word name = word_at(object, of_pod(workload, "serviceAccountName"));
  if (own.is_there || !name.is_there) return own;
  const auto account = accounts.find({object.object_namespace, name.text});
  // One that is made elsewhere says what it says.
  if (account == accounts.end()) return {.is_there = true, .is_known = false};
  return word_at(*account->second->content, kMounts);
}

// Whether the Kubernetes API takes a token for it; without any it does.
Truth is_for_kubernetes(const Word& audience) {
  if (!audience.is_known) return Truth::kUnknown;
  return truth(!audience.is_there || audience.text.contains("kubernetes.default") ||
               audience.text.contains("oidc.eks."));
}

Case judge(const Object& workload, const ObjectsByName& accounts) {
  const KubeObject& object = *workload.content;
  Finding finding(&workload);
  const Word mounted = mounts(workload, accounts);
  finding.lower(is_word(mounted, "false"), of_pod(workload, kMounts), mounted);
  // A token for another audience, such as AWS's, is none for Kubernetes.
  for (const std::string& volume : elements(object, of_pod(workload, "volumes"))) {
    for (const std::string& source : elements(object, volume + ".projected.sources")) {
      const std::string token = source + ".serviceAccountToken";
      if (!has_field(object, token)) continue;
      const Word audience = word_at(object, token + ".audience");
      finding.lower(opposite(is_for_kubernetes(audience)), token + ".audience", audience);
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
        "`automountServiceAccountToken: false`, and no volume projects a token without an "
        "audience, "
        "or for that of the Kubernetes API.",
    .controls = "SOC 2 CC6.1, CC6.3; CIS Kubernetes 5.1.6; CIS EKS 4.1.6",
    .fix = "Leave `automount_service_account_token` off where the Kubernetes API is not used.",
    .decide = decide,
    .reads_objects = true,
};

}  // namespace opta::prove
