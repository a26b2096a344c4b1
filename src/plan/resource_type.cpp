#include "plan/resource_type.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace opta {

namespace {

constexpr auto kTypes = [] {
  std::array types = {
#define OPTA_RESOURCE(type, one, many, holds, loss) ResourceType{#type, one, many, Holds::holds, loss},
#include "plan/resource_types.def"
#undef OPTA_RESOURCE
  };
  std::ranges::sort(types, {}, &ResourceType::type);
  return types;
}();

static_assert(std::ranges::adjacent_find(kTypes, {}, &ResourceType::type) == kTypes.end(),
              "a type stands twice in resource_types.def");

}  // namespace

const ResourceType* find_resource_type(std::string_view type) {
  const auto found = std::ranges::lower_bound(kTypes, type, {}, &ResourceType::type);
  return found != kTypes.end() && found->type == type ? &*found : nullptr;
}

std::string counted_type(std::size_t count, std::string_view type) {
  const ResourceType* known = find_resource_type(type);
  if (count == 1) return std::string(known != nullptr ? known->one : type);
  return fmt::format("{} {}", count, known != nullptr ? known->many : type);
}

}  // namespace opta
