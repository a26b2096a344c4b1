#include "base/text.h"
#include "prove/promises/objects.h"

namespace opta::prove {

namespace {

// Any other pod: nothing is written on it or on its namespace, whose name no policy has.
Pods stranger() {
  const std::string nowhere = "any other";
  KubeObject bare;
  bare.name = nowhere;
  return {.name = "a pod of any other namespace",
          .in_namespace = nowhere,
          .labels = Labels(bare, "metadata.labels", true),
          .namespace_labels = Labels::of_namespace(nowhere, &bare)};
}

// Whether a rule is for the internet, or for everybody.
void judge_rules(const Policy& policy, Truth is_about, Finding& finding) {
  for (const PolicyRule& rule : policy.rules(Direction::kIn)) {
    Truth anybody = truth(rule.is_about_everybody());
    for (const Peer& peer : rule.peers) anybody = either(anybody, reaches_internet(peer));
    finding.lower(opposite(both(anybody, is_about)),
                  policy.object().address + " lets in whoever comes");
  }
}

void judge_stranger(const PodNetwork& network, const Pods& pods, Finding& finding) {
  static const Pods from = stranger();
  std::vector<PodPort> ports = pods.ports;
  if (ports.empty()) ports.emplace_back();
  for (const PodPort& port : ports) {
    const Reach reach = network.between(from, pods, port);
    finding.lower(opposite(reach.is_possible), join(reach.path, " -> "));
  }
}

Cases decide(const Evidence& evidence) {
  const PodNetwork& network = evidence.pod_network;
  Cases cases;
  for (const Pods& pods : network.all()) {
    if (!is_service(*pods.workload->release)) continue;
    Finding finding(pods.workload);
    const auto policies = network.policies_of(pods, Direction::kIn);
    if (policies.empty()) finding.lower(Truth::kNo, "no NetworkPolicy closes its pods");
    for (const auto& [policy, is_about] : policies) judge_rules(*policy, is_about, finding);
    judge_stranger(network, pods, finding);
    cases.push_back(std::move(finding).done());
  }
  return cases;
}

}  // namespace

extern const Promise kK8s17;
const Promise kK8s17 = {
    .id = "K8S-17",
    .sentence = "Services let in only whom a network policy names.",
    .why =
        "Without a policy each pod of the cluster can call each other one, whatever else has been "
        "broken into.",
    .how =
        "NetworkPolicies of this layer close the pods of each service. Together they let no pod of "
        "another namespace in, on a port that the pods name, unless it or its namespace has a "
        "label; "
        "and no rule is for everybody or for addresses of the internet. NET-23 says whether "
        "policies are enforced.",
    .controls = "SOC 2 CC6.1, CC6.6; CIS Kubernetes 5.3.2; CIS EKS 4.3.2",
    .fix = "Leave `network_policy` on, and name clients in `allowed_clients`.",
    .decide = decide,
    .reads_objects = true,
};

}  // namespace opta::prove
