#include "app/cluster_traces.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

namespace opta {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

constexpr const char* kState = R"({"version": 4, "resources": [
  {"mode": "data", "type": "aws_vpc", "instances": [{"attributes": {"id": "vpc-data"}}]},
  {"mode": "managed", "type": "aws_eks_cluster", "instances": [{"attributes":
    {"id": "opta-a", "arn": "arn:eks", "name": "opta-a", "vpc_config": [{"vpc_id": "vpc-1"}]}}]},
  {"mode": "managed", "type": "aws_route53_zone", "instances": [{"attributes":
    {"id": "Z1", "zone_id": "Z1"}}]},
  {"mode": "managed", "type": "aws_lb_target_group", "instances": [
    {"attributes": {"id": "arn:tg", "arn": "arn:tg"}}, {"attributes": null}]}]})";

Release external_dns(const std::string& owner, const std::string& prefix) {
  Release release;
  release.name = "external-dns";
  release.values.kind = ValueKind::kMap;
  for (const auto& [key, text] : {std::pair("txtOwnerId", owner), std::pair("txtPrefix", prefix)})
    release.values.entries.push_back(
        {.key = key, .key_span = {}, .value = Value::of_text(text, {})});
  return release;
}

aws::DnsRecord record(std::string name, std::string type, std::string value = "192.0.2.1",
                      std::string set = "") {
  return {.name = std::move(name),
          .type = std::move(type),
          .set_identifier = std::move(set),
          .values = {std::move(value)}};
}

aws::DnsRecord signature(std::string name, const std::string& owner, std::string set = "") {
  return record(
      std::move(name), "TXT",
      fmt::format("\"heritage=external-dns,external-dns/owner={},external-dns/resource=x\"", owner),
      std::move(set));
}

class OwnedRecords : public testing::Test {
 protected:
  std::vector<std::string> taken(const std::vector<aws::DnsRecord>& records) const {
    std::vector<std::string> names;
    for (const aws::DnsRecord& each : records_of_owner(records, traces_))
      names.push_back(each.type + " " + each.name);
    return names;
  }

  ClusterTraces traces_{.cluster = "opta-a", .dns_owner = "me", .dns_prefix = "_o-%{record_type}."};
};

TEST(ClusterTraces, ComeFromTheStateAndTheReleases) {
  Stack stack;
  stack.releases.push_back(external_dns("me", "_o-%{record_type}."));
  const ClusterTraces traces = read_traces(kState, stack);
  EXPECT_EQ(traces.cluster, "opta-a");
  EXPECT_EQ(traces.vpc, "vpc-1");
  EXPECT_THAT(traces.zones, ElementsAre("Z1"));
  EXPECT_EQ(traces.dns_owner, "me");
  EXPECT_THAT(traces.managed, UnorderedElementsAre("opta-a", "arn:eks", "Z1", "arn:tg"));
}

TEST(ClusterTraces, WithoutAClusterThereAreNone) {
  EXPECT_TRUE(read_traces("", {}).empty());
  EXPECT_TRUE(read_traces("not json", {}).empty());
  EXPECT_TRUE(
      read_traces(R"({"resources": [3, {"mode": "managed", "instances": 1}]})", {}).empty());
}

TEST(ClusterTraces, TheNoteIsTakenInItsPlaceOnly) {
  const std::string note = traces_note({.cluster = "c", .vpc = "v", .zones = {"z"}}, "1/us");
  const ClusterTraces traces = read_traces_note(note, "1/us");
  EXPECT_EQ(traces.cluster, "c");
  EXPECT_EQ(traces.vpc, "v");
  EXPECT_THAT(traces.zones, ElementsAre("z"));
  EXPECT_TRUE(read_traces_note(note, "2/us").empty());
  EXPECT_TRUE(read_traces_note("{", "1/us").empty());
}

TEST(ClusterTraces, TagsHaveToNameThisClusterAsTheirOwner) {
  EXPECT_TRUE(is_of_cluster({{"kubernetes.io/cluster/opta-a", "owned"}}, "opta-a"));
  EXPECT_TRUE(is_of_cluster({{"elbv2.k8s.aws/cluster", "opta-a"}}, "opta-a"));
  EXPECT_FALSE(is_of_cluster({{"kubernetes.io/cluster/opta-a", "shared"}}, "opta-a"));
  EXPECT_FALSE(is_of_cluster({{"kubernetes.io/cluster/opta-a-2", "owned"}}, "opta-a"));
  EXPECT_FALSE(is_of_cluster({{"elbv2.k8s.aws/cluster", "opta-a-2"}}, "opta-a"));
  EXPECT_FALSE(is_of_cluster({{"Name", "opta-a"}}, "opta-a"));
  EXPECT_FALSE(is_of_cluster({{"kubernetes.io/cluster/", "owned"}}, ""));
}

TEST_F(OwnedRecords, AreThoseWithOurSignature) {
  EXPECT_THAT(taken({record("a.x.", "A"), signature("_o-a.a.x.", "me"), record("b.x.", "A"),
                     signature("_o-a.b.x.", "you"), record("c.x.", "A"),
                     record("_o-a.c.x.", "TXT", "\"a note on owner=me,\"")}),
              ElementsAre("A a.x.", "TXT _o-a.a.x."));
}

TEST_F(OwnedRecords, AnAliasIsSignedAsACname) {
  EXPECT_THAT(taken({record("a.x.", "A"), record("a.x.", "AAAA"), record("a.x.", "MX"),
                     signature("_o-cname.a.x.", "me")}),
              ElementsAre("A a.x.", "AAAA a.x.", "TXT _o-cname.a.x."));
}

TEST_F(OwnedRecords, ASignatureOfOneTypeDoesNotCoverAnother) {
  EXPECT_THAT(taken({record("a.x.", "A"), record("a.x.", "AAAA"), signature("_o-aaaa.a.x.", "me")}),
              ElementsAre("AAAA a.x.", "TXT _o-aaaa.a.x."));
}

TEST_F(OwnedRecords, AnOwnerWhoseNameBeginsLikeOursIsAnother) {
  EXPECT_THAT(taken({record("a.x.", "A"), signature("_o-a.a.x.", "me-too")}), ElementsAre());
}

TEST_F(OwnedRecords, AWildcardIsAnyUnlessThereIsAHostOfThatName) {
  const std::vector<aws::DnsRecord> wildcard = {record("\\052.x.", "A"),
                                                signature("_o-a.any.x.", "me")};
  EXPECT_THAT(taken(wildcard), ElementsAre("A \\052.x.", "TXT _o-a.any.x."));
  std::vector<aws::DnsRecord> both = wildcard;
  both.push_back(record("any.x.", "A"));
  EXPECT_THAT(taken(both), ElementsAre());
}

TEST_F(OwnedRecords, WeightedRecordsAreSignedOneByOne) {
  EXPECT_THAT(taken({record("a.x.", "A", "1", "green"), record("a.x.", "A", "2", "blue"),
                     signature("_o-a.a.x.", "me", "blue")}),
              ElementsAre("A a.x.", "TXT _o-a.a.x."));
}

TEST_F(OwnedRecords, WithoutAnOwnerOrAPrefixNothingIsProved) {
  const std::vector<aws::DnsRecord> records = {record("a.x.", "A"), signature("_o-a.a.x.", "")};
  traces_.dns_owner.clear();
  EXPECT_THAT(taken(records), ElementsAre());
  traces_ = {.cluster = "opta-a", .dns_owner = "me"};
  EXPECT_THAT(taken({record("a.x.", "A"), signature("a.x.", "me")}), ElementsAre());
}

}  // namespace
}  // namespace opta
