#include "prove/network/ip_block.h"

#include <algorithm>
#include <charconv>

#include <arpa/inet.h>
#include <fmt/format.h>

#include "base/check.h"

namespace opta::prove {

namespace {

bool bit(const IpBlock& block, int index) {
  return (block.address[static_cast<std::size_t>(index / 8)] >> (7 - index % 8) & 1) != 0;
}

int length(bool is_v6) {
  return is_v6 ? 128 : 32;
}

// The part of `from` outside of `taken`, which lies within it.
std::vector<IpBlock> without(IpBlock from, const IpBlock& taken) {
  std::vector<IpBlock> left;
  while (from.prefix < taken.prefix) {
    const auto [low, high] = from.halves();
    const bool in_high = bit(taken, from.prefix);
    left.push_back(in_high ? low : high);
    from = in_high ? high : low;
  }
  return left;
}

}  // namespace

bool IpBlock::contains(const IpBlock& other) const {
  if (is_v6 != other.is_v6 || other.prefix < prefix) return false;
  for (int i = 0; i < prefix; ++i) {
    if (bit(*this, i) != bit(other, i)) return false;
  }
  return true;
}

bool IpBlock::overlaps(const IpBlock& other) const {
  return contains(other) || other.contains(*this);
}

std::array<IpBlock, 2> IpBlock::halves() const {
  OPTA_ASSERT(prefix < length(is_v6));
  IpBlock low = *this;
  ++low.prefix;
  IpBlock high = low;
  high.address[static_cast<std::size_t>(prefix / 8)] |=
      static_cast<std::uint8_t>(1U << (7 - prefix % 8));
  return {low, high};
}

std::optional<IpBlock> parse_ip_block(std::string_view text) {
  const std::size_t slash = text.find('/');
  const std::string address(text.substr(0, slash));
  IpBlock block{.address = {}, .is_v6 = address.contains(':')};
  if (::inet_pton(block.is_v6 ? AF_INET6 : AF_INET, address.c_str(), block.address.data()) != 1)
    return std::nullopt;
  block.prefix = length(block.is_v6);
  if (slash != std::string_view::npos) {
    const std::string_view prefix = text.substr(slash + 1);
    const auto read = std::from_chars(prefix.data(), prefix.data() + prefix.size(), block.prefix);
    const bool fits = read.ec == std::errc() && read.ptr == prefix.data() + prefix.size() &&
                      block.prefix >= 0 && block.prefix <= length(block.is_v6);
    if (!fits) return std::nullopt;
  }
  for (int i = block.prefix; i < length(block.is_v6); ++i) {
    block.address[static_cast<std::size_t>(i / 8)] &=
        static_cast<std::uint8_t>(~(1U << (7 - i % 8)));
  }
  return block;
}

std::string to_string(const IpBlock& block) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  ::inet_ntop(block.is_v6 ? AF_INET6 : AF_INET, block.address.data(), text.data(), text.size());
  return fmt::format("{}/{}", text.data(), block.prefix);
}

const std::vector<IpBlock>& private_blocks() {
  // RFC 1918, 6598, 3927, 4193, 4291; and the loopback's.
  static const std::vector<IpBlock> blocks = [] {
    std::vector<IpBlock> made;
    for (const char* text : {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10",
                             "169.254.0.0/16", "127.0.0.0/8", "fc00::/7", "fe80::/10", "::1/128"}) {
      made.push_back(*parse_ip_block(text));
    }
    return made;
  }();
  return blocks;
}

bool is_private(const IpBlock& block) {
  return std::ranges::any_of(private_blocks(),
                             [&](const IpBlock& known) { return known.contains(block); });
}

IpBlock everywhere(bool is_v6) {
  return {.address = {}, .prefix = 0, .is_v6 = is_v6};
}

std::string to_string(const Ports& ports) {
  if (ports == Ports()) return "all ports";
  return ports.from == ports.to ? fmt::format("{}", ports.from)
                                : fmt::format("{}-{}", ports.from, ports.to);
}

std::vector<Packets> without(const Packets& from, const Packets& taken) {
  if (!from.source.overlaps(taken.source) || !from.ports.overlaps(taken.ports)) return {from};
  std::vector<Packets> left;
  if (from.ports.from < taken.ports.from)
    left.push_back({from.source, {from.ports.from, taken.ports.from - 1}});
  if (taken.ports.to < from.ports.to)
    left.push_back({from.source, {taken.ports.to + 1, from.ports.to}});
  if (taken.source.contains(from.source)) return left;
  const Ports both{std::max(from.ports.from, taken.ports.from),
                   std::min(from.ports.to, taken.ports.to)};
  for (const IpBlock& block : without(from.source, taken.source)) left.push_back({block, both});
  return left;
}

std::vector<Packets> without(const std::vector<Packets>& all, const Packets& taken) {
  std::vector<Packets> left;
  for (const Packets& part : all) {
    const std::vector<Packets> rest = without(part, taken);
    left.insert(left.end(), rest.begin(), rest.end());
  }
  return left;
}

}  // namespace opta::prove
