#include "prove/pod_network/ways_in.h"

#include <algorithm>

#include <fmt/format.h>

#include "prove/network/ip_block.h"

namespace opta::prove {

namespace {

constexpr std::string_view kAnnotations = "metadata.annotations";
constexpr std::string_view kPrefix = "service.beta.kubernetes.io/aws-load-balancer-";
// Kinds that lead requests to Services: Kubernetes' own, the Gateway API's and Traefik's.
constexpr std::string_view kRoutes[] = {"GRPCRoute",    "HTTPRoute",       "Ingress",
                                        "IngressRoute", "IngressRouteTCP", "IngressRouteUDP",
                                        "TCPRoute",     "TLSRoute",        "UDPRoute"};

// The path ends with the name of a Service that a route leads to.
bool names_service(std::string_view path) {
  // Of an Ingress: `backend` of a path, and `defaultBackend`.
  if (path.ends_with("ackend.service.name")) return true;
  if (!path.ends_with("].name")) return false;
  const std::size_t list = path.rfind('[');
  return path.substr(0, list).ends_with(".backendRefs") ||
         path.substr(0, list).ends_with(".services");
}

Word annotation(const Object& service, std::string_view name) {
  return entry(*service.content, kAnnotations, fmt::format("{}{}", kPrefix, name));
}

// AWS's own controller makes internal ones unless it is told otherwise.
Truth is_public_by_controller(const Word& scheme, const Word& internal) {
  if (scheme.is_there) return is_word(scheme, "internet-facing");
  return internal.is_there ? both(opposite(is_word(internal, "true")), Truth::kUnknown)
                           : Truth::kNo;
}

// What Kubernetes brings makes public ones unless it is told otherwise, and reads no scheme.
Truth is_public_by_kubernetes(const Word& scheme, const Word& internal) {
  const Truth is_public =
      opposite(either(is_word(internal, "true"), is_word(internal, "0.0.0.0/0")));
  const bool is_meant_otherwise = is_word(scheme, "internal") != Truth::kNo;
  return is_meant_otherwise ? both(is_public, Truth::kUnknown) : is_public;
}

// Who makes it: AWS's controller, or what Kubernetes brings.
Truth is_controllers(const Object& service) {
  const Word name = word_at(*service.content, "spec.loadBalancerClass");
  if (name.is_there) {
    const Truth known =
        either(is_word(name, "service.k8s.aws/nlb"), is_word(name, "eks.amazonaws.com/nlb"));
    return either(known, Truth::kUnknown);
  }
  const Word type = annotation(service, "type");
  return either(is_word(type, "external"), is_word(type, "nlb-ip"));
}

// Whether the load balancer that a Service asks for has an address of the internet.
Truth is_public(const Object& service) {
  const auto ranges = elements(*service.content, "spec.loadBalancerSourceRanges");
  const bool all_private = std::ranges::all_of(ranges, [&](const std::string& path) {
    const Word range = word_at(*service.content, path);
    const auto block = range.is_known ? parse_ip_block(range.text) : std::nullopt;
    return block && is_private(*block);
  });
  if (!ranges.empty() && all_private) return Truth::kNo;
  const Word scheme = annotation(service, "scheme");
  const Word internal = annotation(service, "internal");
  const Truth by_controller = is_public_by_controller(scheme, internal);
  const Truth by_kubernetes = is_public_by_kubernetes(scheme, internal);
  const Truth is_its = is_controllers(service);
  if (is_its == Truth::kUnknown)
    return by_controller == by_kubernetes ? by_controller : Truth::kUnknown;
  return is_its == Truth::kYes ? by_controller : by_kubernetes;
}

}  // namespace

WaysIn::WaysIn(const Cluster& cluster) {
  for (const std::string_view kind : kRoutes) {
    for (const Object* route : cluster.of_kind(kind)) add_route(*route);
  }
  for (const Object* binding : cluster.of_kind("TargetGroupBinding")) add_target_group(*binding);
}

void WaysIn::add_route(const Object& route) {
  const KubeObject& object = *route.content;
  for (const auto& [path, value] : object.fields) {
    if (!names_service(path)) continue;
    const std::string_view host_at = std::string_view(path).substr(0, path.find(".http."));
    const std::string host = field_text(object, fmt::format("{}.host", host_at));
    Way way{.path = {"internet",
                     host.empty() ? route.address : fmt::format("{} ({})", route.address, host)}};
    if (value.known_after_apply) {
      way.is_there = Truth::kUnknown;
      by_namespace_[object.object_namespace].push_back(std::move(way));
      continue;
    }
    const std::string owner = path.substr(0, path.size() - std::string_view("name").size());
    const std::string elsewhere = field_text(object, owner + "namespace");
    by_service_[{elsewhere.empty() ? object.object_namespace : elsewhere, field_text(object, path)}]
        .push_back(std::move(way));
  }
}

void WaysIn::add_target_group(const Object& binding) {
  const KubeObject& object = *binding.content;
  const Word name = word_at(object, "spec.serviceRef.name");
  // Whether its load balancer is a public one stands with whoever made it.
  Way way{.kind = Way::Kind::kTargetGroup,
          .is_there = Truth::kUnknown,
          .path = {"internet", "the load balancer of a target group", binding.address}};
  const ChartReference& chart = binding.release->chart;
  if (chart.is_embedded() && chart.name == "base-ingress") {
    way.kind = Way::Kind::kRoute;  // the ingress itself
    way.is_there = Truth::kYes;
  }
  if (name.is_known) {
    by_service_[{object.object_namespace, name.text}].push_back(std::move(way));
  } else {
    by_namespace_[object.object_namespace].push_back(std::move(way));
  }
}

std::vector<Way> WaysIn::to_service(const Object& service) const {
  const KubeObject& object = *service.content;
  std::vector<Way> ways;
  const auto add = [&](Way way) {
    way.path.push_back(service.address);
    ways.push_back(std::move(way));
  };
  const auto named = by_service_.find({object.object_namespace, object.name});
  if (named != by_service_.end()) std::ranges::for_each(named->second, add);
  const auto any = by_namespace_.find(object.object_namespace);
  if (any != by_namespace_.end()) std::ranges::for_each(any->second, add);
  const Word type = word_at(object, "spec.type");
  if (!type.is_known) {
    add({.kind = Way::Kind::kLoadBalancer,
         .is_there = Truth::kUnknown,
         .path = {"internet", "a Service whose type is not known yet"}});
  }
  const bool has_balancer = type.text == "LoadBalancer";
  if (has_balancer && is_public(service) != Truth::kNo) {
    add({.kind = Way::Kind::kLoadBalancer,
         .is_there = is_public(service),
         .path = {"internet", "a load balancer of its own"}});
  }
  const bool has_node_ports =
      has_balancer &&
      is_word(word_at(object, "spec.allocateLoadBalancerNodePorts"), "false") != Truth::kYes;
  if (type.text == "NodePort" || has_node_ports)
    add({.kind = Way::Kind::kNode, .path = {"internet", "a port of every node"}});
  if (has_field(object, "spec.externalIPs"))
    add({.kind = Way::Kind::kNode, .path = {"internet", "an address in `externalIPs`"}});
  return ways;
}

std::vector<Way> WaysIn::to_host_ports(const Object& workload) {
  const KubeObject& object = *workload.content;
  std::vector<Way> ways;
  const auto add = [&](Truth is_there, std::string step) {
    if (is_there == Truth::kNo) return;
    ways.push_back({.kind = Way::Kind::kNode,
                    .is_there = is_there,
                    .path = {"internet", "the pod's node", std::move(step), workload.address}});
  };
  const Word on_host = word_at(object, fmt::format("{}.hostNetwork", pod_path(object.kind)));
  add(is_word(on_host, "true"), "hostNetwork");
  for (const std::string& container : containers(object)) {
    for (const std::string& port : elements(object, container + ".ports")) {
      const Word host = word_at(object, port + ".hostPort");
      if (host.is_there)
        add(host.is_known ? Truth::kYes : Truth::kUnknown, "hostPort " + host.text);
    }
  }
  return ways;
}

}  // namespace opta::prove
