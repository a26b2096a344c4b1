#include "plan/exposure.h"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "base/text.h"

namespace opta {

namespace {

bool is_world(std::string_view text) {
  return text == "\"0.0.0.0/0\"" || text == "\"::/0\"";
}

// A leaf that opens something by its value alone.
struct Opening {
  std::string_view type;
  std::string_view path;
  std::string_view value;
  std::string_view words;
};

constexpr auto kOpenings = std::to_array<Opening>({
    {"aws_s3_bucket_public_access_block", "block_public_acls", "false",
     "lets ACLs make the bucket public"},
    {"aws_s3_bucket_public_access_block", "ignore_public_acls", "false",
     "lets ACLs make the bucket public"},
    {"aws_s3_bucket_public_access_block", "block_public_policy", "false",
     "lets a policy make the bucket public"},
    {"aws_s3_bucket_public_access_block", "restrict_public_buckets", "false",
     "lets a policy make the bucket public"},
    {"aws_s3_bucket_acl", "acl", "\"public-read\"", "makes the bucket readable by anybody"},
    {"aws_s3_bucket_acl", "acl", "\"public-read-write\"",
     "makes the bucket readable and writable by anybody"},
    {"aws_s3_bucket", "acl", "\"public-read\"", "makes the bucket readable by anybody"},
    {"aws_s3_bucket", "acl", "\"public-read-write\"",
     "makes the bucket readable and writable by anybody"},
    {"aws_db_instance", "publicly_accessible", "true",
     "gives the database an address on the internet"},
    {"aws_rds_cluster_instance", "publicly_accessible", "true",
     "gives the database an address on the internet"},
    {"aws_redshift_cluster", "publicly_accessible", "true",
     "gives the warehouse an address on the internet"},
    {"aws_instance", "associate_public_ip_address", "true",
     "gives the machine an address on the internet"},
    {"aws_lb", "internal", "false", "makes a load balancer that faces the internet"},
    {"aws_alb", "internal", "false", "makes a load balancer that faces the internet"},
    {"aws_lambda_function_url", "authorization_type", "\"NONE\"", "lets anybody call the function"},
    {"aws_lambda_permission", "principal", "\"*\"", "lets anybody call the function"},
    {"google_storage_bucket_iam_member", "member", "\"allUsers\"", "opens the bucket to anybody"},
    {"google_storage_bucket_iam_member", "member", "\"allAuthenticatedUsers\"",
     "opens the bucket to anybody"},
    {"google_storage_bucket_iam_binding", "members", "\"allUsers\"", "opens the bucket to anybody"},
});

// Types whose leaves below a common prefix are one rule of a firewall.
struct Firewall {
  std::string_view type;
  std::string_view rule;  // the block that holds the rules; empty: the resource is one rule
  std::array<std::string_view, 2> sources;
};

constexpr auto kFirewalls = std::to_array<Firewall>({
    {"aws_security_group", "ingress", {"cidr_blocks", "ipv6_cidr_blocks"}},
    {"aws_default_security_group", "ingress", {"cidr_blocks", "ipv6_cidr_blocks"}},
    {"aws_security_group_rule", "", {"cidr_blocks", "ipv6_cidr_blocks"}},
    {"aws_vpc_security_group_ingress_rule", "", {"cidr_ipv4", "cidr_ipv6"}},
    {"google_compute_firewall", "", {"source_ranges", ""}},
});

// "ingress[1]" out of "ingress[1].cidr_blocks[0]"
std::string rule_prefix(std::string_view path, std::string_view block) {
  if (block.empty()) return {};
  const std::size_t end = path.find(']');
  return end == std::string_view::npos ? std::string(path) : std::string(path.substr(0, end + 1));
}

// Calls `visit(path, text)` for every leaf as it is after the change.
template <class Visit>
void each_leaf_after(const ResourceChange& change, Visit visit) {
  for (const FieldChange& field : change.fields) {
    if (!field.after.empty()) visit(field.path, field.after);
  }
  for (const auto& [path, text] : change.unchanged) visit(path, text);
}

bool rule_is_open(const ResourceChange& change, const Firewall& firewall,
                  const std::string& prefix) {
  bool open = false;
  each_leaf_after(change, [&](std::string_view path, std::string_view text) {
    if (!path.starts_with(prefix) || !is_world(text)) return;
    path.remove_prefix(prefix.size());
    if (path.starts_with('.')) path.remove_prefix(1);
    open |= std::ranges::find(firewall.sources, without_indexes(path)) != firewall.sources.end();
  });
  return open;
}

std::string ports_of(const ResourceChange& change, const std::string& prefix) {
  const auto text = [&](std::string_view name) -> std::string {
    const std::string* found = value_after(
        change, prefix.empty() ? std::string(name) : fmt::format("{}.{}", prefix, name));
    return found == nullptr ? std::string() : *found;
  };
  const std::string protocol =
      text(change.type == "aws_vpc_security_group_ingress_rule" ? "ip_protocol" : "protocol");
  if (protocol == "\"-1\"" || protocol == "\"all\"") return "all ports";
  const std::string from = text("from_port");
  const std::string to = text("to_port");
  if (from.empty()) return "ports";
  return from == to || to.empty() ? fmt::format("port {}", from)
                                  : fmt::format("ports {} to {}", from, to);
}

std::string firewall_exposure(const ResourceChange& change, const Firewall& firewall) {
  if (change.type == "aws_security_group_rule") {
    const std::string* direction = value_after(change, "type");
    if (direction != nullptr && *direction != "\"ingress\"") return {};
  }
  if (change.type == "google_compute_firewall") {
    const std::string* direction = value_after(change, "direction");
    if (direction != nullptr && *direction == "\"EGRESS\"") return {};
  }
  std::set<std::string> prefixes;
  for (const FieldChange& field : change.fields) {
    const std::string plain = without_indexes(field.path);
    const bool is_rule =
        firewall.rule.empty() || plain.starts_with(std::string(firewall.rule) + ".");
    const bool matters = plain.contains("port") || plain.contains("cidr") ||
                         plain.contains("protocol") || plain.contains("source_ranges");
    // A rule that gets narrower, or goes, opens nothing.
    if (is_rule && matters && !field.after.empty())
      prefixes.insert(rule_prefix(field.path, firewall.rule));
  }
  std::vector<std::string> ports;
  for (const std::string& prefix : prefixes) {
    if (rule_is_open(change, firewall, prefix)) ports.push_back(ports_of(change, prefix));
  }
  if (ports.empty()) return {};
  return fmt::format("opens {} to the whole internet", join(ports, ", "));
}

std::string cluster_exposure(const ResourceChange& change) {
  const std::string* open = value_after(change, "vpc_config[0].endpoint_public_access");
  if (open == nullptr || *open != "true") return {};
  bool changed = false;
  bool open_after = false;
  bool has_sources = false;
  for (const FieldChange& field : change.fields) {
    const std::string plain = without_indexes(field.path);
    changed |= plain == "vpc_config.endpoint_public_access" ||
               (plain == "vpc_config.public_access_cidrs" && is_world(field.after));
  }
  each_leaf_after(change, [&](std::string_view path, std::string_view text) {
    if (without_indexes(path) != "vpc_config.public_access_cidrs") return;
    has_sources = true;
    open_after |= is_world(text);
  });
  // AWS opens it to the world when nothing is said.
  if (!changed || (has_sources && !open_after)) return {};
  return "opens the cluster's API to the whole internet";
}

// Conditions that hold for callers of one account or organisation, or for one principal: "anybody"
// is then nobody else.
bool names_callers(const ResourceChange& change, const std::string& statement) {
  constexpr auto kKeys = std::to_array<std::string_view>(
      {"aws:PrincipalArn", "aws:PrincipalAccount", "aws:PrincipalOrgID", "aws:SourceAccount",
       "aws:SourceArn", "aws:SourceVpc", "aws:SourceVpce", "kms:CallerAccount"});
  bool found = false;
  each_leaf_after(change, [&](std::string_view path, std::string_view) {
    if (!path.starts_with(statement + ".Condition")) return;
    found |= std::ranges::any_of(kKeys, [&](std::string_view key) { return path.contains(key); });
  });
  return found;
}

// A statement of a policy that allows anybody. A statement that denies anybody (TLS only) is a good
// one.
std::string policy_exposure(const ResourceChange& change) {
  for (const FieldChange& field : change.fields) {
    const std::size_t statement = field.path.find("policy.Statement");
    if (statement == std::string::npos || field.after.empty()) continue;
    std::size_t end = statement + std::string_view("policy.Statement").size();
    if (end < field.path.size() && field.path[end] == '[') end = field.path.find(']', end) + 1;
    const std::string prefix = field.path.substr(0, end);
    const std::string* effect = value_after(change, prefix + ".Effect");
    if (effect == nullptr || *effect != "\"Allow\"" || names_callers(change, prefix)) continue;
    for (const char* principal : {".Principal", ".Principal.AWS", ".Principal.AWS[0]"}) {
      const std::string* who = value_after(change, prefix + principal);
      if (who != nullptr && *who == "\"*\"") return "its policy allows anybody";
    }
  }
  return {};
}

}  // namespace

std::string without_indexes(std::string_view path) {
  std::string plain;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (path[i] != '[' || i + 1 == path.size() || path[i + 1] < '0' || path[i + 1] > '9') {
      plain += path[i];
      continue;
    }
    i = std::min(path.find(']', i), path.size() - 1);
  }
  return plain;
}

std::string exposure_of(const ResourceChange& change) {
  if (change.action == Action::kDelete) {
    return change.type == "aws_s3_bucket_public_access_block"
               ? "lets ACLs and policies make the bucket public"
               : "";
  }
  if (change.action != Action::kCreate && change.action != Action::kUpdate &&
      change.action != Action::kReplace)
    return {};
  for (const FieldChange& field : change.fields) {
    const auto found = std::ranges::find_if(kOpenings, [&](const Opening& opening) {
      return opening.type == change.type && opening.value == field.after &&
             opening.path == without_indexes(field.path);
    });
    if (found != kOpenings.end()) return std::string(found->words);
  }
  const auto firewall = std::ranges::find(kFirewalls, change.type, &Firewall::type);
  if (firewall != kFirewalls.end()) return firewall_exposure(change, *firewall);
  if (change.type == "aws_eks_cluster") return cluster_exposure(change);
  return policy_exposure(change);
}

}  // namespace opta
