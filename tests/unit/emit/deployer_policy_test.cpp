// What whoever runs Opta must be allowed.
#include "emit/deployer_policy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "../layer/front_fixture.h"
#include "base/wildcard.h"
#include "emit/arn_pattern.h"

namespace opta {
namespace {

using test::environment;
using test::Files;
using test::Front;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::optional<std::string> sample(std::string_view name) {
  if (name == "layer_name") return "Long-Name";
  return std::nullopt;
}

TEST(ArnPattern, IsFilledFromATemplate) {
  EXPECT_EQ(fill_pattern("a:{layer_name}/x", sample), "a:Long-Name/x");
  EXPECT_EQ(fill_pattern("{layer_name|lower}", sample), "long-name");
  EXPECT_EQ(fill_pattern("{layer_name|5}-end", sample), "Long-end");
  EXPECT_EQ(fill_pattern("{other}", sample), "*");
  EXPECT_EQ(fill_pattern("{other}*", sample), "*");
}

TEST(ArnPattern, SaysWhatItCovers) {
  EXPECT_TRUE(covers_wildcard("a*c", "abbc"));
  EXPECT_TRUE(covers_wildcard("a*", "a"));
  EXPECT_TRUE(covers_wildcard("*", "x*y"));
  EXPECT_FALSE(covers_wildcard("a*c", "abcd"));
  EXPECT_FALSE(covers_wildcard("abc", "a*"));
  EXPECT_THAT(without_covered({"b", "a*", "ab", "a*", "b"}), ElementsAre("a*", "b"));
}

constexpr const char* kActions = R"(
local: [data.aws_partition]
everywhere: [ec2:DescribeVpcs]
types:
  aws_vpc:
    on: ["arn:{partition}:ec2:{region}:{account_id}:vpc/*"]
    deletes_own: true
    read: [ec2:DescribeVpcs]
    create: [ec2:CreateVpc]
    delete: [ec2:DeleteVpc]
    further:
      - {for: [create], actions: [iam:PassRole], on: ["arn:{partition}:iam::{account_id}:role/{layer_name}-*"],
         conditions: [{test: StringEquals, variable: "iam:PassedToService", values: [ec2.amazonaws.com]}], why: a role}
opta:
  - {why: the state, for: [read], actions: [s3:GetObject], on: ["arn:{partition}:s3:::{state_bucket}/{layer_name}"]}
  - {why: a cluster, modules: [aws-eks], for: [read], actions: [eks:DescribeCluster], on: ["*"]}
)";

// A layer's policy, from the data above or from the library's.
class Composed {
 public:
  explicit Composed(const Files& files, const Files& library = {}) : front(files, library) {
    front.load();
    const auto known = DeployerActions::load(front.library(), front.sources, front.diagnostics);
    EXPECT_FALSE(front.diagnostics.has_errors());
    policy = deployer_policy(front.layer(), front.catalog, front.library(), known);
  }

  std::vector<PolicyStatement> of(std::string_view action) const {
    std::vector<PolicyStatement> found;
    for (const auto& document : policy.documents) {
      for (const PolicyStatement& statement : document) {
        if (std::ranges::find(statement.actions, action) != statement.actions.end())
          found.push_back(statement);
      }
    }
    return found;
  }

  Front front;
  DeployerPolicy policy;
};

const Files kSample = {
    {"modules/deployer_actions.yaml", kActions},
    {"modules/aws/one/module.yaml", "type: aws-one\ncloud: aws\nsummary: x\nstatus: built\n"},
    {"modules/aws/one/versions.tf", ""},
    {"modules/aws/one/main.tf",
     "resource \"aws_vpc\" \"this\" {}\ndata \"aws_partition\" \"x\" {}\n"
     "data \"aws_vpc\" \"this\" {}\nresource \"random_id\" \"x\" {}\n"}};

TEST(DeployerPolicy, NarrowsActionsAsFarAsNamesAreKnown) {
  const Composed composed({{"opta.yaml", environment("  - type: aws-one\n")}}, kSample);
  ASSERT_THAT(composed.of("ec2:CreateVpc"), SizeIs(1));
  EXPECT_THAT(composed.of("ec2:CreateVpc")[0].resources,
              ElementsAre("arn:aws:ec2:us-east-1:111122223333:vpc/*"));
  EXPECT_THAT(composed.of("ec2:DescribeVpcs")[0].resources, ElementsAre("*"));
  EXPECT_THAT(composed.of("s3:GetObject")[0].resources, ElementsAre(HasSubstr("/staging")));
  EXPECT_THAT(composed.of("eks:DescribeCluster"), IsEmpty());
}

TEST(DeployerPolicy, DeletesOnlyWhatHasTheLayersTag) {
  const Composed composed({{"opta.yaml", environment("  - type: aws-one\n")}}, kSample);
  const PolicyStatement statement = composed.of("ec2:DeleteVpc")[0];
  EXPECT_THAT(statement.actions, ElementsAre("ec2:DeleteVpc"));
  EXPECT_EQ(policy_json({statement})["Statement"][0]["Condition"].dump(),
            R"({"StringEquals":{"aws:ResourceTag/opta_layer":["staging"]}})");
}

TEST(DeployerPolicy, SaysWhyAndNamesWhatItDoesNotKnow) {
  const Composed composed({{"opta.yaml", environment("  - type: aws-one\n")}}, kSample);
  const auto reason =
      std::ranges::find(composed.policy.reasons, "iam:PassRole", &ActionReason::action);
  ASSERT_NE(reason, composed.policy.reasons.end());
  EXPECT_THAT(reason->modules, ElementsAre("awsone"));
  EXPECT_THAT(reason->types, ElementsAre("aws_vpc"));
  EXPECT_THAT(reason->why, ElementsAre("a role"));
  EXPECT_THAT(reason->purposes, ElementsAre(Purpose::kCreate));
  ASSERT_THAT(composed.policy.unknown, SizeIs(1));
  EXPECT_EQ(composed.policy.unknown[0].what, "data.aws_vpc");
}

TEST(DeployerPolicy, ReadsTerraformOfTheUsersAndSaysWhatIsElsewhere) {
  const Composed composed(
      {{"opta.yaml",
        environment("  - {type: custom-terraform, name: mine, source: ./mine}\n"
                    "  - {type: custom-terraform, name: far, source: a/b/aws, version: 1.0.0}\n")},
       {"mine/main.tf",
        "resource \"aws_sqs_queue\" \"q\" {}\nresource \"aws_instance\" \"i\" {}\n"}});
  EXPECT_THAT(composed.of("sqs:CreateQueue")[0].resources,
              ElementsAre("arn:aws:sqs:us-east-1:111122223333:*"));
  std::vector<std::string> unknown;
  for (const UnknownNeed& need : composed.policy.unknown) unknown.push_back(need.what);
  EXPECT_THAT(unknown, ElementsAre("aws_instance", "module a/b/aws"));
}

TEST(DeployerPolicy, SplitsDocumentsWhereIamWouldNotTakeOne) {
  std::string modules = "  - type: base\n  - type: k8s-cluster\n  - type: k8s-base\n";
  for (int i = 0; i < 60; ++i)
    modules += "  - {type: postgres, name: database" + std::to_string(i) + "}\n";
  const Composed composed({{"opta.yaml", environment(modules)}});
  EXPECT_GT(composed.policy.documents.size(), 3U);
  std::set<std::string> sids;
  std::size_t statements = 0;
  for (const auto& document : composed.policy.documents) {
    EXPECT_LE(policy_json(document).dump().size(), kPolicyCharactersMax);
    for (const PolicyStatement& statement : document) {
      ++statements;
      sids.insert(statement.sid);
      for (const std::string& action : statement.actions) EXPECT_FALSE(action.ends_with('*'));
    }
  }
  EXPECT_EQ(sids.size(), statements);
  EXPECT_THAT(composed.policy.unknown, IsEmpty());
}

TEST(DeployerPolicy, AnImportedClusterIsNamedAsItIsCalled) {
  const auto resources = [](const std::string& imported) {
    const Composed composed({{"opta.yaml", environment("  - type: base\n  - {type: postgres, name: "
                                                       "db" +
                                                       imported + "}\n")}});
    std::vector<std::string> found;
    for (const PolicyStatement& statement : composed.of("rds:DeleteDBInstance"))
      found.insert(found.end(), statement.resources.begin(), statement.resources.end());
    return found;
  };
  constexpr const char* kOwn = "arn:aws:rds:us-east-1:111122223333:db:opta-staging-db-*";
  EXPECT_THAT(resources(""), ElementsAre(kOwn));
  EXPECT_THAT(
      resources(", imported: {cluster: orders, instances: [one, two]}"),
      testing::UnorderedElementsAre(kOwn, HasSubstr(":db:orders"), HasSubstr(":db:orders-*"),
                                    HasSubstr(":db:one"), HasSubstr(":db:two")));
}

}  // namespace
}  // namespace opta
