#include "prove/pod_network/policy.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "prove/network/coverage.h"

namespace opta::prove {

namespace {

std::optional<int> number_of(const std::string& text) {
  int number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  return number;
}

PolicyPort read_port(const KubeObject& object, const std::string& path) {
  PolicyPort port{.protocol = word_at(object, path + ".protocol"),
                  .port = word_at(object, path + ".port"),
                  .end = word_at(object, path + ".endPort")};
  if (!port.protocol.is_there) port.protocol = {.text = "TCP", .is_there = true};
  return port;
}

Peer read_peer(const KubeObject& object, const std::string& path) {
  Peer peer;
  for (auto& [name, selector] :
       {std::pair("namespaceSelector", &peer.namespaces), std::pair("podSelector", &peer.pods)}) {
    Selector read = Selector::of(object, fmt::format("{}.{}", path, name));
    if (read.is_there()) *selector = std::move(read);
  }
  if (!has_field(object, path + ".ipBlock")) return peer;
  peer.block = word_at(object, path + ".ipBlock.cidr");
  const std::string except = path + ".ipBlock.except";
  if (!word_at(object, except).is_known)
    peer.except.push_back({.is_there = true, .is_known = false});
  for (const std::string& one : elements(object, except))
    peer.except.push_back(word_at(object, one));
  return peer;
}

// Whether pods' addresses are among the peer's. Which they have is not known, but all have one.
Truth has_pods(const Peer& peer) {
  const auto block = peer.block->is_known ? parse_ip_block(peer.block->text) : std::nullopt;
  const bool is_all = block && *block == everywhere(false) && peer.except.empty();
  return is_all ? Truth::kYes : Truth::kUnknown;
}

// Whether containers of the destination call the port so.
Truth is_called(const PodPort& port, const std::string& name, const std::vector<PodPort>& named) {
  Truth called = Truth::kNo;
  for (const PodPort& one : named) {
    const bool fits =
        one.name == name && one.number == port.number && one.protocol == port.protocol;
    called = either(called, one.is_known ? truth(fits) : Truth::kUnknown);
  }
  return called;
}

// Whether the rule's port is this one, which containers of the destination may have named.
Truth is_for(const PolicyPort& rule, const PodPort& port, const std::vector<PodPort>& named) {
  if (!port.is_known) return Truth::kUnknown;
  const Truth protocol = is_word(rule.protocol, port.protocol);
  if (!rule.port.is_there) return protocol;
  if (!rule.port.is_known || !rule.end.is_known) return both(protocol, Truth::kUnknown);
  const std::optional<int> from = number_of(rule.port.text);
  if (!from) return both(protocol, is_called(port, rule.port.text, named));
  const int to = rule.end.is_there ? number_of(rule.end.text).value_or(*from) : *from;
  return both(protocol, truth(*from <= port.number && port.number <= to));
}

Truth any_port(const PolicyRule& rule, const PodPort& port, const std::vector<PodPort>& named) {
  if (rule.ports.empty()) return Truth::kYes;
  Truth any = Truth::kNo;
  for (const PolicyPort& one : rule.ports) any = either(any, is_for(one, port, named));
  return any;
}

// Of what stands outside of the cluster: no selector finds it.
void add_addresses(const Peer& peer, Truth is_there, Coverage& to) {
  if (!peer.block) {
    if (!peer.namespaces && !peer.pods) to.doubt();
    return;
  }
  const auto block = peer.block->is_known ? parse_ip_block(peer.block->text) : std::nullopt;
  std::vector<IpBlock> except;
  bool is_known = block.has_value();
  for (const Word& one : peer.except) {
    const auto taken = one.is_known ? parse_ip_block(one.text) : std::nullopt;
    if (taken) except.push_back(*taken);
    is_known = is_known && taken.has_value();
  }
  if (is_known) {
    to.add(*block, is_there, except);
  } else {
    to.doubt();
  }
}

}  // namespace

Policy::Policy(const Object& object) : object_(&object) {
  const KubeObject& content = *object.content;
  const Selector selector = Selector::of(content, "spec.podSelector");
  // One that is left out is as an empty one.
  pods_ = selector.is_there() ? selector : Selector::of_all();
  in_ = read_rules("spec.ingress", "from");
  out_ = read_rules("spec.egress", "to");
  const std::vector<std::string> types = elements(content, "spec.policyTypes");
  if (types.empty()) {
    closes_in_ = word_at(content, "spec.policyTypes").is_known ? Truth::kYes : Truth::kUnknown;
    closes_out_ = both(closes_in_, truth(!out_.empty()));
    if (closes_in_ == Truth::kUnknown) closes_out_ = Truth::kUnknown;
    return;
  }
  closes_in_ = Truth::kNo;
  for (const std::string& type : types) {
    closes_in_ = either(closes_in_, is_word(word_at(content, type), "Ingress"));
    closes_out_ = either(closes_out_, is_word(word_at(content, type), "Egress"));
  }
}

std::vector<PolicyRule> Policy::read_rules(const std::string& path, const char* peers) const {
  const KubeObject& object = *object_->content;
  std::vector<PolicyRule> rules;
  if (!word_at(object, path).is_known) rules.push_back({.is_known = false});
  for (const std::string& one : elements(object, path)) {
    const std::string sides = fmt::format("{}.{}", one, peers);
    PolicyRule rule{.is_known = word_at(object, one).is_known && word_at(object, sides).is_known &&
                                word_at(object, one + ".ports").is_known};
    for (const std::string& peer : elements(object, sides))
      rule.peers.push_back(read_peer(object, peer));
    for (const std::string& port : elements(object, one + ".ports"))
      rule.ports.push_back(read_port(object, port));
    rules.push_back(std::move(rule));
  }
  return rules;
}

Truth Policy::is_among(const Peer& peer, const Pods& pods) const {
  if (peer.block) return has_pods(peer);
  if (!peer.namespaces && !peer.pods) return Truth::kUnknown;
  const Truth in_namespace = peer.namespaces
                                 ? peer.namespaces->matches(pods.namespace_labels)
                                 : truth(pods.in_namespace == object_->content->object_namespace);
  return peer.pods ? both(in_namespace, peer.pods->matches(pods.labels)) : in_namespace;
}

Truth Policy::lets(Direction direction, const Pods& other, const Pods& destination,
                   const PodPort& port) const {
  Truth any = Truth::kNo;
  for (const PolicyRule& rule : rules(direction)) {
    Truth fits = rule.peers.empty() ? Truth::kYes : Truth::kNo;
    for (const Peer& peer : rule.peers) fits = either(fits, is_among(peer, other));
    fits = both(fits, any_port(rule, port, destination.ports));
    any = either(any, rule.is_known ? fits : Truth::kUnknown);
  }
  return any;
}

Truth Policy::lets_out(const IpBlock& addresses, int port) const {
  Coverage covered(addresses);
  for (const PolicyRule& rule : out_) {
    if (!rule.is_known) covered.doubt();
    // What a container calls a port is said of pods alone.
    const Truth fits = any_port(rule, {.number = port}, {});
    if (rule.is_about_everybody()) covered.add_all(fits);
    if (fits == Truth::kNo) continue;
    for (const Peer& peer : rule.peers) add_addresses(peer, fits, covered);
  }
  return covered.all();
}

std::vector<int> Policy::limits() const {
  std::vector<int> found;
  for (const PolicyRule& rule : out_) {
    for (const PolicyPort& port : rule.ports) {
      const std::optional<int> from = number_of(port.port.text);
      if (!from) continue;
      found.push_back(*from);
      found.push_back(number_of(port.end.text).value_or(*from) + 1);
    }
  }
  return found;
}

Truth reaches_internet(const Peer& peer) {
  if (!peer.block) return Truth::kNo;
  if (!peer.block->is_known) return Truth::kUnknown;
  const auto block = parse_ip_block(peer.block->text);
  if (!block) return Truth::kUnknown;
  std::vector<Packets> open = {{*block, {}}};
  const auto close = [&open](const IpBlock& taken) { open = without(open, {taken, {}}); };
  for (const IpBlock& known : private_blocks()) close(known);
  bool is_sure = true;
  for (const Word& one : peer.except) {
    const auto taken = one.is_known ? parse_ip_block(one.text) : std::nullopt;
    if (taken) close(*taken);
    is_sure = is_sure && taken.has_value();
  }
  if (open.empty()) return Truth::kNo;
  return is_sure ? Truth::kYes : Truth::kUnknown;
}

}  // namespace opta::prove
