// What is known of a resource type: its name for people, and what is lost with it
// (plan/resource_types.def).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace opta {

enum class Holds : std::uint8_t {
  kNothing,
  kTraffic,                 // something stops working while it is away
  kTrafficUnlessMadeFirst,  // the same, but not in a replacement that makes the new one first
  kData,                    // something that cannot be made again
};

struct ResourceType {
  std::string_view type;
  std::string_view one;   // "NAT gateway"
  std::string_view many;  // "NAT gateways"
  Holds holds;
  std::string_view loss;
};

// nullptr for a type that is not in the table. Pointers compare in the order of the table: the
// network first, what stands on it later.
const ResourceType* find_resource_type(std::string_view type);
// "VPC", "6 subnets"; a type that is not in the table is named as it is: "2 aws_x".
std::string counted_type(std::size_t count, std::string_view type);

}  // namespace opta
