#include "prove/promises/promises.h"

namespace opta::prove {

namespace {

constexpr double kDays = 7;

Cases decide(const Evidence& evidence) {
  return about_each(evidence.world, {"aws_cloudwatch_log_group"}, [](const Resource& group) {
    constexpr const char* kPeriod = "retention_in_days";
    const Value& days = group.values.at(kPeriod);
    // Without a number they are kept for ever.
    const Truth for_ever = days.is_unset() ? Truth::kYes : opposite(is_at_least(days, 1));
    return attribute(group, kPeriod, either(for_ever, is_at_least(days, kDays)));
  });
}

}  // namespace

extern const Promise kLog03;
const Promise kLog03 = {
    .id = "LOG-03",
    .sentence = "Logs are kept for at least a week.",
    .why = "Most breaks are found late, and what was logged meanwhile is all that tells of them.",
    .how =
        "Log groups of CloudWatch: `retention_in_days` is 7 or more, or 0, with which they are "
        "kept for ever.",
    .controls = "SOC 2 CC7.2",
    .fix = "Set `retention_in_days` to 7 or more.",
    .decide = decide,
};

}  // namespace opta::prove
