#include "prove/identity/outsiders.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "prove/identity/arn.h"
#include "prove/identity/wildcard.h"

namespace opta::prove {

namespace {

using Names = std::set<std::string_view, std::less<>>;

const Names& account_keys() {
  static const Names keys = {"aws:sourceaccount", "aws:principalaccount", "aws:sourceowner",
                             "kms:calleraccount"};
  return keys;
}

const Names& arn_keys() {
  static const Names keys = {"aws:sourcearn", "aws:principalarn", "lambda:sourcefunctionarn"};
  return keys;
}

// Names of which an endpoint of a network has one.
const Names& network_keys() {
  static const Names keys = {"aws:sourcevpc", "aws:sourcevpce"};
  return keys;
}

// What an outsider can fulfil as well as anybody.
const Names& idle_keys() {
  static const Names keys = {"aws:securetransport",
                             "aws:multifactorauthpresent",
                             "aws:requestedregion",
                             "aws:useragent",
                             "aws:referer",
                             "aws:currenttime",
                             "aws:tagkeys",
                             "kms:viaservice",
                             "kms:grantisforawsresource",
                             "s3:x-amz-acl",
                             "s3:prefix",
                             "sts:externalid"};
  return keys;
}

bool is_idle(std::string_view key) {
  return idle_keys().contains(key) || key.ends_with(":aud") || key.starts_with("aws:requesttag/");
}

// Tests that hold only where the key is there and has one of the values.
Truth is_demand(std::string_view test) {
  if (test.empty()) return Truth::kUnknown;
  constexpr std::string_view kAny = "foranyvalue:";
  if (test.starts_with(kAny)) test.remove_prefix(kAny.size());
  for (const std::string_view one :
       {"stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike"}) {
    if (test == one) return Truth::kYes;
  }
  // They hold where the key is not there, too: who comes without it is not known.
  if (test.starts_with("forallvalues:") || test.ends_with("ifexists")) return Truth::kUnknown;
  return Truth::kNo;
}

template <typename IsNarrow>
Truth all_values(const Condition& condition, const IsNarrow& is_narrow) {
  Truth all = truth(!condition.values.empty());
  for (const Value& value : condition.values) all = both(all, is_narrow(value));
  return all;
}

Truth is_one_name(const Value& value) {
  if (comes_from_own(value)) return Truth::kYes;
  if (!value.is_text() || value.is_secret()) return Truth::kUnknown;
  return truth(!value.text().empty() && !has_wildcard(value.text()));
}

// Of a file system: it is mounted, which happens in its network alone.
bool is_by_mount(const Condition& condition) {
  return condition.test == "bool" && condition.values.size() == 1 &&
         lower_case(condition.key.text()) == "elasticfilesystem:accessedviamounttarget" &&
         is_text(condition.values[0], "true") == Truth::kYes;
}

// Subjects of an OpenID issuer begin with a word that all of them share: "repo:acme/web:ref:…".
Truth is_narrow_subject(const Value& value) {
  if (!value.is_text() || value.is_secret()) return Truth::kUnknown;
  std::string_view fixed = value.text();
  fixed = fixed.substr(0, fixed.find_first_of("*?"));
  // Anybody can register an owner whose name begins as another's does: the owner has to end.
  struct Shared {
    std::string_view word;
    char end;
  };
  for (const auto& [word, end] :
       {Shared{"repo:", '/'}, Shared{"project_path:", '/'}, Shared{"organization:", ':'}}) {
    if (fixed == word.substr(0, fixed.size())) return Truth::kNo;
    if (fixed.starts_with(word)) return truth(fixed.substr(word.size()).contains(end));
  }
  return truth(!fixed.empty());
}

// Parts of most ARNs.
bool tells_where_one_is(std::string_view block) {
  for (const std::string_view type :
       {"data.aws_partition.", "data.aws_region.", "data.aws_caller_identity."}) {
    if (block.contains(type)) return true;
  }
  return false;
}

// Conditions that take away from who is not of the account: "all but our own".
bool denies_others(const Statement& statement) {
  if (statement.allows == Truth::kYes) return false;
  if (statement.is_but_principals) return true;
  return std::ranges::any_of(statement.conditions, [](const Condition& condition) {
    const std::string key = lower_case(condition.key.text());
    return condition.key.is_unknown() || (condition.test.contains("not") && !is_idle(key));
  });
}

}  // namespace

bool comes_from_own(const Value& value) {
  if (!value.is_unknown() || !value.has_all_sources()) return false;
  bool is_made = false;
  for (const Source& source : value.sources()) {
    const bool is_read = source.block.starts_with("data.") || source.block.contains(".data.");
    if (is_read && !tells_where_one_is(source.block)) return false;
    is_made = is_made || !is_read;
  }
  return is_made;
}

Truth is_cluster_provider(const World& world, const Value& value) {
  constexpr std::string_view kIssuer = "oidc.eks.";
  if (value.is_text() && !value.is_secret()) return truth(value.text().contains(kIssuer));
  if (!value.is_unknown()) return Truth::kUnknown;
  const Named providers = world.named_by(value, "aws_iam_openid_connect_provider");
  if (!providers.is_complete || providers.may_be.empty() || !comes_from_own(value))
    return Truth::kUnknown;
  Truth is_clusters = Truth::kYes;
  for (const Resource* provider : providers.may_be) {
    const Value& url = provider->values.at("url");
    const Named clusters = world.named_by(url, "aws_eks_cluster");
    const bool is_of_cluster = url.is_unknown() && clusters.is_complete && !clusters.may_be.empty();
    const Truth is_known = url.is_text() ? truth(url.text().contains(kIssuer)) : Truth::kUnknown;
    is_clusters = both(is_clusters, is_of_cluster ? Truth::kYes : is_known);
  }
  return is_clusters;
}

Truth Outsiders::is_own_account(std::string_view account) const {
  if (!is_account(account)) return has_wildcard(account) ? Truth::kNo : Truth::kUnknown;
  return world_.account().empty() ? Truth::kUnknown : truth(account == world_.account());
}

Truth Outsiders::is_own(const Value& value) const {
  if (comes_from_own(value)) return Truth::kYes;
  if (!value.is_text() || value.is_secret() || value.text().contains("${")) return Truth::kUnknown;
  const auto arn = parse_arn(value.text());
  if (!arn) return truth(false);
  if (has_wildcard(arn->account)) return Truth::kNo;
  if (!arn->account.empty()) return is_own_account(arn->account);
  // Names of buckets are unique in the world.
  return truth(arn->service == "s3" && !arn->resource.empty() && !has_wildcard(arn->resource));
}

Truth Outsiders::is_outside_provider(const Value& provider) const {
  const Truth is_clusters = is_cluster_provider(world_, provider);
  if (is_clusters == Truth::kYes)
    return provider.is_text() ? opposite(is_own(provider)) : Truth::kNo;
  if (!provider.is_text()) return Truth::kUnknown;
  // People of the company's directory.
  if (provider.text().contains(":saml-provider/")) return opposite(is_own(provider));
  return Truth::kYes;  // whoever has a token of the issuer
}

Truth Outsiders::is_outsider(const Principal& principal, Place place) const {
  const Value& name = principal.name;
  if (principal.type == "*" || is_text(name, "*") == Truth::kYes) return Truth::kYes;
  if (principal.type == "Service") return truth(place == Place::kResource);
  if (principal.type == "Federated") {
    return place == Place::kRole ? is_outside_provider(name) : Truth::kUnknown;
  }
  if (principal.type != "AWS") return Truth::kUnknown;
  if (comes_from_own(name)) return Truth::kNo;
  if (!name.is_text() || name.is_secret()) return Truth::kUnknown;
  if (is_account(name.text())) return opposite(is_own_account(name.text()));
  const auto arn = parse_arn(name.text());
  if (!arn) return Truth::kUnknown;
  // An identity of CloudFront, which the account that made it alone can use.
  if (arn->account == "cloudfront") return Truth::kNo;
  return opposite(is_own_account(arn->account));
}

Truth Outsiders::narrows(const Condition& condition, Place place) const {
  if (is_by_mount(condition)) return Truth::kYes;
  const Truth demands = is_demand(condition.test);
  if (demands == Truth::kNo) return Truth::kNo;
  if (!condition.key.is_text()) return Truth::kUnknown;
  const std::string key = lower_case(condition.key.text());
  if (is_idle(key)) return Truth::kNo;
  Truth narrow = Truth::kUnknown;
  if (account_keys().contains(key)) {
    narrow = all_values(condition, [this](const Value& value) {
      return value.is_text() && !value.is_secret() ? is_own_account(value.text()) : Truth::kUnknown;
    });
  } else if (arn_keys().contains(key) || key.starts_with("kms:encryptioncontext:")) {
    narrow = all_values(condition, [this](const Value& value) { return is_own(value); });
  } else if (network_keys().contains(key)) {
    narrow = all_values(condition, is_one_name);
  } else if (place == Place::kRole && key.ends_with(":sub")) {
    narrow = all_values(condition, is_narrow_subject);
  }
  return both(demands, narrow);
}

Truth Outsiders::are_let_in(const Statement& statement, Place place) const {
  if (statement.allows == Truth::kNo) return Truth::kNo;
  Truth outside = truth(statement.is_but_principals);
  if (!statement.is_but_principals) {
    for (const Principal& principal : statement.principals)
      outside = either(outside, is_outsider(principal, place));
  }
  Truth narrow = Truth::kNo;
  for (const Condition& condition : statement.conditions)
    narrow = either(narrow, narrows(condition, place));
  return both(statement.allows, both(outside, opposite(narrow)));
}

Truth Outsiders::are_let_in(const Document& document, const Statement& statement,
                            Place place) const {
  const Truth let_in = are_let_in(statement, place);
  return std::ranges::any_of(document.statements, denies_others) ? both(let_in, Truth::kUnknown)
                                                                 : let_in;
}

}  // namespace opta::prove
