// A layer read as a preview: its name, its hosts, and what it has in another way.
#include "layer/preview.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "front_fixture.h"

namespace opta {
namespace {

using test::environment;
using test::Files;
using test::Front;
using test::service;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string kCluster = "  - type: base\n  - type: k8s-cluster\n  - type: k8s-base\n";
const std::string kDomain = kCluster + "  - {type: dns, domain: example.com}\n";

// The service as the preview `pr-42`.
Front preview(const std::string& modules, const std::string& environment_modules = kDomain,
              const std::string& name = "pr-42") {
  Front front(
      Files{{"opta.yaml", service(modules)}, {"staging.yaml", environment(environment_modules)}});
  front.load({.path = "opta.yaml", .preview = name});
  return front;
}

std::string web(const std::string& address) {
  return "  - {type: k8s-service, name: web, image: nginx, port: {http: 80}, public_uri: " +
         address + "}\n";
}

// As a person would write it.
std::string text_of(const Value& value) {
  std::string text = value.text;
  for (const TemplatePart& part : value.parts)
    text += part.expression.empty() ? part.text : "<" + part.references.at(0).output + ">";
  return text;
}

std::string address_of(const std::string& address, const std::string& modules = kDomain) {
  const Front front = preview(web(address), modules);
  EXPECT_THAT(front.reports(), IsEmpty()) << address;
  return text_of(front.argument("web", "public_uri"));
}

TEST(Preview, HasANameOfItsOwn) {
  const Front front = preview("  - {type: aws-sqs, name: jobs}\n");
  EXPECT_EQ(front.layer().name, "shop-pr-42");
  ASSERT_TRUE(front.layer().preview);
  EXPECT_EQ(front.layer().preview->name, "pr-42");
  EXPECT_EQ(front.layer().preview->of, "shop");
  EXPECT_EQ(front.layer().preview->lifetime, std::chrono::days(3));
  EXPECT_EQ(front.layer().parent->name, "staging");
  EXPECT_EQ(front.argument("jobs", "layer_name").text, "shop-pr-42");
}

TEST(Preview, WithoutTheOptionThereIsNone) {
  Front front(Files{{"opta.yaml", service(web("/v1") + "preview: {expires: 1h}\n")},
                    {"staging.yaml", environment(kDomain)}});
  front.load();
  EXPECT_FALSE(front.layer().preview);
  EXPECT_EQ(front.layer().name, "shop");
  EXPECT_EQ(front.argument("web", "public_uri").text, "/v1");
}

TEST(Preview, IsDeployedByOptaWhoeverDeploysTheService) {
  const std::string text =
      web("/v1") + "gitops: {tool: argocd, repository: \"https://example.com/deploy.git\"}\n";
  EXPECT_FALSE(preview(text).layer().gitops);
  Front front(Files{{"opta.yaml", service(text)}, {"staging.yaml", environment(kDomain)}});
  front.load();
  EXPECT_TRUE(front.layer().gitops);
}

TEST(Preview, NamesThatCannotBe) {
  for (const auto& [name, nearest] : std::vector<std::pair<std::string, std::string>>{
           {"feature/New_Menu", "`feature-new-menu` is one"},
           {"-a-", "`a` is one"},
           {"", "`pr-42` is one"},
           {"///", "`pr-42` is one"},
           {std::string(31, 'a'), "`" + std::string(30, 'a') + "` is one"}}) {
    const Front front = preview("  - type: aws-sqs\n", kDomain, name);
    EXPECT_THAT(front.reports(), ElementsAre("E0216 nowhere ``")) << name;
    EXPECT_THAT(front.error().help, HasSubstr(nearest));
  }
}

TEST(Preview, AnEnvironmentHasNone) {
  Front front(Files{{"opta.yaml", environment("  - type: base\n")}});
  front.load({.path = "opta.yaml", .preview = "pr-42"});
  EXPECT_THAT(front.reports(), ElementsAre("E0216 opta.yaml:1:7 `staging`"));
  const Front section(environment("  - type: base\n") + "preview: {expires: 3d}\n");
  EXPECT_THAT(section.reports(), ElementsAre("E0216 opta.yaml:6:10 `{expires: 3d}`"));
}

TEST(Preview, NamesOfTheCloudAreHeldToTheirLimits) {
  const Front front =
      preview("  - {type: redis, name: sessionsofcustomers}\n", kDomain, "a-long-branch-name");
  ASSERT_THAT(front.reports(), ElementsAre(HasSubstr("E0503 opta.yaml:4:25")));
  EXPECT_THAT(front.error().help, HasSubstr("the preview's"));
}

TEST(PreviewHosts, HaveOneLabelBelowTheDomain) {
  EXPECT_EQ(address_of("hello.example.com"), "pr-42-hello.example.com");
  EXPECT_EQ(address_of("Hello.Example.com/v1/"), "pr-42-Hello.Example.com/v1/");
  EXPECT_EQ(address_of("example.com/v1"), "pr-42.example.com/v1");
  EXPECT_EQ(address_of("\"{parent.domain}\""), "pr-42.<domain>");
  EXPECT_EQ(address_of("\"{parent.domain}/v1\""), "pr-42.<domain>/v1");
  EXPECT_EQ(address_of("\"hello.{parent.domain}/v1\""), "pr-42-hello.<domain>/v1");
}

TEST(PreviewHosts, EveryHostBecomesOneOfItsOwn) {
  EXPECT_EQ(address_of("/v1"), "pr-42.example.com/v1");
  EXPECT_EQ(address_of("all"), "pr-42.example.com");
  EXPECT_EQ(address_of("all/v1"), "pr-42.example.com/v1");
  EXPECT_EQ(address_of("\"*/v1\""), "pr-42.example.com/v1");
}

TEST(PreviewHosts, WithTheLayersNameTheyStay) {
  EXPECT_EQ(address_of("\"{layer_name}.{parent.domain}/v1\""), "shop-pr-42.<domain>/v1");
  EXPECT_EQ(address_of("\"{layer_name}.example.org\""), "shop-pr-42.example.org");
}

TEST(PreviewHosts, OneAddressStandsOnce) {
  const Front front = preview(web("[/v1, example.com/v1, example.com/v2]"));
  const Value& list = front.argument("web", "public_uri");
  ASSERT_EQ(list.items.size(), 2U);
  EXPECT_EQ(list.items[0].text, "pr-42.example.com/v1");
  EXPECT_EQ(list.items[1].text, "pr-42.example.com/v2");
}

TEST(PreviewHosts, OfWhichTheOwnPartIsNotKnownAreAsked) {
  const Front foreign = preview(web("hello.example.org/v1"));
  EXPECT_THAT(foreign.reports(), ElementsAre(HasSubstr("E0508 opta.yaml:4:")));
  EXPECT_THAT(foreign.error().help, HasSubstr("preview: {modules: {web: {public_uri: …}}}"));
  EXPECT_THAT(preview(web("myexample.com")).reports(), ElementsAre(HasSubstr("E0508")));
  EXPECT_THAT(preview(web("\"*.example.com\"")).reports(), ElementsAre(HasSubstr("E0508")));
  EXPECT_THAT(preview(web("\"my{parent.domain}\"")).reports(), ElementsAre(HasSubstr("E0508")));
  EXPECT_THAT(preview(web("\"{parent.domain}.net\"")).reports(), ElementsAre(HasSubstr("E0508")));
  EXPECT_THAT(preview(web("/v1"), kCluster).reports(), ElementsAre(HasSubstr("E0508")));
  EXPECT_THAT(preview(web(std::string(60, 'a') + ".example.com")).reports(),
              ElementsAre(HasSubstr("E0508")));
}

TEST(PreviewHosts, OfThePreviewSectionAreTakenAsTheyAre) {
  const Front front = preview(web("hello.example.org") +
                              "preview: {modules: {web: {public_uri: [a.example.net]}}}\n");
  EXPECT_THAT(front.reports(), IsEmpty());
  EXPECT_EQ(front.argument("web", "public_uri").items[0].text, "a.example.net");
}

const std::string kDatabase =
    "  - {type: postgres, name: db, instance_class: db.r6g.large, safety: true, multi_az: true}\n";

TEST(PreviewSection, TakesThePlaceOfTheModulesFields) {
  const Front front =
      preview(kDatabase +
              "preview: {expires: 12h, modules: {db: {instance_class: db.t4g.medium, multi_az: "
              "false, backup_retention_days: '1'}}}\n");
  EXPECT_THAT(front.reports(), IsEmpty());
  EXPECT_EQ(front.layer().preview->lifetime, std::chrono::hours(12));
  EXPECT_EQ(front.argument("db", "instance_class").text, "db.t4g.medium");
  EXPECT_FALSE(front.argument("db", "multi_az").boolean);
  EXPECT_EQ(front.argument("db", "backup_retention_days").integer, 1);
}

TEST(PreviewSection, NullTakesAFieldAway) {
  const Front front =
      preview(kDatabase +
              "preview: {modules: {db: {instance_class: null, serverless: {min_capacity: 0, "
              "max_capacity: 1}}}}\n");
  EXPECT_THAT(front.reports(), IsEmpty());
  EXPECT_EQ(front.argument("db", "serverless.max_capacity").number, 1);
}

TEST(PreviewSection, ChangesNothingInTheLayerItself) {
  Front front(
      Files{{"opta.yaml",
             service(kDatabase + "preview: {modules: {db: {instance_class: db.t4g.medium}}}\n")},
            {"staging.yaml", environment(kDomain)}});
  front.load();
  EXPECT_THAT(front.reports(), IsEmpty());
  EXPECT_EQ(front.argument("db", "instance_class").text, "db.r6g.large");
  EXPECT_TRUE(front.argument("db", "safety").boolean);
}

// Whether it is a preview that is read or the layer itself.
TEST(PreviewSection, IsChecked) {
  for (const std::string name : {"", "pr-42"}) {
    for (const auto& [section, report] : std::vector<std::pair<std::string, std::string>>{
             {"{expires: soon}", "E0204 opta.yaml:5:20 `soon`"},
             {"{expire: 3d}", "E0201 opta.yaml:5:11 `expire`"},
             {"{modules: {bd: {}}}", "E0407 opta.yaml:5:21 `bd`"},
             {"{modules: {db: 5}}", "E0203 opta.yaml:5:25 `5`"},
             {"{modules: {db: {instance: a}}}", "E0201 opta.yaml:5:26 `instance`"},
             {"{modules: {db: {instance_count: many}}}", "E0203 opta.yaml:5:42 `many`"},
             {"{modules: {db: {instance_count: '{vars.x}'}}}", "E0403 opta.yaml:5:43 `{vars.x}`"},
             {"{modules: {db: {name: x}}}", "E0201 opta.yaml:5:26 `name`"},
             {"{modules: {db: {safety: true}}}", "E0216 opta.yaml:5:26 `safety`"}}) {
      Front front(Files{{"opta.yaml", service(kDatabase + "preview: " + section + "\n")},
                        {"staging.yaml", environment(kDomain)}});
      front.load(
          {.path = "opta.yaml", .preview = name.empty() ? std::nullopt : std::optional(name)});
      EXPECT_THAT(front.reports(), ElementsAre(report)) << name;
    }
  }
}

TEST(PreviewFixed, NothingKeepsItFromBeingDestroyed) {
  const Front front =
      preview(kDatabase +
              "  - {type: aws-s3, bucket_name: '{layer_name}-files'}\n"
              "  - {type: aws-documentdb, name: docs, deletion_protection: true}\n");
  EXPECT_THAT(front.reports(), IsEmpty());
  EXPECT_FALSE(front.argument("db", "safety").boolean);
  EXPECT_FALSE(front.argument("db", "final_snapshot").boolean);
  EXPECT_FALSE(front.argument("docs", "deletion_protection").boolean);
  EXPECT_TRUE(front.argument("awss3", "force_destroy").boolean);
  EXPECT_EQ(front.argument("awss3", "bucket_name").text, "shop-pr-42-files");
}

TEST(PreviewFixed, ADatabaseStandsAlone) {
  const Front front =
      preview("  - {type: postgres, name: db, existing_global_database_id: main}\n");
  EXPECT_EQ(front.argument("db", "existing_global_database_id").kind, ValueKind::kNull);
}

TEST(PreviewNames, ThatAreSharedAreReported) {
  const Front shared = preview("  - {type: aws-s3, name: files, bucket_name: acme-files}\n");
  EXPECT_THAT(shared.reports(), ElementsAre("E0508 opta.yaml:4:46 `acme-files`"));
  const Front given = preview(
      "  - {type: aws-s3, name: files, bucket_name: acme-files}\n"
      "preview: {modules: {files: {bucket_name: acme-others}}}\n");
  EXPECT_THAT(given.reports(), IsEmpty());
}

TEST(PreviewNames, OfChartsFromARepository) {
  const std::string chart =
      "  - {type: helm-chart, name: x, chart: redis, repository: 'https://charts.example.com', "
      "chart_version: 1.2.3";
  EXPECT_THAT(preview(chart + "}\n").reports(), ElementsAre("E0508 opta.yaml:4:12 `helm-chart`"));
  EXPECT_THAT(preview(chart + ", namespace: '{layer_name}'}\n").reports(), IsEmpty());
}

TEST(PreviewNames, ThatNobodyKnowsAreLookedAtByTheUser) {
  const std::string modules =
      "  - {type: custom-terraform, name: own, source: hashicorp/dir/template, version: 1.0.2}\n";
  EXPECT_THAT(preview(modules).reports(), ElementsAre("W0504 opta.yaml:4:12 `custom-terraform`"));
  EXPECT_THAT(preview(modules + "preview: {modules: {own: {}}}\n").reports(), IsEmpty());
}

TEST(PreviewNames, AModuleThatThereIsOneOf) {
  EXPECT_THAT(preview("  - type: datadog\n").reports(),
              ElementsAre("E0216 opta.yaml:4:11 `datadog`"));
}

TEST(PreviewWires, OfTheOriginalAreNull) {
  const Front front = preview(
      "  - {type: aws-s3, name: site, bucket_name: '{layer_name}-site'}\n"
      "  - {type: cloudfront-distribution, name: cdn, links: [site]}\n",
      kCluster + "  - {type: dns, domain: example.com, linked_module: cdn}\n");
  EXPECT_EQ(front.argument("cdn", "dns_linked_module").kind, ValueKind::kNull);
  EXPECT_NE(front.argument("cdn", "dns_zone_id").kind, ValueKind::kNull);
}

}  // namespace
}  // namespace opta
