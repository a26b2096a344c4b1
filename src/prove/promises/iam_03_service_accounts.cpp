#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "prove/identity/outsiders.h"
#include "prove/identity/wildcard.h"
#include "prove/promises/policies.h"
#include "prove/promises/promises.h"

namespace opta::prove {

namespace {

constexpr std::string_view kAccount = "system:serviceaccount:";
constexpr std::string_view kAudience = "sts.amazonaws.com";
constexpr std::string_view kPodIdentity = "pods.eks.amazonaws.com";

// It holds for one text alone.
bool is_exact(const Condition& condition) {
  const bool is_one = condition.values.size() == 1;
  if (condition.test == "stringequals") return is_one;
  return condition.test == "stringlike" && is_one && !has_wildcard(condition.values[0].text());
}

// "system:serviceaccount:NAMESPACE:NAME", with both.
bool is_service_account(std::string_view text) {
  if (!text.starts_with(kAccount) || has_wildcard(text)) return false;
  text.remove_prefix(kAccount.size());
  const std::size_t colon = text.find(':');
  return colon != std::string_view::npos && colon > 0 && colon + 1 < text.size();
}

class Judge {
 public:
  explicit Judge(const World& world) : world_(world) {}

  // Whether the statement is for pods of a cluster.
  Truth concerns(const Statement& statement) const {
    Truth concerned = statement.is_but_principals ? Truth::kUnknown : Truth::kNo;
    for (const Principal& principal : statement.principals) {
      Truth is_pods = Truth::kNo;
      if (principal.type == "Federated") is_pods = is_cluster_provider(world_, principal.name);
      if (principal.type == "Service") is_pods = is_text(principal.name, kPodIdentity);
      if (principal.type.empty()) is_pods = Truth::kUnknown;
      concerned = either(concerned, is_pods);
    }
    return both(statement.allows, concerned);
  }

  Finding operator()(const Document&, const Statement& statement) const {
    const Truth concerned = concerns(statement);
    if (concerned == Truth::kNo) return {};
    const bool is_service = std::ranges::any_of(
        statement.principals, [](const Principal& one) { return one.type == "Service"; });
    Finding found = is_service ? by_tags(statement) : by_token(statement);
    if (found.holds == Truth::kNo) found.holds = opposite(concerned);
    return found;
  }

 private:
  // The claim of a token of the cluster. Where the key is not known yet it is some claim of the
  // cluster's tokens. That is enough: only the subject of a token is ever a service account, and
  // the provider takes no other audience than the one that is asked for here.
  Truth is_claim(const Value& key, std::string_view name) const {
    if (key.is_text()) return truth(key.text().ends_with(name));
    return both(is_cluster_provider(world_, key), Truth::kYes);
  }

  template <typename Fits>
  Truth demands(const Statement& statement, std::string_view claim, const Fits& fits) const {
    Truth demanded = Truth::kNo;
    for (const Condition& condition : statement.conditions) {
      Truth one = is_claim(condition.key, claim);
      if (condition.test.empty()) {
        one = both(one, Truth::kUnknown);
      } else if (!is_exact(condition)) {
        one = Truth::kNo;
      } else {
        const Value& value = condition.values[0];
        const bool is_known = value.is_text() && !value.is_secret();
        one = both(one, is_known ? truth(fits(value.text())) : Truth::kUnknown);
      }
      demanded = either(demanded, one);
    }
    return demanded;
  }

  Finding by_token(const Statement& statement) const {
    const Truth subject = demands(statement, ":sub", is_service_account);
    if (subject != Truth::kYes)
      return {subject, "no condition names one service account in one namespace (`sub`)"};
    const Truth audience =
        demands(statement, ":aud", [](std::string_view text) { return text == kAudience; });
    return {audience, audience == Truth::kYes ? "" : "no condition names the audience (`aud`)"};
  }

  Finding by_tags(const Statement& statement) const {
    for (const std::string_view tag : {"kubernetes-namespace", "kubernetes-service-account"}) {
      const Truth named = demands(statement, tag, [](std::string_view text) {
        return !text.empty() && !has_wildcard(text);
      });
      if (named != Truth::kYes) return {named, fmt::format("no condition names the {}", tag)};
    }
    return {};
  }

  const World& world_;
};

Cases decide(const Evidence& evidence) {
  const Judge judge(evidence.world);
  PolicyJudge policies(judge);
  std::map<const Documents*, bool> concerned;
  Cases cases;
  for (const Resource* role : managed(evidence.world, "aws_iam_role")) {
    const Documents* trust = evidence.identity.trust(*role);
    const auto [is_about, is_new] = concerned.try_emplace(trust, !trust->is_complete);
    if (is_new) {
      for (const Document* document : trust->may_be) {
        const bool any = std::ranges::any_of(document->statements, [&](const Statement& statement) {
          return judge.concerns(statement) != Truth::kNo;
        });
        is_about->second = is_about->second || !document->is_whole || any;
      }
    }
    if (is_about->second) cases.push_back(policies.of(*role, "assume_role_policy", *trust));
  }
  return cases;
}

}  // namespace

extern const Promise kIam03;
const Promise kIam03 = {
    .id = "IAM-03",
    .sentence =
        "Each IAM role for pods trusts one service account in one namespace, by OIDC or Pod "
        "Identity.",
    .why =
        "With a pattern there, whoever may make a service account of a fitting name has the role.",
    .how =
        "A trust policy that names an OpenID provider of EKS demands an exact `sub` of one "
        "service account and the audience `sts.amazonaws.com`; one for EKS Pod Identity demands "
        "the tags of one namespace and one service account. Where the provider is still to be "
        "made, so is the name of the claim, and its value alone is compared.",
    .controls = "SOC 2 CC6.1, CC6.3; CIS EKS 5.2.1",
    .fix = "Compare `sub` and `aud` by StringEquals, each with one value.",
    .decide = decide,
};

}  // namespace opta::prove
