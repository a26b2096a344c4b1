#include "prove/network/data_store.h"

#include <algorithm>

namespace opta::prove {

namespace {

struct StoreKind {
  const char* type;
  const char* groups;
  const char* subnet_group;
  const char* subnet_group_type;
};
constexpr StoreKind kKinds[] = {
    {"aws_rds_cluster", "vpc_security_group_ids", "db_subnet_group_name", "aws_db_subnet_group"},
    {"aws_db_instance", "vpc_security_group_ids", "db_subnet_group_name", "aws_db_subnet_group"},
    {"aws_docdb_cluster", "vpc_security_group_ids", "db_subnet_group_name",
     "aws_docdb_subnet_group"},
    {"aws_elasticache_replication_group", "security_group_ids", "subnet_group_name",
     "aws_elasticache_subnet_group"},
    {"aws_elasticache_cluster", "security_group_ids", "subnet_group_name",
     "aws_elasticache_subnet_group"}};

struct Engine {
  std::string_view part;  // of its name
  int port;
};
// In this order: "aurora-postgresql" is no MySQL.
constexpr Engine kEngines[] = {{"postgres", 5432},  {"mysql", 3306}, {"mariadb", 3306},
                               {"docdb", 27017},    {"redis", 6379}, {"valkey", 6379},
                               {"memcached", 11211}};

int port_of(const Resource& store) {
  const Value& port = store.values.at("port");
  if (port.kind() == Kind::kNumber && port.number() > 0) return static_cast<int>(port.number());
  // What is written, but not known yet, may be any.
  if (port.is_unknown() && !port.is_unset()) return 0;
  const std::string& engine = store.values.at("engine").text();
  const auto* const found = std::ranges::find_if(
      kEngines, [&](const Engine& known) { return engine.contains(known.part); });
  return found == std::end(kEngines) ? 0 : found->port;
}

}  // namespace

bool is_member(const Resource& resource) {
  return resource.type == "aws_elasticache_cluster" &&
         is_set(resource.values.at("replication_group_id")) != Truth::kNo &&
         !resource.values.at("replication_group_id").is_unset();
}

std::vector<DataStore> data_stores(const World& world) {
  std::vector<DataStore> stores;
  for (const StoreKind& kind : kKinds) {
    for (const Resource* resource : world.of_type(kind.type)) {
      if (resource->is_data || is_member(*resource)) continue;
      DataStore store{
          .resource = resource,
          .groups_name = kind.groups,
          .subnet_group_name = kind.subnet_group,
          .groups = world.named_by(resource->values.at(kind.groups), "aws_security_group"),
          .subnet_groups =
              world.named_by(resource->values.at(kind.subnet_group), kind.subnet_group_type),
          .port = port_of(*resource)};
      store.has_all_groups =
          std::ranges::all_of(resource->values.at(kind.groups).blocks(), [&](const Value* group) {
            return world.named_by(*group, "aws_security_group").only() != nullptr;
          });
      // Without any it has the network's default group, or stands in the account's default network.
      for (Named* named : {&store.groups, &store.subnet_groups})
        named->is_complete = named->is_complete && !named->may_be.empty();
      stores.push_back(std::move(store));
    }
  }
  return stores;
}

bool is_port_of_data_store(int port) {
  return std::ranges::find(kEngines, port, &Engine::port) != std::end(kEngines);
}

}  // namespace opta::prove
