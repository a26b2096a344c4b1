// By what it is proved that a thing in the cloud was made by controllers of this environment's
// cluster, and by nobody else.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "emit/stack.h"
#include "exec/aws/dns_records.h"
#include "exec/aws/tagged_resource.h"

namespace opta {

struct ClusterTraces {
  std::string cluster = {};  // its name: there is one of it in an account and region. Empty: none
  std::string vpc = {};
  std::vector<std::string> zones = {};  // hosted zones of the environment
  std::string dns_owner = {};           // what external-dns signs its records with
  std::string dns_prefix = {};  // of the records that bear the signature, with %{record_type}
  std::set<std::string, std::less<>> managed = {};  // ids and ARNs that Terraform's state has

  bool empty() const { return cluster.empty(); }
};

// From the environment's state as it lies in the bucket, and its releases.
ClusterTraces read_traces(std::string_view state, const Stack& stack);

// What is known of the cluster for as long as parts of it may be left, also when the state no
// longer has it. `place` is the account and region: a note from elsewhere is not taken.
std::string traces_note(const ClusterTraces& traces, const std::string& place);
ClusterTraces read_traces_note(std::string_view note, const std::string& place);

// By the tags of the cloud controller, the EBS driver and the load balancer controller.
bool is_of_cluster(const aws::Tags& tags, const std::string& cluster);

// The records that this owner signed, and their signatures. Where a signature may mean two records
// neither is taken.
std::vector<aws::DnsRecord> records_of_owner(const std::vector<aws::DnsRecord>& records,
                                             const ClusterTraces& traces);

}  // namespace opta
