#include <algorithm>
#include <charconv>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "prove/network/ip_block.h"
#include "prove/promises/objects.h"

namespace opta::prove {

namespace {

constexpr std::string_view kInject = "linkerd.io/inject";
constexpr std::string_view kSkipIn = "config.linkerd.io/skip-inbound-ports";
constexpr std::string_view kSkipOut = "config.linkerd.io/skip-outbound-ports";
constexpr std::string_view kSkipSubnets = "config.linkerd.io/skip-subnets";
constexpr std::string_view kWebhooks = "config.linkerd.io/admission-webhooks";

// "80,8000-8010" holds the port; unknown where a part cannot be read.
Truth lists_port(std::string_view list, int port) {
  Truth listed = Truth::kNo;
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(','), list.size());
    const std::string_view part = trim(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
    if (part.empty()) continue;
    Ports ports;
    const char* const stop = part.data() + part.size();
    auto read = std::from_chars(part.data(), stop, ports.from);
    ports.to = ports.from;
    if (read.ec == std::errc() && read.ptr != stop && *read.ptr == '-')
      read = std::from_chars(read.ptr + 1, stop, ports.to);
    if (read.ec != std::errc() || read.ptr != stop) {
      listed = either(listed, Truth::kUnknown);
    } else {
      listed = either(listed, truth(ports.from <= port && port <= ports.to));
    }
  }
  return listed;
}

class Judge {
 public:
  Judge(const Pods& pods, const Object* in_namespace, const std::set<int>& service_ports)
      : pods_(pods),
        namespace_(in_namespace),
        service_ports_(service_ports),
        finding_(pods.workload) {}

  Case decide() && {
    asks_for_proxy();
    skips_nothing();
    goes_through_proxy();
    return std::move(finding_).done();
  }

 private:
  // The pod's own annotation wins over its namespace's.
  Word setting(std::string_view name) const {
    const KubeObject& object = *pods_.workload->content;
    Word own = entry(object, pod_metadata_path(object.kind) + ".annotations", name);
    if (own.is_there) return own;
    if (namespace_ != nullptr) return entry(*namespace_->content, "metadata.annotations", name);
    return {.is_there = true, .is_known = false};
  }

  void asks_for_proxy() {
    const Word inject = setting(kInject);
    finding_.lower(either(is_word(inject, "enabled"), is_word(inject, "ingress")), kInject, inject);
    const Word webhooks = namespace_ == nullptr
                              ? Word{.is_there = true, .is_known = false}
                              : entry(*namespace_->content, "metadata.labels", kWebhooks);
    finding_.lower(opposite(is_word(webhooks, "disabled")), kWebhooks, webhooks);
  }

  void skips_nothing() {
    const Word in = setting(kSkipIn);
    for (const PodPort& port : pods_.ports) {
      Truth skipped = lists_port(in.text, port.number);
      if (!in.is_known || (!port.is_known && !in.text.empty())) skipped = Truth::kUnknown;
      finding_.lower(opposite(skipped), kSkipIn, in);
    }
    // What listens there elsewhere, nobody knows; of this layer's services it is known.
    const Word out = setting(kSkipOut);
    if (out.is_there && !out.text.empty()) finding_.lower(Truth::kUnknown, kSkipOut, out);
    if (!out.is_known) finding_.lower(Truth::kUnknown, kSkipOut, out);
    for (const int port : service_ports_)
      finding_.lower(opposite(lists_port(out.text, port)), kSkipOut, out);
    const Word subnets = setting(kSkipSubnets);
    if (subnets.is_there) finding_.lower(Truth::kUnknown, kSkipSubnets, subnets);
  }

  void goes_through_proxy() {
    finding_.lower(opposite(pods_.is_on_host), "hostNetwork: it has no network of its own");
    for (const PodPort& port : pods_.ports) {
      if (!port.is_known) finding_.lower(Truth::kUnknown, "a port that is not known yet");
      finding_.lower(
          truth(port.protocol == "TCP"),
          fmt::format("port {} is {}, which the mesh does not carry", port.number, port.protocol));
    }
  }

  const Pods& pods_;
  const Object* namespace_;
  const std::set<int>& service_ports_;
  Finding finding_;
};

// Ports that clients of this layer's services may call: of Services, and of pods behind them.
std::set<int> called_ports(const Evidence& evidence) {
  std::set<int> ports;
  for (const Object* service : evidence.cluster.of_kind("Service")) {
    if (!is_service(*service->release)) continue;
    for (const std::string& path : elements(*service->content, "spec.ports")) {
      const std::string text = field_text(*service->content, path + ".port");
      int number = 0;
      std::from_chars(text.data(), text.data() + text.size(), number);
      ports.insert(number);
    }
  }
  for (const Pods& pods : evidence.pod_network.all()) {
    if (!is_service(*pods.workload->release)) continue;
    for (const PodPort& port : pods.ports) ports.insert(port.number);
  }
  return ports;
}

Cases decide(const Evidence& evidence) {
  if (!evidence.cluster.has_mesh()) return {};
  const ObjectsByName namespaces = by_name(evidence.cluster, "Namespace");
  const std::set<int> ports = called_ports(evidence);
  Cases cases;
  for (const Pods& pods : evidence.pod_network.all()) {
    if (!is_service(*pods.workload->release)) continue;
    const auto found = namespaces.find({"", pods.in_namespace});
    const Object* in_namespace = found == namespaces.end() ? nullptr : found->second;
    cases.push_back(Judge(pods, in_namespace, ports).decide());
  }
  return cases;
}

}  // namespace

extern const Promise kK8s10;
const Promise kK8s10 = {
    .id = "K8S-10",
    .sentence =
        "In an environment with the mesh, all traffic between services is encrypted by mutual TLS.",
    .why =
        "Whoever listens on a node or in the network reads nothing, and a service knows which "
        "service calls it.",
    .how =
        "The pods of each service ask for Linkerd's proxy (`linkerd.io/inject`), no webhook passes "
        "them by, no port of theirs is skipped, and all ports are TCP. Between two proxies Linkerd "
        "always uses mutual TLS. Whether the proxy runs is not looked at: without "
        "`linkerd_high_availability` a pod also starts while the injector is down. An environment "
        "without `k8s-base` has no mesh, so nothing is promised there; with `linkerd_enabled` off "
        "it is broken.",
    .controls = "SOC 2 CC6.1, CC6.7",
    .fix =
        "Leave `linkerd_enabled` on in the environment, and take annotations that turn the proxy "
        "off or skip ports out of `pod_annotations`.",
    .decide = decide,
    .reads_objects = true,
};

}  // namespace opta::prove
