#include "prove/pod_network/pod_network.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace opta::prove {

namespace {

std::vector<PodPort> ports_of(const KubeObject& workload) {
  std::vector<PodPort> ports;
  for (const std::string& container : containers(workload)) {
    for (const std::string& path : elements(workload, container + ".ports")) {
      const Word name = word_at(workload, path + ".name");
      const Word number = word_at(workload, path + ".containerPort");
      const Word protocol = word_at(workload, path + ".protocol");
      PodPort port{.name = name.text,
                   .is_known = name.is_known && number.is_known && protocol.is_known};
      std::from_chars(number.text.data(), number.text.data() + number.text.size(), port.number);
      if (!protocol.text.empty()) port.protocol = protocol.text;
      ports.push_back(std::move(port));
    }
  }
  return ports;
}

std::string named(const PodPort& port) {
  return port.is_known ? fmt::format("{} {}", port.protocol, port.number) : "a port not known yet";
}

}  // namespace

PodNetwork::PodNetwork(const Cluster& cluster) : ways_in_(cluster) {
  std::map<std::string, const KubeObject*, std::less<>> namespaces;
  for (const Object* one : cluster.of_kind("Namespace"))
    namespaces[one->content->name] = one->content;
  for (const Object* workload : cluster.workloads()) {
    const KubeObject& object = *workload->content;
    const auto found = namespaces.find(object.object_namespace);
    const Word on_host = word_at(object, fmt::format("{}.hostNetwork", pod_path(object.kind)));
    pods_.push_back(
        {.workload = workload,
         .name = workload->address,
         .in_namespace = object.object_namespace,
         .labels = Labels(object, pod_metadata_path(object.kind) + ".labels", true),
         .namespace_labels = Labels::of_namespace(
             object.object_namespace, found == namespaces.end() ? nullptr : found->second),
         .ports = ports_of(object),
         .is_on_host = is_word(on_host, "true")});
  }
  for (const Object* policy : cluster.of_kind("NetworkPolicy")) policies_.emplace_back(*policy);
  for (const Policy& policy : policies_) {
    namespaces_[policy.object().content->object_namespace].policies.add(policy.pods(), &policy);
  }
  for (const Object* service : cluster.of_kind("Service"))
    services_.push_back({service, Selector::of_map(*service->content, "spec.selector")});
  for (const Service& service : services_) {
    namespaces_[service.object->content->object_namespace].services.add(service.pods, &service);
  }
  for (const Pods& pods : pods_) {
    const auto found = namespaces_.find(pods.in_namespace);
    if (found == namespaces_.end()) continue;
    for (const Service* service : found->second.services.candidates(pods.labels)) {
      if (service->pods.matches(pods.labels) != Truth::kNo) with_pods_.insert(service->object);
    }
  }
}

std::vector<PodNetwork::About> PodNetwork::policies_of(const Pods& pods,
                                                       Direction direction) const {
  std::vector<About> found;
  const auto space = namespaces_.find(pods.in_namespace);
  if (space == namespaces_.end()) return found;
  for (const Policy* policy : space->second.policies.candidates(pods.labels)) {
    const Truth about = both(policy->pods().matches(pods.labels), policy->closes(direction));
    if (about != Truth::kNo) found.push_back({policy, about});
  }
  return found;
}

// Open when no policy closes it, or one lets it through.
template <typename Lets>
PodNetwork::Side PodNetwork::side(const Pods& pods, Direction direction, const Lets& lets) const {
  Truth closed = Truth::kNo;
  Truth let = Truth::kNo;
  Side side;
  for (const auto& [policy, is_about] : policies_of(pods, direction)) {
    const Truth lets_this = both(is_about, lets(*policy));
    if (side.by.empty() || lets_this > let) side.by = policy->object().address;
    closed = either(closed, is_about);
    let = either(let, lets_this);
  }
  side.is_open = either(opposite(closed), let);
  // What has its node's address is not what policies are about.
  if (pods.is_on_host != Truth::kNo && closed != Truth::kNo) side.is_open = Truth::kUnknown;
  return side;
}

PodNetwork::Side PodNetwork::way_out(const Pods& pods, const IpBlock& addresses, int port) const {
  return side(pods, Direction::kOut,
              [&](const Policy& policy) { return policy.lets_out(addresses, port); });
}

Reach PodNetwork::between(const Pods& from, const Pods& to, const PodPort& port) const {
  const Side out = side(from, Direction::kOut, [&](const Policy& policy) {
    return policy.lets(Direction::kOut, to, to, port);
  });
  Side in = side(to, Direction::kIn,
                 [&](const Policy& policy) { return policy.lets(Direction::kIn, from, to, port); });
  // Nor does a selector of pods find it at the other end.
  if (from.is_on_host != Truth::kNo && !in.by.empty()) in.is_open = Truth::kUnknown;
  Reach reach{.is_possible = both(out.is_open, in.is_open), .path = {from.name}};
  if (to.is_on_host != Truth::kNo && !out.by.empty())
    reach.is_possible = both(reach.is_possible, Truth::kUnknown);
  for (const std::string& by : {out.by, in.by}) {
    if (!by.empty()) reach.path.push_back(by);
  }
  reach.path.push_back(fmt::format("{} ({})", to.name, named(port)));
  return reach;
}

std::vector<Way> PodNetwork::ways_to(const Pods& pods) const {
  std::vector<Way> ways = WaysIn::to_host_ports(*pods.workload);
  const auto space = namespaces_.find(pods.in_namespace);
  if (space == namespaces_.end()) return ways;
  for (const Service* service : space->second.services.candidates(pods.labels)) {
    const Truth is_its = service->pods.matches(pods.labels);
    if (is_its == Truth::kNo) continue;
    for (Way& way : ways_in_.to_service(*service->object)) {
      way.is_there = both(way.is_there, is_its);
      way.path.push_back(pods.name);
      ways.push_back(std::move(way));
    }
  }
  return ways;
}

bool PodNetwork::has_pods(const Object& service) const {
  return with_pods_.contains(&service);
}

}  // namespace opta::prove
