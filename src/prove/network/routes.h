// Which subnets the internet has a way into: those whose route table leads to an internet gateway.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "prove/world.h"

namespace opta::prove {

struct WayIn {
  Truth is_there = Truth::kNo;
  // "internet", "aws_internet_gateway.this", "aws_route_table.public", where there is one.
  std::vector<std::string> steps = {};
};

// Of addresses. Each has routes of its own.
enum class Family : std::uint8_t { kAny, kV4, kV6 };

class Routes {
 public:
  explicit Routes(const World& world);

  // Lives as long as these routes.
  const WayIn& way_into(const Resource& subnet, Family family = Family::kAny) const;

 private:
  // Who has which table, as far as it is known.
  struct Association {
    Named subnets;
    std::vector<const Resource*> tables;
  };
  // Without doubles, in the order in which they came.
  class Set {
   public:
    void add(const std::vector<const Resource*>& resources);
    const std::vector<const Resource*>& items() const { return items_; }

   private:
    std::vector<const Resource*> items_;
    std::set<const Resource*> known_;
  };
  // All associations whose subnet nobody knows, as one: what comes through a `local` of Terraform's
  // may be any, and to keep them apart would cost their number times that of the subnets.
  struct Loose {
    std::set<const Resource*> subnets;
    Set tables;
    bool has_table_elsewhere = false;

    void add(const Association& association);
  };
  struct Route {
    const Resource* route;
    bool is_only_of_this_table;
  };

  Named managed_networks(const Value& id) const;
  // It has a table that the plan does not tell of.
  bool has_table_elsewhere(const Resource& subnet) const;
  std::vector<const Resource*> tables_of(const Resource& subnet) const;
  WayIn find_way_into(const Resource& subnet, Family family) const;
  const WayIn& way_into_table(const Resource& table, Family family) const;
  WayIn find_way_into_table(const Resource& table, Family family) const;
  WayIn way_of_route(const Value& route, Family family) const;

  const World& world_;
  using Ways = std::map<std::pair<const Resource*, Family>, WayIn>;

  std::vector<Association> associations_;
  std::map<const Resource*, std::vector<std::size_t>> associations_of_;  // by subnet
  Loose loose_;
  std::map<const Resource*, std::vector<Route>> routes_of_;  // by table
  std::set<const Resource*> tables_without_own_routes_;
  std::vector<const Resource*> main_tables_;
  bool has_route_elsewhere_ = false;  // into a table that the plan does not tell of
  // Asked for once for each thing that may stand in a subnet.
  mutable Ways ways_into_;
  mutable Ways ways_into_tables_;
};

}  // namespace opta::prove
