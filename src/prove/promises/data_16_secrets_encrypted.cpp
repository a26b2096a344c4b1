#include "prove/promises/promises.h"

namespace opta::prove {

namespace {

Cases decide(const Evidence& evidence) {
  Cases cases = about_each(
      evidence.world, {"aws_secretsmanager_secret"},
      [&](const Resource& secret) { return with_key(evidence.world, secret, "kms_key_id"); });
  for (const Resource* parameter : managed(evidence.world, "aws_ssm_parameter")) {
    if (is_text(parameter->values.at("type"), "SecureString") != Truth::kNo)
      cases.push_back(with_key(evidence.world, *parameter, "key_id"));
  }
  return cases;
}

}  // namespace

extern const Promise kData16;
const Promise kData16 = {
    .id = "DATA-16",
    .sentence = "All secrets are encrypted with a customer-managed KMS key.",
    .why =
        "AWS's own key may be used by whoever may read the secret; a key of yours is a second "
        "permission, which other accounts and roles do not have.",
    .how =
        "Secrets of Secrets Manager have a `kms_key_id`, and parameters of type SecureString a "
        "`key_id`.",
    .controls = "SOC 2 CC6.1",
    .fix = "Name the environment's key.",
    .decide = decide,
};

}  // namespace opta::prove
