// Who may do what, by examples; and documents as a plan tells of their data sources.
#include "prove/identity/identity.h"

#include <gtest/gtest.h>

#include "worlds.h"

namespace opta::prove {
namespace {

using test::json;
using test::PlanText;
using test::references;

// --- the data source ---

json block(json actions, json resources) {
  return {{"actions", std::move(actions)}, {"resources", std::move(resources)}};
}

TEST(PolicyOfDataSource, MergesAsTheProviderDoes) {
  PlanText plan;
  plan.add("data.aws_iam_policy_document.d",
           {{"source_policy_documents",
             {R"({"Statement": [{"Sid": "A", "Effect": "Allow", "Action": "s3:*", "Resource": "*"},
                                {"Sid": "B", "Effect": "Allow", "Action": "sqs:*", "Resource": "*"}]})"}},
            {"statement",
             {{{"sid", "A"}, {"actions", {"s3:GetObject"}}, {"resources", {"x"}}},
              {{"effect", "Deny"}, {"actions", {"sqs:*"}}, {"resources", {"*"}}}}}},
           {{"json", true}});
  const World world = plan.world();
  const Document document = policy_of(*world.of_type("aws_iam_policy_document")[0]);
  EXPECT_TRUE(document.is_whole);
  EXPECT_EQ(may(document, "s3:GetObject", "x"), Truth::kYes);
  EXPECT_EQ(may(document, "s3:PutObject", "x"), Truth::kNo);
  EXPECT_EQ(may(document, "sqs:SendMessage", "x"), Truth::kNo);
}

TEST(PolicyOfDataSource, WhatIsUnknownInItStaysSo) {
  PlanText plan;
  plan.add("data.aws_iam_policy_document.d",
           {{"statement", {block({"s3:GetObject"}, {nullptr, "b"})}}},
           {{"json", true}, {"statement", {{{"resources", {true, false}}}}}});
  plan.add("data.aws_iam_policy_document.all", json::object(),
           {{"json", true}, {"statement", true}});
  const World world = plan.world();
  const Document one = policy_of(*world.of_type("aws_iam_policy_document")[0]);
  EXPECT_EQ(may(one, "s3:GetObject", "b"), Truth::kYes);
  EXPECT_EQ(may(one, "s3:GetObject", "a"), Truth::kUnknown);
  EXPECT_EQ(may(one, "s3:PutObject", "a"), Truth::kNo);
  EXPECT_FALSE(policy_of(*world.of_type("aws_iam_policy_document")[1]).is_whole);
}

// --- the graph ---

std::string allow(const char* action, const char* resource) {
  return json{{"Statement", {{"Effect", "Allow"}, {"Action", action}, {"Resource", resource}}}}
      .dump();
}

TEST(Identity, RolesHaveWhatIsAttachedToThemInAnyWay) {
  PlanText plan;
  plan.add("aws_iam_role.r",
           {{"id", "r"},
            {"name", "r"},
            {"inline_policy", {{{"name", "in"}, {"policy", allow("sns:Publish", "t")}}}},
            {"managed_policy_arns", {"arn:q"}}})
      .add("aws_iam_role.other", {{"id", "other"}, {"name", "other"}})
      .add("aws_iam_role.net", {{"id", "net"}, {"name", "net"}})
      .add("aws_iam_policy_attachment.net",
           {{"roles", {"net"}}, {"policy_arn", "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy"}})
      .add("aws_iam_role_policy.p", {{"role", "r"}, {"policy", allow("s3:GetObject", "b/*")}})
      .add("aws_iam_policy.q", {{"arn", "arn:q"}, {"policy", allow("sqs:SendMessage", "q")}})
      .add("aws_iam_role_policy_attachment.q", {{"role", "r"}, {"policy_arn", "arn:q"}});
  const World world = plan.world();
  const Identity identity(world);
  const Resource& role = *world.of_type("aws_iam_role")[0];
  const Resource& other = *world.of_type("aws_iam_role")[1];
  const Resource& net = *world.of_type("aws_iam_role")[2];
  EXPECT_EQ(identity.grants_of(role).size(), 3U);
  EXPECT_TRUE(identity.grants_of(other).empty());
  EXPECT_EQ(identity.may(role, "s3:GetObject", "b/x"), Truth::kYes);
  EXPECT_EQ(identity.may(role, "sqs:SendMessage", "q"), Truth::kYes);
  EXPECT_EQ(identity.may(role, "sns:Publish", "t"), Truth::kYes);
  EXPECT_EQ(identity.may(role, "s3:PutObject", "b/x"), Truth::kNo);
  ASSERT_EQ(identity.grants_of(net).size(), 1U);
  EXPECT_EQ(identity.grants_of(net)[0].grant->managed, "AmazonEKS_CNI_Policy");
  EXPECT_EQ(identity.may(net, "s3:GetObject", "b/x"), Truth::kUnknown);  // nobody looks into it
  EXPECT_EQ(identity.may(other, "s3:GetObject", "b/x"), Truth::kNo);
}

TEST(Identity, ADenialOfAnyPolicyWins) {
  PlanText plan;
  plan.add("aws_iam_role.r", {{"id", "r"}, {"name", "r"}})
      .add("aws_iam_role_policy.p", {{"role", "r"}, {"policy", allow("s3:*", "*")}})
      .add("aws_iam_role_policy.d",
           {{"role", "r"},
            {"policy",
             json{{"Statement", {{"Effect", "Deny"}, {"Action", "s3:Put*"}, {"Resource", "*"}}}}
                 .dump()}});
  const World world = plan.world();
  const Identity identity(world);
  const Resource& role = *world.of_type("aws_iam_role")[0];
  EXPECT_EQ(identity.may(role, "s3:GetObject", "x"), Truth::kYes);
  EXPECT_EQ(identity.may(role, "s3:PutObject", "x"), Truth::kNo);
}

TEST(Identity, ABoundaryMakesItUnknown) {
  PlanText plan;
  plan.add("aws_iam_role.r", {{"id", "r"}, {"name", "r"}, {"permissions_boundary", "arn:b"}})
      .add("aws_iam_role_policy.p", {{"role", "r"}, {"policy", allow("s3:*", "*")}});
  const World world = plan.world();
  const Identity identity(world);
  EXPECT_EQ(identity.may(*world.of_type("aws_iam_role")[0], "s3:GetObject", "x"), Truth::kUnknown);
}

TEST(Identity, WhatMayBeAnyRolesIsEachOnesPerhaps) {
  PlanText plan;
  plan.add("aws_iam_role.r", {{"name", "r"}}, {{"id", true}})
      .add("aws_iam_role_policy.p", {{"policy", allow("s3:*", "*")}}, {{"role", true}});
  const World world = plan.world();
  const Identity identity(world);
  EXPECT_EQ(identity.may(*world.of_type("aws_iam_role")[0], "s3:GetObject", "x"), Truth::kUnknown);
}

TEST(Identity, ADocumentThatIsStillToBeRenderedIsReadAtItsSource) {
  PlanText plan;
  plan.add("aws_iam_role.r", {{"name", "r"}},
           {{"id", true}, {"inline_policy", true}, {"managed_policy_arns", true}})
      .add("aws_iam_role_policy.p", {{"role", "r"}}, {{"policy", true}})
      .add("data.aws_iam_policy_document.d", {{"statement", {block({"s3:GetObject"}, {"b"})}}},
           {{"json", true}})
      .expressions("aws_iam_role.r", {{"name", {{"constant_value", "r"}}}})
      .expressions("aws_iam_role_policy.p",
                   {{"policy", references({"data.aws_iam_policy_document.d.json",
                                           "data.aws_iam_policy_document.d"})}});
  const World world = plan.world();
  const Identity identity(world);
  const Resource& role = *world.of_type("aws_iam_role")[0];
  EXPECT_EQ(identity.may(role, "s3:GetObject", "b"), Truth::kYes);
  EXPECT_EQ(identity.may(role, "s3:GetObject", "c"), Truth::kNo);
}

TEST(Identity, WithoutAConfigurationAnUnknownInlinePolicyMayBeAnything) {
  PlanText plan;
  plan.add("aws_iam_role.r", {{"name", "r"}}, {{"inline_policy", true}});
  const World world = plan.world();
  const Identity identity(world);
  EXPECT_EQ(identity.may(*world.of_type("aws_iam_role")[0], "s3:GetObject", "b"), Truth::kUnknown);
}

TEST(Identity, EachDocumentIsReadOnceHoweverManyNameIt) {
  constexpr int kCount = 1000;
  PlanText plan;
  for (int i = 0; i < kCount; ++i) {
    const std::string key = "[" + std::to_string(i) + "]";
    plan.add("aws_iam_role.r" + key, {{"name", "r" + std::to_string(i)}},
             {{"id", true}, {"assume_role_policy", true}})
        .add("data.aws_iam_policy_document.d" + key,
             {{"statement", {block({"sts:AssumeRole"}, json::array())}}}, {{"json", true}});
  }
  plan.expressions(
      "aws_iam_role.r",
      {{"assume_role_policy", references({"data.aws_iam_policy_document.d", "count.index"})}});
  const World world = plan.world();
  const Identity identity(world);
  const Documents* first = identity.trust(*world.of_type("aws_iam_role")[0]);
  EXPECT_EQ(first->may_be.size(), static_cast<std::size_t>(kCount));
  for (const Resource* role : world.of_type("aws_iam_role"))
    EXPECT_EQ(identity.trust(*role), first);
}

// --- blocks of a set, in what a plan says of its configuration ---

TEST(DecodeWorldBlocks, AnItemMayBeAnyBlockThatItFits) {
  PlanText plan;
  plan.add("data.aws_iam_policy_document.d",
           {{"statement",
             {{{"effect", "Deny"}, {"resources", {nullptr}}},
              {{"effect", "Allow"}, {"resources", {nullptr}}}}}},
           {{"statement", {{{"resources", {true}}}, {{"resources", {true}}}}}})
      .expressions("data.aws_iam_policy_document.d",
                   {{"statement",
                     {{{"effect", {{"constant_value", "Allow"}}},
                       {"resources", references({"aws_a.a.arn", "aws_a.a"})}},
                      {{"effect", {{"constant_value", "Deny"}}},
                       {"resources", references({"aws_b.b.arn", "aws_b.b"})}}}}});
  const World world = plan.world();
  const Document document = policy_of(*world.of_type("aws_iam_policy_document")[0]);
  ASSERT_EQ(document.statements.size(), 2U);
  const std::vector<Source>& sources = document.statements[0].resources.at(0).sources();
  ASSERT_EQ(sources.size(), 1U);
  EXPECT_EQ(sources[0].block, "aws_b.b");
}

TEST(DecodeWorldBlocks, OfADynamicOneNothingIsKnown) {
  PlanText plan;
  plan.add("data.aws_iam_policy_document.d",
           {{"statement", {{{"resources", {nullptr}}}, {{"resources", {nullptr}}}}}},
           {{"statement", {{{"resources", {true}}}, {{"resources", {true}}}}}})
      .expressions("data.aws_iam_policy_document.d",
                   {{"statement", {{{"resources", references({"aws_a.a.arn", "aws_a.a"})}}}}});
  const World world = plan.world();
  const Document document = policy_of(*world.of_type("aws_iam_policy_document")[0]);
  EXPECT_FALSE(document.statements.at(0).resources.at(0).has_all_sources());
}

}  // namespace
}  // namespace opta::prove
