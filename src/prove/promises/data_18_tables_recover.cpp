#include "prove/promises/promises.h"

namespace opta::prove {

namespace {

Cases decide(const Evidence& evidence) {
  return about_each(evidence.world, {"aws_dynamodb_table"}, [](const Resource& table) {
    constexpr const char* kEnabled = "point_in_time_recovery.enabled";
    return attribute(table, kEnabled, is_true(table.values.find(kEnabled)));
  });
}

}  // namespace

extern const Promise kData18;
const Promise kData18 = {
    .id = "DATA-18",
    .sentence = "All DynamoDB tables have point-in-time recovery.",
    .why = "A table has no other backup, and a wrong write is found hours later.",
    .how = "Tables: `point_in_time_recovery` is enabled.",
    .controls = "SOC 2 A1.2",
    .fix = "Add `point_in_time_recovery` with `enabled`.",
    .decide = decide,
};

}  // namespace opta::prove
