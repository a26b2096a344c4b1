// The Helm releases of a layer: their names, and what a service's takes from its environment.
#include "emit/release.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "../layer/front_fixture.h"
#include "emit/certainty.h"

namespace opta {
namespace {

using test::environment;
using test::Files;
using test::Front;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* kBase = "  - type: base\n  - type: k8s-cluster\n";
constexpr const char* kApp = "  - {type: k8s-service, name: App, image: nginx, port: {http: 80}";

class Released {
 public:
  explicit Released(const Files& files) : front(files) {
    front.load();
    releases = emit_releases(front.layer(), front.diagnostics).all;
  }
  const Release& release(std::string_view name) const {
    return *std::ranges::find(releases, name, &Release::name);
  }
  const Value* value(std::string_view name, std::string_view key) const {
    return release(name).values.find(key);
  }

  Front front;
  std::vector<Release> releases;
};

// A service beside an environment that has k8s-base with these fields, or none.
Released service(const std::string& k8s_base, const std::string& fields = "}\n") {
  return Released({{"staging.yaml", environment(kBase + k8s_base)},
                   {"opta.yaml", test::service(kApp + fields)}});
}

TEST(Releases, HaveNamesThatHelmTakes) {
  const Released released = service("");
  ASSERT_EQ(released.releases.size(), 1u);
  EXPECT_EQ(released.releases[0].name, "shop-app");
  EXPECT_EQ(released.releases[0].release_namespace, "shop");
}

TEST(ServiceRelease, TakesTheMeshFromItsEnvironment) {
  EXPECT_TRUE(service("  - type: k8s-base\n").value("shop-app", "linkerd")->boolean);
  EXPECT_FALSE(service("  - {type: k8s-base, linkerd_enabled: false}\n")
                   .value("shop-app", "linkerd")
                   ->boolean);
  EXPECT_FALSE(service("").value("shop-app", "linkerd")->boolean);
}

TEST(ServiceRelease, TakesTheMeshFromItsOwnFile) {
  for (const bool mesh : {true, false}) {
    const Released released(
        {{"opta.yaml", environment(std::string(kBase) + "  - {type: k8s-base, linkerd_enabled: " +
                                   (mesh ? "true" : "false") + "}\n" + kApp + "}\n")}});
    EXPECT_EQ(released.value("staging-app", "linkerd")->boolean, mesh);
  }
}

// The chart lets its own default in, the namespace of both controllers.
TEST(ServiceRelease, LetsNoIngressInWhereThereIsNone) {
  for (const char* base : {"  - type: k8s-base\n", "  - {type: k8s-base, ingress: traefik}\n"})
    EXPECT_EQ(service(base).value("shop-app", "ingress_namespaces"), nullptr) << base;
  for (const char* base : {"", "  - {type: k8s-base, ingress: none}\n",
                           "  - {type: k8s-base, nginx_enabled: false}\n"}) {
    const Released released = service(base);
    ASSERT_NE(released.value("shop-app", "ingress_namespaces"), nullptr) << base;
    EXPECT_THAT(released.value("shop-app", "ingress_namespaces")->items, IsEmpty());
  }
}

// `ingress: traefik` leaves every service as it is. What the two make of its Ingress objects is
// compared by tests/charts/routes.py.
TEST(ServiceRelease, IsTheSameBehindEitherIngress) {
  const std::string fields = ", public_uri: [/x, example.com/y], sticky_session: true}\n";
  const Released nginx = service("  - {type: k8s-base, ingress: nginx}\n", fields);
  const Released traefik = service("  - {type: k8s-base, ingress: traefik}\n", fields);
  EXPECT_EQ(same(nginx.release("shop-app").values, traefik.release("shop-app").values),
            Certainty::kMaybe);  // the same, but for what only an apply can tell
  const Released other = service("  - {type: k8s-base, ingress: none}\n", fields);
  EXPECT_EQ(same(nginx.release("shop-app").values, other.release("shop-app").values),
            Certainty::kNo);
}

TEST(ServiceRelease, APublicAddressThatNothingServesIsAWarning) {
  const std::string fields = ", public_uri: /x}\n";
  EXPECT_THAT(service("  - type: k8s-base\n", fields).front.reports(), IsEmpty());
  for (const char* base : {"", "  - {type: k8s-base, ingress: none}\n",
                           "  - {type: k8s-base, nginx_enabled: false}\n"})
    EXPECT_THAT(service(base, fields).front.reports(), ElementsAre("W0501 opta.yaml:4:80 `/x`"));
}

// What a service is made of cannot hang on what only the environment's apply can tell.
TEST(ServiceRelease, TheMeshHasToBeKnownBeforehand) {
  Front front(
      Files{{"staging.yaml",
             environment(std::string(kBase) +
                         "  - {type: k8s-base, linkerd_enabled: \"${{module.base.vpc_id}}\"}\n")},
            {"opta.yaml", test::service(std::string(kApp) + "}\n")}});
  EXPECT_EQ(front.load(), nullptr);
  EXPECT_EQ(front.reports().at(0).substr(0, 18), "E0409 staging.yaml");
}

TEST(BaseRelease, CertManagersOldSwitchDoesNotMeetItsNewOne) {
  const Released released(
      {{"opta.yaml",
        environment(std::string(kBase) + "  - type: k8s-base\n    ingress: traefik\n    "
                                         "cert_manager_values: {installCRDs: true}\n")}});
  EXPECT_THAT(released.front.reports(), ElementsAre("W0501 opta.yaml:9:40 `true`"));
  EXPECT_FALSE(released.value("cert-manager", "installCRDs")->boolean);
  EXPECT_TRUE(released.value("cert-manager", "crds")->find("enabled")->boolean);
}

constexpr const char* kToolChart = "apiVersion: v2\nname: tool\nversion: 0.1.0\n";

// An environment with a cluster and these modules, beside the chart "tool" and its values.
Released charts(const std::string& modules, Files files = {}) {
  files["opta.yaml"] = environment(kBase + modules);
  files["tool/Chart.yaml"] = kToolChart;
  return Released(files);
}

TEST(UsersChart, IsNamedAfterItselfOrTheModule) {
  const Released released = charts(
      "  - {type: helm-chart, name: Local, chart: tool, create_namespace: true}\n"
      "  - {type: helm-chart, name: far, chart: app, repository: 'oci://r.example', "
      "chart_version: 1.2.3, namespace: apps, atomic: false, wait: false, max_history: 0}\n"
      "  - {type: helm-chart, name: named, chart: tool, release_name: mine, timeout: 7}\n");
  EXPECT_THAT(released.front.reports(), IsEmpty());
  const Release& local = released.release("staging-local");
  EXPECT_EQ(local.chart.path, "tool");
  EXPECT_EQ(local.release_namespace, "default");
  EXPECT_TRUE(local.makes_namespace && local.undo_on_failure && local.clean_up_on_failure);
  EXPECT_EQ(local.max_history, 25);
  const Release& far = released.release("app");
  EXPECT_EQ(far.chart.repository + " " + far.chart.name + " " + far.chart.version,
            "oci://r.example app 1.2.3");
  EXPECT_EQ(far.release_namespace, "apps");
  EXPECT_FALSE(far.makes_namespace || far.undo_on_failure || far.wait || far.wait_for_jobs);
  EXPECT_EQ(far.max_history, 0);
  EXPECT_EQ(released.release("mine").timeout_s, 7);
}

TEST(UsersChart, ValuesOfFilesAreLaidOverInOrderAndThoseOfTheModuleLast) {
  const Released released = charts(
      "  - {type: helm-chart, name: t, chart: tool, values_files: [1.yaml, 2.yaml, 3.yaml], "
      "values: {c: module}}\n",
      {{"1.yaml", "a: 1\nb: 1\nc: 1\nmap: {x: 1, '*': star}\n'*': {y: '{vars.x}'}\n"},
       {"2.yaml", "b: 2\nc: 2\nmap: {z: 2}\n"},
       {"3.yaml", "# nothing\n"}});
  EXPECT_THAT(released.front.reports(), IsEmpty());
  const Value& values = released.release("staging-t").values;
  EXPECT_EQ(values.find("a")->integer, 1);
  EXPECT_EQ(values.find("b")->integer, 2);
  EXPECT_EQ(values.find("c")->text, "module");
  EXPECT_EQ(values.find("map")->find("x")->integer, 1);
  EXPECT_EQ(values.find("map")->find("*")->text, "star") << "a key like any other";
  EXPECT_EQ(values.find("map")->find("z")->integer, 2);
  EXPECT_EQ(values.find("*")->find("y")->text, "{vars.x}");
  EXPECT_EQ(released.front.place(values.find("b")->span), "2.yaml:1:4");
}

TEST(UsersChart, StandsBehindTheBaseAndWhatItDependsOn) {
  const Released released = charts(
      "  - {type: helm-chart, name: first, chart: tool, depends_on: [objects]}\n"
      "  - {type: k8s-manifest, name: objects, file_path: m.yaml}\n  - type: k8s-base\n",
      {{"m.yaml", "{apiVersion: v1, kind: ConfigMap, metadata: {name: x}}"}});
  std::vector<std::string> names;
  for (const Release& release : released.releases) names.push_back(release.name);
  ASSERT_GT(names.size(), 2u);
  EXPECT_EQ(names[names.size() - 2], "staging-objects");
  EXPECT_EQ(names.back(), "staging-first");
}

TEST(Manifest, DocumentsStayAsTheyAreWritten) {
  const Released released =
      charts("  - {type: k8s-manifest, name: m, file_path: m.yaml}\n",
             {{"m.yaml",
               "---\n# only a comment\n---\napiVersion: v1\nkind: Secret # here\n"
               "metadata: {name: '{{ x }}'}\n...\n--- {apiVersion: v1, kind: A, metadata: "
               "{name: b}}\n"}});
  EXPECT_THAT(released.front.reports(), IsEmpty());
  const Value& documents = *released.value("staging-m", "documents");
  ASSERT_EQ(documents.items.size(), 2u);
  EXPECT_EQ(documents.items[0].text,
            "apiVersion: v1\nkind: Secret # here\nmetadata: {name: '{{ x }}'}\n");
  EXPECT_EQ(documents.items[1].text, "{apiVersion: v1, kind: A, metadata: {name: b}}\n");
}

}  // namespace
}  // namespace opta
