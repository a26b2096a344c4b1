// Who may do what: the policies that identities have, who may take a role, and what resources say
// themselves of who may use them.
//
// A document that is rendered during the apply is read from the data source that it is taken from.
// What a `dynamic "inline_policy"` adds whose length is not known yet cannot be seen.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "prove/identity/policy.h"
#include "prove/world.h"

namespace opta::prove {

// The documents that an attribute may be, one of them once it is known. Attributes that are taken
// from the same place share theirs, so that it is judged once.
struct Documents {
  std::vector<const Document*> may_be;
  bool is_complete = false;  // else it may be another one
};

// What one resource gives to those who have it.
struct Grant {
  const Resource* by = nullptr;  // a policy, or what attaches one
  std::string attribute = {};    // of it: "policy"
  std::string managed = {};  // AWS's own policy: "AmazonEKS_CNI_Policy"; it has no documents then
  const Documents* documents = nullptr;
  // kUnknown: it was attached when the plan was made, by nothing that the plan knows.
  Truth is_there = Truth::kYes;
  // Who may have it. A policy that is attached to nobody may come to a role.
  bool may_be_of_role = false;
  bool may_be_of_user = false;     // or of a group
  const Resource* user = nullptr;  // the one user who has it, where it is one
};

// A policy of a resource itself: of a bucket, a queue, a key.
struct ResourcePolicy {
  const Resource* by = nullptr;
  std::string attribute = {};
  const Documents* documents = nullptr;
  Truth is_there = Truth::kYes;
};

struct Held {
  const Grant* grant = nullptr;
  Truth is_there = Truth::kYes;  // kUnknown: it may be another's
};

class Identity {
 public:
  explicit Identity(const World& world);
  Identity(const Identity&) = delete;
  Identity& operator=(const Identity&) = delete;

  // Each policy once, however many have it.
  const std::deque<Grant>& grants() const { return grants_; }
  // What a role of the plan has.
  std::vector<Held> grants_of(const Resource& role) const;
  // Who may take the role.
  const Documents* trust(const Resource& role) const;
  const std::vector<ResourcePolicy>& resource_policies() const { return resource_policies_; }

  // By the role's own policies. kUnknown also where a condition decides, or AWS's own policy.
  Truth may(const Resource& role, std::string_view action, std::string_view resource) const;

 private:
  struct Holders;

  const Document* keep(Document document);
  const Documents* keep(Documents documents);
  const Documents* read(const Value& value);
  const Documents* read_sources(const Value& value);
  void add_grants_of_policies();
  void add_attachments();
  void add_written_in_roles();
  void add_resource_policies();
  void add_permissions();
  void attach(const Resource& by, const std::string& attribute, const Value& arn,
              const Holders& holders, Truth is_there);
  void hold(Grant& grant, const Holders& holders, Truth is_there);
  Holders roles(const Value& name) const;
  Holders users(const Value& name) const;

  const World& world_;
  bool has_nameless_roles_ = false;
  std::deque<Document> documents_;
  std::deque<Documents> sets_;
  std::map<const Resource*, const Document*> of_data_;
  std::map<std::string, const Documents*> of_sources_;
  std::deque<Grant> grants_;
  std::map<const Resource*, Grant*> of_policy_;
  std::map<const Resource*, std::vector<Held>> of_role_;
  std::vector<Held> of_some_role_;  // of which one is not known
  std::map<const Resource*, const Documents*> trusts_;
  std::vector<ResourcePolicy> resource_policies_;
};

}  // namespace opta::prove
