#include "prove/identity/identity.h"

#include <algorithm>
#include <set>

#include "prove/identity/arn.h"

namespace opta::prove {

namespace {

constexpr const char* kRole = "aws_iam_role";
constexpr const char* kPolicy = "aws_iam_policy";
constexpr const char* kDocument = "aws_iam_policy_document";

bool is_of_document(const Source& source) {
  const std::string_view block = source.block;
  const std::size_t name = block.rfind('.');
  if (name == std::string_view::npos) return false;
  return block.substr(0, name).ends_with("data.aws_iam_policy_document");
}

// "AmazonEKS_CNI_Policy" of the policy that AWS keeps under this ARN; empty for any other.
std::string managed_name(const Value& arn) {
  const auto parts = arn.is_text() ? parse_arn(arn.text()) : std::nullopt;
  if (!parts || parts->service != "iam" || parts->account != "aws") return {};
  return std::string(parts->resource.substr(parts->resource.rfind('/') + 1));
}

}  // namespace

// Of which identities something is.
struct Identity::Holders {
  std::vector<const Resource*> may_be = {};
  Truth is_there = Truth::kYes;
  bool is_open = false;  // it may be of others of the plan, too
  bool is_role = false;
  bool is_user = false;
};

Identity::Identity(const World& world) : world_(world) {
  for (const Resource* role : world.of_type(kRole)) {
    has_nameless_roles_ = has_nameless_roles_ || !role->values.at("name").is_text();
  }
  add_grants_of_policies();
  add_attachments();
  add_written_in_roles();
  add_resource_policies();
  add_permissions();
}

const Document* Identity::keep(Document document) {
  return &documents_.emplace_back(std::move(document));
}

const Documents* Identity::keep(Documents documents) {
  return &sets_.emplace_back(std::move(documents));
}

const Documents* Identity::read(const Value& value) {
  if (value.is_unknown()) return read_sources(value);
  if (is_set(value) == Truth::kNo) return keep(Documents{.may_be = {}, .is_complete = true});
  if (!value.is_text() || value.is_secret()) return keep(Documents{});
  return keep(Documents{.may_be = {keep(parse_policy(value.text()))}, .is_complete = true});
}

const Documents* Identity::read_sources(const Value& value) {
  const bool is_followed = value.has_all_sources() && !value.sources().empty() &&
                           std::ranges::all_of(value.sources(), is_of_document);
  std::string key;
  for (const Source& source : value.sources()) key += source.block + '\n' + source.place + '\n';
  if (!is_followed) key.clear();
  const auto [entry, is_new] = of_sources_.try_emplace(std::move(key), nullptr);
  if (!is_new) return entry->second;
  Documents documents;
  if (is_followed) {
    const Named data = world_.named_by(value, kDocument);
    documents.is_complete = data.is_complete && !data.may_be.empty();
    for (const Resource* one : data.may_be) {
      const Document*& document = of_data_[one];
      const Value& json = one->values.at("json");
      if (document == nullptr) {
        const bool is_rendered = json.is_text() && !json.is_secret();
        document = keep(is_rendered ? parse_policy(json.text()) : policy_of(*one));
      }
      documents.may_be.push_back(document);
    }
  }
  entry->second = keep(std::move(documents));
  return entry->second;
}

Identity::Holders Identity::roles(const Value& name) const {
  Named named = world_.named_by(name, kRole);
  Holders holders{.may_be = {}, .is_role = true};
  // A text that names no role here names one elsewhere, unless roles here have no names yet.
  holders.is_open = !named.is_complete && (!name.is_text() || has_nameless_roles_);
  if (!named.is_complete) return holders;
  holders.may_be = std::move(named.may_be);
  if (name.kind() != Kind::kList && holders.may_be.size() > 1) holders.is_there = Truth::kUnknown;
  return holders;
}

Identity::Holders Identity::users(const Value& name) const {
  Holders holders{.may_be = {}, .is_user = true};
  if (const Resource* user = world_.named_by(name, "aws_iam_user").only()) holders.may_be = {user};
  return holders;
}

void Identity::hold(Grant& grant, const Holders& holders, Truth is_there) {
  grant.may_be_of_role = grant.may_be_of_role || holders.is_role;
  if (holders.is_user) {
    const Resource* user = holders.may_be.empty() ? nullptr : holders.may_be.front();
    grant.user = grant.may_be_of_user && grant.user != user ? nullptr : user;
    grant.may_be_of_user = true;
    return;
  }
  const Held held{&grant, both(is_there, holders.is_there)};
  for (const Resource* role : holders.may_be) of_role_[role].push_back(held);
  if (holders.is_open) of_some_role_.push_back({&grant, Truth::kUnknown});
}

void Identity::attach(const Resource& by, const std::string& attribute, const Value& arn,
                      const Holders& holders, Truth is_there) {
  if (arn.kind() == Kind::kList) {
    for (const Value& one : arn.items()) attach(by, attribute, one, holders, is_there);
    return;
  }
  if (is_set(arn) == Truth::kNo) return;
  const std::string managed = managed_name(arn);
  const Named named = managed.empty() ? world_.named_by(arn, kPolicy) : Named{};
  if (named.is_complete && !named.may_be.empty()) {
    const Truth is_sure = named.only() == nullptr ? Truth::kUnknown : is_there;
    for (const Resource* policy : named.may_be) {
      Grant*& grant = of_policy_[policy];
      if (grant == nullptr) {  // one that is only read
        grants_.push_back(
            {.by = policy, .attribute = "policy", .documents = read(policy->values.at("policy"))});
        grant = &grants_.back();
      }
      hold(*grant, holders, is_sure);
    }
    return;
  }
  grants_.push_back({.by = &by,
                     .attribute = attribute,
                     .managed = managed,
                     .documents = keep(Documents{}),
                     .is_there = is_there});
  hold(grants_.back(), holders, is_there);
}

void Identity::add_grants_of_policies() {
  for (const Resource* policy : world_.of_type(kPolicy)) {
    if (policy->is_data) continue;
    grants_.push_back(
        {.by = policy, .attribute = "policy", .documents = read(policy->values.at("policy"))});
    of_policy_[policy] = &grants_.back();
  }
  struct Inline {
    const char* type;
    const char* holder;
  };
  for (const Inline& one :
       {Inline{"aws_iam_role_policy", "role"}, Inline{"aws_iam_user_policy", "user"},
        Inline{"aws_iam_group_policy", "group"}}) {
    for (const Resource* policy : world_.of_type(one.type)) {
      grants_.push_back(
          {.by = policy, .attribute = "policy", .documents = read(policy->values.at("policy"))});
      const Value& name = policy->values.at(one.holder);
      const bool is_role = std::string_view(one.holder) == "role";
      hold(grants_.back(), is_role ? roles(name) : users(name), Truth::kYes);
    }
  }
}

void Identity::add_attachments() {
  constexpr const char* kArn = "policy_arn";
  for (const Resource* one : world_.of_type("aws_iam_role_policy_attachment"))
    attach(*one, kArn, one->values.at(kArn), roles(one->values.at("role")), Truth::kYes);
  for (const Resource* one : world_.of_type("aws_iam_user_policy_attachment"))
    attach(*one, kArn, one->values.at(kArn), users(one->values.at("user")), Truth::kYes);
  for (const Resource* one : world_.of_type("aws_iam_group_policy_attachment"))
    attach(*one, kArn, one->values.at(kArn), users(Value()), Truth::kYes);
  for (const Resource* one : world_.of_type("aws_iam_policy_attachment")) {
    const Value& arn = one->values.at(kArn);
    if (is_set(one->values.at("roles")) != Truth::kNo)
      attach(*one, kArn, arn, roles(one->values.at("roles")), Truth::kYes);
    for (const char* name : {"users", "groups"}) {
      if (is_set(one->values.at(name)) != Truth::kNo)
        attach(*one, kArn, arn, users(Value()), Truth::kYes);
    }
  }
  // What nobody has may come to anybody.
  for (Grant& grant : grants_) grant.may_be_of_role = grant.may_be_of_role || !grant.may_be_of_user;
}

void Identity::add_written_in_roles() {
  for (const Resource* role : world_.of_type(kRole)) {
    if (role->is_data) continue;
    trusts_[role] = read(role->values.at("assume_role_policy"));
    std::set<std::string, std::less<>>
        known;  // names and ARNs that resources of their own account for
    for (const Held& held : of_role_[role]) {
      known.insert(held.grant->by->values.at("name").text());
      known.insert(held.grant->by->values.at("policy_arn").text());
      known.insert(held.grant->by->values.at("arn").text());
    }
    const Holders holders{.may_be = {role}, .is_role = true};
    const Value& inlined = role->values.at("inline_policy");
    const bool is_found = role->leaves_open("inline_policy");
    for (const Value* policy : inlined.blocks()) {
      if (policy->is_unknown() && is_found) continue;
      const std::string& name = policy->at("name").text();
      if (!name.empty() && known.contains(name)) continue;
      if (!policy->is_unknown() && is_set(policy->at("policy")) == Truth::kNo) continue;
      grants_.push_back({.by = role,
                         .attribute = "inline_policy",
                         .documents = read(policy->at("policy")),
                         .is_there = is_found ? Truth::kUnknown : Truth::kYes});
      hold(grants_.back(), holders, grants_.back().is_there);
    }
    const Value& attached = role->values.at("managed_policy_arns");
    const bool is_attached = role->leaves_open("managed_policy_arns");
    if (attached.is_unknown() && is_attached) continue;
    for (const Value* arn : attached.blocks()) {
      if (arn->is_text() && known.contains(arn->text())) continue;
      attach(*role, "managed_policy_arns", *arn, holders,
             is_attached ? Truth::kUnknown : Truth::kYes);
    }
  }
}

std::vector<Held> Identity::grants_of(const Resource& role) const {
  std::vector<Held> all = of_some_role_;
  const auto own = of_role_.find(&role);
  if (own != of_role_.end()) all.insert(all.begin(), own->second.begin(), own->second.end());
  return all;
}

const Documents* Identity::trust(const Resource& role) const {
  static const Documents unknown;
  const auto found = trusts_.find(&role);
  return found == trusts_.end() ? &unknown : found->second;
}

Truth Identity::may(const Resource& role, std::string_view action,
                    std::string_view resource) const {
  Truth allowed = Truth::kNo;
  Truth denied = Truth::kNo;
  for (const Held& held : grants_of(role)) {
    Truth by_this = Truth::kNo;
    Truth against = Truth::kNo;
    for (const Document* document : held.grant->documents->may_be) {
      const Rights rights = rights_of(*document, action, resource);
      by_this = either(by_this, rights.allowed);
      against = either(against, rights.denied);
    }
    const bool is_sure = held.grant->documents->is_complete &&
                         held.grant->documents->may_be.size() == 1 && held.is_there == Truth::kYes;
    if (!is_sure && by_this == Truth::kYes) by_this = Truth::kUnknown;
    if (!is_sure && against == Truth::kYes) against = Truth::kUnknown;
    if (!held.grant->documents->is_complete) {
      by_this = either(by_this, Truth::kUnknown);
      against = either(against, Truth::kUnknown);
    }
    allowed = either(allowed, by_this);
    denied = either(denied, against);
  }
  // A boundary takes away, and nobody looks into it here.
  if (is_set(role.values.at("permissions_boundary")) != Truth::kNo)
    allowed = both(allowed, Truth::kUnknown);
  return both(allowed, opposite(denied));
}

}  // namespace opta::prove
