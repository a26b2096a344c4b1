#include "prove/world.h"

#include <algorithm>
#include <iterator>

#include "prove/configuration.h"

namespace opta::prove {

namespace {

// Attributes by which other resources name this one.
constexpr std::string_view kIdentities[] = {"id", "arn", "name", "bucket", "cluster_identifier"};

void add(std::vector<const Resource*>& to, const Resource* resource) {
  if (std::ranges::find(to, resource) == to.end()) to.push_back(resource);
}

}  // namespace

bool Named::may_include(const Resource& resource) const {
  return std::ranges::find(may_be, &resource) != may_be.end();
}

const Resource* Named::only() const {
  return is_complete && may_be.size() == 1 ? may_be.front() : nullptr;
}

World::World(std::vector<Resource> resources, std::string account,
             std::shared_ptr<const Configuration> configuration)
    : resources_(std::move(resources)),
      account_(std::move(account)),
      configuration_(std::move(configuration)) {
  for (const Resource& resource : resources_) {
    by_type_[resource.type].push_back(&resource);
    by_block_[resource.block].push_back(&resource);
    if (resource.values.at("id").is_unknown()) unmade_by_type_[resource.type].push_back(&resource);
    for (const std::string_view name : kIdentities) {
      const Value& identity = resource.values.at(name);
      if (identity.is_text() && !identity.text().empty()) {
        std::vector<const Resource*>& named = by_identity_[identity.text()];
        // It may have the same text twice.
        if (named.empty() || named.back() != &resource) named.push_back(&resource);
      }
    }
  }
}

World World::beside(std::vector<Resource> others) && {
  std::ranges::move(others, std::back_inserter(resources_));
  World both(std::move(resources_), std::move(account_), std::move(configuration_));
  both.changed_types_ = std::move(changed_types_);
  both.is_partial_ = is_partial_;
  return both;
}

const std::vector<const Resource*>& World::of_type(std::string_view type) const {
  static const std::vector<const Resource*> none;
  const auto found = by_type_.find(type);
  return found == by_type_.end() ? none : found->second;
}

std::vector<std::string> World::inputs(const Resource& resource, std::string_view attribute) const {
  if (configuration_ == nullptr) return {};
  return configuration_->inputs(resource.block, attribute);
}

Named World::named_by(const Value& value, std::string_view type) const {
  Named named;
  if (value.kind() == Kind::kList) {
    named.is_complete = true;
    for (const Value& item : value.items()) {
      Named one = named_by(item, type);
      named.is_complete = named.is_complete && one.is_complete;
      named.is_choice = named.is_choice || one.is_choice;
      // Items of one list mostly come from the same place.
      if (named.may_be.empty()) named.may_be = std::move(one.may_be);
      if (one.may_be == named.may_be) continue;
      for (const Resource* resource : one.may_be) add(named.may_be, resource);
    }
    return named;
  }
  if (value.is_text()) {
    const auto found = by_identity_.find(value.text());
    if (found == by_identity_.end()) return named;
    for (const Resource* resource : found->second) {
      if (resource->type == type) add(named.may_be, resource);
    }
    // A name may be used by several, an id is not.
    named.is_complete = !named.may_be.empty();
    return named;
  }
  if (value.is_null()) return {.may_be = {}, .is_complete = true, .is_choice = false};
  if (!value.is_unknown()) return named;
  if (!value.has_all_sources()) {
    // What is not known yet comes from something that is still to be made; which of them, the
    // configuration does not say.
    const auto unmade = unmade_by_type_.find(type);
    if (unmade != unmade_by_type_.end()) named.may_be = unmade->second;
    return named;
  }
  named.is_complete = true;
  for (const Source& source : value.sources()) {
    const bool is_other = source.block != value.sources().front().block;
    named.is_choice = named.is_choice || (value.is_choice() && is_other);
    const auto block = by_block_.find(source.block);
    if (block == by_block_.end()) continue;
    // Something of another type names something, too: a network its default group, say.
    if (block->second.front()->type != type) named.is_complete = false;
    for (const Resource* resource : block->second) {
      const bool fits = source.place.empty() || source.place == resource->place;
      if (fits && resource->type == type) add(named.may_be, resource);
    }
  }
  return named;
}

}  // namespace opta::prove
