#include "prove/promises/promises.h"

namespace opta::prove {

namespace {

Cases decide(const Evidence& evidence) {
  Cases cases;
  for (const char* type :
       {"aws_iam_access_key", "aws_iam_user_login_profile", "aws_iam_service_specific_credential",
        "aws_iam_user_ssh_key", "aws_iam_signing_certificate"}) {
    for (const Resource* key : managed(evidence.world, type))
      cases.push_back(
          {.about = key, .holds = Truth::kNo, .witness = "it lives until it is deleted"});
  }
  return cases;
}

}  // namespace

extern const Promise kIam01;
const Promise kIam01 = {
    .id = "IAM-01",
    .sentence = "No long-lived IAM credential is created.",
    .why =
        "A key that does not expire ends up in a repository, a log or a laptop that is sold; roles "
        "have keys for an hour.",
    .how =
        "The plan has no `aws_iam_access_key`, no password, SSH key or certificate of a user, and "
        "no key of a service. "
        "Keys that a user makes for itself are in no plan.",
    .controls = "SOC 2 CC6.1; CIS AWS 1.12, 1.14",
    .fix = "Let services and pipelines take roles: by OIDC, by an instance profile.",
    .decide = decide,
    .forbids = true,
};

}  // namespace opta::prove
