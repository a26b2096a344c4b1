// The network between pods, against an evaluator that tries everything.
#include "prove/pod_network/pod_network.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <random>
#include <set>

#include "clusters.h"

namespace opta::prove {
namespace {

using test::json;
using test::kAfterApply;
using test::object;
using test::objects_of;

Cluster cluster_of(const std::map<std::string, std::vector<json>>& by_namespace) {
  std::vector<HelmRelease> releases;
  for (const auto& [name, manifests] : by_namespace) {
    releases.push_back({.name = name,
                        .release_namespace = name,
                        .module = name,
                        .objects = objects_of(manifests, name)});
  }
  return Cluster(std::move(releases));
}

// --- What a cluster is made of, as plain values ------------------------------------------------

using Map = std::map<std::string, std::string>;

struct Expression {
  std::string key, word;
  std::vector<std::string> values;
};

struct PlainSelector {
  Map labels;
  std::vector<Expression> expressions;
};

struct PlainPeer {
  std::optional<PlainSelector> namespaces, pods;
};

struct PlainPort {
  std::string protocol;            // empty: left out
  std::optional<int> number, end;  // neither number nor name: all
  std::string name;
};

struct PlainRule {
  std::vector<PlainPeer> peers;
  std::vector<PlainPort> ports;
};

struct PlainPolicy {
  std::string in_namespace;
  PlainSelector pods;
  std::vector<std::string> types;
  std::vector<PlainRule> in, out;
};

struct PlainPods {
  std::string name, in_namespace;
  Map labels;
  std::vector<PodPort> ports;
};

struct Plain {
  std::map<std::string, Map> namespaces;
  std::vector<PlainPods> pods;
  std::vector<PlainPolicy> policies;
};

// --- As Kubernetes' documentation tells it, without anything of the program's -------------------

bool chooses(const PlainSelector& selector, const Map& labels) {
  for (const auto& [key, value] : selector.labels) {
    if (!labels.contains(key) || labels.at(key) != value) return false;
  }
  for (const Expression& one : selector.expressions) {
    const bool has = labels.contains(one.key);
    const bool in = has && std::ranges::find(one.values, labels.at(one.key)) != one.values.end();
    if (one.word == "In" && !in) return false;
    if (one.word == "NotIn" && in) return false;
    if (one.word == "Exists" && !has) return false;
    if (one.word == "DoesNotExist" && has) return false;
  }
  return true;
}

bool allows_port(const PlainRule& rule, const PlainPods& to, const PodPort& port) {
  if (rule.ports.empty()) return true;
  for (const PlainPort& one : rule.ports) {
    if ((one.protocol.empty() ? "TCP" : one.protocol) != port.protocol) continue;
    if (one.number && port.number >= *one.number &&
        port.number <= (one.end ? *one.end : *one.number))
      return true;
    if (!one.number && one.name.empty()) return true;
    for (const PodPort& named : to.ports) {
      if (!one.name.empty() && named.name == one.name && named.number == port.number &&
          named.protocol == port.protocol)
        return true;
    }
  }
  return false;
}

bool passes(const Plain& plain, bool inwards, const PlainPods& mine, const PlainPods& other,
            const PlainPods& to, const PodPort& port) {
  bool closed = false;
  for (const PlainPolicy& policy : plain.policies) {
    if (policy.in_namespace != mine.in_namespace || !chooses(policy.pods, mine.labels)) continue;
    std::vector<std::string> types = policy.types;
    if (types.empty()) {
      types = {"Ingress"};
      if (!policy.out.empty()) types.emplace_back("Egress");
    }
    if (std::ranges::find(types, inwards ? "Ingress" : "Egress") == types.end()) continue;
    closed = true;
    for (const PlainRule& rule : inwards ? policy.in : policy.out) {
      if (!allows_port(rule, to, port)) continue;
      if (rule.peers.empty()) return true;
      for (const PlainPeer& peer : rule.peers) {
        const bool near = peer.namespaces
                              ? chooses(*peer.namespaces, plain.namespaces.at(other.in_namespace))
                              : policy.in_namespace == other.in_namespace;
        if (near && (!peer.pods || chooses(*peer.pods, other.labels))) return true;
      }
    }
  }
  return !closed;
}

bool reaches(const Plain& plain, const PlainPods& from, const PlainPods& to, const PodPort& port) {
  return passes(plain, false, from, to, to, port) && passes(plain, true, to, from, to, port);
}

// --- As a manifest ------------------------------------------------------------------------------

json selector_json(const PlainSelector& selector) {
  json made = json::object();
  if (!selector.labels.empty()) made["matchLabels"] = selector.labels;
  for (const Expression& one : selector.expressions) {
    json expression{{"key", one.key}, {"operator", one.word}};
    if (!one.values.empty()) expression["values"] = one.values;
    made["matchExpressions"].push_back(expression);
  }
  return made;
}

json rules_json(const std::vector<PlainRule>& rules, const char* sides) {
  json all = json::array();
  for (const PlainRule& rule : rules) {
    json made = json::object();
    for (const PlainPeer& peer : rule.peers) {
      json one = json::object();
      if (peer.namespaces) one["namespaceSelector"] = selector_json(*peer.namespaces);
      if (peer.pods) one["podSelector"] = selector_json(*peer.pods);
      made[sides].push_back(one);
    }
    for (const PlainPort& port : rule.ports) {
      json one = json::object();
      if (!port.protocol.empty()) one["protocol"] = port.protocol;
      if (port.number) one["port"] = *port.number;
      if (!port.name.empty()) one["port"] = port.name;
      if (port.end) one["endPort"] = *port.end;
      made["ports"].push_back(one);
    }
    all.push_back(made);
  }
  return all;
}

Cluster cluster_of(const Plain& plain) {
  std::map<std::string, std::vector<json>> manifests;
  for (const auto& [name, labels] : plain.namespaces) {
    Map written = labels;
    written.erase("kubernetes.io/metadata.name");
    manifests[name].push_back(
        object("v1", "Namespace", name, {{"metadata", {{"labels", written}}}}));
  }
  for (const PlainPods& pods : plain.pods) {
    json ports = json::array();
    for (const PodPort& port : pods.ports) {
      ports.push_back(
          {{"name", port.name}, {"containerPort", port.number}, {"protocol", port.protocol}});
    }
    manifests[pods.in_namespace].push_back(
        object("apps/v1", "Deployment", pods.name,
               {{"spec",
                 {{"template",
                   {{"metadata", {{"labels", pods.labels}}},
                    {"spec", {{"containers", {{{"name", "main"}, {"ports", ports}}}}}}}}}}}));
  }
  int number = 0;
  for (const PlainPolicy& policy : plain.policies) {
    json spec{{"podSelector", selector_json(policy.pods)}};
    if (!policy.types.empty()) spec["policyTypes"] = policy.types;
    if (!policy.in.empty()) spec["ingress"] = rules_json(policy.in, "from");
    if (!policy.out.empty()) spec["egress"] = rules_json(policy.out, "to");
    manifests[policy.in_namespace].push_back(object("networking.k8s.io/v1", "NetworkPolicy",
                                                    "policy-" + std::to_string(number++),
                                                    {{"spec", spec}}));
  }
  return cluster_of(manifests);
}

// --- Any small cluster --------------------------------------------------------------------------

class Dice {
 public:
  explicit Dice(unsigned seed) : engine_(seed) {}

  int below(int end) { return std::uniform_int_distribution(0, end - 1)(engine_); }
  bool once_in(int times) { return below(times) == 0; }
  std::string key() { return std::string(1, static_cast<char>('k' + below(3))); }
  std::string value() { return std::string(1, static_cast<char>('a' + below(2))); }
  std::string space() { return "n" + std::to_string(below(3)); }

  Map labels() {
    Map made;
    for (int i = below(3); i > 0; --i) made[key()] = value();
    return made;
  }
  PlainSelector selector() {
    PlainSelector made;
    for (int i = below(2); i > 0; --i) made.labels[key()] = value();
    if (once_in(3)) {
      static const char* const kWords[] = {"In", "NotIn", "Exists", "DoesNotExist"};
      Expression one{.key = key(), .word = kWords[below(4)], .values = {}};
      if (one.word.ends_with("In")) one.values.push_back(value());
      made.expressions.push_back(one);
    }
    return made;
  }
  PodPort port() {
    static const PodPort kPorts[] = {{"web", 80, "TCP"}, {"web", 8080, "TCP"}, {"dns", 53, "UDP"}};
    return kPorts[below(3)];
  }
  PlainRule rule() {
    PlainRule made;
    for (int i = below(3); i > 0; --i) {
      PlainPeer peer;
      if (once_in(2)) peer.namespaces = selector();
      if (!peer.namespaces || once_in(2)) peer.pods = selector();
      made.peers.push_back(peer);
    }
    for (int i = below(3); i > 0; --i) {
      PlainPort one;
      const PodPort known = port();
      if (known.protocol != "TCP" || once_in(2)) one.protocol = known.protocol;
      if (once_in(3)) {
        one.name = known.name;
      } else if (!once_in(3)) {
        one.number = known.number;
        if (once_in(3)) one.end = known.number + below(8100);
      }
      made.ports.push_back(one);
    }
    return made;
  }
  PlainPolicy policy() {
    PlainPolicy made{.in_namespace = space(), .pods = selector(), .types = {}, .in = {}, .out = {}};
    if (once_in(2)) made.types.emplace_back("Ingress");
    if (once_in(2)) made.types.emplace_back("Egress");
    for (int i = below(3); i > 0; --i) made.in.push_back(rule());
    for (int i = below(3); i > 0; --i) made.out.push_back(rule());
    return made;
  }
  Plain cluster() {
    Plain made;
    for (int i = 0; i < 3; ++i) {
      const std::string name = "n" + std::to_string(i);
      made.namespaces[name] = labels();
      made.namespaces[name]["kubernetes.io/metadata.name"] = name;
    }
    for (int i = 2 + below(3); i > 0; --i) {
      PlainPods pods{.name = "p" + std::to_string(i),
                     .in_namespace = space(),
                     .labels = labels(),
                     .ports = {}};
      std::set<std::string> names;
      for (int j = below(3); j > 0; --j) {
        const PodPort one = port();
        if (names.insert(one.name).second) pods.ports.push_back(one);
      }
      made.pods.push_back(pods);
    }
    for (int i = below(5); i > 0; --i) made.policies.push_back(policy());
    return made;
  }

 private:
  std::mt19937 engine_;
};

const PlainPods& plain_of(const Plain& plain, const Pods& pods) {
  for (const PlainPods& one : plain.pods) {
    if (one.name == pods.workload->content->name) return one;
  }
  ADD_FAILURE();
  return plain.pods.front();
}

const PodPort kTried[] = {
    {"", 80, "TCP"}, {"", 8080, "TCP"}, {"", 53, "UDP"}, {"", 9999, "TCP"}, {"", 53, "TCP"}};

TEST(PodNetwork, SaysWhatKubernetesDoesOfAnySmallCluster) {
  Dice dice(7);
  int open = 0;
  int closed = 0;
  for (int round = 0; round < 3000; ++round) {
    const Plain plain = dice.cluster();
    const Cluster cluster = cluster_of(plain);
    const PodNetwork network(cluster);
    ASSERT_EQ(network.all().size(), plain.pods.size());
    for (const Pods& from : network.all()) {
      for (const Pods& to : network.all()) {
        for (const PodPort& port : kTried) {
          const bool truly = reaches(plain, plain_of(plain, from), plain_of(plain, to), port);
          (truly ? open : closed) += 1;
          ASSERT_EQ(network.between(from, to, port).is_possible, truth(truly))
              << "round " << round << ": " << from.name << " -> " << to.name << " " << port.protocol
              << port.number;
        }
      }
    }
  }
  EXPECT_GT(open, 10000);
  EXPECT_GT(closed, 10000);
}

// Every text that the marker stands for, so that all values can be tried in its place.
std::vector<std::string*> places_of(Plain& plain) {
  std::vector<std::string*> places;
  const auto add = [&](Map& labels) {
    for (auto& [key, value] : labels) {
      if (key != "kubernetes.io/metadata.name") places.push_back(&value);
    }
  };
  const auto add_selector = [&](PlainSelector& selector) {
    add(selector.labels);
    for (Expression& one : selector.expressions) {
      for (std::string& value : one.values) places.push_back(&value);
    }
  };
  for (auto& [name, labels] : plain.namespaces) add(labels);
  for (PlainPods& pods : plain.pods) add(pods.labels);
  for (PlainPolicy& policy : plain.policies) {
    add_selector(policy.pods);
    for (std::vector<PlainRule>* rules : {&policy.in, &policy.out}) {
      for (PlainRule& rule : *rules) {
        for (PlainPeer& peer : rule.peers) {
          if (peer.namespaces) add_selector(*peer.namespaces);
          if (peer.pods) add_selector(*peer.pods);
        }
      }
    }
  }
  return places;
}

TEST(PodNetwork, SaysNothingOfWhatIsNotKnownThatCouldBeOtherwise) {
  Dice dice(11);
  int unknown = 0;
  int known = 0;
  for (int round = 0; round < 3000; ++round) {
    Plain plain = dice.cluster();
    const std::vector<std::string*> places = places_of(plain);
    if (places.empty()) continue;
    std::set<std::string*> hidden;
    for (int i = 1 + dice.below(2); i > 0; --i)
      hidden.insert(places[static_cast<std::size_t>(dice.below(static_cast<int>(places.size())))]);
    for (std::string* place : hidden) *place = kAfterApply;
    const Cluster cluster = cluster_of(plain);
    const PodNetwork network(cluster);
    std::vector<Plain> possible = {plain};
    // Two places may be in one world with any of three values each.
    for (std::size_t i = 0; i < hidden.size(); ++i) {
      std::vector<Plain> next;
      for (const Plain& one : possible) {
        for (const char* value : {"a", "b", "c"}) {
          Plain tried = one;
          for (std::string* place : places_of(tried)) {
            if (*place != kAfterApply) continue;
            *place = value;
            break;
          }
          next.push_back(std::move(tried));
        }
      }
      possible = std::move(next);
    }
    for (const Pods& from : network.all()) {
      for (const Pods& to : network.all()) {
        const Truth said = network.between(from, to, kTried[0]).is_possible;
        (said == Truth::kUnknown ? unknown : known) += 1;
        if (said == Truth::kUnknown) continue;
        for (const Plain& one : possible) {
          ASSERT_EQ(said, truth(reaches(one, plain_of(one, from), plain_of(one, to), kTried[0])))
              << "round " << round << ": " << from.name << " -> " << to.name;
        }
      }
    }
  }
  EXPECT_GT(unknown, 100);
  EXPECT_GT(known, 10000);
}

// --- Ways in -------------------------------------------------------------------------------------

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
}  // namespace opta::prove
