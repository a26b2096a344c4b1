#include "app/cluster_traces.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace opta {

namespace {

using lenient::Json;
using lenient::list_at;
using lenient::object_at;
using lenient::text_at;

constexpr std::string_view kTypeMark = "%{record_type}";
constexpr const char* kHeritage = "heritage=external-dns";

std::string text_of(const Value& values, std::string_view key) {
  const Value* value = values.find(key);
  return value != nullptr && value->kind == ValueKind::kString ? value->text : std::string();
}

void read_attributes(const std::string& type, const Json& attributes, ClusterTraces& traces) {
  for (const char* key : {"id", "arn"}) {
    if (std::string id = text_at(attributes, key); !id.empty()) traces.managed.insert(id);
  }
  if (type == "aws_eks_cluster") {
    traces.cluster = text_at(attributes, "name");
    for (const Json& network : list_at(attributes, "vpc_config"))
      traces.vpc = text_at(network, "vpc_id");
  }
  if (type == "aws_route53_zone") traces.zones.push_back(text_at(attributes, "zone_id"));
}

// "heritage=external-dns,external-dns/owner=OWNER,…" in quotes, as TXT values are.
bool is_signed_by(const aws::DnsRecord& record, const std::string& owner) {
  return record.type == "TXT" && std::ranges::any_of(record.values, [&](const std::string& value) {
           return value.starts_with(fmt::format("\"{},", kHeritage)) &&
                  (value.contains(fmt::format(",external-dns/owner={},", owner)) ||
                   value.ends_with(fmt::format(",external-dns/owner={}\"", owner)));
         });
}

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

// The names of a record's signature: external-dns writes a wildcard as "any" there.
std::vector<std::string> signature_names(const aws::DnsRecord& record, const std::string& prefix) {
  constexpr std::string_view kWildcard = "\\052.";
  std::vector<std::string> names;
  std::string name = record.name;
  if (name.starts_with(kWildcard)) name = "any." + name.substr(kWildcard.size());
  // An alias is noted as what it stands for in other clouds, a CNAME, or as what it is.
  for (const std::string& type : {lower(record.type), std::string("cname")}) {
    std::string front = prefix;
    if (const std::size_t mark = front.find(kTypeMark); mark != std::string::npos)
      front.replace(mark, kTypeMark.size(), type);
    names.push_back(front + name);
  }
  return names;
}

}  // namespace

ClusterTraces read_traces(std::string_view state, const Stack& stack) {
  ClusterTraces traces;
  const Json json = lenient::parse(state);
  for (const Json& resource : list_at(json, "resources")) {
    if (text_at(resource, "mode") != "managed") continue;
    for (const Json& instance : list_at(resource, "instances"))
      read_attributes(text_at(resource, "type"), object_at(instance, "attributes"), traces);
  }
  const auto dns = std::ranges::find(stack.releases, "external-dns", &Release::name);
  if (dns != stack.releases.end()) {
    traces.dns_owner = text_of(dns->values, "txtOwnerId");
    traces.dns_prefix = text_of(dns->values, "txtPrefix");
  }
  return traces;
}

std::string traces_note(const ClusterTraces& traces, const std::string& place) {
  return Json{{"place", place},
              {"cluster", traces.cluster},
              {"vpc", traces.vpc},
              {"zones", traces.zones}}
             .dump(2) +
         "\n";
}

ClusterTraces read_traces_note(std::string_view note, const std::string& place) {
  const Json json = lenient::parse(note);
  if (text_at(json, "place") != place) return {};
  ClusterTraces traces{.cluster = text_at(json, "cluster"), .vpc = text_at(json, "vpc")};
  for (const Json& zone : list_at(json, "zones")) {
    if (zone.is_string()) traces.zones.push_back(zone.get<std::string>());
  }
  return traces;
}

bool is_of_cluster(const aws::Tags& tags, const std::string& cluster) {
  return !cluster.empty() && (aws::tag(tags, "kubernetes.io/cluster/" + cluster) == "owned" ||
                              aws::tag(tags, "elbv2.k8s.aws/cluster") == cluster);
}

std::vector<aws::DnsRecord> records_of_owner(const std::vector<aws::DnsRecord>& records,
                                             const ClusterTraces& traces) {
  // Without a prefix of its own a signature could be the record of a name like it.
  if (traces.dns_owner.empty() || traces.dns_prefix.empty()) return {};
  std::set<std::size_t> taken;
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (!is_signed_by(records[i], traces.dns_owner)) continue;
    std::vector<std::size_t> meant;
    std::set<std::string> names;
    for (std::size_t j = 0; j < records.size(); ++j) {
      const aws::DnsRecord& record = records[j];
      if (record.type != "A" && record.type != "AAAA" && record.type != "CNAME") continue;
      if (record.set_identifier != records[i].set_identifier) continue;
      const auto possible = signature_names(record, traces.dns_prefix);
      if (std::ranges::find(possible, records[i].name) == possible.end()) continue;
      meant.push_back(j);
      names.insert(record.name);
    }
    // `any.example.com` and `*.example.com` have one signature.
    if (names.size() > 1) continue;
    taken.insert(i);
    taken.insert(meant.begin(), meant.end());
  }
  std::vector<aws::DnsRecord> result;
  result.reserve(taken.size());
  for (const std::size_t i : taken) result.push_back(records[i]);
  return result;
}

}  // namespace opta
