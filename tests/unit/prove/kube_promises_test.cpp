// The promises on what runs in the cluster: by one that keeps them all, and by changes that each
// break one alone, break none, or hide something.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <regex>
#include <set>

#include "clusters.h"
#include "prove/verdict.h"
#include "worlds.h"

namespace opta::prove {
namespace {

using test::json;
using test::kAfterApply;
using test::object;
using test::objects_of;
using test::PlanText;

// A plan and releases with their manifests by "Kind name", so that a change can name one.
struct Installed {
  HelmRelease release = {};
  std::map<std::string, json> manifests = {};
};
struct Everything {
  std::map<std::string, json> resources;
  std::map<std::string, Installed> releases;

  json& manifest(const std::string& release, const std::string& name) {
    return releases.at(release).manifests.at(name);
  }
  // Of the service.
  json& of_app(const std::string& name) { return manifest("web-app", name); }
  json& pod() { return of_app("Deployment app")["spec"]["template"]["spec"]; }
  json& container() { return pod()["containers"][0]; }
  json& annotations() {
    return of_app("Deployment app")["spec"]["template"]["metadata"]["annotations"];
  }
  void add(const std::string& release, json made) {
    const std::string name =
        made["kind"].get<std::string>() + " " + made["metadata"]["name"].get<std::string>();
    releases.at(release).manifests[name] = std::move(made);
  }
};

constexpr const char* kDigest =
    "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

json pod_of_service(const char* component, json spec) {
  json made{
      {"metadata",
       {{"labels",
         {{"app.kubernetes.io/name", "app"},
          {"app.kubernetes.io/instance", "web-app"},
          {"app.kubernetes.io/component", component}}},
        {"annotations", {{"linkerd.io/inject", "enabled"}}}}},
      {"spec",
       {{"serviceAccountName", "app"},
        {"automountServiceAccountToken", false},
        {"securityContext",
         {{"runAsNonRoot", false}, {"seccompProfile", {{"type", "RuntimeDefault"}}}}},
        {"containers",
         {{{"name", "main"},
           {"image", "docker.io/acme/app:1.0"},
           {"env", {{{"name", "ENV"}, {"value", "staging"}}}},
           {"envFrom", {{{"secretRef", {{"name", "app-links"}}}}}},
           {"resources", {{"limits", {{"memory", "256Mi"}}}}},
           {"securityContext",
            {{"allowPrivilegeEscalation", false}, {"capabilities", {{"drop", {"ALL"}}}}}}}}}}}};
  made["spec"].merge_patch(spec);
  return made;
}

Installed the_service() {
  Installed made{.release = {.name = "web-app",
                             .release_namespace = "web",
                             .module = "app",
                             .chart = {.name = "k8s-service"}}};
  const json selector{{"app.kubernetes.io/name", "app"}, {"app.kubernetes.io/instance", "web-app"}};
  json server = pod_of_service("server", json::object());
  server["spec"]["containers"][0]["ports"] = {
      {{"name", "http"}, {"containerPort", 8000}, {"protocol", "TCP"}}};
  for (const json& one :
       {object("v1", "Namespace", "web",
               {{"metadata", {{"labels", {{"opta.dev/services", "true"}}}}}}),
        object("v1", "ServiceAccount", "app", {{"automountServiceAccountToken", false}}),
        object("v1", "ConfigMap", "app",
               {{"data", {{"rds_ca.pem", "-----BEGIN CERTIFICATE-----"}}}}),
        object("apps/v1", "Deployment", "app",
               {{"spec", {{"selector", {{"matchLabels", selector}}}, {"template", server}}}}),
        object("batch/v1", "CronJob", "nightly",
               {{"spec",
                 {{"jobTemplate",
                   {{"spec", {{"template", pod_of_service("cron-job", json::object())}}}}}}}}),
        object("v1", "Service", "app",
               {{"spec",
                 {{"type", "ClusterIP"},
                  {"selector", selector},
                  {"ports", {{{"name", "http"}, {"port", 80}, {"targetPort", "http"}}}}}}}),
        object(
            "networking.k8s.io/v1", "Ingress", "app",
            {{"metadata",
              {{"annotations", {{"nginx.ingress.kubernetes.io/service-upstream", "true"}}}}},
             {"spec",
              {{"rules",
                {{{"host", "a.example.com"},
                  {"http",
                   {{"paths",
                     {{{"path", "/"},
                       {"backend",
                        {{"service", {{"name", "app"}, {"port", {{"name", "http"}}}}}}}}}}}}}}}}}}),
        object(
            "networking.k8s.io/v1", "NetworkPolicy", "app",
            {{"spec",
              {{"podSelector", {{"matchLabels", selector}}},
               {"policyTypes", {"Ingress"}},
               {"ingress",
                {{{"from",
                   {{{"podSelector", json::object()}},
                    {{"namespaceSelector", {{"matchLabels", {{"opta.dev/services", "true"}}}}}}}},
                  {"ports", {{{"protocol", "TCP"}, {"port", 8000}}}}},
                 {{"from",
                   {{{"namespaceSelector",
                      {{"matchLabels",
                        {{"kubernetes.io/metadata.name", "ingress-nginx"}}}}}}}}}}}}}})}) {
    made.manifests[one["kind"].get<std::string>() + " " +
                   one["metadata"]["name"].get<std::string>()] = one;
  }
  return made;
}

// A service, an add-on of a third party, storage, and manifests of the user's own.
Everything good() {
  Everything made{
      .resources = {{"aws_eks_cluster.k8s", {{"id", "k8s"}, {"name", "k8s"}}},
                    {"aws_eks_addon.cni",
                     {{"cluster_name", "k8s"},
                      {"addon_name", "vpc-cni"},
                      {"configuration_values", R"({"enableNetworkPolicy":"true"})"}}},
                    {"aws_subnet.a", {{"id", "subnet-a"}, {"map_public_ip_on_launch", false}}},
                    {"aws_eks_node_group.nodes",
                     {{"cluster_name", "k8s"}, {"subnet_ids", {"subnet-a"}}}}},
      .releases = {{"web-app", the_service()}}};
  Installed ingress{
      .release = {.name = "ingress-nginx",
                  .release_namespace = "ingress-nginx",
                  .module = "k8sbase",
                  .chart = {.name = "ingress-nginx",
                            .repository = "https://kubernetes.github.io/ingress-nginx",
                            .version = "4.15.1"},
                  .digest = kDigest}};
  ingress.manifests = {
      {"Service ingress-nginx-controller",
       object("v1", "Service", "ingress-nginx-controller",
              {{"spec", {{"type", "ClusterIP"}, {"selector", {{"app", "ingress"}}}}}})},
      {"ClusterRoleBinding ingress-nginx",
       object("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", "ingress-nginx",
              {{"roleRef", {{"kind", "ClusterRole"}, {"name", "ingress-nginx"}}},
               {"subjects",
                {{{"kind", "ServiceAccount"},
                  {"name", "ingress-nginx"},
                  {"namespace", "ingress-nginx"}}}}})},
      {"Deployment ingress-nginx-controller",
       object("apps/v1", "Deployment", "ingress-nginx-controller",
              {{"spec",
                {{"template",
                  {{"metadata", {{"labels", {{"app", "ingress"}}}}},
                   {"spec",
                    {{"serviceAccountName", "ingress-nginx"},
                     {"containers",
                      {{{"name", "controller"}, {"image", "registry.k8s.io/x:v1"}}}}}}}}}}})}};
  made.releases["ingress-nginx"] = std::move(ingress);
  Installed storage{.release = {.name = "base-storage",
                                .release_namespace = "kube-system",
                                .module = "k8sbase",
                                .chart = {.name = "base-storage"}}};
  storage.manifests = {{"StorageClass gp3", object("storage.k8s.io/v1", "StorageClass", "gp3",
                                                   {{"provisioner", "ebs.csi.aws.com"},
                                                    {"parameters", {{"encrypted", "true"}}}})}};
  made.releases["base-storage"] = std::move(storage);
  Installed own{.release = {.name = "web-own",
                            .release_namespace = "own",
                            .module = "own",
                            .chart = {.name = "k8s-manifest"}}};
  own.manifests = {
      {"Role reader",
       object("rbac.authorization.k8s.io/v1", "Role", "reader",
              {{"rules",
                {{{"apiGroups", {""}}, {"resources", {"pods"}}, {"verbs", {"get", "list"}}}}}})}};
  made.releases["web-own"] = std::move(own);
  Installed users{.release = {.name = "users",
                              .release_namespace = "users",
                              .module = "users",
                              .chart = {.name = "thing",
                                        .repository = "https://charts.example.com",
                                        .version = "1.2.3"},
                              .is_users_chart = true,
                              .digest = kDigest}};
  made.releases["users"] = std::move(users);
  return made;
}

// The ids of this file, for the rest has worlds of its own.
bool is_covered(std::string_view id) {
  return (id >= "K8S-10" && id <= "K8S-29") || (id >= "NET-20" && id <= "NET-29") ||
         id.starts_with("SUP-");
}

std::map<std::string_view, Verdict> verdicts_of(const World& world, const Cluster& cluster) {
  std::map<std::string_view, Verdict> found;
  for (Verdict& verdict : decide_all(world, cluster)) {
    if (is_covered(verdict.promise->id)) found[verdict.promise->id] = std::move(verdict);
  }
  return found;
}

// What is decided, without the subjects, which do not outlive the cluster.
struct Said {
  Truth holds = Truth::kYes;
  std::size_t cases = 0;
  std::vector<std::string> witnesses = {};  // of what does not hold
};

std::map<std::string, Said> decide(const Everything& all) {
  PlanText plan;
  for (const auto& [address, values] : all.resources) plan.add(address, values);
  std::vector<HelmRelease> releases;
  for (const auto& [name, installed] : all.releases) {
    HelmRelease release = installed.release;
    std::vector<json> manifests;
    for (const auto& [key, manifest] : installed.manifests) manifests.push_back(manifest);
    release.objects = objects_of(manifests, release.release_namespace);
    releases.push_back(std::move(release));
  }
  const World world = plan.world();
  const Cluster cluster(std::move(releases));
  std::map<std::string, Said> said;
  for (const auto& [id, verdict] : verdicts_of(world, cluster)) {
    Said& one = said[std::string(id)];
    one.holds = verdict.holds;
    one.cases = verdict.cases.size();
    for (const Case& found : verdict.cases) {
      if (found.holds != Truth::kYes) one.witnesses.push_back(found.witness);
    }
  }
  return said;
}

std::set<std::string> with(const std::map<std::string, Said>& said, Truth holds) {
  std::set<std::string> ids;
  for (const auto& [id, one] : said) {
    if (one.holds == holds) ids.insert(id);
  }
  return ids;
}

using Change = std::function<void(Everything&)>;
struct Try {
  const char* id;
  const char* what;
  Change change;
};

Change policy(json spec) {
  return [=](Everything& all) {
    all.add("web-app", object("networking.k8s.io/v1", "NetworkPolicy", "more",
                              {{"spec", {{"podSelector", json::object()}, {"ingress", {spec}}}}}));
  };
}
Change annotate(const char* name, json value) {
  return [=](Everything& all) { all.annotations()[name] = value; };
}
Change of_pod(json patch) {
  return [=](Everything& all) { all.pod().merge_patch(patch); };
}
Change of_container(json patch) {
  return [=](Everything& all) { all.container().merge_patch(patch); };
}
Change env(const char* name, const char* value) {
  return [=](Everything& all) {
    all.container()["env"].push_back({{"name", name}, {"value", value}});
  };
}
Change of_manifest(const char* name, json patch) {
  return [=](Everything& all) { all.of_app(name).merge_patch(patch); };
}
Change drop(const char* name) {
  return [=](Everything& all) { all.releases.at("web-app").manifests.erase(name); };
}
Change bind(const char* kind, json subject, const char* role = "view") {
  return [=](Everything& all) {
    all.add("web-own", object("rbac.authorization.k8s.io/v1", kind, "more",
                              {{"roleRef", {{"kind", "ClusterRole"}, {"name", role}}},
                               {"subjects", {subject}}}));
  };
}
Change role(const char* release, json rule) {
  return [=](Everything& all) {
    all.add(release,
            object("rbac.authorization.k8s.io/v1", "ClusterRole", "more", {{"rules", {rule}}}));
  };
}
Change security(json patch) {
  return of_container({{"securityContext", patch}});
}
Change chart(const char* release, std::function<void(HelmRelease&)> change) {
  return [=](Everything& all) { change(all.releases.at(release).release); };
}
// By a third party's chart.
Change run(std::string image) {
  return [image = std::move(image)](Everything& all) {
    json& made = all.manifest("ingress-nginx", "Deployment ingress-nginx-controller");
    made["spec"]["template"]["spec"]["containers"][0]["image"] = image;
  };
}
const json kAccount{{"kind", "ServiceAccount"}, {"name", "app"}, {"namespace", "web"}};

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

TEST(KubePromises, WhatOnlyAnApplyTellsIsNeverHeld) {
  const Try tries[] = {
      {"K8S-10", "whether it asks for the mesh", annotate("linkerd.io/inject", kAfterApply)},
      {"K8S-10", "which ports are skipped",
       annotate("config.linkerd.io/skip-inbound-ports", kAfterApply)},
      {"K8S-10", "a port of somebody else's is skipped",
       annotate("config.linkerd.io/skip-outbound-ports", "5432")},
      {"K8S-10", "which ports are skipped on the way out",
       annotate("config.linkerd.io/skip-outbound-ports", kAfterApply)},
      {"K8S-10", "which of its ports is skipped",
       [](Everything& all) {
         all.container()["ports"][0]["name"] = kAfterApply;
         all.annotations()["config.linkerd.io/skip-inbound-ports"] = "25";
       }},
      {"K8S-10", "networks that are skipped",
       annotate("config.linkerd.io/skip-subnets", "10.0.0.0/8")},
      {"K8S-10", "whether webhooks pass it by",
       of_manifest(
           "Namespace web",
           {{"metadata", {{"labels", {{"config.linkerd.io/admission-webhooks", kAfterApply}}}}}})},
      {"K8S-10", "a namespace that is not ours", drop("Namespace web")},
      {"K8S-11", "an account that is made elsewhere", drop("ServiceAccount app")},
      {"K8S-12", "whom a role is bound to",
       bind("RoleBinding", {{"kind", "ServiceAccount"}, {"name", kAfterApply}})},
      {"K8S-12", "all to whom a role is bound",
       [](Everything& all) {
         bind("RoleBinding", json::object())(all);
         all.manifest("web-own", "RoleBinding more")["subjects"] = kAfterApply;
       }},
      {"K8S-13", "which role is bound",
       bind("RoleBinding", {{"kind", "User"}, {"name", "ann"}}, kAfterApply)},
      {"K8S-13", "which verbs a role has",
       role("web-own", {{"resources", {"*"}}, {"verbs", {kAfterApply}}})},
      {"K8S-14", "which capability is added",
       security({{"capabilities", {{"add", {kAfterApply}}}}})},
      {"K8S-14", "a port of the host",
       [](Everything& all) { all.container()["ports"][0]["hostPort"] = kAfterApply; }},
      {"K8S-15", "whether rights may be gained",
       security({{"allowPrivilegeEscalation", kAfterApply}})},
      {"K8S-16", "what a password is", env("DB_PASSWORD", kAfterApply)},
      {"K8S-17", "which pods the policy is about",
       of_manifest(
           "NetworkPolicy app",
           {{"spec",
             {{"podSelector", {{"matchLabels", {{"app.kubernetes.io/name", kAfterApply}}}}}}}})},
      {"K8S-17", "whom a rule is for",
       policy({{"from", {{{"ipBlock", {{"cidr", kAfterApply}}}}}}})},
      {"K8S-17", "addresses that may be pods'",
       policy({{"from", {{{"ipBlock", {{"cidr", "10.0.0.0/8"}}}}}}})},
      {"K8S-18", "a token for an audience",
       of_pod({{"volumes",
                {{{"name", "token"},
                  {"projected",
                   {{"sources", {{{"serviceAccountToken", {{"audience", kAfterApply}}}}}}}}}}}})},
      {"K8S-19", "how much memory it may take",
       of_container({{"resources", {{"limits", {{"memory", kAfterApply}}}}}})},
      {"K8S-21", "what runs", run(kAfterApply)},
      {"K8S-23", "whether volumes are encrypted",
       [](Everything& all) {
         all.manifest("base-storage", "StorageClass gp3")["parameters"]["encrypted"] = kAfterApply;
       }},
      {"NET-20", "of what type a Service is",
       of_manifest("Service app", {{"spec", {{"type", kAfterApply}}}})},
      {"NET-20", "which pods stand behind a load balancer",
       [](Everything& all) {
         json& spec = all.of_app("Service app")["spec"];
         spec["type"] = "LoadBalancer";
         spec["selector"]["app.kubernetes.io/instance"] = kAfterApply;
       }},
      {"NET-20", "a port of nodes of another layer",
       [](Everything& all) {
         all.of_app("Service app")["spec"]["type"] = "NodePort";
         all.resources.erase("aws_eks_node_group.nodes");
       }},
      {"NET-20", "targets of a load balancer of somebody else's",
       [](Everything& all) {
         all.add("web-app", object("elbv2.k8s.aws/v1beta1", "TargetGroupBinding", "more",
                                   {{"spec", {{"serviceRef", {{"name", "app"}}}}}}));
       }},
      {"NET-23", "the add-on is another cluster's",
       [](Everything& all) { all.resources["aws_eks_addon.cni"]["cluster_name"] = "other"; }},
      {"NET-23", "something else may enforce policies",
       [](Everything& all) { all.resources.erase("aws_eks_addon.cni"); }},
      {"SUP-01", "not locked yet",
       chart("ingress-nginx", [](HelmRelease& one) { one.digest.clear(); })},
  };
  for (const Try& one : tries) {
    Everything all = good();
    one.change(all);
    const auto said = decide(all);
    EXPECT_EQ(with(said, Truth::kUnknown), std::set<std::string>{one.id}) << one.what;
    EXPECT_TRUE(with(said, Truth::kNo).empty()) << one.what;
    for (const std::string& witness : said.at(one.id).witnesses)
      EXPECT_FALSE(witness.empty()) << one.what;
  }
}

TEST(KubePromises, WhatDoesNoHarmIsNoAlarm) {
  const Try tries[] = {
      {"", "the mesh is asked for by the namespace",
       [](Everything& all) {
         all.annotations().erase("linkerd.io/inject");
         all.of_app("CronJob nightly")["spec"]["jobTemplate"]["spec"]["template"]["metadata"].erase(
             "annotations");
         all.of_app("Namespace web")["metadata"]["annotations"]["linkerd.io/inject"] = "enabled";
       }},
      {"", "an ingress's way into the mesh", annotate("linkerd.io/inject", "ingress")},
      {"", "opaque ports", annotate("config.linkerd.io/opaque-ports", "8000")},
      {"", "a port is skipped that it does not have",
       annotate("config.linkerd.io/skip-inbound-ports", "25,9000-9100")},
      {"", "another account's role",
       bind("RoleBinding", {{"kind", "ServiceAccount"}, {"name", "app"}, {"namespace", "other"}})},
      {"", "a person's role", bind("RoleBinding", {{"kind", "User"}, {"name", "app"}})},
      {"", "a role of another namespace's accounts",
       bind("RoleBinding", {{"kind", "Group"}, {"name", "system:serviceaccounts:other"}})},
      {"", "all verbs on one resource",
       role("web-own", {{"resources", {"widgets"}}, {"verbs", {"*"}}})},
      {"", "reading everything", role("web-own", {{"resources", {"*"}}, {"verbs", {"get"}}})},
      {"", "a third party's wide role",
       role("ingress-nginx", {{"resources", {"*"}}, {"verbs", {"*"}}})},
      {"", "capabilities that images which start as root need",
       security({{"capabilities", {{"add", {"CHOWN", "SETGID", "SETUID"}}}}})},
      {"", "a port below 1024",
       of_pod(
           {{"securityContext",
             {{"sysctls", {{{"name", "net.ipv4.ip_unprivileged_port_start"}, {"value", "0"}}}}}}})},
      {"", "a volume of its own",
       of_pod({{"volumes", {{{"name", "tmp"}, {"emptyDir", json::object()}}}}})},
      {"", "a profile of the container's own",
       [](Everything& all) {
         all.pod()["securityContext"].erase("seccompProfile");
         all.container()["securityContext"]["seccompProfile"] = {{"type", "Localhost"},
                                                                 {"localhostProfile", "a.json"}};
       }},
      {"", "a host only apply tells", env("DB_HOST", kAfterApply)},
      {"", "a password by reference",
       [](Everything& all) {
         all.container()["env"].push_back(
             {{"name", "DB_PASSWORD"},
              {"valueFrom", {{"secretKeyRef", {{"name", "s"}, {"key", "k"}}}}}});
       }},
      {"", "a password from another variable", env("PGPASSWORD", "$(DB_PASSWORD)")},
      {"", "where a token is fetched", env("TOKEN_URL", "https://id.example.com/token")},
      {"", "where a password stands", env("PASSWORD_FILE", "/secrets/password")},
      {"", "a switch", env("REQUIRE_TOKEN", "true")},
      {"", "no token", env("PROXY_TOKEN", "none")},
      {"", "letters inside of a word", env("NOTE", "xAKIAIOSFODNN7EXAMPLE")},
      {"", "a port of the host that an agent takes",
       [](Everything& all) {
         json& made = all.manifest("ingress-nginx", "Deployment ingress-nginx-controller");
         made["spec"]["template"]["spec"]["containers"][0]["ports"] = {
             {{"containerPort", 8125}, {"hostPort", 8125}}};
         all.resources.erase("aws_eks_node_group.nodes");
       }},
      {"", "a number of tokens", env("MAX_TOKEN", "4096")},
      {"", "an address with a user alone", env("REPOSITORY", "ssh://git@example.com/a.git")},
      {"", "an address with a port", env("UPSTREAM", "http://app.web:8080/a@b")},
      {"", "an address with a variable", env("DATABASE", "postgres://me:$(PASSWORD)@db/app")},
      {"", "a certificate",
       of_manifest("ConfigMap app", {{"data", {{"ca.pem", "-----BEGIN CERTIFICATE-----"}}}})},
      {"", "a client by its name",
       policy({{"from",
                {{{"namespaceSelector",
                   {{"matchLabels", {{"kubernetes.io/metadata.name", "orders"}}}}},
                  {"podSelector", {{"matchLabels", {{"app.kubernetes.io/name", "api"}}}}}}}}})},
      {"", "no policy about calls out",
       [](Everything& all) {
         all.add("web-app", object("networking.k8s.io/v1", "NetworkPolicy", "out",
                                   {{"spec",
                                     {{"podSelector", json::object()},
                                      {"policyTypes", {"Egress"}},
                                      {"egress", {json::object()}}}}}));
       }},
      {"", "the account says it of the token", of_pod({{"automountServiceAccountToken", nullptr}})},
      {"", "a token for AWS",
       of_pod({{"volumes",
                {{{"name", "aws"},
                  {"projected",
                   {{"sources",
                     {{{"serviceAccountToken",
                        {{"audience", "sts.amazonaws.com"}, {"path", "token"}}}}}}}}}}}})},
      {"", "an image by digest", run(std::string("ghcr.io/acme/tiller-ui@") + kDigest)},
      {"", "an image of a service that only the apply tells",
       of_container({{"image", kAfterApply}})},
      {"", "a service that nobody reaches", drop("Ingress app")},
      {"", "an internal load balancer",
       of_manifest(
           "Service app",
           {{"metadata",
             {{"annotations",
               {{"service.beta.kubernetes.io/aws-load-balancer-internal", "true"}}}}},
            {"spec", {{"type", "LoadBalancer"}, {"allocateLoadBalancerNodePorts", false}}}})},
      {"", "a port of nodes that stand in private subnets",
       of_manifest("Service app", {{"spec", {{"type", "NodePort"}}}})},
      {"", "a driver of its own encryption",
       [](Everything& all) {
         all.add("base-storage", object("storage.k8s.io/v1", "StorageClass", "efs",
                                        {{"provisioner", "efs.csi.aws.com"}}));
       }},
      {"", "the ingress's own targets",
       [](Everything& all) {
         all.releases["base-ingress"].release = {.name = "base-ingress",
                                                 .release_namespace = "ingress-nginx",
                                                 .module = "k8sbase",
                                                 .chart = {.name = "base-ingress"}};
         all.add("base-ingress",
                 object("elbv2.k8s.aws/v1beta1", "TargetGroupBinding", "ingress-80",
                        {{"spec", {{"serviceRef", {{"name", "ingress-nginx-controller"}}}}}}));
       }},
      {"", "an ingress of the user's own",
       [](Everything& all) {
         json made = all.of_app("Service app");
         made["spec"]["type"] = "LoadBalancer";
         made["spec"]["selector"] = {{"app", "proxy"}};
         all.add("users", made);
         all.add("users", object("networking.k8s.io/v1", "IngressClass", "proxy"));
       }},
      {"", "policies are enforced by a boolean",
       [](Everything& all) {
         all.resources["aws_eks_addon.cni"]["configuration_values"] =
             R"({"enableNetworkPolicy":true})";
       }},
      {"", "a version with a letter",
       chart("users", [](HelmRelease& one) { one.chart.version = "v1.2.3-rc.1+build"; })},
      {"", "a user's chart from a registry",
       chart("users", [](HelmRelease& one) { one.chart.repository = "oci://ghcr.io/acme"; })},
      {"", "a repository with a slash",
       chart("ingress-nginx", [](HelmRelease& one) { one.chart.repository += "/"; })},
  };
  EXPECT_GE(std::size(tries), 20U);
  for (const Try& one : tries) {
    Everything all = good();
    one.change(all);
    for (const auto& [id, said] : decide(all)) {
      EXPECT_EQ(said.holds, Truth::kYes)
          << one.what << ": " << id << ": " << (said.witnesses.empty() ? "" : said.witnesses[0]);
    }
  }
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

}  // namespace
}  // namespace opta::prove
