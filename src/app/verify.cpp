#include "app/verify.h"

#include <fmt/format.h>

#include "app/cluster_forecast.h"
#include "app/engine_room.h"
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
  const auto place = [layer](const prove::Case& one) {
    return layer == nullptr ? std::string() : place_of(*layer, one);
  };
  if (format == Format::kJson) {
    env.out(verdicts_json(verdicts) + "\n");
  } else {
    env.out(verdicts_text(verdicts, place));
    env.err(verdicts_summary(verdicts));
  }
  return prove::is_any_broken(verdicts) ? Exit::kPromiseBroken : Exit::kDone;
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

// What will exist.
Step<Proof> prove_planned(EngineRoom& room) {
  auto planned = plan_with_view(room);
  if (!planned) return tl::make_unexpected(planned.error());
  forget_plan(room);
  return *std::move(planned->proof);
}

// What stands: the cloud is asked, and the cluster.
Step<Proof> prove_live(EngineRoom& room) {
  Env& env = room.front().env;
  env.err(fmt::format("Looking at what stands of {}…\n", room.layer().name));
  auto world = room.present_world();
  if (!world) return tl::make_unexpected(world.error());
  forget_plan(room);
  const auto cluster = forecast_drift(room);
  if (!cluster) return tl::make_unexpected(cluster.error());
  if (!room.stack().releases.empty() && !cluster->cluster) {
    env.err("What runs in the cluster is not among it: no cluster could be asked.\n");
  }
  return prove_objects(room, *std::move(world), cluster->running);
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
  const auto proof = arguments.live ? prove_live(room) : prove_planned(room);
  if (!proof) return proof.error();
  return report(env, proof->verdicts, &room.layer(), arguments.run.layer.format);
}

}  // namespace opta
