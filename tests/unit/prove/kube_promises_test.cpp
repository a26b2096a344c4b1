// The promises on what runs in the cluster: by one that keeps them all, and by changes that each
// break one alone.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <regex>

#include "kube_cluster.h"

namespace opta::prove::test::kube {
namespace {

const std::vector<Try>& breaks() {
  static const std::vector<Try> tries = {
      {"K8S-10", "a pod without the mesh", annotate("linkerd.io/inject", "disabled")},
      {"K8S-10", "a pod that does not ask for it", annotate("linkerd.io/inject", nullptr)},
      {"K8S-10", "a namespace that the mesh passes by",
       of_manifest(
           "Namespace web",
           {{"metadata", {{"labels", {{"config.linkerd.io/admission-webhooks", "disabled"}}}}}})},
      {"K8S-10", "its port is skipped", annotate("config.linkerd.io/skip-inbound-ports", "8000")},
      {"K8S-10", "its port is skipped among others",
       annotate("config.linkerd.io/skip-inbound-ports", "25, 7000-8100")},
      {"K8S-10", "a service's port is skipped on the way out",
       annotate("config.linkerd.io/skip-outbound-ports", "80")},
      {"K8S-10", "a pod's port is skipped on the way out",
       annotate("config.linkerd.io/skip-outbound-ports", "8000")},
      {"K8S-10", "a port that the mesh does not carry",
       [](Everything& all) { all.container()["ports"][0]["protocol"] = "UDP"; }},
      {"K8S-11", "the account of everybody", of_pod({{"serviceAccountName", "default"}})},
      {"K8S-11", "no account named", of_pod({{"serviceAccountName", nullptr}})},
      {"K8S-11", "an account that others have, too",
       [](Everything& all) {
         all.releases["other"] = the_service();
         all.releases["other"].release.name = "other";
         all.releases["other"].release.chart.name = "k8s-manifest";
         all.releases["other"].manifests.erase("ServiceAccount app");
       }},
      {"K8S-11", "an account of another release",
       [](Everything& all) {
         all.releases.at("web-own").release.release_namespace = "web";
         all.add("web-own", all.of_app("ServiceAccount app"));
         all.releases.at("web-app").manifests.erase("ServiceAccount app");
       }},
      {"K8S-12", "a role in its namespace", bind("RoleBinding", kAccount)},
      {"K8S-12", "a role everywhere", bind("ClusterRoleBinding", kAccount)},
      {"K8S-12", "a role by its other name",
       bind("ClusterRoleBinding", {{"kind", "User"}, {"name", "system:serviceaccount:web:app"}})},
      {"K8S-12", "a role of all accounts of the namespace",
       bind("ClusterRoleBinding", {{"kind", "Group"}, {"name", "system:serviceaccounts:web"}})},
      {"K8S-12", "a role of all accounts",
       bind("ClusterRoleBinding", {{"kind", "Group"}, {"name", "system:serviceaccounts"}})},
      {"K8S-12", "a role of everybody",
       bind("ClusterRoleBinding", {{"kind", "Group"}, {"name", "system:authenticated"}})},
      {"K8S-13", "an administrator",
       bind("ClusterRoleBinding", {{"kind", "User"}, {"name", "ann"}}, "cluster-admin")},
      {"K8S-13", "an administrator of a third party",
       [](Everything& all) {
         all.manifest("ingress-nginx", "ClusterRoleBinding ingress-nginx")["roleRef"]["name"] =
             "cluster-admin";
       }},
      {"K8S-13", "a role with everything",
       role("web-own", {{"resources", {"*"}}, {"verbs", {"*"}}})},
      {"K8S-13", "a role that gives itself rights",
       role("web-own", {{"resources", {"clusterroles"}}, {"verbs", {"get", "escalate"}}})},
      {"K8S-13", "a role that binds roles",
       role("web-own", {{"resources", {"clusterroles"}}, {"verbs", {"bind"}}})},
      {"K8S-13", "a role that is anybody",
       role("web-own", {{"resources", {"users"}}, {"verbs", {"impersonate"}}})},
      {"K8S-14", "a process of the host",
       security({{"windowsOptions", {{"hostProcess", true}}}})},
      {"K8S-14", "a port of the host that it takes",
       [](Everything& all) { all.container()["ports"][0]["hostPort"] = 8000; }},
      {"K8S-14", "a privileged container", security({{"privileged", true}})},
      {"K8S-14", "the host's processes", of_pod({{"hostPID", true}})},
      {"K8S-14", "the host's memory", of_pod({{"hostIPC", true}})},
      {"K8S-14", "a path of the host",
       of_pod({{"volumes", {{{"name", "host"}, {"hostPath", {{"path", "/"}}}}}}})},
      {"K8S-14", "a capability too many", security({{"capabilities", {{"add", {"SYS_ADMIN"}}}}})},
      {"K8S-14", "a dangerous sysctl",
       of_pod({{"securityContext", {{"sysctls", {{{"name", "kernel.msgmax"}, {"value", "1"}}}}}}})},
      {"K8S-14", "/proc unmasked", security({{"procMount", "Unmasked"}})},
      {"K8S-14", "no profile of AppArmor",
       of_pod({{"securityContext", {{"appArmorProfile", {{"type", "Unconfined"}}}}}})},
      {"K8S-14", "a privileged start",
       of_pod({{"initContainers",
                {{{"name", "start"},
                  {"image", "docker.io/acme/app:1.0"},
                  {"resources", {{"limits", {{"memory", "1Mi"}}}}},
                  {"securityContext",
                   {{"privileged", true},
                    {"allowPrivilegeEscalation", false},
                    {"capabilities", {{"drop", {"ALL"}}}}}}}}}})},
      {"K8S-15", "rights may be gained", security({{"allowPrivilegeEscalation", true}})},
      {"K8S-15", "nothing is said of rights", security({{"allowPrivilegeEscalation", nullptr}})},
      {"K8S-15", "capabilities are kept", security({{"capabilities", nullptr}})},
      {"K8S-15", "some capabilities are kept",
       security({{"capabilities", {{"drop", {"NET_RAW"}}}}})},
      {"K8S-15", "no profile of seccomp",
       of_pod({{"securityContext", {{"seccompProfile", nullptr}}}})},
      {"K8S-16", "a password", env("DB_PASSWORD", "hunter2")},
      {"K8S-16", "a key", env("stripe-api-key", "abc")},
      {"K8S-16", "an address with a password", env("DATABASE", "postgres://me:hunter2@db/app")},
      {"K8S-16", "a key of AWS", env("ID", "AKIAIOSFODNN7EXAMPLE")},
      {"K8S-16", "a private key among the settings",
       of_manifest("ConfigMap app", {{"data", {{"key.pem", "-----BEGIN PRIVATE KEY-----"}}}})},
      {"K8S-16", "an entry that is called like a secret",
       of_manifest("ConfigMap app", {{"data", {{"session_secret", "abc"}}}})},
      {"K8S-16", "bytes that are called like a secret",
       of_manifest("ConfigMap app", {{"binaryData", {{"private-key", "AAEC"}}}})},
      {"K8S-16", "a password among the arguments",
       of_container({{"args", {"--to=redis://x:hunter2@cache:6379"}}})},
      {"K8S-17", "no policy", drop("NetworkPolicy app")},
      {"K8S-17", "a policy about others",
       of_manifest("NetworkPolicy app",
                   {{"spec", {{"podSelector", {{"matchLabels", {{"app", "other"}}}}}}}})},
      {"K8S-17", "a policy about calls out",
       of_manifest("NetworkPolicy app", {{"spec", {{"policyTypes", {"Egress"}}}}})},
      {"K8S-17", "a rule for everybody", policy(json::object())},
      {"K8S-17", "a rule for everybody on one port", policy({{"ports", {{{"port", 9}}}}})},
      {"K8S-17", "a rule for the internet",
       policy({{"from", {{{"ipBlock", {{"cidr", "0.0.0.0/0"}}}}}}})},
      {"K8S-17", "a rule for an address of the internet on another port",
       policy({{"from", {{{"ipBlock", {{"cidr", "8.8.0.0/16"}}}}}}, {"ports", {{{"port", 9}}}}})},
      {"K8S-17", "a rule for every pod",
       policy({{"from", {{{"namespaceSelector", json::object()}}}}})},
      {"K8S-17", "a rule for all namespaces but some",
       policy({{"from",
                {{{"namespaceSelector",
                   {{"matchExpressions", {{{"key", "team"}, {"operator", "DoesNotExist"}}}}}}}}}})},
      {"K8S-18", "a token", of_pod({{"automountServiceAccountToken", true}})},
      {"K8S-18", "a token by a volume",
       of_pod(
           {{"volumes",
             {{{"name", "token"},
               {"projected", {{"sources", {{{"serviceAccountToken", {{"path", "token"}}}}}}}}}}}})},
      {"K8S-18", "a token that names the API",
       of_pod({{"volumes",
                {{{"name", "token"},
                  {"projected",
                   {{"sources",
                     {{{"serviceAccountToken",
                        {{"audience", "https://kubernetes.default.svc"}}}}}}}}}}}})},
      {"K8S-18", "neither the pod nor its account says anything",
       [](Everything& all) {
         all.pod().erase("automountServiceAccountToken");
         all.of_app("ServiceAccount app").erase("automountServiceAccountToken");
       }},
      {"K8S-19", "no limit", of_container({{"resources", {{"limits", nullptr}}}})},
      {"K8S-21", "Tiller", run("ghcr.io/helm/tiller:v2.17.0")},
      {"K8S-22", "code for the ingress",
       of_manifest("Ingress app",
                   {{"metadata",
                     {{"annotations",
                       {{"nginx.ingress.kubernetes.io/configuration-snippet", "return 200;"}}}}}})},
      {"K8S-23", "volumes without encryption",
       [](Everything& all) {
         all.manifest("base-storage", "StorageClass gp3")["parameters"]["encrypted"] = "false";
       }},
      {"K8S-23", "volumes of which nothing is said",
       [](Everything& all) {
         all.manifest("base-storage", "StorageClass gp3").erase("parameters");
       }},
      {"NET-20", "a load balancer of its own",
       of_manifest("Service app", {{"spec", {{"type", "LoadBalancer"}}}})},
      {"NET-20", "a load balancer of a user's chart",
       [](Everything& all) {
         json made = all.of_app("Service app");
         made["spec"]["type"] = "LoadBalancer";
         all.add("users", made);
       }},
      {"NET-20", "another Service with a load balancer",
       [](Everything& all) {
         json made = all.of_app("Service app");
         made["metadata"]["name"] = "other";
         made["spec"]["type"] = "LoadBalancer";
         all.add("web-app", made);
       }},
      {"NET-20", "a load balancer of a third party",
       [](Everything& all) {
         all.manifest("ingress-nginx", "Service ingress-nginx-controller")["spec"]["type"] =
             "LoadBalancer";
       }},
      {"NET-20", "a port of nodes that the internet reaches",
       [](Everything& all) {
         all.of_app("Service app")["spec"]["type"] = "NodePort";
         all.resources["aws_subnet.a"]["map_public_ip_on_launch"] = true;
         all.resources["aws_route_table.a"] = {
             {"id", "rtb-a"}, {"route", {{{"cidr_block", "0.0.0.0/0"}, {"gateway_id", "igw-1"}}}}};
         all.resources["aws_route_table_association.a"] = {{"subnet_id", "subnet-a"},
                                                           {"route_table_id", "rtb-a"}};
         all.resources["aws_security_group.nodes"] = {{"id", "sg-1"},
                                                      {"ingress",
                                                       {{{"protocol", "-1"},
                                                         {"from_port", 0},
                                                         {"to_port", 0},
                                                         {"cidr_blocks", {"0.0.0.0/0"}}}}}};
         all.resources["aws_launch_template.nodes"] = {{"id", "lt-1"},
                                                       {"vpc_security_group_ids", {"sg-1"}}};
         all.resources["aws_eks_node_group.nodes"]["launch_template"] = {{{"id", "lt-1"}}};
       }},
      {"NET-23", "policies that nothing enforces",
       [](Everything& all) { all.resources["aws_eks_addon.cni"]["configuration_values"] = "{}"; }},
      {"NET-23", "an add-on without settings",
       [](Everything& all) { all.resources["aws_eks_addon.cni"].erase("configuration_values"); }},
      {"SUP-01", "a range of versions",
       chart("ingress-nginx", [](HelmRelease& one) { one.chart.version = "4.x"; })},
      {"SUP-01", "any version", chart("users", [](HelmRelease& one) { one.chart.version = ""; })},
      {"SUP-01", "a version or newer",
       chart("users", [](HelmRelease& one) { one.chart.version = "^1.2.3"; })},
      {"SUP-01", "a lock that cannot be read",
       chart("users", [](HelmRelease& one) { one.digest = "unreadable"; })},
      {"SUP-02", "a module's chart from somewhere else",
       chart("ingress-nginx",
             [](HelmRelease& one) { one.chart.repository = "https://charts.example.com"; })},
      {"SUP-02", "a chart in the clear",
       chart("users",
             [](HelmRelease& one) { one.chart.repository = "http://charts.example.com"; })},
  };
  return tries;
}

TEST(KubePromises, AreKeptByAGoodClusterAndEachIsAboutSomething) {
  const auto said = decide(good());
  EXPECT_GE(said.size(), 16U);
  for (const auto& [id, one] : said) {
    EXPECT_EQ(one.holds, Truth::kYes)
        << id << ": " << (one.witnesses.empty() ? "" : one.witnesses[0]);
    EXPECT_GT(one.cases, 0U) << id;
  }
}

TEST(KubePromises, AreAboutNothingWithoutACluster) {
  PlanText plan;
  plan.add("aws_s3_bucket.files", {{"id", "files"}});
  const World world = plan.world();
  for (const Verdict& verdict : decide_all(world, {})) {
    if (!is_covered(verdict.promise->id)) continue;
    EXPECT_TRUE(verdict.cases.empty()) << verdict.promise->id;
    EXPECT_FALSE(verdict.promise->forbids) << verdict.promise->id;
  }
}

TEST(KubePromises, OfAReleaseThatNobodyLookedAtAreNotKnown) {
  Everything all = good();
  for (auto& [name, installed] : all.releases) {
    installed.manifests.clear();
    installed.release.are_all_known = false;
  }
  for (const auto& [id, said] : decide(all)) {
    const bool reads = find_promise(id)->reads_objects;
    EXPECT_EQ(said.holds, reads ? Truth::kUnknown : Truth::kYes) << id;
  }
}

TEST(KubePromises, EachBreakIsCaughtByThePromiseThatIsAboutIt) {
  for (const Try& one : breaks()) {
    Everything all = good();
    one.change(all);
    const auto said = decide(all);
    EXPECT_EQ(with(said, Truth::kNo), std::set<std::string>{one.id}) << one.what;
    for (const auto& [id, verdict] : said) {
      for (const std::string& witness : verdict.witnesses)
        EXPECT_FALSE(witness.empty()) << one.what;
    }
  }
}

TEST(KubePromises, OfEachThereIsABreak) {
  std::set<std::string_view> tried;
  for (const Try& one : breaks()) tried.insert(one.id);
  for (const Promise* promise : all_promises())
    EXPECT_TRUE(!is_covered(promise->id) || tried.contains(promise->id)) << promise->id;
  EXPECT_GE(breaks().size(), 40U);
}

// "chart: {name: NAME, repository: "ADDRESS", version: VERSION}"
std::vector<HelmRelease> releases_of_modules() {
  const std::regex line(R"re(chart: \{name: (\S+), repository: "(\S+)", version: (\S+)\})re");
  std::vector<HelmRelease> found;
  for (const auto& file :
       std::filesystem::recursive_directory_iterator(OPTA_SOURCE_DIR "/modules")) {
    if (file.path().filename() != "module.yaml") continue;
    std::ifstream stream(file.path());
    for (std::string text; std::getline(stream, text);) {
      std::smatch parts;
      if (!std::regex_search(text, parts, line)) continue;
      found.push_back({.name = parts[1],
                       .release_namespace = parts[1],
                       .module = file.path().parent_path().filename(),
                       .chart = {.name = parts[1], .repository = parts[2], .version = parts[3]},
                       .digest = kDigest});
    }
  }
  return found;
}

TEST(KubePromises, ChartsOfOurModulesAreTheirProjectsAndExact) {
  const Cluster cluster(releases_of_modules());
  EXPECT_GE(cluster.releases().size(), 12U);
  const World world;
  const auto verdicts = verdicts_of(world, cluster);
  for (const char* id : {"SUP-01", "SUP-02"}) {
    for (const Case& one : verdicts.at(id).cases)
      EXPECT_EQ(one.holds, Truth::kYes) << id << ": " << one.about.address() << ": " << one.witness;
  }
}

TEST(KubePromises, TheHostsNetworkTakesAwayAllThatRestsOnThePodsOwn) {
  Everything all = good();
  all.pod()["hostNetwork"] = true;
  const auto said = decide(all);
  EXPECT_EQ(with(said, Truth::kNo), (std::set<std::string>{"K8S-10", "K8S-14"}));
  EXPECT_EQ(with(said, Truth::kUnknown), (std::set<std::string>{"K8S-17"}));
}

TEST(KubePromises, SettingsOfAnAddOnThatOnlyAnApplyTells) {
  PlanText plan;
  plan.add("aws_eks_cluster.k8s", {{"id", "k8s"}, {"name", "k8s"}})
      .add("aws_eks_addon.cni", {{"cluster_name", "k8s"}, {"addon_name", "vpc-cni"}},
           {{"configuration_values", true}});
  const World world = plan.world();
  EXPECT_EQ(verdicts_of(world, {}).at("NET-23").holds, Truth::kUnknown);
}

TEST(KubePromises, TakeTenThousandObjects) {
  std::vector<HelmRelease> releases;
  const Installed one = the_service();
  std::vector<json> manifests;
  for (const auto& [name, manifest] : one.manifests) manifests.push_back(manifest);
  const std::vector<KubeObject> objects = objects_of(manifests, "web");
  std::size_t count = 0;
  for (int i = 0; count < 10000; ++i) {
    HelmRelease release = one.release;
    release.release_namespace = "web-" + std::to_string(i);
    release.objects = objects;
    for (KubeObject& object : release.objects)
      (object.kind == "Namespace" ? object.name : object.object_namespace) =
          release.release_namespace;
    count += objects.size();
    releases.push_back(std::move(release));
  }
  const Cluster cluster(std::move(releases));
  const World world;
  const auto start = std::chrono::steady_clock::now();
  const auto verdicts = verdicts_of(world, cluster);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
  EXPECT_EQ(verdicts.at("K8S-17").holds, Truth::kYes);
}

TEST(KubePromises, TheWitnessIsThePath) {
  Everything all = good();
  all.of_app("Service app")["spec"]["type"] = "LoadBalancer";
  bind("RoleBinding", kAccount, "edit")(all);
  const auto said = decide(all);
  EXPECT_THAT(
      said.at("NET-20").witnesses,
      testing::Contains(
          "internet -> a load balancer of its own -> Service web/app -> Deployment web/app"));
  EXPECT_THAT(said.at("K8S-12").witnesses, testing::ElementsAre("RoleBinding own/more -> edit"));
}

TEST(KubePromises, NothingIsPromisedOfAMeshThatIsNotThere) {
  Everything all = good();
  all.has_mesh = false;
  EXPECT_EQ(decide(all).at("K8S-10").cases, 0U);
}

}  // namespace
}  // namespace opta::prove::test::kube
