// A NetworkPolicy, read: which pods it is about, and whom it lets in or out.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "prove/direction.h"
#include "prove/network/ip_block.h"
#include "prove/pod_network/labels.h"

namespace opta::prove {

// What one container listens on.
struct PodPort {
  std::string name = {};
  int number = 0;
  std::string protocol = "TCP";
  bool is_known = true;  // else it may be any port, with any name

  friend bool operator==(const PodPort&, const PodPort&) = default;
};

// The pods of one workload.
struct Pods {
  const Object* workload = nullptr;  // nullptr: of none of this cluster's
  std::string name;                  // "Deployment web/app"
  std::string in_namespace;
  Labels labels;
  Labels namespace_labels;
  std::vector<PodPort> ports = {};
  // They have the node's address, and no policy is about them.
  Truth is_on_host = Truth::kNo;
};

// Whom a rule is about: pods, addresses, or, without either, nobody knows.
struct Peer {
  std::optional<Selector> namespaces = {};
  std::optional<Selector> pods = {};
  std::optional<Word> block = {};
  std::vector<Word> except = {};
};

struct PolicyPort {
  Word protocol;
  Word port;  // a number or the name of a container's; not there: all
  Word end;
};

struct PolicyRule {
  std::vector<Peer> peers = {};        // none: everybody
  std::vector<PolicyPort> ports = {};  // none: all
  bool is_known = true;                // else it may let through anything

  bool is_about_everybody() const { return is_known && peers.empty(); }
};

class Policy {
 public:
  explicit Policy(const Object& object);

  const Object& object() const { return *object_; }
  const Selector& pods() const { return pods_; }
  // Whether it closes the pods that it selects to what it does not name.
  Truth closes(Direction direction) const {
    return direction == Direction::kIn ? closes_in_ : closes_out_;
  }
  const std::vector<PolicyRule>& rules(Direction direction) const {
    return direction == Direction::kIn ? in_ : out_;
  }
  // Whether a rule is for the pods at the other end, and for the port, which is the destination's.
  Truth lets(Direction direction, const Pods& other, const Pods& destination,
             const PodPort& port) const;
  // Whether its rules let all packets of TCP out to these addresses, which are no pods'. kUnknown:
  // to some of them, or nobody knows.
  Truth lets_out(const IpBlock& addresses, int port) const;
  // The ports at which that may become another.
  std::vector<int> limits() const;

 private:
  Truth is_among(const Peer& peer, const Pods& pods) const;
  std::vector<PolicyRule> read_rules(const std::string& path, const char* peers) const;

  const Object* object_;
  Selector pods_;
  Truth closes_in_ = Truth::kYes;
  Truth closes_out_ = Truth::kNo;
  std::vector<PolicyRule> in_;
  std::vector<PolicyRule> out_;
};

// Whether some address of the block is one of the internet; unknown when the block is.
Truth reaches_internet(const Peer& peer);

}  // namespace opta::prove
