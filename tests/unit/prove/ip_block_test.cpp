#include "prove/network/ip_block.h"

#include <gtest/gtest.h>

#include <algorithm>

// After gtest: it adds to it. Not on every machine; without it these tests are left out.
#ifdef OPTA_RAPIDCHECK
#include <rapidcheck/gtest.h>
#endif

namespace opta::prove {
namespace {

IpBlock block(std::string_view text) {
  const auto parsed = parse_ip_block(text);
  EXPECT_TRUE(parsed) << text;
  return parsed.value_or(IpBlock());
}

TEST(IpBlock, IsReadAndWritten) {
  for (const char* text : {"10.0.0.0/8", "0.0.0.0/0", "::/0", "2001:db8::/32", "1.2.3.4/32"})
    EXPECT_EQ(to_string(block(text)), text);
  EXPECT_EQ(to_string(block("10.1.2.3/8")), "10.0.0.0/8");
  EXPECT_EQ(to_string(block("10.1.2.3")), "10.1.2.3/32");
  for (const char* text : {"", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0/8", "::/129", "x", "1.2.3.4/"})
    EXPECT_FALSE(parse_ip_block(text)) << text;
}

TEST(IpBlock, OfPrivateOnesNoAddressIsOfTheInternet) {
  for (const char* text : {"10.0.0.0/8", "10.3.0.0/16", "172.16.0.0/12", "192.168.1.0/24",
                           "100.64.0.0/10", "169.254.169.254/32", "fd00::/8", "::1/128"})
    EXPECT_TRUE(is_private(block(text))) << text;
  for (const char* text : {"0.0.0.0/0", "8.8.8.8/32", "172.0.0.0/8", "192.168.0.0/15", "::/0",
                           "2001:db8::/32", "100.0.0.0/8"})
    EXPECT_FALSE(is_private(block(text))) << text;
}

TEST(IpBlock, FamiliesDoNotOverlap) {
  EXPECT_FALSE(block("0.0.0.0/0").overlaps(block("::/0")));
}

#ifdef OPTA_RAPIDCHECK
Packets some_packets() {
  // Few addresses and ports, so that blocks meet often.
  IpBlock source = everywhere(false);
  const int prefix = *rc::gen::inRange(28, 33);
  source.address[3] = *rc::gen::inRange<std::uint8_t>(0, 16);
  const IpBlock made = block(to_string(source).substr(0, to_string(source).find('/')) + "/" +
                             std::to_string(prefix));
  const int from = *rc::gen::inRange(0, 8);
  return {made, {from, from + *rc::gen::inRange(0, 8)}};
}

bool holds(const Packets& packets, const IpBlock& address, int port) {
  return packets.source.contains(address) && packets.ports.from <= port && port <= packets.ports.to;
}

RC_GTEST_PROP(Packets, WhatIsLeftIsWhatWasThereAndNotTaken, ()) {
  const Packets from = some_packets();
  const Packets taken = some_packets();
  const std::vector<Packets> left = without(from, taken);
  for (int last = 0; last < 16; ++last) {
    const IpBlock address = block("0.0.0." + std::to_string(last));
    for (int port = 0; port < 17; ++port) {
      const bool expected = holds(from, address, port) && !holds(taken, address, port);
      const auto found = std::count_if(left.begin(), left.end(), [&](const Packets& part) {
        return holds(part, address, port);
      });
      RC_ASSERT(found == (expected ? 1 : 0));
    }
  }
}
#endif

}  // namespace
}  // namespace opta::prove
