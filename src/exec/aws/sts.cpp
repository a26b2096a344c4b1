#include "exec/aws/sts.h"

#include "exec/json.h"

namespace opta::aws {

using lenient::Json;
using lenient::parse;
using lenient::text_at;

std::vector<std::string> get_caller_identity_arguments() {
  return {"sts", "get-caller-identity"};
}

Result<IdentityAnswer> get_caller_identity(const Cli& cli) {
  const Answer answer = OPTA_TRY(call(cli, get_caller_identity_arguments()));
  if (answer.failure) return IdentityAnswer{.failure = answer.failure};
  const Json json = parse(answer.text);
  Identity identity{text_at(json, "Account"), text_at(json, "Arn")};
  if (identity.account.empty()) return fail("AWS does not say which account this is");
  return IdentityAnswer{.identity = std::move(identity)};
}

}  // namespace opta::aws
