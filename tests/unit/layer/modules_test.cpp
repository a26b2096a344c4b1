// The `modules` list: types, names, placement, fields, and what modules get from each other.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "front_fixture.h"

namespace opta {
namespace {

using test::environment;
using test::Files;
using test::Front;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Front in_environment(const std::string& modules, const Files& library = {}) {
  return Front(environment(modules), library);
}

Front in_service(const std::string& modules, const std::string& parent = "  - type: base\n",
                 const Files& library = {}) {
  Front front(Files{{"staging.yaml", environment(parent)}, {"opta.yaml", test::service(modules)}},
              library);
  front.load();
  return front;
}

TEST(Modules, GenericAndFullNamesAreOneType) {
  const Front front = in_environment("  - type: aws-base\n  - type: k8s-cluster\n");
  EXPECT_EQ(front.module("awsbase").definition->type, "aws-base");
  EXPECT_EQ(front.module("k8scluster").definition->type, "aws-eks");
}

TEST(Modules, EntriesThatAreNone) {
  EXPECT_THAT(in_environment("  - base\n").reports(), ElementsAre("E0203 opta.yaml:5:5 `base`"));
  EXPECT_THAT(in_environment("  - name: x\n").reports(),
              ElementsAre("E0202 opta.yaml:5:5 `name: x`"));
  EXPECT_THAT(in_environment("  - type: [base]\n").reports(),
              ElementsAre("E0203 opta.yaml:5:11 `[base]`"));
}

TEST(Modules, ATypeIsSuggestedOrPlaced) {
  const Front typo = in_environment("  - type: bsae\n");
  EXPECT_THAT(typo.reports(), ElementsAre("E0301 opta.yaml:5:11 `bsae`"));
  EXPECT_THAT(typo.error().help, HasSubstr("`base`"));
}

TEST(Modules, NamesAreLettersAndDigitsAndUnique) {
  EXPECT_THAT(in_environment("  - {type: aws-s3, name: a-b, bucket_name: acme-a}\n").reports(),
              ElementsAre("E0205 opta.yaml:5:26 `a-b`"));
  // Terraform takes no label that begins with a digit.
  EXPECT_THAT(in_environment("  - {type: aws-s3, name: 1a, bucket_name: acme-a}\n").reports(),
              ElementsAre("E0205 opta.yaml:5:26 `1a`"));
  const Front twice = in_environment(
      "  - {type: aws-s3, name: a, bucket_name: acme-a}\n"
      "  - {type: aws-s3, name: a, bucket_name: acme-b}\n");
  EXPECT_THAT(twice.reports(), ElementsAre("E0302 opta.yaml:6:26 `a`"));
  EXPECT_EQ(twice.place(twice.error().labels.at(0).span), "opta.yaml:5:26");
}

TEST(Modules, UniqueTypesCountTheirAliases) {
  EXPECT_THAT(in_environment("  - type: base\n  - type: aws-base\n").reports(),
              ElementsAre("E0302 opta.yaml:6:11 `aws-base`"));
}

TEST(Modules, Placement) {
  EXPECT_THAT(in_service("  - type: dns\n    domain: example.com\n").reports(),
              ElementsAre("E0303 opta.yaml:4:11 `dns`"));
  const Files library = {
      {"modules/aws/x/module.yaml", "type: aws-x\ncloud: aws\nsummary: x\nplacement: service\n"}};
  EXPECT_THAT(in_environment("  - type: aws-x\n", library).reports(),
              ElementsAre("E0303 opta.yaml:5:11 `aws-x`"));
  EXPECT_THAT(in_service("  - type: aws-x\n", "  - type: base\n", library).reports(), IsEmpty());
}

TEST(Modules, AModuleThatIsNotBuiltIsAWarning) {
  const Front front = in_environment("  - {type: aws-planned, name: a}\n");
  EXPECT_EQ(front.diagnostics.warning_count(), 1u);
  EXPECT_EQ(front.diagnostics.all()[0].code, Code::kModuleNotBuilt);
}

TEST(Modules, UnknownFieldsAreSuggested) {
  const Front front = in_environment("  - type: base\n    singel_nat_gateway: true\n");
  EXPECT_THAT(front.reports(), ElementsAre("E0201 opta.yaml:6:5 `singel_nat_gateway`"));
  EXPECT_THAT(front.error().help, HasSubstr("`single_nat_gateway`"));
}

TEST(Modules, AWireCannotBeWritten) {
  EXPECT_THAT(in_environment("  - type: base\n    region: us-east-1\n").reports(),
              ElementsAre("E0201 opta.yaml:6:5 `region`"));
}

TEST(Modules, TagsAreTheUsersBesideThoseOfOpta) {
  EXPECT_THAT(in_environment("  - type: base\n    tags: {team: shop, cost: 42}\n").reports(),
              IsEmpty());
  EXPECT_THAT(in_environment("  - type: base\n    tags: {opta_layer: x, aws:y: z}\n").reports(),
              ElementsAre("E0205 opta.yaml:6:12 `opta_layer`", "E0205 opta.yaml:6:27 `aws:y`"));
  EXPECT_THAT(in_environment("  - type: base\n    tags: [a]\n").reports(), testing::SizeIs(1));
}

TEST(Modules, RequiredFields) {
  EXPECT_THAT(in_environment("  - type: dns\n").reports(),
              ElementsAre("E0202 opta.yaml:5:11 `dns`"));
  EXPECT_THAT(in_environment("  - type: dns\n    domain: ~\n").reports(),
              ElementsAre("E0202 opta.yaml:5:11 `dns`"));
}

TEST(Modules, EveryInputHasAnArgumentInTheCatalogsOrder) {
  const Front front = in_environment("  - type: base\n    vpc_log_retention: 7\n");
  const ModuleUse& base = front.module("base");
  std::vector<std::string> wanted = field_names(base.definition->inputs);
  for (const Wire& wire : base.definition->wiring) wanted.push_back(wire.name);
  std::vector<std::string> names;
  for (const Argument& argument : base.arguments) names.push_back(argument.name);
  EXPECT_EQ(names, wanted);
  EXPECT_EQ(front.argument("base", "vpc_log_retention").integer, 7);
  EXPECT_EQ(front.argument("base", "total_ipv4_cidr_block").text, "10.0.0.0/16");
  // A default points at the module that leaves it out.
  EXPECT_EQ(front.argument("base", "total_ipv4_cidr_block").span, base.span);
}

TEST(Modules, FieldsWithoutEffectAndOutdatedOnesAreWarnings) {
  const Front front = in_environment(
      "  - type: base\n  - type: dns\n    domain: example.com\n    upload_cert: true\n"
      "  - type: k8s-cluster\n    ami_type: AL2_x86_64\n"
      "  - type: aws-nodegroup\n    name: nodes\n    use_gpu: true\n");
  EXPECT_THAT(front.reports(),
              ElementsAre("W0301 opta.yaml:8:5 `upload_cert`", "W0302 opta.yaml:10:15 `AL2_x86_64`",
                          "W0302 opta.yaml:13:5 `use_gpu`"));
  EXPECT_FALSE(front.diagnostics.has_errors());
}

TEST(Modules, DependsOnNamesModulesOfTheFile) {
  const Front front = in_environment(
      "  - type: base\n  - type: dns\n    domain: example.com\n    depends_on: [base, "
      "module.base]\n");
  EXPECT_THAT(front.module("dns").depends_on, ElementsAre("base", "base"));
  EXPECT_THAT(in_environment("  - type: base\n    depends_on: [bse]\n").reports(),
              ElementsAre("E0407 opta.yaml:6:18 `bse`"));
  EXPECT_THAT(in_environment("  - type: base\n    depends_on: base\n").reports(),
              ElementsAre("E0203 opta.yaml:6:17 `base`"));
}

// --- Wires

TEST(Wiring, FromTheSameFile) {
  const Front front = in_environment("  - type: base\n    name: net\n  - type: k8s-cluster\n");
  EXPECT_EQ(front.argument("k8scluster", "private_subnet_ids").whole_reference()->expression(),
            "module.net.private_subnet_ids");
  EXPECT_EQ(front.argument("k8scluster", "layer_name").text, "staging");
  EXPECT_EQ(front.argument("k8scluster", "account_id").text, "111122223333");
  EXPECT_EQ(front.argument("k8scluster", "tags.opta_module").text, "k8scluster");
}

TEST(Wiring, FromTheParentsState) {
  const Front front = in_service("  - type: aws-nodegroup\n    name: nodes\n",
                                 "  - type: base\n  - type: k8s-cluster\n");
  EXPECT_EQ(front.argument("nodes", "k8s_cluster_name").whole_reference()->expression(),
            "data.terraform_remote_state.parent.outputs.k8s_cluster_name");
  EXPECT_EQ(front.argument("nodes", "layer_name").text, "shop");
  EXPECT_EQ(front.argument("nodes", "module_name").text, "nodes");
}

TEST(Wiring, WhatIsMissingIsReportedOnce) {
  const Front front = in_environment("  - type: k8s-cluster\n");
  EXPECT_THAT(front.reports(), ElementsAre("E0304 opta.yaml:5:11 `k8s-cluster`"));
  EXPECT_THAT(front.error().help, HasSubstr("to this file"));
  const Front service = in_service("  - type: aws-nodegroup\n    name: nodes\n");
  EXPECT_THAT(service.reports(), ElementsAre("E0304 opta.yaml:4:11 `aws-nodegroup`"));
  EXPECT_THAT(service.error().help, HasSubstr("`staging`"));
}

TEST(Wiring, AnOptionalWireIsNull) {
  const Files library = {{"modules/aws/x/module.yaml",
                          "type: aws-x\ncloud: aws\nsummary: x\nwiring:\n"
                          "  domain: {from: aws-dns.domain, optional: true}\n"
                          "  org: {context: org_name}\n  env: {context: env_name}\n"}};
  const Front without = in_environment("  - type: aws-x\n    name: x\n", library);
  EXPECT_THAT(without.reports(), IsEmpty());
  EXPECT_EQ(without.argument("x", "domain").kind, ValueKind::kNull);
  EXPECT_EQ(without.argument("x", "org").text, "acme");
  EXPECT_EQ(without.argument("x", "env").text, "staging");
  const Front with = in_environment(
      "  - type: aws-x\n    name: x\n  - type: dns\n    domain: example.com\n", library);
  EXPECT_NE(with.argument("x", "domain").whole_reference(), nullptr);
}

TEST(Cycles, TheWayAroundIsShown) {
  const Front front = in_environment(
      "  - {type: aws-s3, name: a, bucket_name: \"${{module.b.bucket_id}}\"}\n"
      "  - {type: aws-s3, name: b, bucket_name: \"${{module.c.bucket_id}}\"}\n"
      "  - {type: aws-s3, name: c, bucket_name: abc, depends_on: [a]}\n");
  EXPECT_THAT(front.reports(), ElementsAre("E0408 opta.yaml:7:26 `c`"));
  EXPECT_THAT(front.error().message, HasSubstr("a -> b -> c -> a"));
}

TEST(Cycles, AModuleThatNeedsItself) {
  EXPECT_THAT(
      in_environment("  - {type: aws-s3, name: a, bucket_name: abc, depends_on: [a]}\n").reports(),
      ElementsAre("E0408 opta.yaml:5:26 `a`"));
}

TEST(Cycles, TwoCirclesAreTwoReports) {
  const Front front = in_environment(
      "  - {type: aws-s3, name: a, bucket_name: abc, depends_on: [a, b]}\n"
      "  - {type: aws-s3, name: b, bucket_name: abd, depends_on: [a]}\n");
  EXPECT_EQ(front.diagnostics.error_count(), 2u);
}

// --- Exports

std::vector<std::string> keys(const Layer& layer) {
  std::vector<std::string> list;
  for (const ExportedOutput& exported : layer.exports) list.push_back(exported.key);
  return list;
}

TEST(Exports, AKeyIsTheOutputsNameUnlessTwoModulesOfferIt) {
  const Files library = {{"modules/aws/x/module.yaml",
                          "type: aws-x\ncloud: aws\nsummary: x\noutputs:\n  arn: {type: string}\n"
                          "  secret: {type: string, export: false}\n"}};
  EXPECT_THAT(keys(in_environment("  - {type: aws-x, name: a}\n", library).layer()),
              ElementsAre("arn"));
  EXPECT_THAT(
      keys(in_environment("  - {type: aws-x, name: a}\n  - {type: aws-x, name: b}\n", library)
               .layer()),
      ElementsAre("a_arn", "b_arn"));
  Files two = library;
  two["modules/aws/y/module.yaml"] =
      "type: aws-y\ncloud: aws\nsummary: y\noutputs:\n  arn: {type: string}\n  id: {type: "
      "string}\n";
  EXPECT_THAT(
      keys(in_environment("  - {type: aws-x, name: a}\n  - {type: aws-y, name: b}\n", two).layer()),
      ElementsAre("a_arn", "b_arn", "id"));
}

TEST(Exports, AreWhatAChildSees) {
  const Files library = {{"modules/aws/x/module.yaml",
                          "type: aws-x\ncloud: aws\nsummary: x\noutputs:\n  arn: {type: string}\n"},
                         {"modules/aws/y/module.yaml",
                          "type: aws-y\ncloud: aws\nsummary: y\ninputs:\n  to: {type: string}\n"}};
  const Front front =
      in_service("  - {type: aws-y, name: y, to: \"{parent.b_arn}\"}\n",
                 "  - {type: aws-x, name: a}\n  - {type: aws-x, name: b}\n", library);
  EXPECT_EQ(front.argument("y", "to").whole_reference()->output, "b_arn");
}

}  // namespace
}  // namespace opta
