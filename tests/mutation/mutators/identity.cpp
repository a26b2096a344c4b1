// Who may do what.
#include "../edits.h"

namespace opta::prove::mutation {

std::vector<Mutator> identity_mutators() {
  const auto everywhere = [](const char* type, const json& after) {
    std::vector<NewResource> made;
    for (const char* module : {"", "module.base.", "module.k8scluster."})
      made.push_back({.address = std::string(module) + type + ".mutant", .after = after});
    return added(made);
  };
  return {
      {"IAM-01", "a key of a user",
       several({everywhere("aws_iam_access_key", {{"user", "ci"}, {"status", "Active"}}),
                everywhere("aws_iam_access_key", {{"user", "ci"}, {"pgp_key", "keybase:ci"}}),
                everywhere("aws_iam_access_key", {{"user", "ci"}, {"status", "Inactive"}})})},
      {"IAM-01", "a password of a user",
       everywhere("aws_iam_user_login_profile",
                  {{"user", "ops"}, {"password_reset_required", true}})},
      {"IAM-01", "a key of a service",
       everywhere("aws_iam_service_specific_credential",
                  {{"user_name", "ci"}, {"service_name", "codecommit.amazonaws.com"}})},
  };
}

}  // namespace opta::prove::mutation
