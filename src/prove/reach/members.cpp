#include "prove/reach/members.h"

#include <algorithm>

#include <fmt/format.h>

namespace opta::prove {

namespace {

constexpr std::string_view kGroup = "aws_security_group";
constexpr std::string_view kCluster = "aws_eks_cluster";

// A cluster tells of its own group, and of those that it was given.
bool has_given_groups(const Resource& cluster) {
  const Value& given = cluster.values.find("vpc_config.security_group_ids");
  return is_set(given) != Truth::kNo && !given.is_unset();
}

// Of an id that is not known yet.
Truth names_unmade(const World& world, const Value& id, const Member& member) {
  const Named clusters = world.named_by(id, kCluster);
  const bool is_own_group = clusters.only() != nullptr && !has_given_groups(*clusters.only());
  const Named groups = world.named_by(id, kGroup);
  if (member.cluster != nullptr) {
    if (is_own_group) return truth(clusters.only() == member.cluster);
    return groups.is_complete && !groups.may_be.empty() ? Truth::kNo : Truth::kUnknown;
  }
  if (member.group == nullptr) return Truth::kUnknown;
  if (groups.only() == member.group) return Truth::kYes;
  const bool is_another = is_own_group || (groups.is_complete && !groups.may_be.empty() &&
                                           !groups.may_include(*member.group));
  return is_another ? Truth::kNo : Truth::kUnknown;
}

Truth names_one(const World& world, const Value& id, const Member& member) {
  if (id.is_null() || (id.is_text() && id.text().empty())) return Truth::kNo;
  if (!id.is_text()) return names_unmade(world, id, member);
  // "123456789012/sg-1", of another account.
  const std::string_view own = std::string_view(id.text()).substr(id.text().rfind('/') + 1);
  if (!member.id.empty()) return truth(own == member.id);
  // One that is there already is none that is still to be made.
  return member.group != nullptr ? Truth::kNo : Truth::kUnknown;
}

}  // namespace

std::string Member::name() const {
  if (group != nullptr) return group->address;
  return cluster != nullptr ? fmt::format("the cluster's security group of {}", cluster->address)
                            : id;
}

Members members_of(const World& world, const Value& ids) {
  Members members;
  const std::vector<const Value*> all = ids.blocks();
  members.has_others = all.empty();
  for (const Value* id : all) {
    const Resource* group = world.named_by(*id, kGroup).only();
    if (group == nullptr && !id->is_text()) {
      members.has_others = true;
      continue;
    }
    const std::string& known = group == nullptr ? id->text() : group->values.at("id").text();
    members.known.push_back({.group = group, .id = known});
  }
  return members;
}

Member group_of_cluster(const Resource& cluster) {
  return {.cluster = &cluster,
          .id = cluster.values.find("vpc_config.cluster_security_group_id").text()};
}

Truth names(const World& world, const Value& ids, const Member& member) {
  Truth any = Truth::kNo;
  for (const Value* id : ids.blocks()) any = either(any, names_one(world, *id, member));
  return any;
}

}  // namespace opta::prove
