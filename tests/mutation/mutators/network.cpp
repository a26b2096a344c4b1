// Ways in from the internet: each has an address, a route and a rule, and each of the three is
// made in every way that AWS has.
#include <fmt/format.h>

#include "../edits.h"

namespace opta::prove::mutation {

namespace {

const Names kDatabases = {"aws_rds_cluster_instance", "aws_db_instance"};
const Names kNodes = {"aws_eks_node_group"};
constexpr const char* kEverybody = "0.0.0.0/0";

// One step of a way in.
struct Step {
  std::string name;
  Change change;
};
using Steps = std::vector<Step>;

json id_of(const Scene& scene, const std::string& address) {
  return scene.after(address).value("id", json());
}

std::vector<std::string> named(const Scene& scene, std::string_view type, std::string_view part) {
  std::vector<std::string> found;
  for (std::string& address : scene.addresses({type})) {
    if (address.contains(part)) found.push_back(std::move(address));
  }
  return found;
}

json ids(const Scene& scene, std::string_view type, std::string_view part) {
  json all = json::array();
  for (const std::string& address : named(scene, type, part)) all.push_back(id_of(scene, address));
  return all;
}

void put(Scene& scene, const std::string& address, const std::string& path, const json& value) {
  set(path, {value}).front().edit(scene, address);
}

// What leads the internet into the private subnets, in a world whose ids are known.
Steps routes(const Scene& scene) {
  Steps steps;
  const json gateway = id_of(scene, scene.addresses({"aws_internet_gateway"}).front());
  const json table = ids(scene, "aws_route_table", "public").front();
  for (const std::string& association : named(scene, "aws_route_table_association", "private")) {
    steps.push_back({association + " with the public table",
                     [=](Scene& to) { put(to, association, "route_table_id", table); }});
  }
  for (const std::string& route : named(scene, "aws_route", "private_nat")) {
    steps.push_back({route + " to the internet gateway", [=](Scene& to) {
                       put(to, route, "nat_gateway_id", "");
                       put(to, route, "gateway_id", gateway);
                     }});
  }
  for (const std::string& private_table : named(scene, "aws_route_table", "private")) {
    const json own = id_of(scene, private_table);
    for (const char* block : {"0.0.0.0/0", "0.0.0.0/1", "8.8.8.8/32"}) {
      steps.push_back(
          {fmt::format("{} with a new route for {}", private_table, block), [=](Scene& to) {
             add(to, {.address = "module.base.aws_route.mutant",
                      .after = {{"route_table_id", own},
                                {"destination_cidr_block", block},
                                {"gateway_id", gateway}}});
           }});
      steps.push_back(
          {fmt::format("{} with a route inline for {}", private_table, block), [=](Scene& to) {
             put(to, private_table, "route", {{{"cidr_block", block}, {"gateway_id", gateway}}});
           }});
    }
  }
  for (const std::string& association : named(scene, "aws_route_table_association", "private")) {
    steps.push_back({association + " gone, and the public table is the main one", [=](Scene& to) {
                       dropped().edit(to, association);
                       add(to, {.address = "module.base.aws_main_route_table_association.mutant",
                                .after = {{"route_table_id", table}}});
                     }});
  }
  return steps;
}

// What lets everybody into the group with this id and address.
Steps openings(const std::string& group, const json& id) {
  const auto inline_rule = [&](const std::string& name, const json& block) {
    return Step{fmt::format("{} with {} inline", group, name),
                [=](Scene& to) { put(to, group, "ingress", {block}); }};
  };
  const auto rule = [&](const std::string& name, json after) {
    after["security_group_id"] = id;
    return Step{fmt::format("{} with a rule for {}", group, name), [=](Scene& to) {
                  add(to, {.address = "module.base.aws_vpc_security_group_ingress_rule.mutant",
                           .after = after});
                }};
  };
  const auto old_rule = [&](const std::string& name, json after) {
    after["security_group_id"] = id;
    return Step{fmt::format("{} with an old rule for {}", group, name), [=](Scene& to) {
                  add(to,
                      {.address = "module.base.aws_security_group_rule.mutant", .after = after});
                }};
  };
  const json tcp = {{"protocol", "tcp"}, {"from_port", 0}, {"to_port", 65535}};
  const auto with = [](json made, const char* name, const json& value) {
    made[name] = value;
    return made;
  };
  const json ip = {{"ip_protocol", "tcp"}, {"from_port", 5432}, {"to_port", 5432}};
  const json old = with(tcp, "type", "ingress");
  return {
      inline_rule("everybody", with(tcp, "cidr_blocks", {kEverybody})),
      inline_rule("everybody among others", with(tcp, "cidr_blocks", {"10.0.0.0/8", kEverybody})),
      inline_rule(
          "all protocols",
          {{"protocol", "-1"}, {"from_port", 0}, {"to_port", 0}, {"cidr_blocks", {kEverybody}}}),
      inline_rule("half of the internet", with(tcp, "cidr_blocks", {"128.0.0.0/1"})),
      inline_rule("more than what is private", with(tcp, "cidr_blocks", {"10.0.0.0/7"})),
      inline_rule("one address", with(tcp, "cidr_blocks", {"203.0.114.7/32"})),
      rule("everybody", with(ip, "cidr_ipv4", kEverybody)),
      rule("all protocols", {{"ip_protocol", "-1"}, {"cidr_ipv4", kEverybody}}),
      rule("a foreign block", with(ip, "cidr_ipv4", "52.0.0.0/8")),
      rule("UDP",
           {{"ip_protocol", "udp"}, {"from_port", 1}, {"to_port", 99}, {"cidr_ipv4", kEverybody}}),
      old_rule("everybody", with(old, "cidr_blocks", {kEverybody})),
      old_rule("protocol 6", with(with(old, "cidr_blocks", {kEverybody}), "protocol", "6")),
      old_rule("all protocols", with(with(old, "cidr_blocks", {kEverybody}), "protocol", "all")),
  };
}

// Every route with one rule, and one route with every rule, after `first`.
Mutants ways(const Change& first, const std::string& name, const Steps& routes,
             const Steps& openings) {
  Mutants mutants;
  const auto way = [&](const Step& route, const Step& opening) {
    mutants.push_back({fmt::format("{}; {}; {}", name, route.name, opening.name), [=](Scene& to) {
                         first(to);
                         route.change(to);
                         opening.change(to);
                       }});
  };
  for (const Step& route : routes) way(route, openings.front());
  for (const Step& opening : openings) way(routes.front(), opening);
  return mutants;
}

std::string group_with(const Scene& scene, const json& id) {
  for (const std::string& group : scene.addresses({"aws_security_group"})) {
    if (id_of(scene, group) == id) return group;
  }
  return {};
}

Mutants open_databases(const Scene& scene) {
  Mutants mutants;
  for (const std::string& address : scene.addresses({"aws_rds_cluster_instance"})) {
    // Its cluster stands in the same module.
    const std::string cluster = address.substr(0, address.find(".aws_")) + ".aws_rds_cluster.this";
    const json group = scene.after(cluster)["vpc_security_group_ids"][0];
    for (Mutant& mutant :
         ways([address](Scene& to) { put(to, address, "publicly_accessible", true); },
              address + " public", routes(scene), openings(group_with(scene, group), group)))
      mutants.push_back(std::move(mutant));
  }
  return mutants;
}

// Elsewhere than where the environment puts databases: in its public subnets.
Mutants databases_in_public_subnets(const Scene& scene) {
  Mutants mutants;
  const json subnets = ids(scene, "aws_subnet", "public");
  const json group = ids(scene, "aws_security_group", "postgres").front();
  for (const Step& opening : openings(group_with(scene, group), group)) {
    mutants.push_back(
        {"a database in the public subnets; " + opening.name, [=](Scene& to) {
           add(to, {.address = "module.db.aws_db_subnet_group.mutant",
                    .after = {{"name", "mutant"}, {"id", "mutant"}, {"subnet_ids", subnets}}});
           add(to, {.address = "module.db.aws_db_instance.mutant",
                    .after = {{"db_subnet_group_name", "mutant"},
                              {"publicly_accessible", true},
                              {"vpc_security_group_ids", {group}}}});
           opening.change(to);
         }});
  }
  return mutants;
}

// The same before anything has an id: by what refers to what.
const std::vector<NewResource> kOpenByReference = {
    {.address = "module.base.aws_security_group.mutant",
     .after = {{"name", "mutant"},
               {"ingress",
                {{{"protocol", "tcp"},
                  {"from_port", 22},
                  {"to_port", 22},
                  {"cidr_blocks", {kEverybody}}}}}}},
    {.address = "module.base.aws_db_subnet_group.mutant",
     .after = {{"name", "mutant"}},
     .references = {{"subnet_ids", {"aws_subnet.public"}}}}};

Change with_open_groups() {
  return [](Scene& scene) {
    for (const NewResource& resource : kOpenByReference) add(scene, resource);
  };
}

const std::vector<std::string> kGroup = {"aws_security_group.mutant.id",
                                         "aws_security_group.mutant"};

NewResource database_by_reference(const char* type) {
  return {.address = fmt::format("module.base.{}.mutant", type),
          .after = {{"publicly_accessible", true}, {"db_subnet_group_name", "mutant"}},
          .references = {{"vpc_security_group_ids", kGroup}}};
}

NewResource machine(const json& after, const std::vector<std::string>& subnets) {
  return {.address = "module.base.aws_instance.mutant",
          .after = after,
          .references = {{"vpc_security_group_ids", kGroup}, {"subnet_id", subnets}}};
}

const std::vector<std::string> kPublic = {"aws_subnet.public"};

NewResource address_of_machine(const char* type, const char* attribute) {
  return {.address = fmt::format("module.base.{}.mutant", type),
          .references = {{attribute, {"aws_instance.mutant.id", "aws_instance.mutant"}}}};
}

Finder open_machines() {
  const NewResource closed = machine({{"associate_public_ip_address", false}}, kPublic);
  const auto with_machine = [closed](Scene& scene) {
    with_open_groups()(scene);
    add(scene, closed);
  };
  // All public subnets give addresses; what the machine says nothing of is theirs.
  const auto giving = [](Scene& scene) {
    with_open_groups()(scene);
    for (const std::string& subnet : named(scene, "aws_subnet", "public"))
      put(scene, subnet, "map_public_ip_on_launch", true);
  };
  return several({
      after_change(with_open_groups(),
                   added({machine({{"associate_public_ip_address", true}}, kPublic)})),
      after_change(giving, added({machine(json::object(), kPublic)})),
      after_change(with_machine, added({address_of_machine("aws_eip", "instance"),
                                        address_of_machine("aws_eip_association", "instance_id")})),
  });
}

// Nodes in public subnets that give addresses, with a group of the launch template that is open.
Mutants open_nodes(const Scene& scene) {
  Mutants mutants;
  const json subnets = ids(scene, "aws_subnet", "public");
  for (const std::string& nodes : scene.addresses(kNodes)) {
    const std::string launch =
        nodes.substr(0, nodes.find(".aws_eks_node_group")) + ".aws_launch_template.node";
    const json group = ids(scene, "aws_security_group", "postgres").front();
    const Change in_public = [=](Scene& to) { put(to, nodes, "subnet_ids", subnets); };
    const Change with_group = [=](Scene& to) {
      put(to, launch, "vpc_security_group_ids", {group});
    };
    Steps addresses;
    addresses.push_back({"the subnets give addresses", [=](Scene& to) {
                           with_group(to);
                           for (const std::string& subnet : named(to, "aws_subnet", "public"))
                             put(to, subnet, "map_public_ip_on_launch", true);
                         }});
    addresses.push_back(
        {"the launch template gives addresses", [=](Scene& to) {
           put(to, launch, "network_interfaces",
               {{{"associate_public_ip_address", "true"}, {"security_groups", {group}}}});
         }});
    for (Mutant& mutant : ways(in_public, nodes + " in public subnets", addresses,
                               openings(group_with(scene, group), group)))
      mutants.push_back(std::move(mutant));
  }
  return mutants;
}

}  // namespace

std::vector<Mutator> network_mutators() {
  const Names one = {"aws_rds_cluster_instance"};
  return {
      {"NET-01", "a database that the internet is led to",
       where_there_is("aws_rds_cluster_instance", open_databases)},
      {"NET-01", "a database in the public subnets",
       where_there_is("aws_rds_cluster_instance", databases_in_public_subnets)},
      {"NET-01", "a database that the internet will be led to",
       after_change(with_open_groups(), added({database_by_reference("aws_db_instance")}))},
      {"NET-01", "a public database of which the rest is elsewhere",
       added({{.address = "module.db.aws_db_instance.mutant",
               .after = {{"publicly_accessible", true}}},
              {.address = "module.db.aws_rds_cluster_instance.mutant",
               .after = {{"publicly_accessible", true}, {"cluster_identifier", "elsewhere"}}},
              {.address = "module.db.aws_db_instance.mutant",
               .after = {{"publicly_accessible", true},
                         {"db_subnet_group_name", "elsewhere"},
                         {"vpc_security_group_ids", {"sg-elsewhere"}}}}}),
       Demand::kNotHeld},
      {"NET-02", "a machine that the internet will be led to", open_machines()},
      {"NET-02", "nodes that the internet is led to",
       where_there_is("aws_rds_cluster_instance", open_nodes)},
      {"NET-02", "a machine of which the rest is elsewhere",
       added({{.address = "module.base.aws_instance.mutant",
               .after = {{"associate_public_ip_address", true}, {"subnet_id", "subnet-1"}}},
              {.address = "module.base.aws_instance.mutant",
               .after = {{"associate_public_ip_address", true},
                         {"subnet_id", "subnet-1"},
                         {"vpc_security_group_ids", {"sg-elsewhere"}}}}}),
       Demand::kNotHeld},
  };
}

}  // namespace opta::prove::mutation
