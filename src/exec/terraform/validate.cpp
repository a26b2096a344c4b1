#include "exec/terraform/validate.h"

namespace opta::terraform {

std::vector<std::string> validate_arguments() {
  return {"validate", "-no-color", "-json"};
}

Result<Outcome> validate(const Context& context) {
  const Captured captured = OPTA_TRY(run(context, validate_arguments()));
  Outcome outcome;
  auto diagnostics = decode_validation(captured.out);
  if (diagnostics) outcome.diagnostics = std::move(*diagnostics);
  if (captured.succeeded()) return outcome;
  // Without an answer something else went wrong, and the words are on the other stream.
  outcome.failure = diagnostics ? recognise_failure(outcome.diagnostics)
                                : recognise_failure(captured.err + captured.out);
  return outcome;
}

}  // namespace opta::terraform
