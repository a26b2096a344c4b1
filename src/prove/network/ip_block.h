// Blocks of addresses, IPv4 and IPv6, and ranges of ports: what a rule of a firewall is about.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace opta::prove {

struct IpBlock {
  std::array<std::uint8_t, 16>
      address{};  // of IPv4 the first four bytes; no bits beyond the prefix
  int prefix = 0;
  bool is_v6 = false;

  bool contains(const IpBlock& other) const;
  bool overlaps(const IpBlock& other) const;
  // The two blocks that this one is made of. Not of a single address.
  std::array<IpBlock, 2> halves() const;

  friend bool operator==(const IpBlock&, const IpBlock&) = default;
};

// "10.0.0.0/8", "::/0"; a single address without a prefix, too.
std::optional<IpBlock> parse_ip_block(std::string_view text);
std::string to_string(const IpBlock& block);
// Blocks of which no packet of the internet can come.
const std::vector<IpBlock>& private_blocks();
// Whether no address of it can be one of the internet: private, shared, local.
bool is_private(const IpBlock& block);
// All of IPv4, and all of IPv6.
IpBlock everywhere(bool is_v6);

// Both included. Protocols without ports have all.
struct Ports {
  int from = 0;
  int to = 65535;

  bool contains(const Ports& other) const { return from <= other.from && other.to <= to; }
  bool overlaps(const Ports& other) const { return from <= other.to && other.from <= to; }
  friend bool operator==(const Ports&, const Ports&) = default;
};
std::string to_string(const Ports& ports);  // "5432", "1024-65535", "all ports"

// Packets by where they come from and where they go to. Each is of one protocol.
struct Packets {
  IpBlock source;
  Ports ports;

  friend bool operator==(const Packets&, const Packets&) = default;
};
// What is left of `from` without `taken`, in parts that do not overlap. Exact.
std::vector<Packets> without(const Packets& from, const Packets& taken);
std::vector<Packets> without(const std::vector<Packets>& all, const Packets& taken);

}  // namespace opta::prove
