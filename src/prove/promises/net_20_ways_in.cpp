#include <set>

#include "base/text.h"
#include "prove/promises/objects.h"
#include "prove/promises/promises.h"

namespace opta::prove {

namespace {

// Whether the internet reaches some node, as far as this plan has them.
Exposure of_nodes(const Evidence& evidence) {
  const auto groups = managed(evidence.world, "aws_eks_node_group");
  if (groups.empty()) return {.is_reachable = Truth::kUnknown, .path = {}};
  Exposure surest;
  for (const Resource* group : groups) {
    Exposure exposure = evidence.network.exposure(evidence.network.node_group(*group));
    if (exposure.is_reachable > surest.is_reachable) surest = std::move(exposure);
  }
  return surest;
}

// Releases that are an ingress themselves: the user's own controller, say, and its load balancer.
std::set<const HelmRelease*> ingresses(const Cluster& cluster) {
  std::set<const HelmRelease*> found;
  for (const char* kind : {"GatewayClass", "IngressClass"}) {
    for (const Object* one : cluster.of_kind(kind)) found.insert(one->release);
  }
  return found;
}

// What leads around the ingress breaks it.
Case judge(Subject about, const std::vector<Way>& ways, const Exposure& nodes) {
  Finding finding(about);
  for (const Way& way : ways) {
    if (way.kind == Way::Kind::kRoute) continue;
    Truth open = way.is_there;
    std::vector<std::string> path = way.path;
    if (way.kind == Way::Kind::kNode) {
      open = both(open, nodes.is_reachable);
      // The way to the node stands before the way from it.
      if (!nodes.path.empty()) path.erase(path.begin());
      path.insert(path.begin(), nodes.path.begin(), nodes.path.end());
    }
    finding.lower(opposite(open), join(path, " -> "));
  }
  return std::move(finding).done();
}

Cases decide(const Evidence& evidence) {
  const Exposure nodes = of_nodes(evidence);
  const std::set<const HelmRelease*> ingress = ingresses(evidence.cluster);
  Cases cases;
  for (const Pods& pods : evidence.pod_network.all()) {
    const HelmRelease* release = pods.workload->release;
    if (is_third_party(*release) || ingress.contains(release)) continue;
    cases.push_back(judge(pods.workload, evidence.pod_network.ways_to(pods), nodes));
  }
  for (const Object* service : evidence.cluster.of_kind("Service")) {
    if (ingress.contains(service->release)) continue;
    // Of other Services the pods have said it.
    if (!is_third_party(*service->release) && evidence.pod_network.has_pods(*service)) continue;
    cases.push_back(judge(service, evidence.pod_network.ways_to(*service), nodes));
  }
  return cases;
}

}  // namespace

extern const Promise kNet20;
const Promise kNet20 = {
    .id = "NET-20",
    .sentence = "Only the ingress exposes services to the internet.",
    .why =
        "The ingress ends TLS, knows the hosts and writes the log; a Service with a load balancer "
        "or a port of the nodes of its own is a door beside it.",
    .how =
        "No Service of this layer has a load balancer with an address of the internet, and none is "
        "bound to a target group but the ingress. Ports of nodes (`NodePort`, `hostPort`, "
        "`hostNetwork`) count as far as the internet reaches nodes, which is not known where this "
        "layer has no node group. Of third parties' charts only the Services are looked at, and a "
        "release with an IngressClass or GatewayClass is an ingress itself.",
    .controls = "SOC 2 CC6.6; CIS Kubernetes 5.2.13",
    .fix =
        "Let the Service be of type ClusterIP and name its host in `public_uri`; ports beside HTTP "
        "open with `nginx_extra_tcp_ports`.",
    .decide = decide,
    .reads_objects = true,
};

}  // namespace opta::prove
