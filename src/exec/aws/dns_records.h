// aws route53: the records of a hosted zone.
#pragma once

#include "exec/aws/tagged_resource.h"

namespace opta::aws {

struct DnsRecord {
  std::string name = {};  // "api.example.com.", a wildcard as `\052.example.com.`
  std::string type = {};
  std::string set_identifier = {};  // of weighted and similar records
  std::vector<std::string> values = {};
  std::string json = {};  // all of it: a deletion has to repeat it
};

Result<Listing<DnsRecord>> list_dns_records(const Cli& cli, const std::string& zone_id);

std::vector<std::string> change_dns_records_arguments(const std::string& zone_id);
// The batch goes through standard input: a thousand records are too long for an argument.
std::string delete_dns_records_input(const std::vector<DnsRecord>& records);
Result<Answer> delete_dns_records(const Cli& cli, const std::string& zone_id,
                                  const std::vector<DnsRecord>& records);

}  // namespace opta::aws
