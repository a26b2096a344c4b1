#include "prove/referrers.h"

namespace opta::prove {

Referrers::Referrers(const World& world, const std::vector<const Resource*>& from,
                     std::string_view attribute, std::string_view type) {
  add(world, from, attribute, type);
}

void Referrers::add(const World& world, const std::vector<const Resource*>& from,
                    std::string_view attribute, std::string_view type) {
  for (const Resource* resource : from) {
    const Named named = world.named_by(resource->values.find(attribute), type);
    for (const Resource* one : named.may_be)
      of_[one].push_back({resource, named.only() == one, named.is_complete});
  }
}

const std::vector<Referrer>& Referrers::of(const Resource& named) const {
  static const std::vector<Referrer> none;
  const auto found = of_.find(&named);
  return found == of_.end() ? none : found->second;
}

}  // namespace opta::prove
