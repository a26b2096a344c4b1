#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "prove/network/data_store.h"
#include "prove/promises/promises.h"

namespace opta::prove {

namespace {

std::string text_of(const Admission& admission, const Resource& group) {
  return admission.rule == &group
             ? fmt::format("{} ({})", group.address, to_string(admission.ports))
             : fmt::format("{} of {} ({})", admission.rule->address, group.address,
                           to_string(admission.ports));
}

// Whether the group lets in nothing but this port, and nobody of the internet.
Case judge(const Firewall& firewall, const Resource& group, int port, Subject about) {
  Case judged{.about = about, .holds = Truth::kYes};
  for (const Admission& admission : firewall.admissions(group)) {
    if (admission.ports == Ports{.from = port, .to = port}) continue;
    judged = worst(judged, {.about = about,
                            .holds = opposite(admission.is_there),
                            .witness = text_of(admission, group)});
  }
  for (const Opening& opening : firewall.openings(group)) {
    judged =
        worst(judged, {.about = about,
                       .holds = opposite(opening.is_there),
                       .witness = fmt::format("{} ({})", opening.rule->address, opening.text)});
  }
  return judged;
}

Case of_store(const Firewall& firewall, const DataStore& store) {
  Case judged{.about = store.resource, .holds = Truth::kYes};
  const auto unknown = [&](std::string_view attribute, const char* what) {
    judged = worst(judged,
                   {.about = store.resource,
                    .holds = Truth::kUnknown,
                    .witness = fmt::format("{}.{}: {}", store.resource->address, attribute, what)});
  };
  if (!store.groups.is_complete)
    unknown(store.groups_name, "security groups that are not in the plan");
  if (store.port == 0) unknown("port", "it is not known yet");
  for (const Resource* group : store.groups.may_be) {
    if (store.port == 0) continue;
    Case one = judge(firewall, *group, store.port, store.resource);
    if (!store.has_all_groups) one.holds = std::max(one.holds, Truth::kUnknown);
    judged = worst(judged, one);
  }
  return judged;
}

// Groups with nothing but ports of databases are databases' own, whoever has them.
void add_group(const Firewall& firewall, const Resource& group, Cases& cases) {
  const std::vector<Admission> admissions = firewall.admissions(group);
  const bool is_theirs =
      !admissions.empty() && std::ranges::all_of(admissions, [](const Admission& admission) {
        return admission.ports.from == admission.ports.to &&
               is_port_of_data_store(admission.ports.from);
      });
  if (is_theirs) cases.push_back(judge(firewall, group, admissions.front().ports.from, &group));
}

Cases decide(const Evidence& evidence) {
  const Firewall& firewall = evidence.network.firewall();
  Cases cases;
  std::set<const Resource*> seen;
  for (const DataStore& store : data_stores(evidence.world)) {
    if (store.resource->is_elsewhere) continue;
    cases.push_back(of_store(firewall, store));
    seen.insert(store.groups.may_be.begin(), store.groups.may_be.end());
  }
  for (const Resource* group : managed(evidence.world, "aws_security_group")) {
    if (!seen.contains(group)) add_group(firewall, *group, cases);
  }
  return cases;
}

}  // namespace

extern const Promise kNet03;
const Promise kNet03 = {
    .id = "NET-03",
    .sentence =
        "Databases and caches let in their own port alone, and only from inside the network.",
    .why =
        "A database that answers on one port to machines of the network has one way in, and that "
        "one asks for a password.",
    .how =
        "Each rule of the security groups of SQL and DocumentDB databases and of caches admits the "
        "port that they listen on and no other, from security groups or from blocks that are not "
        "of "
        "the internet. A group whose rules admit only ports of databases is judged even if no "
        "database has it. Of a service, the state of its environment tells of its groups; those of "
        "any other plan are not known.",
    .controls = "SOC 2 CC6.1, CC6.6; CIS AWS 5.2",
    .fix = "Give each database a security group with one rule for its port.",
    .decide = decide,
    .not_looked_at = {"aws_docdbelastic_cluster", "aws_elasticache_serverless_cache",
                      "aws_memorydb_cluster", "aws_neptune_cluster", "aws_opensearch_domain",
                      "aws_redshift_cluster", "aws_redshiftserverless_workgroup"},
};

}  // namespace opta::prove
