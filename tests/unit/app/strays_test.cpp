#include "app/strays.h"

#include "room.h"

namespace opta {
namespace {

const Tags kOurs = {{"opta_layer", "small"}, {"Name", "one"}};

TaggedThing thing(const std::string& id, Tags tags = kOurs) {
  return tagged_thing(id, std::move(tags)).value();
}

TEST(TaggedThing, KnowsTypesAndImportIdsByTheArn) {
  struct Case {
    std::string arn;
    std::string type;
    std::string id;
  };
  const std::string account = "us-east-1:123456789012:";
  for (const Case& one : {
           Case{"vpc-1", "aws_vpc", "vpc-1"},
           Case{"vpce-1", "aws_vpc_endpoint", "vpce-1"},
           Case{"sgr-1", "aws_vpc_security_group_ingress_rule", "sgr-1"},
           Case{"arn:aws:ec2:" + account + "security-group/sg-1", "aws_security_group", "sg-1"},
           Case{"arn:aws:ec2:" + account + "elastic-ip/eipalloc-1", "aws_eip", "eipalloc-1"},
           Case{"arn:aws:kms:" + account + "key/ab-cd", "aws_kms_key", "ab-cd"},
           Case{"arn:aws:logs:" + account + "log-group:/aws/eks/x:*", "aws_cloudwatch_log_group",
                "/aws/eks/x"},
           Case{"arn:aws:s3:::bucket", "aws_s3_bucket", "bucket"},
           Case{"arn:aws:rds:" + account + "subgrp:opta-small", "aws_db_subnet_group",
                "opta-small"},
           Case{"arn:aws:acm:" + account + "certificate/1", "aws_acm_certificate",
                "arn:aws:acm:" + account + "certificate/1"},
       }) {
    const auto found = tagged_thing(one.arn, {});
    ASSERT_TRUE(found) << one.arn;
    EXPECT_EQ(found->types.at(0), one.type) << one.arn;
    EXPECT_EQ(found->id, one.id) << one.arn;
  }
}

TEST(TaggedThing, WhatItDoesNotKnowIsNothing) {
  for (const char* arn : {"", ":", "acl-1", "arn:aws:ec2", "arn:aws:lambda:r:a:function:f"})
    EXPECT_FALSE(tagged_thing(arn, {})) << arn;
}

TEST(MatchStrays, ByTypeAndAllPlannedTags) {
  const std::vector<WantedThing> wanted = {{.address = "a", .type = "aws_subnet", .tags = kOurs}};
  EXPECT_EQ(match_strays(wanted, {thing("vpc-1"), thing("subnet-1")}, {}),
            (Ids{{"a", "subnet-1"}}));
  // More tags do not matter, fewer do.
  Tags more = kOurs;
  more["aws:extra"] = "x";
  EXPECT_EQ(match_strays(wanted, {thing("subnet-1", more)}, {}).size(), 1U);
  EXPECT_TRUE(match_strays(wanted, {thing("subnet-1", {{"opta_layer", "small"}})}, {}).empty());
}

TEST(MatchStrays, NotWhatTheStateHasAlready) {
  const std::vector<WantedThing> wanted = {{.address = "a", .type = "aws_eip", .tags = kOurs}};
  EXPECT_EQ(match_strays(wanted, {thing("eipalloc-1"), thing("eipalloc-2")},
                         {{"aws_eip.known", "eipalloc-1"}}),
            (Ids{{"a", "eipalloc-2"}}));
  // Names are the ids of some types.
  const std::vector<WantedThing> group = {
      {.address = "b", .type = "aws_elasticache_subnet_group", .name = "x", .tags = kOurs}};
  EXPECT_EQ(match_strays(group, {thing("arn:aws:elasticache:r:1:subnetgroup:x")},
                         {{"aws_db_subnet_group.this", "x"}}),
            (Ids{{"b", "x"}}));
}

TEST(MatchStrays, WhereMoreThanOneFitsNoneIsTaken) {
  const WantedThing one{.address = "a", .type = "aws_eip", .tags = kOurs};
  WantedThing two = one;
  two.address = "b";
  EXPECT_TRUE(match_strays({one}, {thing("eipalloc-1"), thing("eipalloc-2")}, {}).empty());
  EXPECT_TRUE(match_strays({one, two}, {thing("eipalloc-1")}, {}).empty());
}

TEST(MatchStrays, ANameSaysMoreThanTags) {
  const std::string arn = "arn:aws:rds:us-east-1:1:subgrp:";
  const std::vector<WantedThing> wanted = {
      {.address = "a", .type = "aws_db_subnet_group", .name = "x", .tags = kOurs},
      {.address = "b", .type = "aws_docdb_subnet_group", .name = "x-docdb", .tags = kOurs}};
  EXPECT_EQ(match_strays(wanted, {thing(arn + "x-docdb"), thing(arn + "x")}, {}),
            (Ids{{"a", "x"}, {"b", "x-docdb"}}));
}

TEST(MatchStrays, WithoutOurTagNothingIsOurs) {
  EXPECT_TRUE(match_strays({{.address = "a", .type = "aws_vpc", .tags = {}}}, {thing("vpc-1")}, {})
                  .empty());
}

class FindStrays : public RoomTest {
 protected:
  void answer_plan() {
    runner_.on({"show", "-no-color", "-json"}, {.out = R"({"format_version":"1.2",
      "terraform_version":"1.11.4","resource_changes":[
      {"address":"module.base.aws_subnet.p[\"x\"]","mode":"managed","type":"aws_subnet","name":"p",
       "change":{"actions":["create"],"before":null,"before_sensitive":false,"after_sensitive":{},
         "after_unknown":{},
         "after":{"tags_all":{"opta_layer":"small","kubernetes.io/role/elb":"1"}}}},
      {"address":"aws_iam_role.r","mode":"managed","type":"aws_iam_role","name":"r",
       "change":{"actions":["create"],"before":null,"before_sensitive":false,"after_sensitive":{},
         "after_unknown":{},"after":{"name":"opta-r","tags_all":{"opta_layer":"small"}}}}]})"});
  }
};

TEST_F(FindStrays, AsksForTagsAndTakesRoutesFromTheirTable) {
  answer_plan();
  runner_.on({"get-resources"}, {.out = R"({"ResourceTagMappingList":[]})"})
      .on({"describe-tags", "Name=key,Values=opta_layer"},
          {.out = R"({"Tags":[{"ResourceId":"subnet-1","Key":"opta_layer","Value":"small"}]})"})
      .on({"describe-tags", "Name=resource-id,Values=subnet-1"},
          {.out = R"({"Tags":[{"ResourceId":"subnet-1","Key":"opta_layer","Value":"small"},)"
                  R"({"ResourceId":"subnet-1","Key":"kubernetes.io/role/elb","Value":"1"}]})"})
      .on({"list-role-tags", "opta-r"},
          {.out = R"({"Tags":[{"Key":"opta_layer","Value":"small"}]})"})
      .on({"describe-route-tables"}, {.out = R"({"RouteTables":[{"RouteTableId":"rtb-1",
            "Routes":[{"DestinationCidrBlock":"10.0.0.0/16"},{"DestinationCidrBlock":"0.0.0.0/0"}],
            "Associations":[{"SubnetId":"subnet-1"}]}]})"});
  const std::string module = "module.base.";
  const std::string index = R"(["x"])";
  EXPECT_EQ(find_strays(*room_,
                        {module + "aws_subnet.p" + index, "aws_iam_role.r",
                         module + "aws_route.nat" + index, module + "aws_route.other[0]",
                         module + "aws_route_table_association.p" + index},
                        {{module + "aws_route_table.private" + index, "rtb-1"}}),
            (Ids{{module + "aws_subnet.p" + index, "subnet-1"},
                 {"aws_iam_role.r", "opta-r"},
                 {module + "aws_route.nat" + index, "rtb-1_0.0.0.0/0"},
                 {module + "aws_route_table_association.p" + index, "subnet-1/rtb-1"}}))
      << said_;
}

TEST_F(FindStrays, WhereTheUserMayNotLookNothingIsFound) {
  answer_plan();
  for (const char* command : {"get-resources", "describe-tags", "list-role-tags"}) {
    runner_.on({command},
               {.exit_code = 254,
                .err = "An error occurred (AccessDenied) when calling the X operation: no"});
  }
  EXPECT_TRUE(
      find_strays(*room_, {R"(module.base.aws_subnet.p["x"])", "aws_iam_role.r"}, {}).empty());
}

TEST_F(FindStrays, NothingLostNothingAsked) {
  const std::size_t before = runner_.commands().size();
  EXPECT_TRUE(find_strays(*room_, {}, {{"a", "b"}}).empty());
  EXPECT_EQ(runner_.commands().size(), before);
}

}  // namespace
}  // namespace opta
