#include <fmt/format.h>

#include "prove/promises/objects.h"

namespace opta::prove {

namespace {

// Whether a peer is whoever comes: the internet, or every pod of the cluster.
Truth is_anybody(const Peer& peer) {
  if (peer.block) return reaches_internet(peer);
  const bool every_pod = !peer.pods || peer.pods->is_empty();
  return truth(peer.namespaces && peer.namespaces->is_empty() && every_pod);
}

void judge_rules(const Policy& policy, Truth is_about, Finding& finding) {
  for (const PolicyRule& rule : policy.rules(Direction::kIn)) {
    if (!rule.is_known)
      finding.lower(Truth::kUnknown, policy.object().address + " has rules not known yet");
    Truth anybody = truth(rule.is_about_everybody());
    for (const Peer& peer : rule.peers) anybody = either(anybody, is_anybody(peer));
    finding.lower(opposite(both(anybody, is_about)),
                  policy.object().address + " lets in whoever comes");
  }
}

Cases decide(const Evidence& evidence) {
  Cases cases;
  for (const Pods& pods : evidence.pod_network.all()) {
    if (!is_service(*pods.workload->release)) continue;
    Finding finding(pods.workload);
    Truth closed = Truth::kNo;
    for (const auto& [policy, is_about] : evidence.pod_network.policies_of(pods, Direction::kIn)) {
      closed = either(closed, is_about);
      judge_rules(*policy, is_about, finding);
    }
    // Policies are not about what has its node's address.
    if (pods.is_on_host != Truth::kNo) closed = both(closed, opposite(pods.is_on_host));
    finding.lower(closed, closed == Truth::kNo ? "no NetworkPolicy closes its pods"
                                               : "whether a NetworkPolicy closes its pods");
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
        "A NetworkPolicy of this layer closes the pods of each service, and none of those that add "
        "to it has a rule for everybody, for every pod of the cluster, or for addresses of the "
        "internet. NET-23 says whether policies are enforced.",
    .controls = "SOC 2 CC6.1, CC6.6; CIS Kubernetes 5.3.2; CIS EKS 4.3.2",
    .fix = "Leave `network_policy` on, and name clients in `allowed_clients`.",
    .decide = decide,
};

}  // namespace opta::prove
