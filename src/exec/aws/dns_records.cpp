#include "exec/aws/dns_records.h"

#include <algorithm>

namespace opta::aws {

using lenient::Json;
using lenient::list_at;
using lenient::parse;
using lenient::text_at;

namespace {

// AWS takes a thousand changes in one call.
constexpr std::size_t kBatch = 500;

}  // namespace

Result<Listing<DnsRecord>> list_dns_records(const Cli& cli, const std::string& zone_id) {
  const Answer answer =
      OPTA_TRY(call(cli, {"route53", "list-resource-record-sets", "--hosted-zone-id", zone_id}));
  Listing<DnsRecord> listing{.failure = answer.failure};
  const Json json = parse(answer.text);
  for (const Json& entry : list_at(json, "ResourceRecordSets")) {
    DnsRecord record{.name = text_at(entry, "Name"),
                     .type = text_at(entry, "Type"),
                     .set_identifier = text_at(entry, "SetIdentifier"),
                     .json = entry.dump()};
    for (const Json& value : list_at(entry, "ResourceRecords"))
      record.values.push_back(text_at(value, "Value"));
    listing.items.push_back(std::move(record));
  }
  return listing;
}

std::vector<std::string> change_dns_records_arguments(const std::string& zone_id) {
  return {"route53",          "change-resource-record-sets",
          "--hosted-zone-id", zone_id,
          "--change-batch",   "file:///dev/stdin"};
}

std::string delete_dns_records_input(const std::vector<DnsRecord>& records) {
  Json changes = Json::array();
  for (const DnsRecord& record : records)
    changes.push_back({{"Action", "DELETE"}, {"ResourceRecordSet", parse(record.json)}});
  return Json{{"Changes", std::move(changes)}}.dump();
}

Result<Answer> delete_dns_records(const Cli& cli, const std::string& zone_id,
                                  const std::vector<DnsRecord>& records) {
  Answer answer;
  for (std::size_t i = 0; i < records.size() && !answer.failure; i += kBatch) {
    const auto begin = records.begin() + static_cast<std::ptrdiff_t>(i);
    const auto end =
        records.begin() + static_cast<std::ptrdiff_t>(std::min(records.size(), i + kBatch));
    answer = OPTA_TRY(
        call(cli, change_dns_records_arguments(zone_id), delete_dns_records_input({begin, end})));
  }
  return answer;
}

}  // namespace opta::aws
