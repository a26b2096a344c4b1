#include "app/import/vpc_layout.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/text.h"

namespace opta {

namespace {

using lenient::Json;
using lenient::list_at;
using lenient::text_at;

struct RouteTable {
  std::string id;
  std::string internet;  // the internet gateway that the default route leads to, or
  std::string nat;       // the NAT gateway
};

struct Nat {
  std::string id;
  std::string subnet;
  std::string address;  // the allocation of its public address
};

// A subnet, and the table that it goes by.
struct Place {
  std::string subnet;
  std::string block;
  RouteTable table;
};

constexpr std::size_t kPrivateMin = 2;
constexpr std::size_t kSubnetsMax = 6;

class Reader {
 public:
  explicit Reader(const Json& answers) : answers_(answers) {}

  VpcLayout read() {
    read_tables();
    read_nats();
    read_subnets();
    for (const Place& place : public_) layout_.public_subnets.push_back(place.subnet);
    for (const Place& place : private_) layout_.private_subnets.push_back(place.subnet);
    check_sizes();
    check_public();
    check_private();
    if (!layout_.misfits.empty()) return std::move(layout_);
    order_by_nat();
    if (!layout_.misfits.empty()) return std::move(layout_);
    write_inputs();
    write_imports();
    return std::move(layout_);
  }

 private:
  template <class... Arguments>
  void misfit(fmt::format_string<Arguments...> text, Arguments&&... arguments) {
    layout_.misfits.push_back(fmt::format(text, std::forward<Arguments>(arguments)...));
  }

  void read_tables() {
    for (const Json& entry : list_at(answers_, "tables")) {
      RouteTable table{.id = text_at(entry, "id"), .internet = {}, .nat = {}};
      for (const Json& route : list_at(entry, "routes")) {
        const std::string gateway = text_at(route, "gateway");
        if (gateway.starts_with("igw-")) table.internet = gateway;
        table.nat = text_at(route, "nat");
      }
      for (const Json& association : list_at(entry, "associations")) {
        // A gateway can have a table, too, for what comes in; that is no subnet's.
        const std::string subnet = text_at(association, "subnet");
        if (association.value("main", false)) main_ = table;
        if (!subnet.empty()) table_of_[subnet] = table;
      }
    }
  }

  void read_nats() {
    for (const Json& entry : list_at(answers_, "nats"))
      nats_[text_at(entry, "id")] = {text_at(entry, "id"), text_at(entry, "subnet"),
                                     text_at(entry, "address")};
  }

  void read_subnets() {
    for (const Json& entry : list_at(answers_, "subnets")) {
      Place place{.subnet = text_at(entry, "id"), .block = text_at(entry, "block"), .table = {}};
      const auto table = table_of_.find(place.subnet);
      const bool goes_by_main = table == table_of_.end();
      place.table = goes_by_main ? main_ : table->second;
      const bool leads_out = !place.table.internet.empty() || !place.table.nat.empty();
      if (!leads_out) {
        layout_.left_alone.push_back(place.subnet);
        continue;
      }
      if (goes_by_main)
        misfit("`{}` has no route table of its own and goes by the main one, `{}`", place.subnet,
               place.table.id);
      (place.table.internet.empty() ? private_ : public_).push_back(std::move(place));
    }
    std::ranges::sort(public_, {}, &Place::block);
    std::ranges::sort(private_, {}, &Place::block);
  }

  void check_sizes() {
    if (public_.empty() || public_.size() > kSubnetsMax)
      misfit("it has {}, and the module has 1 to {}", counted(public_.size(), "public subnet"),
             kSubnetsMax);
    if (private_.size() < kPrivateMin || private_.size() > kSubnetsMax)
      misfit("it has {} with a NAT gateway, and the module has {} to {}",
             counted(private_.size(), "private subnet"), kPrivateMin, kSubnetsMax);
  }

  void check_public() {
    std::set<std::string> tables;
    for (const Place& place : public_) tables.insert(place.table.id);
    if (tables.size() > 1)
      misfit("its public subnets go by {} ({}), and the module has one for all of them",
             counted(tables.size(), "route table"), quoted_list({tables.begin(), tables.end()}));
  }

  void check_private() {
    std::map<std::string, std::vector<std::string>> users;
    for (const Place& place : private_) users[place.table.id].push_back(place.subnet);
    for (const auto& [table, subnets] : users) {
      if (subnets.size() > 1)
        misfit("{} share the route table `{}`, and the module has one for each private subnet",
               quoted_list(subnets), table);
    }
    for (const Place& place : private_) {
      const auto nat = nats_.find(place.table.nat);
      if (nat == nats_.end()) {
        misfit("the NAT gateway `{}` of `{}` is not available in this network", place.table.nat,
               place.subnet);
      } else if (nat->second.address.empty()) {
        misfit("the NAT gateway `{}` has no address of its own", place.table.nat);
      } else if (find_public(nat->second.subnet) == public_.end()) {
        misfit("the NAT gateway `{}` stands in `{}`, which is no public subnet", place.table.nat,
               nat->second.subnet);
      }
    }
  }

  std::vector<Place>::iterator find_public(const std::string& subnet) {
    return std::ranges::find(public_, subnet, &Place::subnet);
  }

  // The module gives each private subnet the gateway in the public one of its own position, or all
  // of them the one in the first.
  void order_by_nat() {
    std::vector<std::string> used;  // in the order of the private subnets
    for (const Place& place : private_) {
      if (std::ranges::find(used, place.table.nat) == used.end()) used.push_back(place.table.nat);
    }
    single_nat_ = used.size() == 1;
    if (!single_nat_ && used.size() != private_.size()) {
      misfit("{} private subnets share {}, and the module has one for all or one for each",
             private_.size(), counted(used.size(), "NAT gateway"));
      return;
    }
    for (std::size_t i = 0; i < used.size(); ++i) {
      const auto home = find_public(nats_.at(used[i]).subnet);
      const auto position = public_.begin() + static_cast<std::ptrdiff_t>(i);
      if (home < position) {
        misfit("two NAT gateways stand in `{}`, and the module has at most one in a subnet",
               home->subnet);
        return;
      }
      std::rotate(position, home, home + 1);
    }
    for (const auto& [id, nat] : nats_) {
      if (std::ranges::find(used, id) == used.end()) layout_.left_alone.push_back(id);
    }
  }

  static Json blocks_of(const std::vector<Place>& places) {
    Json blocks = Json::array();
    for (const Place& place : places) blocks.push_back(place.block);
    return blocks;
  }

  void write_inputs() {
    layout_.inputs = {
        {"total_ipv4_cidr_block", text_at(lenient::object_at(answers_, "thing"), "block")},
        {"private_ipv4_cidr_blocks", blocks_of(private_)},
        {"public_ipv4_cidr_blocks", blocks_of(public_)},
        {"single_nat_gateway", single_nat_}};
  }

  void add(std::string address, std::string id) {
    layout_.imports.push_back({std::move(address), std::move(id)});
  }

  static std::string keyed(std::string_view resource, const std::string& block) {
    return fmt::format("{}[\"{}\"]", resource, block);
  }

  void write_imports() {
    const RouteTable& to_internet = public_.front().table;
    add("aws_vpc.this[0]", text_at(answers_, "id"));
    if (const std::string group = text_at(answers_, "default_group"); !group.empty())
      add("aws_default_security_group.locked[0]", group);
    add("aws_internet_gateway.this[0]", to_internet.internet);
    add("aws_route_table.public[0]", to_internet.id);
    add("aws_route.public_internet[0]", to_internet.id + "_0.0.0.0/0");
    for (const Place& place : public_) {
      add(keyed("aws_subnet.public", place.block), place.subnet);
      add(keyed("aws_route_table_association.public", place.block),
          place.subnet + "/" + place.table.id);
    }
    for (const Place& place : private_) {
      add(keyed("aws_subnet.private", place.block), place.subnet);
      add(keyed("aws_route_table.private", place.block), place.table.id);
      add(keyed("aws_route.private_nat", place.block), place.table.id + "_0.0.0.0/0");
      add(keyed("aws_route_table_association.private", place.block),
          place.subnet + "/" + place.table.id);
    }
    std::set<std::string> done;
    for (const Place& place : private_) {
      const Nat& nat = nats_.at(place.table.nat);
      if (!done.insert(nat.id).second) continue;
      const std::string& block = find_public(nat.subnet)->block;
      add(keyed("aws_eip.nat", block), nat.address);
      add(keyed("aws_nat_gateway.this", block), nat.id);
    }
    if (const std::string endpoint = text_at(answers_, "s3_endpoint"); !endpoint.empty())
      add("aws_vpc_endpoint.s3[0]", endpoint);
  }

  const Json& answers_;
  VpcLayout layout_;
  RouteTable main_;
  std::map<std::string, RouteTable> table_of_;  // by subnet
  std::map<std::string, Nat> nats_;
  std::vector<Place> public_;
  std::vector<Place> private_;
  bool single_nat_ = false;
};

}  // namespace

VpcLayout read_vpc(const Json& answers) {
  return Reader(answers).read();
}

}  // namespace opta
