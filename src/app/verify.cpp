#include "app/verify.h"

#include <algorithm>

#include <fmt/format.h>

#include "app/engine_room.h"
#include "app/evidence.h"
#include "app/plan_report.h"
#include "app/recovery.h"
#include "app/report.h"
#include "base/text.h"
#include "prove/decode_world.h"
#include "view/verdicts_view.h"

namespace opta {

namespace {

// A plan of ten thousand resources has some thirty megabytes.
constexpr std::size_t kPlanBytesMax = std::size_t{1} << 30U;

Exit report(Env& env, const std::vector<prove::Verdict>& verdicts, const Layer* layer,
            Format format) {
  const auto line_of = [&](const std::string& module) -> std::string {
    const ModuleUse* use = layer == nullptr ? nullptr : layer->find_module(module);
    return use == nullptr ? std::string() : fmt::format("`{}` of {}", use->name, layer->path);
  };
  if (format == Format::kJson) {
    env.out(verdicts_json(verdicts) + "\n");
  } else {
    env.out(verdicts_text(verdicts, line_of));
    env.err(verdicts_summary(verdicts));
  }
  const bool broken = std::ranges::any_of(
      verdicts, [](const prove::Verdict& verdict) { return verdict.holds == prove::Truth::kNo; });
  return broken ? Exit::kPromiseBroken : Exit::kDone;
}

Exit verify_file(Env& env, const VerifyArguments& arguments) {
  const auto text = env.disk.read(arguments.plan_file, kPlanBytesMax);
  if (!text) return report_error(env, Code::kFileUnreadable, text.error());
  const auto world = prove::decode_world(*text);
  if (!world) {
    return report_error(
        env, Code::kUsage,
        {.message = fmt::format("{}: {}", printable(arguments.plan_file), world.error().message),
         .help = world.error().help});
  }
  return report(env, prove::decide_all(*world, {}), nullptr, arguments.run.layer.format);
}

}  // namespace

Exit verify(Env& env, const VerifyArguments& arguments) {
  if (arguments.list) {
    env.out(arguments.run.layer.format == Format::kJson ? promises_json() + "\n" : promises_text());
    return Exit::kDone;
  }
  if (!arguments.plan_file.empty()) return verify_file(env, arguments);
  FrontEnd front(env);
  const auto opened = EngineRoom::open(front, arguments.run);
  if (!opened) return opened.error();
  EngineRoom& room = **opened;
  if (auto ready = make_ready(room, false); !ready) return ready.error();
  const auto planned = plan_with_view(room);
  if (!planned) return planned.error();
  forget_plan(room);
  const prove::Cluster cluster = cluster_evidence(room, planned->cluster);
  return report(env, prove::decide_all(planned->cloud.world, cluster), &room.layer(),
                arguments.run.layer.format);
}

}  // namespace opta
