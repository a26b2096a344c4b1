#include "prove/network/routes.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "prove/network/ip_block.h"

namespace opta::prove {

namespace {

// Whether the route is for addresses of the internet.
Truth leads_outside(const Value& route, Family family) {
  Truth outside = Truth::kNo;
  for (const std::string_view name :
       {"cidr_block", "ipv6_cidr_block", "destination_cidr_block", "destination_ipv6_cidr_block"}) {
    const Family own = name.contains("ipv6") ? Family::kV6 : Family::kV4;
    if (family != Family::kAny && family != own) continue;
    const Value& block = route.at(name);
    if (block.is_unknown()) outside = either(outside, Truth::kUnknown);
    if (!block.is_text() || block.text().empty()) continue;
    const auto parsed = parse_ip_block(block.text());
    outside = either(outside, parsed ? truth(!is_private(*parsed)) : Truth::kUnknown);
  }
  const bool by_list = is_set(route.at("destination_prefix_list_id")) != Truth::kNo;
  return by_list ? either(outside, Truth::kUnknown) : outside;
}

// Of the types whose ids stand where an internet gateway's does, and lead elsewhere.
bool is_another_gateway(const Source& source) {
  return std::ranges::any_of(
      std::array<std::string_view, 3>{"aws_vpn_gateway.", "aws_vpn_gateway_attachment.",
                                      "aws_vpc_endpoint."},
      [&](const std::string_view type) { return source.block.contains(type); });
}

// Made by a resource that is a gateway, but none to the internet.
bool leads_elsewhere(const Value& gateway) {
  return gateway.has_all_sources() && !gateway.sources().empty() &&
         std::ranges::all_of(gateway.sources(), is_another_gateway);
}

// Routes written as a list name what any of them leads to, so networks and peers stand among the
// sources of each one's gateway.
bool is_of_internet(const Value& gateway) {
  return gateway.has_all_sources() && std::ranges::none_of(gateway.sources(), is_another_gateway);
}

}  // namespace

void Routes::Set::add(const std::vector<const Resource*>& resources) {
  for (const Resource* resource : resources) {
    if (known_.insert(resource).second) items_.push_back(resource);
  }
}

void Routes::Loose::add(const Association& association) {
  subnets.insert(association.subnets.may_be.begin(), association.subnets.may_be.end());
  tables.add(association.tables);
  has_table_elsewhere = has_table_elsewhere || association.tables.empty();
}

Routes::Routes(const World& world) : world_(world) {
  const auto tables_named_by = [&](const Value& value) {
    std::vector<const Resource*> tables = world.named_by(value, "aws_route_table").may_be;
    // A data source calls its routes by another name.
    std::erase_if(tables, [](const Resource* table) { return table->is_data; });
    const Named main = world.named_by(value, "aws_default_route_table");
    tables.insert(tables.end(), main.may_be.begin(), main.may_be.end());
    return tables;
  };
  for (const Resource* one : world.of_type("aws_route_table_association")) {
    Association association{.subnets = world.named_by(one->values.at("subnet_id"), "aws_subnet"),
                            .tables = tables_named_by(one->values.at("route_table_id"))};
    if (!association.subnets.is_complete) {
      loose_.add(association);
      continue;
    }
    for (const Resource* subnet : association.subnets.may_be)
      associations_of_[subnet].push_back(associations_.size());
    associations_.push_back(std::move(association));
  }
  for (const Resource* route : world.of_type("aws_route")) {
    const auto tables = tables_named_by(route->values.at("route_table_id"));
    for (const Resource* table : tables) routes_of_[table].push_back({route, tables.size() == 1});
    // Of a network's own main table, perhaps, which is no resource of the plan.
    has_route_elsewhere_ = has_route_elsewhere_ || tables.empty();
    // Routes beside a new table leave it none in it: the provider takes no mixture of both.
    const Named named = world.named_by(route->values.at("route_table_id"), "aws_route_table");
    if (named.is_complete)
      tables_without_own_routes_.insert(named.may_be.begin(), named.may_be.end());
  }
  main_tables_ = world.of_type("aws_default_route_table");
  for (const Resource* main : world.of_type("aws_main_route_table_association")) {
    const auto tables = tables_named_by(main->values.at("route_table_id"));
    main_tables_.insert(main_tables_.end(), tables.begin(), tables.end());
  }
}

WayIn Routes::way_of_route(const Value& route, Family family) const {
  const Value& gateway = route.at("gateway_id");
  if (is_set(gateway) == Truth::kNo) return {};
  WayIn way{.is_there = leads_outside(route, family), .steps = {"internet"}};
  if (gateway.is_text()) {
    // "local", "vgw-…" and "vpce-…" stand there as well.
    if (!gateway.text().starts_with("igw-")) return {};
    const Named named = world_.named_by(gateway, "aws_internet_gateway");
    way.steps.push_back(named.only() != nullptr ? named.only()->address : gateway.text());
    return way;
  }
  const Named gateways = world_.named_by(gateway, "aws_internet_gateway");
  if (gateways.may_be.empty() && leads_elsewhere(gateway)) return {};
  const bool is_sure =
      gateways.is_complete || (!gateways.may_be.empty() && is_of_internet(gateway));
  if (!is_sure) way.is_there = both(way.is_there, Truth::kUnknown);
  way.steps.push_back(gateways.may_be.empty() ? "an internet gateway"
                                              : gateways.may_be.front()->address);
  return way;
}

const WayIn& Routes::way_into_table(const Resource& table, Family family) const {
  const auto [known, is_new] = ways_into_tables_.try_emplace({&table, family});
  if (is_new) known->second = find_way_into_table(table, family);
  return known->second;
}

WayIn Routes::find_way_into_table(const Resource& table, Family family) const {
  WayIn best;
  const auto consider = [&](WayIn way) {
    if (way.is_there > best.is_there) best = std::move(way);
  };
  const Value& own = table.values.at("route");
  if (!own.is_unset() || !tables_without_own_routes_.contains(&table)) {
    for (const Value* route : own.blocks()) consider(way_of_route(*route, family));
  }
  if (const auto routes = routes_of_.find(&table); routes != routes_of_.end()) {
    for (const Route& route : routes->second) {
      // No other can be surer than one that may be another table's.
      if (!route.is_only_of_this_table && best.is_there != Truth::kNo) continue;
      WayIn way = way_of_route(route.route->values, family);
      if (!route.is_only_of_this_table) way.is_there = both(way.is_there, Truth::kUnknown);
      consider(std::move(way));
    }
  }
  if (best.is_there != Truth::kNo) best.steps.push_back(table.address);
  return best;
}

std::vector<const Resource*> Routes::tables_of(const Resource& subnet) const {
  const auto own = associations_of_.find(&subnet);
  const bool may_have_another = loose_.subnets.contains(&subnet);
  if (own == associations_of_.end() && !may_have_another) return main_tables_;
  // Each association is of one subnet, so as many as there are subnets that they may be of leave
  // none of them out.
  Set tables;
  std::set<const Resource*> shared;
  bool is_sure = false;
  std::size_t count = 0;
  if (own != associations_of_.end()) {
    for (const std::size_t index : own->second) {
      const Association& association = associations_[index];
      is_sure = is_sure || association.subnets.only() == &subnet;
      tables.add(association.tables);
      shared.insert(association.subnets.may_be.begin(), association.subnets.may_be.end());
      ++count;
    }
  }
  if (may_have_another) tables.add(loose_.tables.items());
  if (!is_sure && (may_have_another || count < shared.size())) tables.add(main_tables_);
  return tables.items();
}

bool Routes::has_table_elsewhere(const Resource& subnet) const {
  if (loose_.has_table_elsewhere && loose_.subnets.contains(&subnet)) return true;
  const auto own = associations_of_.find(&subnet);
  return own != associations_of_.end() &&
         std::ranges::any_of(own->second, [this](const std::size_t index) {
           return associations_[index].tables.empty();
         });
}

Named Routes::managed_networks(const Value& id) const {
  Named networks = world_.named_by(id, "aws_vpc");
  std::erase_if(networks.may_be, [](const Resource* network) { return network->is_data; });
  return networks;
}

const WayIn& Routes::way_into(const Resource& subnet, Family family) const {
  const auto [known, is_new] = ways_into_.try_emplace({&subnet, family});
  if (is_new) known->second = find_way_into(subnet, family);
  return known->second;
}

WayIn Routes::find_way_into(const Resource& subnet, Family family) const {
  // Of a network that is not of this plan nobody knows the main table; the default one's leads out.
  const bool is_elsewhere =
      subnet.is_data || managed_networks(subnet.values.at("vpc_id")).may_be.empty();
  const bool has_own = associations_of_.contains(&subnet) || loose_.subnets.contains(&subnet);
  if (is_elsewhere && !has_own) {
    return {.is_there = Truth::kUnknown,
            .steps = {"internet", "a route table that is not in the plan", subnet.address}};
  }
  // As sure as all tables that it may have agree.
  const std::vector<const Resource*> tables = tables_of(subnet);
  if (has_table_elsewhere(subnet) || (tables.empty() && has_route_elsewhere_)) {
    return {.is_there = Truth::kUnknown,
            .steps = {"internet", "a route table that is not in the plan", subnet.address}};
  }
  WayIn best;
  bool all = !tables.empty();
  for (const Resource* table : tables) {
    const WayIn& way = way_into_table(*table, family);
    all = all && way.is_there == Truth::kYes;
    if (way.is_there > best.is_there) best = way;
  }
  if (best.is_there == Truth::kYes && !all) best.is_there = Truth::kUnknown;
  if (best.is_there != Truth::kNo) best.steps.push_back(subnet.address);
  return best;
}

}  // namespace opta::prove
