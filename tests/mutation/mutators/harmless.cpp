// What people change every day: nothing of it may raise an alarm.
#include <algorithm>

#include <fmt/format.h>

#include "../edits.h"

namespace opta::prove::mutation {

namespace {

// The attribute of every resource that has it as a text, a number or an object.
Finder every(const std::string& name, const std::function<json(const json& old)>& change) {
  return [=](const Scene& scene) {
    Mutants mutants;
    for (const json& item : scene.plan["resource_changes"]) {
      const json& after = item["change"]["after"];
      if (item["mode"] != "managed" || !after.is_object() || !after.contains(name)) continue;
      const json value = change(after[name]);
      if (value == after[name]) continue;
      const std::string address = item["address"];
      mutants.push_back({fmt::format("{} {} = {}", address, name, value.dump()),
                         [=](Scene& to) { to.item(address)["change"]["after"][name] = value; }});
    }
    return mutants;
  };
}

json with_tag(const json& tags) {
  json more = tags.is_object() ? tags : json::object();
  more["owner"] = "0.0.0.0/0";
  return more;
}

json longer(const json& old) {
  return old.is_string() && !old.get<std::string>().empty()
             ? json(old.get<std::string>() + " (public)")
             : old;
}

json larger(const json& old) {
  return old.is_number() ? json(old.get<double>() + 1) : old;
}

Mutants reordered(const Scene& scene) {
  Mutants mutants;
  const std::size_t size = scene.plan["resource_changes"].size();
  for (const std::size_t by : {size / 4, size / 2, size - 1}) {
    mutants.push_back({fmt::format("from resource {}", by), [by](Scene& to) {
                         auto& all = to.plan["resource_changes"].get_ref<json::array_t&>();
                         std::ranges::rotate(all, all.begin() + static_cast<std::ptrdiff_t>(by));
                       }});
  }
  mutants.push_back({"backwards", [](Scene& to) {
                       std::ranges::reverse(to.plan["resource_changes"].get_ref<json::array_t&>());
                     }});
  mutants.push_back({"releases backwards", [](Scene& to) { std::ranges::reverse(to.releases); }});
  return mutants;
}

// Terraform writes null for what is absent; other versions leave it out.
Mutants without_nulls(const Scene& scene) {
  Mutants mutants;
  for (const json& item : scene.plan["resource_changes"]) {
    const json& after = item["change"]["after"];
    if (!after.is_object() || item["mode"] != "managed") continue;
    const auto null = [](const json& value) { return value.is_null(); };
    if (std::ranges::none_of(after, null)) continue;
    const std::string address = item["address"];
    mutants.push_back({address + " without its nulls", [=](Scene& to) {
                         json& values = to.item(address)["change"]["after"];
                         for (auto value = values.begin(); value != values.end();)
                           value = value->is_null() ? values.erase(value) : std::next(value);
                       }});
  }
  return mutants;
}

// The lists of a security group's blocks, the subnets of a group: in no order.
Finder turned_around(const std::string& name) {
  return every(name, [](const json& old) {
    json turned = old;
    if (turned.is_array()) std::reverse(turned.begin(), turned.end());
    return turned;
  });
}

const json kBlocks = {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"};

// Rules for what is private, into each group whose id is known.
Mutants private_rules(const Scene& scene) {
  Mutants mutants;
  for (const std::string& group : scene.addresses({"aws_security_group"})) {
    const json id = scene.after(group).value("id", json());
    // What may reach a database is a promise of its own.
    if (id.is_null() || group.contains(".database[")) continue;
    for (const json& block : kBlocks) {
      mutants.push_back({fmt::format("{} lets in {}", group, block.dump()), [=](Scene& to) {
                           add(to,
                               {.address = "module.base.aws_vpc_security_group_ingress_rule.mutant",
                                .after = {{"security_group_id", id},
                                          {"ip_protocol", "tcp"},
                                          {"from_port", 0},
                                          {"to_port", 65535},
                                          {"cidr_ipv4", block}}});
                         }});
    }
    mutants.push_back({group + " lets in another group", [=](Scene& to) {
                         add(to,
                             {.address = "module.base.aws_vpc_security_group_ingress_rule.mutant",
                              .after = {{"security_group_id", id},
                                        {"ip_protocol", "tcp"},
                                        {"from_port", 1},
                                        {"to_port", 2},
                                        {"referenced_security_group_id", id}}});
                       }});
    mutants.push_back({group + " lets out to everybody", [=](Scene& to) {
                         add(to, {.address = "module.base.aws_security_group_rule.mutant",
                                  .after = {{"security_group_id", id},
                                            {"type", "egress"},
                                            {"protocol", "-1"},
                                            {"cidr_blocks", {"0.0.0.0/0"}}}});
                       }});
  }
  return mutants;
}

const std::vector<NewResource> kUnrelated = {
    {.address = "aws_ssm_parameter.mutant", .after = {{"name", "/a"}, {"type", "String"}}},
    {.address = "aws_cloudwatch_dashboard.mutant", .after = {{"dashboard_name", "a"}}},
    {.address = "aws_route53_zone.mutant", .after = {{"name", "example.org"}}},
    {.address = "module.base.aws_vpc_dhcp_options.mutant", .after = {{"domain_name", "a"}}},
    {.address = "aws_iam_group.mutant", .after = {{"name", "people"}}},
    {.address = "aws_kms_key.mutant",
     .after = {{"enable_key_rotation", true}, {"deletion_window_in_days", 30}}},
    {.address = "aws_ecr_repository.mutant",
     .after = {{"name", "a"},
               {"image_tag_mutability", "IMMUTABLE"},
               {"image_scanning_configuration", {{{"scan_on_push", true}}}},
               {"encryption_configuration", {{{"encryption_type", "KMS"}}}}}},
    {.address = "null_resource.mutant", .after = {{"triggers", {{"public", "true"}}}}},
    {.address = "random_id.mutant", .after = {{"byte_length", 4}}},
    {.address = "time_sleep.mutant", .after = {{"create_duration", "30s"}}},
    {.address = "aws_budgets_budget.mutant", .after = {{"name", "a"}, {"limit_amount", "100"}}},
    {.address = "aws_acm_certificate.mutant", .after = {{"domain_name", "example.org"}}},
};

}  // namespace

std::vector<Harmless> harmless_changes() {
  return {
      {"a tag", several({every("tags", with_tag), every("tags_all", with_tag)})},
      {"a description", every("description", longer)},
      {"a size", several({every("volume_size", larger), every("min_size", larger),
                          every("desired_size", larger), every("num_cache_clusters", larger),
                          every("promotion_tier", larger), every("max_session_duration", larger),
                          every("visibility_timeout_seconds", larger)})},
      {"an instance class",
       several({every("instance_class", [](const json&) { return "db.r6g.large"; }),
                every("node_type", [](const json&) { return "cache.r6g.large"; }),
                every("instance_types", [](const json&) { return json{"m7g.large"}; })})},
      {"stricter values",
       several({every("backup_retention_period", [](const json&) { return 35; }),
                every("deletion_protection", [](const json&) { return true; }),
                every("skip_final_snapshot", [](const json&) { return false; }),
                every("prevent_destroy", [](const json&) { return true; }),
                every("performance_insights_enabled", [](const json&) { return true; }),
                every("auto_minor_version_upgrade", [](const json&) { return true; })})},
      {"the order of resources", reordered},
      {"the order of lists",
       several({turned_around("subnet_ids"), turned_around("subnets"), turned_around("ingress"),
                turned_around("egress"), turned_around("enabled_cluster_log_types"),
                turned_around("parameter"), turned_around("vpc_security_group_ids")})},
      {"null or absent", without_nulls},
      {"rules for what is private", private_rules},
      {"resources that no promise is about", added(kUnrelated)},
      {"labels of objects",
       each_field({"Deployment", "StatefulSet", "DaemonSet", "Service", "ConfigMap",
                   "ServiceAccount", "NetworkPolicy", "Namespace", "StorageClass"},
                  "[\"app.kubernetes.io/managed-by\"]", {"\"Helm 4\""})},
      {"the number of pods", each_field({"Deployment", "StatefulSet"}, "spec.replicas", {"7"})},
  };
}

}  // namespace opta::prove::mutation
