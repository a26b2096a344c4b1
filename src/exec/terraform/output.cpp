#include "exec/terraform/output.h"

namespace opta::terraform {

std::vector<std::string> output_arguments() {
  return {"output", "-no-color", "-json"};
}

Result<TextOutcome> output(const Context& context) {
  return run_for_text(context, output_arguments());
}

}  // namespace opta::terraform
