#include "prove/promises/openings.h"

#include <fmt/format.h>

namespace opta::prove {

namespace {

Case case_of(Subject about, const Opening& opening, Truth holds) {
  return {.about = about,
          .holds = holds,
          .witness = fmt::format("internet -> {} ({})", opening.rule->address, opening.text)};
}

}  // namespace

Cases about_openings(const Evidence& evidence, const JudgeOpening& judge) {
  const Firewall& firewall = evidence.network.firewall();
  Cases cases;
  for (const char* type : {"aws_security_group", "aws_default_security_group"}) {
    for (const Resource* group : managed(evidence.world, type)) {
      Case judged{.about = group, .holds = Truth::kYes};
      for (const Opening& opening : firewall.openings(*group))
        judged = worst(judged, case_of(group, opening, judge(opening, group)));
      cases.push_back(std::move(judged));
    }
  }
  for (const Opening& opening : firewall.openings_elsewhere())
    cases.push_back(case_of(opening.rule, opening, judge(opening, nullptr)));
  return cases;
}

}  // namespace opta::prove
