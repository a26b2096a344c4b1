#include <fmt/format.h>

#include "app/doctor/checks.h"
#include "app/engine_room.h"
#include "app/plan_report.h"
#include "app/recovery.h"
#include "base/text.h"
#include "plan/drift.h"

namespace opta {

namespace {

constexpr const char* kArea = "plan";

void check_drift(const Plan& plan, Findings& findings) {
  const std::size_t count = cloud_drift(plan).size();
  if (count == 0) {
    findings.push_back({.area = kArea, .subject = "drift", .text = "the cloud is as applied"});
    return;
  }
  findings.push_back(
      {.area = kArea,
       .subject = "drift",
       .health = Health::kAttention,
       .text = fmt::format("{} changed in the cloud outside Opta", counted(count, "thing")),
       .help = "`opta drift` shows the fields with both values"});
}

}  // namespace

void check_plan(FrontEnd& front, const RunArguments& arguments, Findings& findings) {
  const auto no_plan = [&] {
    findings.push_back({.area = kArea,
                        .subject = "quotas and drift",
                        .health = Health::kUnknown,
                        .text = "no plan could be made; why stands above",
                        .help = "mend that, or leave this part out with `opta doctor --quick`"});
  };
  const auto opened = EngineRoom::open(front, arguments, Purpose::kLook);
  if (!opened) return no_plan();
  EngineRoom& room = **opened;
  if (has_unsettled_run(room)) {
    findings.push_back({.area = kArea,
                        .subject = "an earlier run",
                        .health = Health::kAttention,
                        .text = "was killed, or its Terraform is still at work",
                        .help = "the next `opta plan` or `opta apply` settles it"});
    return;
  }
  if (!room.prepare(false)) return no_plan();
  const auto planned = room.plan({}, {});
  if (!planned) return no_plan();
  forget_plan(room);
  if (!room.is_first()) check_drift(planned->plan, findings);
  const auto cli = room.aws_cli();
  if (cli) check_quotas(*cli, planned->plan, findings);
}

}  // namespace opta
