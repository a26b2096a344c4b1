#include "prove/network/exposure.h"

#include <algorithm>

#include <fmt/format.h>

namespace opta::prove {

namespace {

// Of several that may be, or are, the thing's: the way in that is surest.
void keep_surest(Exposure& best, Exposure other) {
  if (other.is_reachable > best.is_reachable) best = std::move(other);
}

// The surest way by one of these. Where nobody knows by which, it is sure if all of them have one.
// Where the plan may not name all, none is sure, and the first that may be is as good as any.
template <typename Way>
Exposure surest(const Named& named, bool is_sure, Way way) {
  Exposure best;
  Truth all = Truth::kYes;
  for (const Resource* one : named.may_be) {
    Exposure exposure = way(*one);
    if (!is_sure) exposure.is_reachable = both(exposure.is_reachable, Truth::kUnknown);
    all = both(all, exposure.is_reachable);
    keep_surest(best, std::move(exposure));
    if (!is_sure && best.is_reachable == Truth::kUnknown) break;
  }
  if (named.is_choice && all != Truth::kYes)
    best.is_reachable = both(best.is_reachable, Truth::kUnknown);
  return best;
}

Truth gives(const Named& subnets, std::string_view attribute) {
  Truth gives = subnets.is_complete ? Truth::kNo : Truth::kUnknown;
  for (const Resource* subnet : subnets.may_be)
    gives = either(gives, is_true(subnet->values.at(attribute)));
  return gives;
}

// What asks for addresses of IPv6 itself; what says nothing of it has what its subnet gives.
Truth asks_for_v6(const Value& of) {
  Truth asks = Truth::kNo;
  for (const char* name : {"ipv6_address_count", "ipv6_addresses"}) {
    const Value& value = of.at(name);
    const bool is_asked = value.is_unknown() ? !value.sources().empty()
                                             : value.number() > 0 || !value.items().empty();
    if (is_asked) asks = either(asks, value.is_unknown() ? Truth::kUnknown : Truth::kYes);
  }
  return asks;
}

// Whether what a value names is known to be named; else it may be anything that is still to be
// made.
bool names_for_sure(const Value& value) {
  return std::ranges::all_of(value.blocks(), [](const Value* item) {
    return !item->is_unknown() || item->has_all_sources();
  });
}

}  // namespace

Network::Network(const World& world) : world_(world), firewall_(world), routes_(world) {
  addresses_.add(world, world.of_type("aws_eip"), "instance", "aws_instance");
  addresses_.add(world, world.of_type("aws_eip_association"), "instance_id", "aws_instance");
}

bool Network::may_let_in(const Endpoint& endpoint) const {
  if (!endpoint.groups.is_complete) return true;
  return std::ranges::any_of(endpoint.groups.may_be, [this](const Resource* group) {
    return !firewall_.openings(*group).empty();
  });
}

Exposure Network::through(const Endpoint& endpoint, const Resource& subnet,
                          const Resource& group) const {
  Exposure best;
  for (const Opening& opening : firewall_.openings(group)) {
    // Each family has addresses and routes of its own. What is not known may be of both.
    const bool is_v6 = opening.packets.source.is_v6;
    const bool is_any = opening.is_there == Truth::kUnknown;
    const WayIn& way = routes_.way_into(subnet, is_any  ? Family::kAny
                                                : is_v6 ? Family::kV6
                                                        : Family::kV4);
    const Truth address = is_any  ? either(endpoint.has_address, endpoint.has_v6_address)
                          : is_v6 ? endpoint.has_v6_address
                                  : endpoint.has_address;
    Truth open = both(opening.is_there, firewall_.lets_in(subnet, opening.packets));
    open = both(open, both(way.is_there, address));
    if (open == Truth::kNo) continue;
    Exposure exposure{.is_reachable = open, .path = way.steps};
    const std::string rule = opening.rule == &group
                                 ? group.address
                                 : fmt::format("{} of {}", opening.rule->address, group.address);
    exposure.path.push_back(fmt::format("{} ({})", rule, opening.text));
    exposure.path.push_back(
        fmt::format("{} ({})", endpoint.what->address,
                    is_v6 ? std::string_view("IPv6") : endpoint.address_source));
    keep_surest(best, std::move(exposure));
  }
  return best;
}

Exposure Network::through(const Endpoint& endpoint, const Resource& subnet) const {
  const WayIn& way = routes_.way_into(subnet);
  if (way.is_there == Truth::kNo) return {};
  Exposure best = surest(endpoint.groups, endpoint.has_these_groups,
                         [&](const Resource& group) { return through(endpoint, subnet, group); });
  // Groups that are not known may let in what they like.
  if (!endpoint.groups.is_complete && best.is_reachable == Truth::kNo) {
    best = {.is_reachable = Truth::kUnknown, .path = way.steps};
    best.path.emplace_back("security groups that are not known yet");
    best.path.push_back(endpoint.what->address);
  }
  return best;
}

Exposure Network::exposure(const Endpoint& endpoint) const {
  const Truth has_address = either(endpoint.has_address, endpoint.has_v6_address);
  if (has_address == Truth::kNo || !may_let_in(endpoint)) return {};
  // Where not all are known, it is in one of these, but nobody knows yet in which.
  Exposure best = surest(endpoint.subnets, endpoint.subnets.is_complete,
                         [&](const Resource& subnet) { return through(endpoint, subnet); });
  // Or in one that the plan does not have, which may lead anywhere.
  if (!endpoint.subnets.is_complete && best.is_reachable == Truth::kNo) {
    best = {.is_reachable = Truth::kUnknown,
            .path = {"internet", "subnets that are not known", endpoint.what->address}};
  }
  return best;
}

Named Network::launch_template(const Value& used) const {
  const Value& id = is_set(used.at("id")) == Truth::kNo ? used.at("name") : used.at("id");
  return world_.named_by(id, "aws_launch_template");
}

Truth Network::gives_addresses(const Named& subnets) const {
  return gives(subnets, "map_public_ip_on_launch");
}

Truth Network::gives_v6_addresses(const Named& subnets) const {
  return gives(subnets, "assign_ipv6_address_on_creation");
}

Endpoint Network::database(const Resource& instance) const {
  Endpoint endpoint{.what = &instance,
                    .subnets = {},
                    .groups = {},
                    .has_address = is_true(instance.values.at("publicly_accessible")),
                    .address_source = "publicly_accessible"};
  endpoint.has_v6_address = endpoint.has_address;
  // An Aurora instance has what its cluster has.
  const Named clusters =
      world_.named_by(instance.values.at("cluster_identifier"), "aws_rds_cluster");
  const Resource& owner = clusters.only() == nullptr ? instance : *clusters.only();
  const Value& name = is_set(instance.values.at("db_subnet_group_name")) == Truth::kNo
                          ? owner.values.at("db_subnet_group_name")
                          : instance.values.at("db_subnet_group_name");
  // Without a group of subnets AWS takes its own, those of the account's default network.
  const Named groups = world_.named_by(name, "aws_db_subnet_group");
  endpoint.subnets.is_complete = groups.is_complete && !groups.may_be.empty();
  endpoint.subnets.is_choice = groups.may_be.size() > 1;
  for (const Resource* group : groups.may_be) {
    const Named subnets = world_.named_by(group->values.at("subnet_ids"), "aws_subnet");
    endpoint.subnets.is_complete = endpoint.subnets.is_complete && subnets.is_complete;
    endpoint.subnets.is_choice = endpoint.subnets.is_choice || subnets.is_choice;
    endpoint.subnets.may_be.insert(endpoint.subnets.may_be.end(), subnets.may_be.begin(),
                                   subnets.may_be.end());
  }
  endpoint.groups =
      world_.named_by(owner.values.at("vpc_security_group_ids"), "aws_security_group");
  endpoint.has_these_groups = names_for_sure(owner.values.at("vpc_security_group_ids"));
  // Without any it has the network's default group; and a cluster elsewhere has what it has.
  endpoint.groups.is_complete = endpoint.groups.is_complete && !endpoint.groups.may_be.empty();
  return endpoint;
}

void Network::add_attached_groups(const Resource& instance, Endpoint& endpoint) const {
  for (const Resource* one : world_.of_type("aws_network_interface_sg_attachment")) {
    const Value& interface = one->values.at("network_interface_id");
    // Of an interface that is a resource of its own, and of no machine's first.
    if (world_.named_by(interface, "aws_network_interface").only() != nullptr) continue;
    const Named owner = world_.named_by(interface, "aws_instance");
    if (owner.is_complete && !owner.may_include(instance)) continue;
    const Named groups = world_.named_by(one->values.at("security_group_id"), "aws_security_group");
    // Else it is bound to another machine, perhaps.
    const bool is_sure = owner.only() == &instance && groups.only() != nullptr;
    endpoint.groups.is_complete = endpoint.groups.is_complete && is_sure;
    if (!is_sure) continue;
    endpoint.groups.may_be.insert(endpoint.groups.may_be.end(), groups.may_be.begin(),
                                  groups.may_be.end());
  }
}

Endpoint Network::instance(const Resource& instance) const {
  Endpoint endpoint{
      .what = &instance,
      .subnets = world_.named_by(instance.values.at("subnet_id"), "aws_subnet"),
      .groups = world_.named_by(instance.values.at("vpc_security_group_ids"), "aws_security_group"),
      .address_source = "associate_public_ip_address"};
  // It is in one subnet alone. Without any group it has the network's default one.
  endpoint.subnets.is_choice = endpoint.subnets.may_be.size() > 1;
  endpoint.subnets.is_complete = endpoint.subnets.is_complete && !endpoint.subnets.may_be.empty();
  endpoint.has_these_groups = names_for_sure(instance.values.at("vpc_security_group_ids"));
  endpoint.groups.is_complete = endpoint.groups.is_complete && !endpoint.groups.may_be.empty();
  add_attached_groups(instance, endpoint);
  endpoint.has_v6_address =
      either(asks_for_v6(instance.values), gives_v6_addresses(endpoint.subnets));
  const Value& own = instance.values.at("associate_public_ip_address");
  const Truth given = gives_addresses(endpoint.subnets);
  // What is not written is the subnet's matter; the plan calls it unknown then.
  endpoint.has_address = own.kind() == Kind::kBool ? is_true(own) : given;
  if (own.kind() != Kind::kBool) endpoint.address_source = "the subnet gives addresses";
  for (const Referrer& address : addresses_.of(instance)) {
    endpoint.has_address =
        either(endpoint.has_address, address.is_only ? Truth::kYes : Truth::kUnknown);
    endpoint.address_source = address.by->address;
  }
  return endpoint;
}

Endpoint Network::node_group(const Resource& group) const {
  Endpoint endpoint{.what = &group,
                    .subnets = world_.named_by(group.values.at("subnet_ids"), "aws_subnet"),
                    .groups = {},
                    .address_source = "the subnet gives addresses"};
  endpoint.has_address = gives_addresses(endpoint.subnets);
  endpoint.has_v6_address = gives_v6_addresses(endpoint.subnets);
  // The cluster's own group lets in its members alone, unless somebody adds a rule to it.
  endpoint.groups.is_complete = firewall_.openings_elsewhere().empty();
  const auto add_groups = [&](const Value& value) {
    const Named named = world_.named_by(value, "aws_security_group");
    endpoint.groups.is_complete = endpoint.groups.is_complete && named.is_complete;
    endpoint.groups.may_be.insert(endpoint.groups.may_be.end(), named.may_be.begin(),
                                  named.may_be.end());
  };
  for (const Value* named : group.values.at("launch_template").blocks()) {
    const Named templates = launch_template(*named);
    endpoint.groups.is_complete = endpoint.groups.is_complete && templates.is_complete;
    for (const Resource* launch : templates.may_be) {
      add_groups(launch->values.at("vpc_security_group_ids"));
      for (const Value* interface : launch->values.at("network_interfaces").blocks()) {
        endpoint.has_address =
            either(endpoint.has_address, is_true(interface->at("associate_public_ip_address")));
        endpoint.has_v6_address = either(endpoint.has_v6_address, asks_for_v6(*interface));
        endpoint.address_source = launch->address;
        add_groups(interface->at("security_groups"));
      }
    }
  }
  // With a key for SSH and no groups that may use it, EKS opens its port to everybody.
  for (const Value* access : group.values.at("remote_access").blocks()) {
    if (is_set(access->at("ec2_ssh_key")) != Truth::kNo &&
        is_set(access->at("source_security_group_ids")) != Truth::kYes) {
      endpoint.groups.is_complete = false;
    }
  }
  return endpoint;
}

}  // namespace opta::prove
