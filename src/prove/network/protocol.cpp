#include "prove/network/protocol.h"

#include "base/text.h"

namespace opta::prove {

Protocol protocol_of(const Value& value) {
  if (value.is_unknown()) return {.has_ports = Truth::kUnknown, .is_tcp = Truth::kUnknown};
  const std::string text = lower_case(value.text());  // the provider keeps "TCP"
  if (text == "-1" || text == "all" || value.number() == -1) return {.is_all = true};
  const bool is_tcp = text == "tcp" || text == "6" || value.number() == 6;
  const bool is_udp = text == "udp" || text == "17" || value.number() == 17;
  return {.has_ports = truth(is_tcp || is_udp), .is_tcp = truth(is_tcp)};
}

Ports ports_of(const Protocol& protocol, const Value& from, const Value& to) {
  if (protocol.is_all || protocol.has_ports != Truth::kYes) return {};
  Ports ports;
  if (from.kind() == Kind::kNumber) ports.from = static_cast<int>(from.number());
  if (to.kind() == Kind::kNumber) ports.to = static_cast<int>(to.number());
  return ports;
}

Truth is_for_tcp(const Value& rule, std::string_view protocol, const Ports& ports) {
  const Protocol own = protocol_of(rule.at(protocol));
  if (own.is_all || own.is_tcp == Truth::kNo) return own.is_all ? Truth::kYes : own.is_tcp;
  const Value& from = rule.at("from_port");
  const Value& to = rule.at("to_port");
  // What is known of them may be enough to say that it is not for these.
  const Ports known = ports_of({}, from, to);
  if (!known.overlaps(ports)) return Truth::kNo;
  const bool is_sure = !from.is_unknown() && !to.is_unknown() && known.contains(ports);
  return is_sure ? own.is_tcp : Truth::kUnknown;
}

void add_limits(const Value& rule, std::vector<int>& into) {
  const Ports ports = ports_of({}, rule.at("from_port"), rule.at("to_port"));
  into.push_back(ports.from);
  into.push_back(ports.to + 1);
}

}  // namespace opta::prove
