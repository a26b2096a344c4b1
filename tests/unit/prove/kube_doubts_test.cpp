// The promises on what runs in the cluster: what only an apply tells is never held, and what does
// no harm is no alarm.
#include <gtest/gtest.h>

#include "kube_cluster.h"

namespace opta::prove::test::kube {
namespace {

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

}  // namespace
}  // namespace opta::prove::test::kube
