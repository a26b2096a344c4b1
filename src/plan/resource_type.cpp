#include "plan/resource_type.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace opta {

namespace {

constexpr auto kTypes = std::to_array<ResourceType>({
#define OPTA_RESOURCE(type, one, many, holds, loss) {#type, one, many, Holds::holds, loss},
#include "plan/resource_types.def"
#undef OPTA_RESOURCE
});

constexpr bool stands_twice() {
  auto sorted = kTypes;
  std::ranges::sort(sorted, {}, &ResourceType::type);
  return std::ranges::adjacent_find(sorted, {}, &ResourceType::type) != sorted.end();
}
static_assert(!stands_twice(), "a type stands twice in resource_types.def");

}  // namespace

const ResourceType* find_resource_type(std::string_view type) {
  const auto found = std::ranges::find(kTypes, type, &ResourceType::type);
  return found == kTypes.end() ? nullptr : &*found;
}

std::string counted_type(std::size_t count, std::string_view type) {
  const ResourceType* known = find_resource_type(type);
  if (count == 1) return std::string(known != nullptr ? known->one : type);
  return fmt::format("{} {}", count, known != nullptr ? known->many : type);
}

}  // namespace opta
