// A cluster that keeps all promises on what runs in it, and changes to it.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "clusters.h"
#include "prove/verdict.h"
#include "worlds.h"

namespace opta::prove::test::kube {

// A plan and releases with their manifests by "Kind name", so that a change can name one.
struct Installed {
  HelmRelease release = {};
  std::map<std::string, json> manifests = {};
};
struct Everything {
  std::map<std::string, json> resources;
  std::map<std::string, Installed> releases;
  bool has_mesh = true;

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

inline constexpr const char* kDigest =
    "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

inline json pod_of_service(const char* component, json spec) {
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

inline Installed the_service() {
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
inline Everything good() {
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
inline bool is_covered(std::string_view id) {
  return (id >= "K8S-10" && id <= "K8S-29") || (id >= "NET-20" && id <= "NET-29") ||
         id.starts_with("SUP-");
}

inline std::map<std::string_view, Verdict> verdicts_of(const World& world, const Cluster& cluster) {
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

inline std::map<std::string, Said> decide(const Everything& all) {
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
  const Cluster cluster(std::move(releases), all.has_mesh);
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

inline std::set<std::string> with(const std::map<std::string, Said>& said, Truth holds) {
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

inline Change policy(json spec) {
  return [=](Everything& all) {
    all.add("web-app", object("networking.k8s.io/v1", "NetworkPolicy", "more",
                              {{"spec", {{"podSelector", json::object()}, {"ingress", {spec}}}}}));
  };
}
inline Change annotate(const char* name, json value) {
  return [=](Everything& all) { all.annotations()[name] = value; };
}
inline Change of_pod(json patch) {
  return [=](Everything& all) { all.pod().merge_patch(patch); };
}
inline Change of_container(json patch) {
  return [=](Everything& all) { all.container().merge_patch(patch); };
}
inline Change env(const char* name, const char* value) {
  return [=](Everything& all) {
    all.container()["env"].push_back({{"name", name}, {"value", value}});
  };
}
inline Change of_manifest(const char* name, json patch) {
  return [=](Everything& all) { all.of_app(name).merge_patch(patch); };
}
inline Change drop(const char* name) {
  return [=](Everything& all) { all.releases.at("web-app").manifests.erase(name); };
}
inline Change bind(const char* kind, json subject, const char* role = "view") {
  return [=](Everything& all) {
    all.add("web-own", object("rbac.authorization.k8s.io/v1", kind, "more",
                              {{"roleRef", {{"kind", "ClusterRole"}, {"name", role}}},
                               {"subjects", {subject}}}));
  };
}
inline Change role(const char* release, json rule) {
  return [=](Everything& all) {
    all.add(release,
            object("rbac.authorization.k8s.io/v1", "ClusterRole", "more", {{"rules", {rule}}}));
  };
}
inline Change security(json patch) {
  return of_container({{"securityContext", patch}});
}
inline Change chart(const char* release, std::function<void(HelmRelease&)> change) {
  return [=](Everything& all) { change(all.releases.at(release).release); };
}
// By a third party's chart.
inline Change run(std::string image) {
  return [image = std::move(image)](Everything& all) {
    json& made = all.manifest("ingress-nginx", "Deployment ingress-nginx-controller");
    made["spec"]["template"]["spec"]["containers"][0]["image"] = image;
  };
}
inline const json kAccount{{"kind", "ServiceAccount"}, {"name", "app"}, {"namespace", "web"}};

}  // namespace opta::prove::test::kube
