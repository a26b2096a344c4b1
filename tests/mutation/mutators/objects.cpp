// What runs in the cluster, and the charts that it comes from.
#include "../edits.h"

namespace opta::prove::mutation {

namespace {

const Names kServers = {"Deployment"};
const std::string kPod = "spec.template.spec.";
const std::string kContainer = "spec.template.spec.containers[k8s-service].";
const std::string kAnnotations = "spec.template.metadata.annotations";

bool is_service(const KubeObject& object) {
  return object.source.starts_with("k8s-service/");
}

Finder server(const std::vector<ObjectVariant>& variants) {
  return each_object(kServers, is_service, variants);
}

Finder of_service(std::string_view kind, const std::vector<ObjectVariant>& variants) {
  return each_object({kind}, is_service, variants);
}

// An object more in the service's release.
using Fields = std::vector<std::pair<std::string, std::string>>;
Finder with_object(const KubeObject& kind, const std::vector<Fields>& all) {
  return [=](const Scene& scene) {
    Mutants mutants;
    for (std::size_t r = 0; r < scene.releases.size(); ++r) {
      if (scene.releases[r].chart.name != "k8s-service") continue;
      for (const Fields& fields : all) {
        KubeObject object = kind;
        std::string place = object.kind;
        for (const auto& [path, text] : fields) {
          object.fields[path] = {.text = text};
          place += " " + path + "=" + text;
        }
        mutants.push_back(
            {place, [r, object](Scene& to) { to.releases[r].objects.push_back(object); }});
      }
    }
    return mutants;
  };
}

KubeObject object(const char* version, const char* kind) {
  return {.api_version = version,
          .kind = kind,
          .object_namespace = "hello",
          .name = "mutant",
          .source = "k8s-service/templates/mutant.yaml"};
}

Fields binding(const char* role, const char* kind, const char* name) {
  return {{"roleRef.apiGroup", "\"rbac.authorization.k8s.io\""},
          {"roleRef.kind", "\"ClusterRole\""},
          {"roleRef.name", role},
          {"subjects[0].kind", kind},
          {"subjects[0].name", name},
          {"subjects[0].namespace", "\"hello\""}};
}

ObjectVariant variable(const std::string& name, const std::string& text) {
  const std::string path = kContainer + "env[" + name + "].";
  return {name + " = " + text, [=](KubeObject& object) {
            object.fields[path + "name"] = {.text = '"' + name + '"'};
            object.fields[path + "value"] = {.text = text};
          }};
}

bool is_third_party(const HelmRelease& release) {
  return !release.chart.repository.empty();
}

std::pair<std::string, std::function<void(HelmRelease&)>> version(const std::string& text) {
  return {"version = " + text, [text](HelmRelease& release) { release.chart.version = text; }};
}

std::pair<std::string, std::function<void(HelmRelease&)>> digest(const std::string& text) {
  return {"digest = " + text, [text](HelmRelease& release) { release.digest = text; }};
}

std::pair<std::string, std::function<void(HelmRelease&)>> repository(const std::string& text) {
  return {"repository = " + text,
          [text](HelmRelease& release) { release.chart.repository = text; }};
}

}  // namespace

std::vector<Mutator> object_mutators() {
  const KubeObject cluster_binding = object("rbac.authorization.k8s.io/v1", "ClusterRoleBinding");
  const KubeObject role_binding = object("rbac.authorization.k8s.io/v1", "RoleBinding");
  const std::string inject = kAnnotations + "[\"linkerd.io/inject\"]";
  const std::string first_rule = "spec.ingress[0].from";
  return {
      {"K8S-10", "a service that speaks in the clear",
       server({field(inject, "\"disabled\""),
               field(kAnnotations + "[\"config.linkerd.io/skip-inbound-ports\"]", "\"8000\""),
               field(kContainer + "ports[main].protocol", "\"UDP\"")})},
      {"K8S-10", "a service whose namespace alone may ask for the mesh",
       server({field(inject, "")}), Demand::kNotHeld},
      {"K8S-11", "a service with an account that is not its own",
       server({field(kPod + "serviceAccountName", ""),
               field(kPod + "serviceAccountName", "\"default\"")})},
      {"K8S-11", "a service with an account that nobody makes here",
       server({field(kPod + "serviceAccountName", "\"somebody-elses\"")}), Demand::kNotHeld},
      {"K8S-12", "a service with a role",
       several({with_object(role_binding,
                            {binding("\"view\"", "\"ServiceAccount\"", "\"app\""),
                             binding("\"edit\"", "\"Group\"", "\"system:serviceaccounts:hello\""),
                             binding("\"view\"", "\"Group\"", "\"system:authenticated\"")}),
                with_object(cluster_binding,
                            {binding("\"view\"", "\"ServiceAccount\"", "\"app\""),
                             binding("\"view\"", "\"Group\"", "\"system:serviceaccounts\"")})})},
      {"K8S-13", "an administrator",
       several({with_object(cluster_binding,
                            {binding("\"cluster-admin\"", "\"ServiceAccount\"", "\"app\""),
                             binding("\"cluster-admin\"", "\"User\"", "\"ops\"")}),
                with_object(object("rbac.authorization.k8s.io/v1", "ClusterRole"),
                            {{{"rules[0].apiGroups[0]", "\"*\""},
                              {"rules[0].resources[0]", "\"*\""},
                              {"rules[0].verbs[0]", "\"*\""}},
                             {{"rules[0].apiGroups[0]", "\"rbac.authorization.k8s.io\""},
                              {"rules[0].resources[0]", "\"clusterroles\""},
                              {"rules[0].verbs[0]", "\"escalate\""}},
                             {{"rules[0].apiGroups[0]", "\"\""},
                              {"rules[0].resources[0]", "\"users\""},
                              {"rules[0].verbs[0]", "\"impersonate\""}}})})},
      {"K8S-14", "a pod that sees its node",
       server({field(kPod + "hostNetwork", "true"), field(kPod + "hostPID", "true"),
               field(kPod + "hostIPC", "true"),
               field(kPod + "volumes[host].hostPath.path", "\"/\""),
               field(kContainer + "securityContext.privileged", "true"),
               field(kContainer + "ports[main].hostPort", "8000"),
               field(kContainer + "securityContext.capabilities.add[0]", "\"SYS_ADMIN\""),
               field(kContainer + "securityContext.seccompProfile.type", "\"Unconfined\""),
               field(kContainer + "securityContext.procMount", "\"Unmasked\""),
               field(kPod + "securityContext.sysctls[0].name", "\"kernel.msgmax\"")})},
      {"K8S-15", "a container that can gain rights",
       server({field(kContainer + "securityContext.allowPrivilegeEscalation", "true"),
               field(kContainer + "securityContext.allowPrivilegeEscalation", ""),
               field(kContainer + "securityContext.capabilities.drop", ""),
               field(kContainer + "securityContext.capabilities.drop[0]", "\"NET_RAW\""),
               field(kPod + "securityContext.seccompProfile", "")})},
      {"K8S-16", "a password in the clear",
       several({server({variable("DB_PASSWORD", "\"correct-horse\""),
                        variable("API_KEY", "\"0123456789abcdef\""),
                        variable("AUTH_TOKEN", "\"0123456789abcdef\""),
                        variable("URL", "\"postgres://app:correct-horse@db/app\""),
                        variable("KEY", "\"AKIAIOSFODNN7EXAMPLE\"")}),
                of_service("ConfigMap", {field("data.password", "\"correct-horse\""),
                                         field("data[\"key.pem\"]",
                                               "\"-----BEGIN PRIVATE KEY-----\\nMIIE\"")})})},
      {"K8S-17", "a service that lets in everybody",
       of_service("NetworkPolicy",
                  {field(first_rule, ""), field(first_rule + "[0].namespaceSelector", "{}"),
                   field(first_rule + "[1].namespaceSelector", "{}"),
                   field(first_rule + "[7].ipBlock.cidr", "\"0.0.0.0/0\""),
                   field("spec.podSelector.matchLabels[\"app.kubernetes.io/name\"]", "\"x\""),
                   field("spec.policyTypes[0]", "\"Egress\"")})},
      {"K8S-18", "a service with a token",
       server({field(kPod + "automountServiceAccountToken", "true"),
               field(kPod + "volumes[t].projected.sources[0].serviceAccountToken.path",
                     "\"token\"")})},
      {"K8S-19", "a service without a limit",
       server({field(kContainer + "resources.limits.memory", ""),
               field(kContainer + "resources", "")})},
      {"K8S-21", "Tiller",
       server({field(kContainer + "image", "\"ghcr.io/helm/tiller:v2.17.0\""),
               field(kContainer + "image", "\"gcr.io/kubernetes-helm/tiller\"")})},
      {"K8S-22", "an ingress with code",
       of_service(
           "Ingress",
           {field("metadata.annotations[\"nginx.ingress.kubernetes.io/server-snippet\"]", "\"x\""),
            field("metadata.annotations[\"nginx.ingress.kubernetes.io/configuration-snippet\"]",
                  "\"x\"")})},
      {"K8S-23", "a class of volumes in the clear",
       each_object(
           {"StorageClass"}, [](const KubeObject&) { return true; },
           {field("parameters.encrypted", "\"false\""), field("parameters.encrypted", "")})},
      {"NET-20", "a service beside the ingress",
       of_service("Service", {field("spec.type", "\"LoadBalancer\"")})},
      {"NET-23", "a cluster that does not enforce policies",
       each_where(
           {"aws_eks_addon"}, [](const json& addon) { return addon["addon_name"] == "vpc-cni"; },
           set("configuration_values", {R"({"enableNetworkPolicy":"false"})", "{}", nullptr}))},
      {"SUP-01", "a chart that is not one version, or not held to its digest",
       each_release(is_third_party,
                    {version(">=1.0.0"), version("1.x"), version(""), version("~1.2"),
                     version("latest"), digest("sha256:"), digest("md5:0123")})},
      {"SUP-02", "a chart from somebody else, or in the clear",
       each_release(is_third_party, {repository("http://charts.example.com"),
                                     repository("https://charts.example.com"),
                                     repository("https://jetstack.charts.example.com")})},
  };
}

}  // namespace opta::prove::mutation
