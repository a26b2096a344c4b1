// Versions that go together, that exclude each other, and the way from one set to the next.
#include "emit/compatibility_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "../layer/front_fixture.h"
#include "emit/upgrade_path.h"

namespace opta {
namespace {

using test::environment;
using test::Files;
using test::Front;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Compatibility matrix_of(const Front& front) {
  SourceMap sources;
  Diagnostics diagnostics;
  return Compatibility::load(front.library(), sources, diagnostics);
}

// What is said of a file on a day.
std::vector<std::string> reports(const Files& files, const char* day, const Files& library = {}) {
  Front front(files, library);
  front.load();
  check_compatibility(front.layer(), emit_releases(front.layer(), front.diagnostics).all,
                      matrix_of(front), *parse_day(day), front.diagnostics);
  std::vector<std::string> list;
  for (const Diagnostic& one : front.diagnostics.sorted()) {
    list.push_back(std::string(info(one.code).id) + " " + front.place(one.span) + " " +
                   one.message);
  }
  return list;
}

// Modules from line 5 on: base, k8s-cluster with its version on line 7, k8s-base on line 8.
Files file(const std::string& version, const std::string& fields = "    ingress: traefik\n") {
  return {{"opta.yaml", environment("  - type: base\n  - type: k8s-cluster\n    k8s_version: \"" +
                                    version + "\"\n  - type: k8s-base\n" + fields)}};
}

TEST(Versions, CompareAsNumbers) {
  EXPECT_LT(compare_versions("1.9", "1.10"), 0);
  EXPECT_EQ(compare_versions("v1.21.1", "1.21.1"), 0);
  EXPECT_GT(compare_versions("1.21.1", "1.21"), 0);
  EXPECT_EQ(compare_versions("1.21.0", "1.21"), 0);
  const VersionRange range{"1.31", "1.35"};
  EXPECT_TRUE(range.includes("1.31"));
  EXPECT_TRUE(range.includes("1.35"));
  EXPECT_FALSE(range.includes("1.36"));
  EXPECT_FALSE(range.includes("1.4"));
  EXPECT_TRUE((VersionRange{"1.25"}).includes("1.99"));
}

TEST(Compatibility, TheLibrarysMatrixIsRead) {
  Front front(file("1.35"));
  SourceMap sources;
  Diagnostics diagnostics;
  const auto matrix = Compatibility::load(front.library(), sources, diagnostics);
  EXPECT_FALSE(diagnostics.has_errors());
  EXPECT_EQ(matrix.kubernetes_module, "aws-eks");
  EXPECT_EQ(matrix.kubernetes_input, "k8s_version");
  EXPECT_EQ(to_string(matrix.find_kubernetes("1.35")->standard_ends), "2027-03-27");
  EXPECT_FALSE(matrix.components.empty());
}

TEST(Compatibility, WhatIsSupportedIsNotMentioned) {
  EXPECT_THAT(reports(file("1.35"), "2026-11-24"), IsEmpty());
}

TEST(Compatibility, TestedOnlyIsAWarning) {
  EXPECT_THAT(reports(file("1.36"), "2026-11-24"),
              ElementsAre("W0802 opta.yaml:7:18 linkerd 2.20 is tested with Kubernetes 1.36, but "
                          "not supported on it"));
  EXPECT_THAT(
      reports(file("1.36", "    ingress: nginx\n    linkerd_enabled: false\n"), "2026-03-01"),
      Contains("W0802 opta.yaml:7:18 ingress-nginx 1.15.1, its last version, was never "
               "tested with Kubernetes 1.36"));
}

// The embedded matrix, with other facts about one component.
Files with_linkerd(const std::string& facts) {
  Front front(file("1.35"));
  std::string text = front.library().read("modules/compatibility.yaml", 1 << 20).value();
  const std::size_t line = text.find("      \"2.20\":\n");
  const std::size_t end = text.find("\n\n", line);
  text.replace(line, end - line, "      \"2.20\": {chart: 2026.6.3, " + facts + "}\n");
  return {{"modules/compatibility.yaml", text}};
}

TEST(Compatibility, AnImpossiblePairIsNamed) {
  EXPECT_THAT(
      reports(file("1.35"), "2026-11-24", with_linkerd("kubernetes: [\"1.31\", \"1.34\"]")),
      ElementsAre("E0801 opta.yaml:7:18 linkerd 2.20 and Kubernetes 1.35 exclude each other"));
  EXPECT_THAT(
      reports(file("1.35"), "2026-11-24", with_linkerd("gateway_api: [\"1.3.0\", \"1.5.1\"]")),
      ElementsAre(HasSubstr("E0801 opta.yaml:7:18 gateway-api 1.2.1 and linkerd 2.20 exclude")));
  // What is not installed excludes nothing.
  EXPECT_THAT(reports(file("1.35", "    ingress: traefik\n    linkerd_enabled: false\n"),
                      "2026-11-24", with_linkerd("kubernetes: [\"1.31\", \"1.34\"]")),
              IsEmpty());
}

TEST(Compatibility, SupportThatEndsIsSaidAheadAndAfterwards) {
  EXPECT_THAT(reports(file("1.34"), "2026-10-01"), IsEmpty());
  EXPECT_THAT(reports(file("1.34"), "2026-11-24"),
              ElementsAre("W0801 opta.yaml:7:18 standard support of Kubernetes 1.34 by EKS ends on "
                          "2026-12-02"));
  EXPECT_THAT(
      reports(file("1.33"), "2026-11-24"),
      ElementsAre("W0801 opta.yaml:7:18 standard support of Kubernetes 1.33 by EKS ended on "
                  "2026-07-29"));
  EXPECT_THAT(
      reports(file("1.33"), "2027-08-01"),
      ElementsAre("W0801 opta.yaml:7:18 extended support of Kubernetes 1.33 by EKS ended on "
                  "2027-07-29"));
  EXPECT_THAT(reports(file("1.35", "    ingress: nginx\n"), "2026-11-24"),
              ElementsAre("W0801 opta.yaml:8:11 support of ingress-nginx 1.15.1 ended on "
                          "2026-03-31"));
}

// A service says nothing of its environment's cluster: the environment's own file does.
TEST(Compatibility, AServiceIsNotBlamedForItsEnvironment) {
  Files files = file("1.33", "    ingress: nginx\n");
  files["staging.yaml"] = files["opta.yaml"];
  files["opta.yaml"] = test::service("  - {type: k8s-service, name: app, image: nginx}\n");
  EXPECT_THAT(reports(files, "2026-11-24"), IsEmpty());
}

// --- The way to newer versions

// Kubernetes 1 to 4, and components with made-up ranges.
Compatibility small_matrix(std::vector<Component> components) {
  Compatibility matrix;
  for (const char* version : {"1.1", "1.2", "1.3", "1.4"})
    matrix.kubernetes.push_back({version, Day(), Day()});
  matrix.gateway_api = {"1.0", "2.0"};
  matrix.components = std::move(components);
  return matrix;
}

std::vector<Installed> oldest(const Compatibility& matrix) {
  std::vector<Installed> list;
  for (const Component& component : matrix.components)
    list.push_back({&component, &component.versions[0], component.name});
  return list;
}

std::vector<std::string> steps(const UpgradePath& path) {
  std::vector<std::string> list;
  for (const UpgradeStep& step : path.steps)
    list.push_back((step.component.empty() ? "kubernetes" : step.component) + " " + step.to);
  return list;
}

ComponentVersion version(const char* name, VersionRange kubernetes) {
  return {.version = name, .kubernetes = kubernetes};
}

TEST(UpgradePath, GoesOneMinorVersionAtATime) {
  const Compatibility matrix = small_matrix({});
  EXPECT_THAT(steps(find_upgrade(matrix, "1.1", {})),
              ElementsAre("kubernetes 1.2", "kubernetes 1.3", "kubernetes 1.4"));
  EXPECT_THAT(steps(find_upgrade(matrix, "1.4", {})), IsEmpty());
  EXPECT_THAT(steps(find_upgrade(matrix, "0.9", {})), IsEmpty());
}

TEST(UpgradePath, AComponentGoesBeforeOrAfterAsItsRangesSay) {
  const Compatibility matrix =
      small_matrix({{.name = "before",
                     .pinned = "2",
                     .versions = {version("1", {"1.1", "1.2"}), version("2", {"1.1", "1.4"})}},
                    {.name = "after",
                     .pinned = "2",
                     .versions = {version("1", {"1.1", "1.3"}), version("2", {"1.3", "1.4"})}}});
  EXPECT_THAT(
      steps(find_upgrade(matrix, "1.1", oldest(matrix))),
      ElementsAre("before 2", "kubernetes 1.2", "kubernetes 1.3", "after 2", "kubernetes 1.4"));
}

TEST(UpgradePath, GoesOverAVersionBetween) {
  const Compatibility matrix =
      small_matrix({{.name = "c",
                     .pinned = "3",
                     .versions = {version("1", {"1.1", "1.2"}), version("2", {"1.2", "1.3"}),
                                  version("3", {"1.3", "1.4"})}}});
  EXPECT_THAT(steps(find_upgrade(matrix, "1.1", oldest(matrix))),
              ElementsAre("kubernetes 1.2", "c 2", "kubernetes 1.3", "c 3", "kubernetes 1.4"));
}

TEST(UpgradePath, SaysWhatHoldsItBack) {
  const Compatibility matrix =
      small_matrix({{.name = "c", .pinned = "1", .versions = {version("1", {"1.1", "1.2"})}}});
  const UpgradePath path = find_upgrade(matrix, "1.1", oldest(matrix));
  EXPECT_EQ(path.kubernetes, "1.2");
  EXPECT_THAT(steps(path), ElementsAre("kubernetes 1.2"));
  ASSERT_EQ(path.held_back.size(), 2u);
  EXPECT_EQ(path.held_back[0].first, "1.3");
  EXPECT_EQ(path.held_back[0].second.at(0).reason, "c 1 supports Kubernetes 1.1 to 1.2");
  EXPECT_EQ(path.held_back[1].first, "1.4");
}

// Two that share no version of the Gateway API never stand beside each other on the way.
TEST(UpgradePath, KeepsTheGatewayApiInCommon) {
  const auto gateway = [](const char* name, VersionRange range) {
    return ComponentVersion{.version = name, .gateway_api = range};
  };
  const Compatibility matrix =
      small_matrix({{.name = "a",
                     .pinned = "2",
                     .versions = {gateway("1", {"1.0", "1.0"}), gateway("2", {"1.0", "2.0"})}},
                    {.name = "crds",
                     .pinned = "2",
                     .versions = {gateway("1", {"1.0", "1.0"}), gateway("2", {"2.0", "2.0"})}}});
  EXPECT_THAT(steps(find_upgrade(matrix, "1.4", oldest(matrix))), ElementsAre("a 2", "crds 2"));
}

// From each version that the library offers there is a way on which no pair excludes each other.
TEST(UpgradePath, OfTheLibraryIsPossible) {
  for (const char* now : {"1.33", "1.34", "1.35", "1.36"}) {
    Front front(file(now));
    front.load();
    const Compatibility matrix = matrix_of(front);
    const auto installed = installed_components(
        front.layer(), emit_releases(front.layer(), front.diagnostics).all, matrix);
    const UpgradePath path = find_upgrade(matrix, now, installed);
    EXPECT_EQ(path.kubernetes, "1.36") << now;
    EXPECT_EQ(path.steps.size(), 36u - std::stoul(std::string(now).substr(2))) << now;
    if (path.steps.empty()) continue;
    EXPECT_THAT(path.steps.back().changes,
                Contains("cluster-autoscaler follows with the image v1.36.1"));
  }
}

}  // namespace
}  // namespace opta
