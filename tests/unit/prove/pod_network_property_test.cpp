// The network between pods, against an evaluator that tries everything.
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <random>
#include <set>

#include "clusters.h"
#include "prove/pod_network/pod_network.h"

namespace opta::prove::test {
namespace {

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

Cluster written(const Plain& plain) {
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
    const Cluster cluster = written(plain);
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
    const Cluster cluster = written(plain);
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

}  // namespace
}  // namespace opta::prove::test
