#include "app/strays.h"

#include <algorithm>
#include <array>
#include <functional>
#include <iterator>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "app/adoption.h"
#include "exec/json.h"
#include "exec/terraform/show.h"
#include "plan/decode.h"

namespace opta {

namespace {

using lenient::Json;
using lenient::list_at;
using lenient::text_at;

constexpr std::string_view kLayerTag = "opta_layer";
// As many ids as one call to EC2 takes.
constexpr std::size_t kIdsOfACall = 200;

struct Kind {
  std::string_view service;
  std::string_view prefix;  // of the ARN's last part, or of the id in EC2
  std::array<std::string_view, 2> types;
  bool by_arn = false;  // is imported by its whole ARN
};

constexpr std::array kKinds = {
    Kind{"ec2", "vpc-", {"aws_vpc"}},
    Kind{"ec2", "subnet-", {"aws_subnet"}},
    Kind{"ec2", "sg-", {"aws_security_group"}},
    Kind{"ec2",
         "sgr-",
         {"aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"}},
    Kind{"ec2", "eipalloc-", {"aws_eip"}},
    Kind{"ec2", "nat-", {"aws_nat_gateway"}},
    Kind{"ec2", "igw-", {"aws_internet_gateway"}},
    Kind{"ec2", "rtb-", {"aws_route_table"}},
    Kind{"ec2", "vpce-", {"aws_vpc_endpoint"}},
    Kind{"ec2", "fl-", {"aws_flow_log"}},
    Kind{"ec2", "lt-", {"aws_launch_template"}},
    Kind{"kms", "key/", {"aws_kms_key"}},
    Kind{"logs", "log-group:", {"aws_cloudwatch_log_group"}},
    Kind{"rds", "subgrp:", {"aws_db_subnet_group", "aws_docdb_subnet_group"}},
    Kind{"elasticache", "subnetgroup:", {"aws_elasticache_subnet_group"}},
    Kind{"s3", "", {"aws_s3_bucket"}},
    Kind{"eks", "cluster/", {"aws_eks_cluster"}},
    Kind{"ecr", "repository/", {"aws_ecr_repository"}},
    Kind{"route53", "hostedzone/", {"aws_route53_zone"}},
    Kind{"acm", "certificate/", {"aws_acm_certificate"}, true},
    Kind{"elasticloadbalancing", "loadbalancer/", {"aws_lb"}, true},
    Kind{"elasticloadbalancing", "targetgroup/", {"aws_lb_target_group"}, true},
    Kind{"elasticloadbalancing", "listener/", {"aws_lb_listener"}, true},
};

bool has_all(const Tags& tags, const Tags& wanted) {
  return std::ranges::all_of(wanted, [&](const auto& tag) {
    const auto found = tags.find(tag.first);
    return found != tags.end() && found->second == tag.second;
  });
}

bool fits(const WantedThing& wanted, const TaggedThing& thing) {
  return std::ranges::find(thing.types, wanted.type) != thing.types.end() &&
         (wanted.name.empty() || wanted.name == thing.id) && has_all(thing.tags, wanted.tags);
}

// "tags_all.Name" and "tags_all[\"a b\"]" -> the key.
std::optional<std::string> tag_key(std::string_view path) {
  constexpr std::string_view kField = "tags_all";
  if (!path.starts_with(kField)) return std::nullopt;
  path.remove_prefix(kField.size());
  if (path.starts_with('.')) return std::string(path.substr(1));
  const Json key = lenient::parse(path);
  if (!key.is_array() || key.size() != 1 || !key[0].is_string()) return std::nullopt;
  return key[0].get<std::string>();
}

std::string plain_text(const std::string* json) {
  const Json value = json == nullptr ? Json() : lenient::parse(*json);
  return value.is_string() ? value.get<std::string>() : std::string();
}

WantedThing wanted_thing(const ResourceChange& change) {
  WantedThing wanted{.address = change.address, .type = change.type};
  for (const FieldChange& field : change.fields) {
    if (const auto key = tag_key(field.path)) wanted.tags[*key] = plain_text(&field.after);
  }
  if (change.type == "aws_s3_bucket") wanted.name = plain_text(value_after(change, "bucket"));
  const bool has_id_by_name = change.type.ends_with("_subnet_group") ||
                              change.type == "aws_cloudwatch_log_group" ||
                              change.type == "aws_eks_cluster" ||
                              change.type == "aws_ecr_repository" || change.type == "aws_iam_role";
  if (has_id_by_name) wanted.name = plain_text(value_after(change, "name"));
  return wanted;
}

// What is looked for, from the plan that the killed run applied.
std::vector<WantedThing> read_wanted(EngineRoom& room, const std::set<std::string>& unfinished) {
  std::vector<WantedThing> wanted;
  const auto shown = terraform::show(room.context(), {.plan_file = room.workspace().plan_file()});
  if (!shown || shown->failure) return wanted;
  const auto plan = decode_plan(shown->text);
  if (!plan) return wanted;
  for (const ResourceChange& change : plan->changes) {
    if (unfinished.contains(change.address)) wanted.push_back(wanted_thing(change));
  }
  return wanted;
}

class Account {
 public:
  Account(EngineRoom& room, aws::Cli cli) : layer_(room.layer().name), cli_(std::move(cli)) {}

  // Of services that tell their tags to the tagging API. What it has of EC2 is not always all.
  std::vector<TaggedThing> tagged() const {
    std::map<std::string, Tags> found;
    const Json answer = ask({"resourcegroupstaggingapi", "get-resources", "--tag-filters",
                             fmt::format("Key={},Values={}", kLayerTag, layer_)});
    for (const Json& item : list_at(answer, "ResourceTagMappingList"))
      found[text_at(item, "ResourceARN")] = tags_of(list_at(item, "Tags"));
    for (auto& [id, tags] : tagged_in_ec2()) found[id] = std::move(tags);
    // A thing in EC2 can be there twice, by its id and by its ARN.
    std::map<std::pair<std::string, std::string>, TaggedThing> things;
    for (auto& [arn, tags] : found) {
      auto thing = tagged_thing(arn, std::move(tags));
      if (!thing) continue;
      auto key = std::pair(thing->types.at(0), thing->id);
      things.insert_or_assign(std::move(key), *std::move(thing));
    }
    std::vector<TaggedThing> list;
    list.reserve(things.size());
    for (auto& [key, thing] : things) list.push_back(std::move(thing));
    return list;
  }

  // IAM does not answer the tagging API.
  std::optional<TaggedThing> role(const std::string& name) const {
    const Json answer = ask({"iam", "list-role-tags", "--role-name", name});
    if (!answer.is_object()) return std::nullopt;
    return TaggedThing{{"aws_iam_role"}, name, tags_of(list_at(answer, "Tags"))};
  }

  Json route_tables() const {
    return ask({"ec2", "describe-route-tables", "--filters",
                fmt::format("Name=tag:{},Values={}", kLayerTag, layer_)});
  }

 private:
  Json ask(const std::vector<std::string>& arguments) const {
    const auto answer = aws::call(cli_, arguments);
    return !answer || answer->failure ? Json() : lenient::parse(answer->text);
  }

  static Tags tags_of(const Json& list) {
    Tags tags;
    for (const Json& tag : list) tags[text_at(tag, "Key")] = text_at(tag, "Value");
    return tags;
  }

  std::map<std::string, Tags> tagged_in_ec2() const {
    std::map<std::string, Tags> found;
    const Json ours =
        ask({"ec2", "describe-tags", "--filters", fmt::format("Name=key,Values={}", kLayerTag),
             fmt::format("Name=value,Values={}", layer_)});
    std::vector<std::string> ids;
    for (const Json& tag : list_at(ours, "Tags")) ids.push_back(text_at(tag, "ResourceId"));
    for (std::size_t begin = 0; begin < ids.size(); begin += kIdsOfACall) {
      const auto end = std::min(begin + kIdsOfACall, ids.size());
      const Json all =
          ask({"ec2", "describe-tags", "--filters",
               fmt::format("Name=resource-id,Values={}",
                           fmt::join(ids.begin() + static_cast<std::ptrdiff_t>(begin),
                                     ids.begin() + static_cast<std::ptrdiff_t>(end), ","))});
      for (const Json& tag : list_at(all, "Tags"))
        found[text_at(tag, "ResourceId")][text_at(tag, "Key")] = text_at(tag, "Value");
    }
    return found;
  }

  std::string layer_;
  aws::Cli cli_;
};

std::string_view module_of(std::string_view address) {
  return address.substr(0, address.find("aws_"));
}

std::string_view index_of(std::string_view address) {
  const std::size_t bracket = address.find('[', module_of(address).size());
  return bracket == std::string_view::npos ? std::string_view() : address.substr(bracket);
}

// The id of the one resource of that type that stands in the same module under the same index: in
// the library a route and its table, an association and its subnet, have the same key.
std::string id_beside(const std::string& address, std::string_view type, const Ids& known) {
  std::string found;
  for (const auto& [other, id] : known) {
    if (type_of_address(other) != type || module_of(other) != module_of(address) ||
        index_of(other) != index_of(address))
      continue;
    if (!found.empty()) return {};
    found = id;
  }
  return found;
}

// Routes and associations have no tags; their route table tells.
std::string route_in(const Json& tables, const std::string& table_id) {
  for (const Json& table : list_at(tables, "RouteTables")) {
    if (text_at(table, "RouteTableId") != table_id) continue;
    for (const Json& route : list_at(table, "Routes")) {
      if (text_at(route, "DestinationCidrBlock") == "0.0.0.0/0") return table_id + "_0.0.0.0/0";
    }
  }
  return {};
}

std::string association_in(const Json& tables, const std::string& subnet_id) {
  for (const Json& table : list_at(tables, "RouteTables")) {
    for (const Json& association : list_at(table, "Associations")) {
      if (!subnet_id.empty() && text_at(association, "SubnetId") == subnet_id)
        return subnet_id + "/" + text_at(table, "RouteTableId");
    }
  }
  return {};
}

void add_routes(const Account& account, const std::set<std::string>& unfinished, const Ids& known,
                Ids& strays) {
  std::optional<Json> tables;
  for (const std::string& address : unfinished) {
    const std::string type = type_of_address(address);
    const bool is_route = type == "aws_route";
    if (!is_route && type != "aws_route_table_association") continue;
    if (!tables) tables = account.route_tables();
    const std::string id = is_route
                               ? route_in(*tables, id_beside(address, "aws_route_table", known))
                               : association_in(*tables, id_beside(address, "aws_subnet", known));
    if (!id.empty()) strays[address] = id;
  }
}

}  // namespace

std::optional<TaggedThing> tagged_thing(const std::string& arn, Tags tags) {
  // arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE, where RESOURCE may have colons and slashes.
  std::string_view resource = arn;
  std::string_view service = "ec2";
  if (arn.contains(':')) {
    std::size_t begin = 0;
    for (int field = 0; field < 5 && begin != std::string::npos; ++field) {
      const std::size_t end = arn.find(':', begin);
      if (field == 2) service = resource.substr(begin, end - begin);
      begin = end == std::string::npos ? end : end + 1;
    }
    if (begin == std::string::npos) return std::nullopt;
    resource.remove_prefix(begin);
    if (service == "ec2") resource = resource.substr(resource.rfind('/') + 1);
  }
  for (const Kind& kind : kKinds) {
    if (kind.service != service || !resource.starts_with(kind.prefix)) continue;
    std::string_view id = resource;
    if (service != "ec2") id.remove_prefix(kind.prefix.size());
    if (id.ends_with(":*")) id.remove_suffix(2);  // how CloudWatch writes a log group
    TaggedThing thing{
        .types = {}, .id = kind.by_arn ? arn : std::string(id), .tags = std::move(tags)};
    for (const std::string_view type : kind.types) {
      if (!type.empty()) thing.types.emplace_back(type);
    }
    return thing;
  }
  return std::nullopt;
}

Ids match_strays(const std::vector<WantedThing>& wanted, const std::vector<TaggedThing>& things,
                 const Ids& known) {
  // Names are the ids of some types: the same id under another type is another thing.
  const auto is_known = [&known](const TaggedThing& thing) {
    return std::ranges::any_of(known, [&thing](const auto& one) {
      return one.second == thing.id &&
             std::ranges::find(thing.types, type_of_address(one.first)) != thing.types.end();
    });
  };
  std::vector<TaggedThing> strangers;
  std::ranges::copy_if(things, std::back_inserter(strangers), std::not_fn(is_known));
  Ids strays;
  for (const WantedThing& one : wanted) {
    if (!one.tags.contains(std::string(kLayerTag))) continue;
    const auto fits_it = [&one](const TaggedThing& thing) { return fits(one, thing); };
    const auto thing = std::ranges::find_if(strangers, fits_it);
    if (thing == strangers.end() || std::ranges::count_if(strangers, fits_it) > 1) continue;
    const auto rivals = std::ranges::count_if(
        wanted, [&thing](const WantedThing& other) { return fits(other, *thing); });
    if (rivals == 1) strays[one.address] = thing->id;
  }
  return strays;
}

Ids find_strays(EngineRoom& room, const std::set<std::string>& unfinished, const Ids& known) {
  Ids strays;
  if (unfinished.empty()) return strays;
  auto cli = room.aws_cli();
  if (!cli) return strays;
  const Account account(room, *std::move(cli));
  const std::vector<WantedThing> wanted = read_wanted(room, unfinished);
  std::vector<TaggedThing> things = account.tagged();
  for (const WantedThing& one : wanted) {
    if (one.type != "aws_iam_role" || one.name.empty()) continue;
    if (auto role = account.role(one.name)) things.push_back(*std::move(role));
  }
  strays = match_strays(wanted, things, known);
  Ids all = known;
  for (const auto& [address, id] : strays) all[address] = id;
  add_routes(account, unfinished, all, strays);
  return strays;
}

}  // namespace opta
