// What a rule of a firewall says of protocols and ports, in all the ways in which it can.
#pragma once

#include <string_view>
#include <vector>

#include "prove/network/ip_block.h"
#include "prove/value.h"

namespace opta::prove {

struct Protocol {
  Truth has_ports = Truth::kYes;  // TCP and UDP have
  bool is_all = false;
  Truth is_tcp = Truth::kYes;
};

Protocol protocol_of(const Value& value);
// What is not known may be any; so are the types of ICMP that stand where ports do.
Ports ports_of(const Protocol& protocol, const Value& from, const Value& to);
// Whether a rule is for packets of TCP to all of these ports; unknown where it is for some.
// `protocol`: the attribute that has it.
Truth is_for_tcp(const Value& rule, std::string_view protocol, const Ports& ports);

// The ports at which a rule begins to be for others than before.
void add_limits(const Value& rule, std::vector<int>& into);

}  // namespace opta::prove
