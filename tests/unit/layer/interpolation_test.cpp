// Every name that may stand in braces, and the types that survive.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "front_fixture.h"

namespace opta {
namespace {

using test::environment;
using test::Files;
using test::Front;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kStaging =
    "  - type: base\n  - type: dns\n    domain: example.com\n  - type: k8s-cluster\n"
    "  - type: aws-planned\n    name: shared\n    note: x\n";

// A service with one node group whose labels are given; its environment is `staging`.
Front service_with(const std::string& labels, const std::string& head = "",
                   const LoadOptions& options = {.path = "opta.yaml"}) {
  Front front(Files{{"staging.yaml", environment(kStaging)},
                    {"opta.yaml", "name: shop\n" +
                                      (head.empty() ? "environments: [{name: staging, path: "
                                                      "staging.yaml}]\n"
                                                    : head) +
                                      "modules:\n  - type: aws-nodegroup\n    name: nodes\n"
                                      "    labels:\n" +
                                      labels}});
  front.load(options);
  return front;
}

std::string label(const std::string& text) {
  const Front front = service_with("      a: \"" + text + "\"\n");
  return front.argument("nodes", "labels.a").text;
}

TEST(Interpolation, NamesThatAreKnownBeforehand) {
  EXPECT_EQ(label("{layer_name}"), "shop");
  EXPECT_EQ(label("{parent_name}"), "staging");
  EXPECT_EQ(label("{env}"), "staging");
  EXPECT_EQ(label("{aws.region}"), "us-east-1");
  EXPECT_EQ(label("{region}"), "us-east-1");
  EXPECT_EQ(label("{aws.account_id}"), "111122223333");
  EXPECT_EQ(label("{state_storage}"), "opta-tf-state-acme-staging-69a9");
  EXPECT_EQ(label("{layer_name}-in-{env}"), "shop-in-staging");
  EXPECT_EQ(label("{{literal}}"), "{literal}");
}

TEST(Interpolation, AnEnvironmentHasNoParent) {
  const Front front(
      environment("  - type: base\n  - type: k8s-cluster\n    labels: {a: "
                  "\"{parent_name}\", b: \"{layer_name}/{env}\"}\n"));
  EXPECT_EQ(front.argument("k8scluster", "labels.a").text, "nil");
  EXPECT_EQ(front.argument("k8scluster", "labels.b").text, "staging/staging");
  const Front parent(environment("  - type: base\n    vpc_id: \"{parent.vpc_id}\"\n"));
  EXPECT_THAT(parent.reports(), testing::Contains("E0402 opta.yaml:6:14 `{parent.vpc_id}`"));
}

TEST(Interpolation, FormatsPadToAWidth) {
  EXPECT_EQ(label("{layer_name:6}"), "shop  ");
  EXPECT_EQ(label("{layer_name:>6}"), "  shop");
  EXPECT_EQ(label("{layer_name:^6}"), " shop ");
  EXPECT_EQ(label("{layer_name:*<6}"), "shop**");
  EXPECT_EQ(label("{layer_name:é>6}"), "ééshop");
  EXPECT_EQ(label("{layer_name:2}"), "shop");
  EXPECT_THAT(service_with("      a: \"{layer_name:d}\"\n").reports(),
              ElementsAre("E0401 opta.yaml:7:11 `{layer_name:d}`"));
}

TEST(Interpolation, ParentOutputsAreReferences) {
  const Front front =
      service_with("      a: \"{parent.vpc_id}\"\n      b: \"x/{parent.domain}\"\n");
  const Value& whole = front.argument("nodes", "labels.a");
  ASSERT_NE(whole.whole_reference(), nullptr);
  EXPECT_EQ(whole.whole_reference()->target, Reference::Target::kParent);
  EXPECT_EQ(whole.whole_reference()->expression(),
            "data.terraform_remote_state.parent.outputs.vpc_id");
  const Value& part = front.argument("nodes", "labels.b");
  EXPECT_EQ(part.kind, ValueKind::kTemplate);
  EXPECT_EQ(part.whole_reference(), nullptr);
  ASSERT_EQ(part.parts.size(), 2u);
  EXPECT_EQ(part.parts[0].text, "x/");
  EXPECT_EQ(part.parts[1].expression, "data.terraform_remote_state.parent.outputs.domain");
}

TEST(Interpolation, ModuleOutputsAreReferencesInAllThreeForms) {
  for (const char* text :
       {"${{module.base.vpc_id}}", "${{ module.base.vpc_id }}", "{module.base.vpc_id}"}) {
    const Front front(environment("  - type: base\n  - type: k8s-cluster\n    labels: {a: \"" +
                                  std::string(text) + "\"}\n"));
    const Reference* reference = front.argument("k8scluster", "labels.a").whole_reference();
    ASSERT_NE(reference, nullptr) << text;
    EXPECT_EQ(reference->expression(), "module.base.vpc_id");
  }
}

TEST(Interpolation, AnyTerraformExpressionWithItsReferences) {
  const Front front(
      environment("  - type: base\n  - type: k8s-cluster\n    labels: {a: "
                  "'${{join(\"/\", [module.base.vpc_id, module.base.kms_account_key_id])}}'}\n"));
  const Value& value = front.argument("k8scluster", "labels.a");
  EXPECT_EQ(value.whole_reference(), nullptr);
  ASSERT_EQ(value.parts.size(), 1u);
  EXPECT_EQ(value.parts[0].references.size(), 2u);
  EXPECT_EQ(value.parts[0].expression,
            "join(\"/\", [module.base.vpc_id, module.base.kms_account_key_id])");
}

TEST(Interpolation, FaultsStandAtTheNarrowestPlace) {
  EXPECT_THAT(
      service_with("      a: \"x {nmae} {vars.y} {parent.vpc} {aws.zone}\"\n"
                   "      b: ${{module.base.vpc_id}}\n"
                   "      c: ${{module.nodes.arn}}\n")
          .reports(),
      ElementsAre("E0402 opta.yaml:7:13 `{nmae}`", "E0403 opta.yaml:7:20 `{vars.y}`",
                  "E0406 opta.yaml:7:29 `{parent.vpc}`", "E0402 opta.yaml:7:42 `{aws.zone}`",
                  "E0407 opta.yaml:8:10 `${{module.base.vpc_id}}`",
                  "E0406 opta.yaml:9:10 `${{module.nodes.arn}}`"));
  EXPECT_THAT(service_with("      a: \"{parent.vpc_idd}\"\n").error().help,
              HasSubstr("did you mean `vpc_id`?"));
  EXPECT_THAT(service_with("      a: \"{layer_nam}\"\n").error().help,
              HasSubstr("did you mean `layer_name`?"));
}

// Escapes move the text against the file: then the whole value is shown.
TEST(Interpolation, AnEscapedTextIsShownAsAWhole) {
  EXPECT_THAT(service_with("      a: \"\\t{nmae}\"\n").reports(),
              ElementsAre("E0402 opta.yaml:7:10 `\"\\t{nmae}\"`"));
}

TEST(Interpolation, AnOutputOfAPlannedModuleIsNotKnown) {
  const Front front = service_with("      a: \"{parent.plan_id}\"\n");
  EXPECT_THAT(front.reports(), IsEmpty());
  EXPECT_EQ(front.argument("nodes", "labels.a").kind, ValueKind::kUnknown);
}

TEST(Interpolation, WhatDecidesTheStructureMustBeKnown) {
  const Front front(Files{{"opta.yaml",
                           "name: staging\norg_name: acme\nproviders:\n  aws:\n    region: "
                           "\"${{module.base.vpc_id}}\"\n    account_id: '111122223333'\nmodules:\n"
                           "  - type: base\n"}});
  Front loaded(Files{{"opta.yaml", front.disk.read("opta.yaml", 1000).value()}});
  loaded.load();
  EXPECT_TRUE(loaded.diagnostics.has_errors());
}

// --- Variables

constexpr const char* kVariables =
    "environments:\n  - name: staging\n    path: staging.yaml\n    variables: {v: 7, l: [a, b]}\n"
    "    vars: {w: false}\n"
    "input_variables: [{name: v, default: 1}, {name: w}, {name: l}, {name: d, default: 2.5}]\n";

TEST(Variables, TheirTypesSurvive) {
  Front front(
      Files{{"staging.yaml", environment(kStaging)},
            {"opta.yaml",
             "name: shop\n" + std::string(kVariables) +
                 "modules:\n  - type: aws-nodegroup\n    name: nodes\n    max_nodes: \"{vars.v}\"\n"
                 "    enable_metrics: \"{variables.w}\"\n    node_instance_types: [t3.large]\n"
                 "    labels: {d: \"{vars.d}\", t: \"v{vars.v}w{vars.w}\"}\n"}});
  front.load();
  EXPECT_THAT(front.reports(), IsEmpty());
  EXPECT_EQ(front.argument("nodes", "max_nodes").kind, ValueKind::kInteger);
  EXPECT_EQ(front.argument("nodes", "max_nodes").integer, 7);
  EXPECT_EQ(front.text(front.argument("nodes", "max_nodes").span), "\"{vars.v}\"");
  EXPECT_EQ(front.argument("nodes", "enable_metrics").kind, ValueKind::kBoolean);
  EXPECT_EQ(front.argument("nodes", "labels.d").text, "2.5");
  EXPECT_EQ(front.argument("nodes", "labels.t").text, "v7wfalse");
}

TEST(Variables, AListIsTheWholeValueOrAnError) {
  EXPECT_THAT(service_with("      a: x\n    node_instance_types: \"{vars.l}\"\n",
                           "environments: [{name: staging, path: staging.yaml}]\n"
                           "input_variables: [{name: l, default: [t3.large, t3.xlarge]}]\n")
                  .reports(),
              IsEmpty());
  EXPECT_THAT(service_with("      a: \"x {vars.l}\"\n",
                           "environments: [{name: staging, path: staging.yaml}]\n"
                           "input_variables: [{name: l, default: [a, b]}]\n")
                  .reports(),
              ElementsAre("E0203 opta.yaml:8:13 `{vars.l}`"));
}

TEST(Variables, TheCommandLineOverTheEnvironmentOverTheDefault) {
  const std::string head =
      "environments:\n  - {name: staging, path: staging.yaml, vars: {b: env, c: env}}\n"
      "input_variables: [{name: a, default: file}, {name: b, default: file}, {name: c}]\n";
  const std::string labels = "      a: \"{vars.a}{vars.b}{vars.c}\"\n";
  EXPECT_EQ(service_with(labels, head).argument("nodes", "labels.a").text, "fileenvenv");
  const LoadOptions options{.path = "opta.yaml", .variables = {{"c", "cli"}, {"c", "last"}}};
  EXPECT_EQ(service_with(labels, head, options).argument("nodes", "labels.a").text, "fileenvlast");
}

TEST(Variables, OneWithoutAValueIsAnErrorUnlessNobodyNeedsIt) {
  const std::string head =
      "environments: [{name: staging, path: staging.yaml}]\ninput_variables: [{name: a}]\n";
  const std::string labels = "      a: \"{vars.a}\"\n";
  EXPECT_THAT(service_with(labels, head).reports(), ElementsAre("E0404 opta.yaml:3:26 `a`"));
  const LoadOptions options{.path = "opta.yaml", .variables_required = false};
  const Front looking = service_with(labels, head, options);
  EXPECT_THAT(looking.reports(), IsEmpty());
  EXPECT_EQ(looking.argument("nodes", "labels.a").kind, ValueKind::kUnknown);
}

TEST(Variables, ANullIsNotGiven) {
  const std::string labels = "      a: \"{vars.a}\"\n";
  EXPECT_THAT(service_with(labels,
                           "environments: [{name: staging, path: staging.yaml, vars: {a: null}}]\n"
                           "input_variables: [{name: a}]\n")
                  .reports(),
              ElementsAre("E0404 opta.yaml:3:26 `a`"));
  EXPECT_EQ(service_with(labels,
                         "environments: [{name: staging, path: staging.yaml, vars: {a: ~}}]\n"
                         "input_variables: [{name: a, default: d}]\n")
                .argument("nodes", "labels.a")
                .text,
            "d");
}

TEST(Variables, TwoValuesContradictEachOther) {
  const auto reports = [](const std::string& variables, const std::string& vars) {
    return service_with("      a: b\n",
                        "environments:\n  - {name: staging, path: staging.yaml, "
                        "variables: {a: " +
                            variables + "}, vars: {a: " + vars + "}}\n")
        .reports();
  };
  EXPECT_THAT(reports("1", "1"), IsEmpty());
  EXPECT_THAT(reports("[x, {y: z}]", "[x, {y: z}]"), IsEmpty());
  EXPECT_THAT(reports("1", "2"), ElementsAre("E0405 opta.yaml:3:70 `2`"));
  EXPECT_THAT(reports("{y: z}", "{y: q}"), ElementsAre("E0405 opta.yaml:3:75 `{y: q}`"));
  EXPECT_THAT(service_with("      a: b\n",
                           "environments: [{name: staging, path: staging.yaml}]\n"
                           "input_variables: [{name: a, default: 1}, {name: a}]\n")
                  .reports(),
              ElementsAre("E0405 opta.yaml:3:49 `a`"));
}

TEST(Variables, AnUnknownOneOfTheCommandLineIsAWarning) {
  const LoadOptions options{.path = "opta.yaml", .variables = {{"colur", "red"}}};
  const Front front = service_with("      a: b\n",
                                   "environments: [{name: staging, path: staging.yaml}]\n"
                                   "input_variables: [{name: colour, default: blue}]\n",
                                   options);
  EXPECT_THAT(front.reports(), ElementsAre("W0401 nowhere ``"));
  EXPECT_EQ(front.layer().name, "shop");
}

}  // namespace
}  // namespace opta
