// Ways into pods, what a policy leaves open, and ten thousand objects.
#include "prove/pod_network/pod_network.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

#include "clusters.h"

namespace opta::prove::test {
namespace {

json deployment(const char* name, json pod = json::object()) {
  json made = object("apps/v1", "Deployment", name,
                     {{"spec",
                       {{"template",
                         {{"metadata", {{"labels", {{"app", name}}}}},
                          {"spec",
                           {{"containers",
                             {{{"name", "main"},
                               {"ports", {{{"name", "http"}, {"containerPort", 8000}}}}}}}}}}}}}});
  made["spec"]["template"]["spec"].merge_patch(pod);
  return made;
}

json service(const char* name, const char* app, json spec = json::object()) {
  json made = object(
      "v1", "Service", name,
      {{"spec", {{"selector", {{"app", app}}}, {"ports", {{{"name", "http"}, {"port", 80}}}}}}});
  made["spec"].merge_patch(spec);
  return made;
}

json ingress(const char* name, const char* host, const char* to) {
  return object(
      "networking.k8s.io/v1", "Ingress", name,
      {{"spec",
        {{"rules",
          {{{"host", host},
            {"http",
             {{"paths",
               {{{"path", "/"},
                 {"pathType", "Prefix"},
                 {"backend", {{"service", {{"name", to}, {"port", {{"number", 80}}}}}}}}}}}}}}}}}});
}

std::vector<Way> ways_to_app(std::vector<json> manifests) {
  const Cluster cluster = cluster_of({{"web", std::move(manifests)}});
  const PodNetwork network(cluster);
  return network.ways_to(network.all().front());
}

TEST(PodNetwork, NamesTheWayFromTheInternetThroughAnIngress) {
  const auto ways = ways_to_app(
      {deployment("app"), service("app", "app"), ingress("app", "a.example.com", "app")});
  ASSERT_EQ(ways.size(), 1U);
  EXPECT_EQ(ways[0].kind, Way::Kind::kRoute);
  EXPECT_EQ(ways[0].is_there, Truth::kYes);
  EXPECT_EQ(ways[0].path, (std::vector<std::string>{"internet", "Ingress web/app (a.example.com)",
                                                    "Service web/app", "Deployment web/app"}));
}

TEST(PodNetwork, HasNoWayToPodsThatNobodyNames) {
  EXPECT_TRUE(ways_to_app({deployment("app"), service("app", "app")}).empty());
  EXPECT_TRUE(ways_to_app({deployment("app"), service("app", "other"),
                           ingress("app", "a.example.com", "app")})
                  .empty());
  EXPECT_TRUE(ways_to_app({deployment("app"), service("app", "app"),
                           ingress("app", "a.example.com", "other")})
                  .empty());
}

TEST(PodNetwork, KnowsLoadBalancersOfTheServicesOwn) {
  const auto kind = [](json rest) {
    json made = service("app", "app", {{"type", "LoadBalancer"}});
    made.merge_patch(rest);
    Truth open = Truth::kNo;
    for (const Way& way : ways_to_app({deployment("app"), made})) {
      if (way.kind == Way::Kind::kLoadBalancer) open = either(open, way.is_there);
    }
    return open;
  };
  const auto annotated = [](const char* name, const char* value) -> json {
    const std::string key = std::string("service.beta.kubernetes.io/aws-load-balancer-") + name;
    return {{"metadata", {{"annotations", {{key, value}}}}}};
  };
  EXPECT_EQ(kind(json::object()), Truth::kYes);
  EXPECT_EQ(kind(annotated("internal", "true")), Truth::kNo);
  EXPECT_EQ(kind(annotated("internal", "false")), Truth::kYes);
  // What Kubernetes brings does not read it.
  EXPECT_EQ(kind(annotated("scheme", "internal")), Truth::kUnknown);
  EXPECT_EQ(kind(annotated("scheme", "internet-facing")), Truth::kYes);
  EXPECT_EQ(kind(annotated("scheme", kAfterApply)), Truth::kUnknown);
  EXPECT_EQ(kind(annotated("type", kAfterApply)), Truth::kUnknown);
  const json by_class{{"spec", {{"loadBalancerClass", "service.k8s.aws/nlb"}}}};
  EXPECT_EQ(kind(by_class), Truth::kNo);
  json facing = by_class;
  facing.merge_patch(annotated("scheme", "internet-facing"));
  EXPECT_EQ(kind(facing), Truth::kYes);
  EXPECT_EQ(kind({{"spec", {{"loadBalancerClass", "of.somebody/else"}}}}), Truth::kUnknown);
  EXPECT_EQ(kind(annotated("type", "external")), Truth::kNo);
  EXPECT_EQ(kind(annotated("type", "nlb")), Truth::kYes);
  EXPECT_EQ(kind({{"spec", {{"loadBalancerSourceRanges", {"10.0.0.0/8"}}}}}), Truth::kNo);
  EXPECT_EQ(kind({{"spec", {{"loadBalancerSourceRanges", {"10.0.0.0/8", "8.8.8.8/32"}}}}}),
            Truth::kYes);
  EXPECT_EQ(kind({{"spec", {{"type", kAfterApply}}}}), Truth::kUnknown);
}

TEST(PodNetwork, KnowsPortsOfNodes) {
  const auto nodes = [](std::vector<json> manifests) {
    return std::ranges::count(ways_to_app(std::move(manifests)), Way::Kind::kNode, &Way::kind);
  };
  EXPECT_EQ(nodes({deployment("app"), service("app", "app", {{"type", "NodePort"}})}), 1);
  EXPECT_EQ(nodes({deployment("app"), service("app", "app", {{"type", "LoadBalancer"}})}), 1);
  EXPECT_EQ(nodes({deployment("app"),
                   service("app", "app",
                           {{"type", "LoadBalancer"}, {"allocateLoadBalancerNodePorts", false}})}),
            0);
  EXPECT_EQ(nodes({deployment("app"), service("app", "app", {{"externalIPs", {"8.8.8.8"}}})}), 1);
  EXPECT_EQ(nodes({deployment("app", {{"hostNetwork", true}})}), 1);
  EXPECT_EQ(nodes({deployment(
                "app",
                {{"containers",
                  {{{"name", "main"}, {"ports", {{{"containerPort", 80}, {"hostPort", 80}}}}}}}})}),
            1);
}

TEST(PodNetwork, KnowsRoutesOfOthers) {
  const json route = object("traefik.io/v1alpha1", "IngressRoute", "app",
                            {{"spec", {{"routes", {{{"services", {{{"name", "app"}}}}}}}}}});
  const json http = object("gateway.networking.k8s.io/v1", "HTTPRoute", "app",
                           {{"spec", {{"rules", {{{"backendRefs", {{{"name", "app"}}}}}}}}}});
  const json binding = object("elbv2.k8s.aws/v1beta1", "TargetGroupBinding", "app",
                              {{"spec", {{"serviceRef", {{"name", "app"}, {"port", 80}}}}}});
  const std::vector<json> both = {deployment("app"), service("app", "app")};
  const auto with = [&](const json& one) {
    std::vector<json> all = both;
    all.push_back(one);
    return ways_to_app(all);
  };
  for (const json& one : {route, http}) {
    ASSERT_EQ(with(one).size(), 1U) << one;
    EXPECT_EQ(with(one)[0].kind, Way::Kind::kRoute);
  }
  json elsewhere = http;
  elsewhere["spec"]["rules"][0]["backendRefs"][0]["namespace"] = "other";
  EXPECT_TRUE(with(elsewhere).empty());
  ASSERT_EQ(with(binding).size(), 1U);
  EXPECT_EQ(with(binding)[0].kind, Way::Kind::kTargetGroup);
  EXPECT_EQ(with(binding)[0].is_there, Truth::kUnknown);
}

TEST(PodNetwork, WhatHasItsNodesAddressIsNotWhatPoliciesAreAbout) {
  const json closed = object("networking.k8s.io/v1", "NetworkPolicy", "closed",
                             {{"spec", {{"podSelector", json::object()}}}});
  const Cluster cluster =
      cluster_of({{"web", {deployment("app", {{"hostNetwork", true}}), deployment("b"), closed}}});
  const PodNetwork network(cluster);
  const PodPort port{.number = 8000};
  const Pods& host = network.all()[0];
  const Pods& other = network.all()[1];
  EXPECT_EQ(network.between(other, host, port).is_possible, Truth::kUnknown);
  EXPECT_EQ(network.between(host, other, port).is_possible, Truth::kUnknown);
  EXPECT_EQ(network.between(other, other, port).is_possible, Truth::kNo);
}

TEST(PodNetwork, LabelsThatOnlyAnApplyTellsMayBeAny) {
  json to = deployment("to");
  to["spec"]["template"]["metadata"]["labels"] = kAfterApply;
  const json closed = object("networking.k8s.io/v1", "NetworkPolicy", "closed",
                             {{"spec", {{"podSelector", {{"matchLabels", {{"app", "x"}}}}}}}});
  const Cluster cluster = cluster_of({{"web", {deployment("from"), to, closed}}});
  const PodNetwork network(cluster);
  EXPECT_EQ(network.between(network.all()[0], network.all()[1], {.number = 80}).is_possible,
            Truth::kUnknown);
}

TEST(PodNetwork, NamespacesOfOthersAreNotKnown) {
  const json policy =
      object("networking.k8s.io/v1", "NetworkPolicy", "some",
             {{"spec",
               {{"podSelector", json::object()},
                {"ingress",
                 {{{"from", {{{"namespaceSelector", {{"matchLabels", {{"team", "a"}}}}}}}}}}}}}});
  const Cluster cluster =
      cluster_of({{"far", {deployment("b")}}, {"web", {deployment("app"), policy}}});
  const PodNetwork network(cluster);
  EXPECT_EQ(network.between(network.all()[0], network.all()[1], {.number = 1}).is_possible,
            Truth::kUnknown);
}

// What one policy makes of a call from one pod to another.
Truth with_policy(json spec, json container_port = {{"name", "http"}, {"containerPort", 8000}}) {
  json to = deployment("to");
  to["spec"]["template"]["spec"]["containers"][0]["ports"] = {std::move(container_port)};
  const Cluster cluster = cluster_of(
      {{"web",
        {deployment("from"), to,
         object("networking.k8s.io/v1", "NetworkPolicy", "one", {{"spec", std::move(spec)}})}}});
  const PodNetwork network(cluster);
  return network.between(network.all()[0], network.all()[1], {.number = 8000}).is_possible;
}

TEST(PodNetwork, WhatIsNotKnownOfAPolicyMayBeAnything) {
  const json all = json::object();
  const auto selects = [](json selector) -> json { return {{"podSelector", std::move(selector)}}; };
  const auto lets = [&](json rule) -> json {
    return {{"podSelector", all}, {"ingress", {std::move(rule)}}};
  };
  const auto expression = [](json one) -> json { return {{"matchExpressions", {std::move(one)}}}; };
  const json unknown[] = {
      selects(kAfterApply),
      selects({{"matchLabels", kAfterApply}}),
      selects({{"matchExpressions", kAfterApply}}),
      // Of a revision of the workload, which only Kubernetes names.
      selects({{"matchLabels", {{"pod-template-hash", "abc"}}}}),
      selects(expression({{"key", kAfterApply}, {"operator", "Exists"}})),
      selects(expression({{"key", kAfterApply}, {"operator", "In"}, {"values", {"to"}}})),
      selects(expression({{"key", "app"}, {"operator", kAfterApply}})),
      selects(expression({{"key", "app"}, {"operator", "In"}, {"values", kAfterApply}})),
      {{"podSelector", all}, {"policyTypes", {kAfterApply}}},
      {{"podSelector", all}, {"policyTypes", kAfterApply}},
      {{"podSelector", all}, {"ingress", kAfterApply}},
      lets({{"from", kAfterApply}}),
      lets({{"ports", kAfterApply}}),
      lets({{"ports", {{{"port", kAfterApply}}}}}),
      lets({{"ports", {{{"port", 8000}, {"protocol", kAfterApply}}}}}),
      lets({{"ports", {{{"port", 7000}, {"endPort", kAfterApply}}}}}),
      lets({{"from", {{{"ipBlock", {{"cidr", "10.0.0.0/8"}}}}}}}),
      lets({{"from", {{{"ipBlock", {{"cidr", kAfterApply}}}}}}}),
      lets({{"from", {{{"ipBlock", {{"cidr", "0.0.0.0/0"}, {"except", {"10.0.0.0/8"}}}}}}}}),
      lets({{"from", {{{"podSelector", {{"matchLabels", kAfterApply}}}}}}}),
  };
  for (const json& spec : unknown) EXPECT_EQ(with_policy(spec), Truth::kUnknown) << spec;
  const json by_name = lets({{"ports", {{{"port", "http"}}}}});
  EXPECT_EQ(with_policy(by_name), Truth::kYes);
  EXPECT_EQ(with_policy(by_name, {{"name", kAfterApply}, {"containerPort", 8000}}),
            Truth::kUnknown);
  EXPECT_EQ(with_policy(by_name, {{"name", "http"}, {"containerPort", kAfterApply}}),
            Truth::kUnknown);
  EXPECT_EQ(with_policy(by_name, {{"name", "http"}, {"containerPort", 9000}}), Truth::kNo);
}

TEST(PodNetwork, KnowsWhatIsLeftOut) {
  const json all = json::object();
  EXPECT_EQ(with_policy(all), Truth::kNo) << "without a selector it is about all";
  EXPECT_EQ(with_policy({{"podSelector", all}, {"ingress", {all}}}), Truth::kYes);
  EXPECT_EQ(with_policy({{"podSelector", all}, {"policyTypes", {"Ingress"}}}), Truth::kNo);
  EXPECT_EQ(with_policy({{"podSelector", all}, {"policyTypes", {"Egress"}}}), Truth::kNo);
  EXPECT_EQ(with_policy({{"podSelector", {{"matchLabels", {{"app", "other"}}}}}}), Truth::kYes);
  const auto block = [&](json one) -> json {
    return {{"podSelector", all}, {"ingress", {{{"from", {{{"ipBlock", std::move(one)}}}}}}}};
  };
  EXPECT_EQ(with_policy(block({{"cidr", "0.0.0.0/0"}})), Truth::kYes);
}

TEST(PodNetwork, PrivateAddressesAreNotTheInternet) {
  const auto peer = [](const char* cidr, std::vector<const char*> except = {}) {
    Peer made{.block = Word{.text = cidr, .is_there = true}};
    for (const char* one : except) made.except.push_back({.text = one, .is_there = true});
    return reaches_internet(made);
  };
  EXPECT_EQ(peer("10.1.0.0/16"), Truth::kNo);
  EXPECT_EQ(peer("8.8.8.8/32"), Truth::kYes);
  EXPECT_EQ(peer("0.0.0.0/0"), Truth::kYes);
  EXPECT_EQ(peer("::/0"), Truth::kYes);
  EXPECT_EQ(peer("0.0.0.0/0", {"0.0.0.0/1", "128.0.0.0/1"}), Truth::kNo);
  EXPECT_EQ(peer("0.0.0.0/0", {"0.0.0.0/1"}), Truth::kYes);
  EXPECT_EQ(peer("no address"), Truth::kUnknown);
  EXPECT_EQ(reaches_internet({}), Truth::kNo);
}

// Ten thousand objects in one namespace: each pod asks the policies that may choose it alone.
TEST(PodNetwork, TakesTenThousandObjects) {
  std::vector<KubeObject> objects;
  const auto add = [&](const json& manifest) {
    objects.push_back(objects_of({manifest}, "web").front());
  };
  const std::size_t count = 3400;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string name = "app-" + std::to_string(i);
    add(deployment(name.c_str()));
    add(service(name.c_str(), name.c_str()));
    add(object("networking.k8s.io/v1", "NetworkPolicy", name,
               {{"spec", {{"podSelector", {{"matchLabels", {{"app", name}}}}}}}}));
  }
  std::vector<HelmRelease> releases;
  releases.push_back(
      {.name = "web", .release_namespace = "web", .module = "web", .objects = std::move(objects)});
  const Cluster cluster(std::move(releases));
  const auto start = std::chrono::steady_clock::now();
  const PodNetwork network(cluster);
  std::size_t about = 0;
  for (const Pods& pods : network.all()) {
    about += network.policies_of(pods, Direction::kIn).size();
    EXPECT_TRUE(network.ways_to(pods).empty());
  }
  EXPECT_EQ(about, count);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
}

}  // namespace
}  // namespace opta::prove::test
