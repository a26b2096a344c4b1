// Whether a statement is for somebody outside of the account.
#pragma once

#include "prove/identity/policy.h"

namespace opta::prove {

enum class Place : std::uint8_t {
  kRole,      // who may take a role
  kResource,  // who may use a bucket, a queue, a key
};

class Outsiders {
 public:
  explicit Outsiders(const World& world) : world_(world) {}

  // By a statement that allows: kYes where somebody of another account is let in. A service of AWS
  // acts for whoever asks it, so at a resource it is an outsider, too, unless a condition holds it
  // to sources of this account. A role that trusts a service is used by what the account itself
  // sets up.
  Truth are_let_in(const Statement& statement, Place place) const;
  // The whole document, with the denials that may take away from it.
  Truth are_let_in(const Document& document, const Statement& statement, Place place) const;

 private:
  Truth is_outsider(const Principal& principal, Place place) const;
  Truth is_outside_provider(const Value& provider) const;
  // Whether the condition holds only for what is of this account.
  Truth narrows(const Condition& condition, Place place) const;
  Truth is_own_account(std::string_view account) const;
  Truth is_own(const Value& arn) const;

  const World& world_;
};

// Of EKS: a text or an unknown value that is the ARN or the URL of a cluster's OpenID provider.
Truth is_cluster_provider(const World& world, const Value& value);
// It is not known yet, and is taken from resources that the configuration makes.
bool comes_from_own(const Value& value);

}  // namespace opta::prove
