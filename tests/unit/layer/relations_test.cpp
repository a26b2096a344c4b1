// The checks between inputs, each by a module that has it; and the limits of derived names.
#include "layer/relations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "front_fixture.h"

namespace opta {
namespace {

using test::environment;
using test::Front;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// A module with inputs a, b, c of a type, and one check; its fields begin on line 7.
Front front(const std::string& check, const std::string& fields, const std::string& input) {
  return Front(environment("  - type: aws-x\n    name: x\n" + fields),
               {{"modules/aws/x/module.yaml",
                 "type: aws-x\ncloud: aws\nsummary: x\ninputs:\n  a: " + input + "\n  b: " + input +
                     "\n  c: " + input + "\nchecks: [" + check + "]\n"}});
}

constexpr const char* kList = "{type: list, items: {type: string}}";

TEST(Relations, AllOrNone) {
  const std::string check = "{kind: all_or_none, fields: [a, b, c]}";
  EXPECT_THAT(front(check, "", "{type: string}").reports(), IsEmpty());
  EXPECT_THAT(front(check, "    a: x\n    b: x\n    c: x\n", "{type: string}").reports(),
              IsEmpty());
  const Front some = front(check, "    a: x\n    c: z\n", "{type: string}");
  EXPECT_THAT(some.reports(), ElementsAre("E0504 opta.yaml:8:8 `z`"));
  EXPECT_THAT(some.error().message, HasSubstr("`a` and `c` are given without `b`"));
}

TEST(Relations, Excludes) {
  const std::string check = "{kind: excludes, fields: [a, b]}";
  const Front both = front(check, "    a: x\n    b: z\n", "{type: string, default: d}");
  EXPECT_THAT(both.reports(), ElementsAre("E0504 opta.yaml:8:8 `z`"));
  EXPECT_EQ(both.place(both.error().labels.at(0).span), "opta.yaml:7:8");
  // A default is nobody's choice, and an empty value says "none".
  EXPECT_THAT(front(check, "    a: x\n", "{type: string, default: d}").reports(), IsEmpty());
  EXPECT_THAT(front(check, "    a: true\n    b: false\n", "{type: boolean}").reports(), IsEmpty());
  EXPECT_THAT(front(check, "    a: [x]\n    b: []\n", kList).reports(), IsEmpty());
}

TEST(Relations, UniqueItemsOverAllFields) {
  const std::string check = "{kind: unique_items, fields: [a, b]}";
  EXPECT_THAT(front(check, "    a: [x, z]\n    b: [u]\n", kList).reports(), IsEmpty());
  const Front twice = front(check, "    a: [x, z]\n    b: [z]\n", kList);
  EXPECT_THAT(twice.reports(), ElementsAre("E0504 opta.yaml:8:9 `z`"));
  EXPECT_EQ(twice.place(twice.error().labels.at(0).span), "opta.yaml:7:12");
}

TEST(Relations, NotAbove) {
  const std::string check = "{kind: not_above, field: a, limit: b}";
  const std::string input = "{type: integer, default: 5}";
  EXPECT_THAT(front(check, "    a: 5\n    b: 5\n", input).reports(), IsEmpty());
  EXPECT_THAT(front(check, "    a: 6\n", input).reports(), ElementsAre("E0504 opta.yaml:7:8 `6`"));
  // The one that was written is to blame.
  EXPECT_THAT(front(check, "    b: 4\n", input).reports(), ElementsAre("E0504 opta.yaml:7:8 `4`"));
}

TEST(Relations, SameLength) {
  const std::string check = "{kind: same_length, fields: [a, b]}";
  EXPECT_THAT(front(check, "    a: [x]\n    b: [u]\n", kList).reports(), IsEmpty());
  EXPECT_THAT(front(check, "    a: [x]\n    b: [u, v]\n", kList).reports(),
              ElementsAre("E0504 opta.yaml:8:8 `[u, v]`"));
}

TEST(Relations, CidrWithin) {
  const std::string check = "{kind: cidr_within, fields: [a], outer: b}";
  const std::string input =
      "{any_of: [{type: string, format: ipv4-cidr}, {type: list, items: {type: string, format: "
      "ipv4-cidr}}]}";
  EXPECT_THAT(front(check, "    a: [10.0.0.0/24]\n    b: 10.0.0.0/16\n", input).reports(),
              IsEmpty());
  const Front outside =
      front(check, "    a: [10.0.0.0/24, 10.1.0.0/24]\n    b: 10.0.0.0/16\n", input);
  EXPECT_THAT(outside.reports(), ElementsAre("E0502 opta.yaml:7:22 `10.1.0.0/24`"));
  EXPECT_EQ(outside.place(outside.error().labels.at(0).span), "opta.yaml:8:8");
  EXPECT_THAT(front(check, "    b: 10.0.0.0/15\n", input).error().message, HasSubstr("too large"));
}

TEST(Relations, CidrDisjoint) {
  const std::string check = "{kind: cidr_disjoint, fields: [a, b]}";
  const std::string input = "{type: list, items: {type: string, format: ipv4-cidr}}";
  EXPECT_THAT(front(check, "    a: [10.0.0.0/24]\n    b: [10.0.1.0/24]\n", input).reports(),
              IsEmpty());
  EXPECT_THAT(front(check, "    a: [10.0.0.0/23]\n    b: [10.0.1.0/24]\n", input).reports(),
              ElementsAre("E0502 opta.yaml:8:9 `10.0.1.0/24`"));
  EXPECT_THAT(front(check, "    a: [10.0.0.0/29]\n", input).error().message,
              HasSubstr("too small"));
}

TEST(Relations, Zones) {
  const std::string check = "{kind: zones, fields: [a]}";
  EXPECT_THAT(front(check, "    a: [p, q, r, s, t]\n", kList).reports(), IsEmpty());
  const Front many = front(check, "    a: [p, q, r, s, t, u]\n", kList);
  EXPECT_THAT(many.reports(), ElementsAre("E0501 opta.yaml:7:8 `[p, q, r, s, t, u]`"));
  EXPECT_THAT(many.error().message, HasSubstr("5 availability zones"));
}

// Not the user's list but the region is to blame for a default that does not fit.
TEST(Relations, ZonesOfADefaultPointAtTheRegion) {
  const Front west(
      "name: a\norg_name: b\nproviders:\n  aws: {region: us-west-1, account_id: 1}\n"
      "modules: [{type: base}]\n");
  EXPECT_THAT(west.reports(), ElementsAre("E0501 opta.yaml:4:17 `us-west-1`"));
  EXPECT_THAT(west.error().help, HasSubstr("`us-west-2`"));
}

TEST(Relations, ModuleNameNot) {
  EXPECT_THAT(front("{kind: module_name_not, values: [x]}", "", kList).reports(),
              ElementsAre("E0205 opta.yaml:6:11 `x`"));
}

TEST(Relations, AnUnknownKindIsTheLibrarysFault) {
  EXPECT_THAT(front("{kind: adore}", "", kList).reports(),
              ElementsAre("E0204 modules/aws/x/module.yaml:8:10 `{kind: adore}`"));
}

// --- Names

Front named(const std::string& module_name) {
  return Front(
      environment("  - type: aws-x\n    name: " + module_name + "\n"),
      {{"modules/aws/x/module.yaml",
        "type: aws-x\ncloud: aws\nsummary: x\nnames:\n  - {template: "
        "'{org_name}-{env_name}-{layer_name}-{module_name}', limit: 30, what: a thing}\n"}});
}

TEST(NameLimits, CountWhatTheCloudWillSee) {
  // acme-staging-staging- has 21 characters.
  EXPECT_THAT(named("ninechars").reports(), IsEmpty());
  const Front longer = named("tenletters");
  EXPECT_THAT(longer.reports(), ElementsAre("E0503 opta.yaml:6:11 `tenletters`"));
  EXPECT_THAT(longer.error().message,
              HasSubstr("`acme-staging-staging-tenletters` has 31 characters; AWS takes 30"));
  EXPECT_THAT(longer.error().help, HasSubstr("by 1 character"));
}

TEST(Relations, Subset) {
  const std::string check = "{kind: subset, field: a, of: b}";
  EXPECT_THAT(front(check, "    a: [x]\n    b: [u, x]\n", kList).reports(), IsEmpty());
  EXPECT_THAT(front(check, "    b: [u]\n", kList).reports(), IsEmpty());
  const Front outside = front(check, "    a: [x, z]\n    b: [x]\n", kList);
  EXPECT_THAT(outside.reports(), ElementsAre("E0504 opta.yaml:7:12 `z`"));
  EXPECT_THAT(outside.error().message, HasSubstr("`z` of `a` is not in `b`"));
  const std::string numbers = "{type: list, items: {type: integer}}";
  EXPECT_THAT(front(check, "    a: [5]\n    b: [\"5\"]\n", numbers).reports(), IsEmpty());
  EXPECT_THAT(front(check, "    a: [5]\n    b: []\n", numbers).reports(),
              ElementsAre("E0504 opta.yaml:7:9 `5`"));
}

// A module with a notice; its fields begin on line 7.
Front noticed(const std::string& notice, const std::string& fields) {
  return Front(
      environment("  - type: aws-x\n    name: x\n" + fields),
      {{"modules/aws/x/module.yaml",
        "type: aws-x\ncloud: aws\nsummary: x\ninputs:\n  a: {type: string}\n  b: {type: map, "
        "items: {type: any}}\nnotices: [" +
            notice + "]\n"}});
}

TEST(Notices, PointToTheFieldOrToItsModule) {
  const std::string notice = "{when: b.c, field: b.c, message: m, help: h}";
  EXPECT_THAT(noticed(notice, "    b: {d: 1}\n").reports(), IsEmpty());
  const Front below = noticed(notice, "    b: {c: z}\n");
  EXPECT_THAT(below.reports(), ElementsAre("W0501 opta.yaml:7:12 `z`"));
  EXPECT_EQ(below.diagnostics.all()[0].help, "h");
  EXPECT_FALSE(below.diagnostics.has_errors());
  const std::string absent = "{when: a != y, field: a, message: m, help: h}";
  EXPECT_THAT(noticed(absent, "").reports(), ElementsAre("W0501 opta.yaml:5:11 `aws-x`"));
}

// A file that holds a service; its name stands on line 1.
Front named(const std::string& name, const std::string& modules) {
  Front front(test::Files{
      {"staging.yaml", environment("  - type: base\n  - type: k8s-cluster\n")},
      {"opta.yaml", "name: " + name + "\nenvironments: [{name: staging, path: staging.yaml}]\n" +
                        "modules:\n" + modules}});
  front.load();
  return front;
}

TEST(Namespace, IsTheLayersName) {
  const std::string service = "  - {type: k8s-service, name: app, image: nginx}\n";
  for (const char* name : {"shop", "2-shop-2", "\"2024\""})
    EXPECT_THAT(named(name, service).reports(), IsEmpty()) << name;
  const Front capitals = named("ShopFront", service);
  EXPECT_THAT(capitals.reports(), ElementsAre("E0205 opta.yaml:1:7 `ShopFront`"));
  EXPECT_THAT(capitals.error().help, HasSubstr("name it `shopfront`"));
  EXPECT_EQ(capitals.place(capitals.error().labels.at(0).span), "opta.yaml:4:12");
  EXPECT_THAT(named("shop-", service).error().help, HasSubstr("name it `shop`"));
}

TEST(Namespace, IsNoneWithoutContainers) {
  EXPECT_THAT(named("ShopFront", "  - {type: aws-nodegroup, name: nodes}\n").reports(), IsEmpty());
}

}  // namespace
}  // namespace opta
