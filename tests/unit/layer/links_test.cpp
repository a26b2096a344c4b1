// What a link gives, and which links cannot be. The targets are of a library of their own, so that
// no real module's list of actions stands here.
#include "layer/links.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "front_fixture.h"
#include "layer/link_values.h"
#include "layer/secrecy.h"

namespace opta {
namespace {

using test::environment;
using test::Files;
using test::Front;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const Files& library() {
  static const Files kLibrary = {
      {"modules/aws/test-store/versions.tf", ""},
      {"modules/aws/test-store/module.yaml", R"(
type: test-store
cloud: aws
summary: A store
outputs:
  host: {type: string, description: Host}
  password: {type: string, secret: true, description: Password}
  hidden: {type: string, export: false, description: Hidden}
link: {variables: [host, password], ca_bundle: true, port: 5432}
)"},
      {"modules/aws/test-bucket/versions.tf", ""},
      {"modules/aws/test-bucket/module.yaml", R"(
type: test-bucket
cloud: aws
summary: A bucket
outputs:
  arn: {type: string, description: ARN}
link:
  permissions:
    read:
      description: Read
      statements:
        - {actions: [x:Get], resources: ["{output.arn}/*"]}
        - actions: [kms:Decrypt]
          resources: ["*"]
          conditions: [{test: StringEquals, variable: kms:ViaService, values: ["x.{region}.y"]}]
    write: {description: Write, statements: [{actions: [x:Put], resources: ["{output.arn}"]}]}
  default: [write]
)"},
      {"modules/aws/test-role/versions.tf", ""},
      {"modules/aws/test-role/module.yaml", R"(
type: test-role
cloud: aws
summary: A role
inputs:
  links: {type: list, default: [], items: {any_of: [{type: string}, {type: map, items: {type: any}}]}}
wiring:
  link_statements: {links: statements}
)"},
      {"modules/aws/test-service/versions.tf", ""},
      {"modules/aws/test-service/module.yaml", R"(
type: test-service
cloud: aws
summary: A service
inputs:
  env_vars: {type: map, items: {type: string}, default: {}}
  tag: {type: string}
  links: {type: list, default: [], items: {any_of: [{type: string}, {type: map, items: {type: any}}]}}
terraform_inputs: [tag]
wiring:
  link_statements: {links: statements}
  link_env: {links: variables}
  database_clients: {links: ca_bundle}
releases:
  - name: "{module_name}"
    namespace: "{layer_name}"
    chart: k8s-service
    secret: {name: "{module_name}-links", links: true, inputs: [env_vars]}
)"},
      {"modules/aws/test-edge/versions.tf", ""},
      {"modules/aws/test-edge/module.yaml", R"(
type: test-edge
cloud: aws
summary: An edge
inputs:
  links: {type: list, default: [], items: {type: string}}
wiring:
  origin: {linked: test-bucket.arn}
)"},
  };
  return kLibrary;
}

constexpr const char* kTargets =
    "  - {type: test-store, name: db}\n  - {type: test-bucket, name: uploads}\n";

Front front(const std::string& more) {
  return Front(environment(kTargets + more), library());
}

Front service(const std::string& fields) {
  return front("  - {type: test-service, name: app, " + fields + "}\n");
}

std::vector<std::string> variables(const Front& front) {
  std::vector<std::string> names;
  for (const Value& item : front.argument("app", "link_env").items) {
    names.push_back(item.find("name")->text + "=" + item.find("value")->parts[0].expression);
  }
  return names;
}

std::vector<std::string> sids(const Front& front, std::string_view module = "app") {
  std::vector<std::string> names;
  for (const Value& item : front.argument(module, "link_statements").items) {
    names.push_back(item.find("sid")->text);
  }
  return names;
}

TEST(Links, AStoreGivesItsVariablesAndKeepsSecretsApart) {
  const Front front = service("links: [db]");
  EXPECT_THAT(front.reports(), IsEmpty());
  EXPECT_THAT(variables(front), ElementsAre("db_host=module.db.host"));
  EXPECT_TRUE(front.argument("app", "database_clients").boolean);
  EXPECT_THAT(sids(front), IsEmpty());
}

TEST(Links, VariablesCanHaveOtherNames) {
  for (const char* links : {"[db: {host: DB_HOST}]", "[db: [{host: DB_HOST}]]"}) {
    const Front front = service(std::string("links: ") + links);
    EXPECT_THAT(front.reports(), IsEmpty());
    EXPECT_THAT(variables(front), ElementsAre("DB_HOST=module.db.host"));
  }
}

TEST(Links, WhatTheUserSetsIsNotGivenToo) {
  const Front front = service("links: [db], env_vars: {db_host: replica}");
  EXPECT_THAT(front.reports(), IsEmpty());
  EXPECT_THAT(variables(front), IsEmpty());
}

TEST(Links, PermissionsAreThoseAskedForOrTheDefaultOnes) {
  EXPECT_THAT(sids(service("links: [uploads]")), ElementsAre("uploadsWrite"));
  EXPECT_THAT(sids(service("links: [uploads: [read]]")),
              ElementsAre("uploadsRead", "uploadsRead2"));
  EXPECT_THAT(sids(service("links: [uploads: [read, write, read]]")),
              ElementsAre("uploadsRead", "uploadsRead2", "uploadsWrite"));
}

TEST(Links, AStatementNamesTheTargetAndTheRegion) {
  const Front front = service("links: [uploads: read]");
  const std::vector<Value>& items = front.argument("app", "link_statements").items;
  ASSERT_EQ(items.size(), 2u);
  const Value& resource = items[0].find("resources")->items[0];
  ASSERT_EQ(resource.parts.size(), 2u);
  EXPECT_EQ(resource.parts[0].expression, "module.uploads.arn");
  EXPECT_EQ(resource.parts[1].text, "/*");
  const Value& condition = items[1].find("conditions")->items[0];
  EXPECT_EQ(condition.find("values")->items[0].text, "x.us-east-1.y");
}

TEST(Links, AModuleOfTheEnvironmentCanBeTheTarget) {
  Front front(Files{{"staging.yaml", environment(kTargets)},
                    {"opta.yaml", test::service("  - {type: test-service, name: app, links: [db, "
                                                "uploads]}\n")}},
              library());
  front.load();
  EXPECT_THAT(front.reports(), IsEmpty());
  EXPECT_THAT(variables(front),
              ElementsAre("db_host=data.terraform_remote_state.parent.outputs.host"));
  EXPECT_THAT(sids(front), ElementsAre("uploadsWrite"));
}

// The other layer's key depends on what else it offers, so both are tried.
TEST(Links, AModuleOfAnotherLayerIsReachedByItsState) {
  const Front front(environment("  - type: external-state\n"
                                "    name: orders\n"
                                "    backend_type: s3\n"
                                "    config: {bucket: b, key: orders, region: us-east-1}\n"
                                "    modules: {db: test-store, uploads: test-bucket}\n"
                                "  - {type: test-service, name: app, links: [db, uploads]}\n"),
                    library());
  EXPECT_THAT(front.reports(), IsEmpty());
  EXPECT_THAT(variables(front), ElementsAre("db_host=try(module.orders.outputs.db_host, "
                                            "module.orders.outputs.host)"));
  EXPECT_THAT(sids(front), ElementsAre("uploadsWrite"));
  const Link& link = front.module("app").links[0];
  const Value password = link_output(front.layer(), link, "password");
  EXPECT_TRUE(holds_secret(front.layer(), password));
}

TEST(Links, ModulesOfAnotherLayerAreOfTypesThatGiveSomething) {
  const auto with = [](const std::string& modules) {
    return Front(
        environment("  - {type: external-state, name: orders, backend_type: local, config: "
                    "{path: /x}, modules: {" +
                    modules + "}}\n"),
        library());
  };
  EXPECT_THAT(with("db: test-stroe").error().help, HasSubstr("did you mean `test-store`"));
  EXPECT_THAT(with("job: test-role").reports(), ElementsAre(HasSubstr("E0410")));
  EXPECT_THAT(with("orders: test-store").reports(), ElementsAre(HasSubstr("E0302")));
}

TEST(Links, AWireTakesAnOutputOfTheLinkedModule) {
  const Front with = front("  - {type: test-edge, name: edge, links: [uploads]}\n");
  EXPECT_THAT(with.reports(), IsEmpty());
  EXPECT_EQ(with.argument("edge", "origin").parts[0].expression, "module.uploads.arn");
  EXPECT_EQ(front("  - {type: test-edge, name: edge}\n").argument("edge", "origin").kind,
            ValueKind::kNull);
}

struct Wrong {
  const char* links;
  const char* report;
  const char* help;
};

class WrongLink : public testing::TestWithParam<Wrong> {};

TEST_P(WrongLink, IsReportedWhereItStandsWithTheWayOut) {
  const Front front = service(std::string("links: ") + GetParam().links);
  ASSERT_EQ(front.reports().size(), 1u) << testing::PrintToString(front.reports());
  EXPECT_THAT(front.reports()[0], HasSubstr(GetParam().report));
  EXPECT_THAT(front.error().help, HasSubstr(GetParam().help));
}

INSTANTIATE_TEST_SUITE_P(
    All, WrongLink,
    testing::Values(Wrong{"[bd]", "`bd`", "did you mean `db`"},
                    Wrong{"[nowhere]", "`nowhere`", "it can link to `db` or `uploads`"},
                    Wrong{"[app]", "`app`", "name another module"},
                    Wrong{"[db, db]", "`db`", "put its permissions together"},
                    Wrong{"[uploads: [raed]]", "`raed`", "did you mean `read`"},
                    Wrong{"[uploads: [publish]]", "`publish`", "it has `read` and `write`"},
                    Wrong{"[db: [read]]", "`read`", "write `- db`"},
                    Wrong{"[db: {hots: A}]", "`hots`", "did you mean `host`"},
                    Wrong{"[db: {host: 1A}]", "`1A`", "does not begin with a digit"},
                    Wrong{"[uploads: {arn: A}]", "`arn`", "it gives permissions only"},
                    Wrong{"[uploads: [[read]]]", "`[read]`", "one level"},
                    Wrong{"[uploads: 3]", "`3`", "names"}));

TEST(Links, TwoCannotGiveTheSameVariable) {
  const Front front = service("links: [db: {host: H, password: H}]");
  EXPECT_THAT(front.reports(), ElementsAre(HasSubstr("E0410")));
}

TEST(Links, WhatTakesRightsAloneCannotTakeVariables) {
  const Front front = test::Front(
      environment(std::string(kTargets) + "  - {type: test-role, name: job, links: [db]}\n"),
      library());
  ASSERT_EQ(front.reports().size(), 1u);
  EXPECT_THAT(front.error().help, HasSubstr("only a service can take"));
}

TEST(Links, ModulesThatGiveNothingCannotBeLinked) {
  const Front front = service("links: [job]}\n  - {type: test-role, name: job");
  ASSERT_EQ(front.reports().size(), 1u);
  EXPECT_THAT(front.error().message, HasSubstr("cannot link to `job` (test-role)"));
}

// --- secrets -------------------------------------------------------------------------------------

TEST(Secrecy, AVariableMayBeComposedOfASecret) {
  const Front front =
      service("env_vars: {URL: \"pg://u:${{module.db.password}}@${{module.db.host}}/x\"}");
  EXPECT_THAT(front.reports(), IsEmpty());
}

TEST(Secrecy, ASecretInAnotherFieldIsReported) {
  const Front front = service("tag: \"${{module.db.password}}\"");
  ASSERT_EQ(front.reports().size(), 1u);
  EXPECT_THAT(front.reports()[0], HasSubstr("E0411"));
  EXPECT_THAT(front.error().help, HasSubstr("`env_vars`"));
}

TEST(Secrecy, TerraformCannotComputeWithASecret) {
  const Front front = service("env_vars: {P: \"${{upper(module.db.password)}}\"}");
  ASSERT_EQ(front.reports().size(), 1u);
  EXPECT_THAT(front.error().message, HasSubstr("cannot compute"));
}

TEST(Secrecy, AnOutputOfTheEnvironmentStaysASecret) {
  Front front(Files{{"staging.yaml", environment(kTargets)},
                    {"opta.yaml", test::service("  - {type: test-service, name: app, tag: "
                                                "\"{parent.password}\"}\n")}},
              library());
  front.load();
  ASSERT_EQ(front.reports().size(), 1u);
  EXPECT_THAT(front.reports()[0], HasSubstr("E0411"));
}

}  // namespace
}  // namespace opta
