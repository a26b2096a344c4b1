#include "app/doctor/checks.h"

namespace opta {

void check_support(const Diagnostics& diagnostics, Findings& findings) {
  std::size_t found = 0;
  for (const Diagnostic& diagnostic : diagnostics.sorted()) {
    const std::string_view id = info(diagnostic.code).id;
    // The group of versions.
    if (id.substr(1, 2) != "08") continue;
    ++found;
    findings.push_back(
        {.area = "support",
         .subject = std::string(id),
         .health = diagnostic.severity() == Severity::kError ? Health::kBroken : Health::kAttention,
         .text = diagnostic.message,
         .help = diagnostic.help});
  }
  if (found == 0) {
    findings.push_back(
        {.area = "support", .subject = "versions", .text = "all of them are supported"});
  }
}

}  // namespace opta
