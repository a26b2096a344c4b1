#include "app/verify.h"

#include <fmt/format.h>

#include "app/case_notes.h"
#include "app/cluster_forecast.h"
#include "app/engine_room.h"
#include "app/evidence_folder.h"
#include "app/plan_report.h"
#include "app/reach.h"
#include "app/recovery.h"
#include "app/report.h"
#include "base/digest.h"
#include "base/text.h"
#include "prove/decode_world.h"
#include "view/promises_page.h"
#include "view/verdicts_sarif.h"

namespace opta {

namespace {

// A plan of ten thousand resources has some thirty megabytes.
constexpr std::size_t kPlanBytesMax = std::size_t{1} << 30U;

Exit report(Env& env, const std::vector<prove::Verdict>& verdicts, const CaseNotes& notes,
            const EvidenceSubject& subject, const VerifyArguments& arguments) {
  const EvidenceReport evidence = make_evidence(env, subject, verdicts, notes);
  switch (arguments.run.layer.format) {
    case Format::kJson:
      env.out(verdicts_json(verdicts, notes) + "\n");
      break;
    case Format::kSarif:
      env.out(verdicts_sarif(verdicts, notes));
      break;
    case Format::kMarkdown:
      env.out(evidence_markdown(evidence));
      break;
    case Format::kText:
      env.out(verdicts_text(verdicts, notes));
      env.err(verdicts_summary(verdicts));
      break;
  }
  if (!arguments.report.empty()) {
    const Status written = write_evidence(env, arguments.report, subject.name, evidence);
    if (!written) return report_error(env, Code::kDiskFailed, written.error());
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
  EvidenceSubject subject{
      .name = arguments.plan_file,
      .facts = {{"Decided on", "a file of Terraform's, without the cluster's objects"},
                {"File", arguments.plan_file},
                {"SHA-256 of the file", sha256_hex(*text)}}};
  if (world->is_partial()) {
    subject.facts.emplace_back("Left out",
                               "the plan is not whole: by -target, or until a later one");
    env.err("The plan is not whole: what it leaves out is not among what is decided.\n");
  }
  env.err(
      "A plan has none of the cluster's objects: promises about them are not applicable here.\n");
  return report(env, prove::decide_all(*world, {}), {.file = arguments.plan_file}, subject,
                arguments);
}

Exit list_promises(Env& env, Format format) {
  env.out(format == Format::kJson       ? promises_json() + "\n"
          : format == Format::kMarkdown ? promises_markdown()
                                        : promises_text());
  return Exit::kDone;
}

Step<Proof> prove_what_will_be(EngineRoom& room) {
  auto planned = plan_with_view(room);
  if (!planned) return tl::make_unexpected(planned.error());
  forget_plan(room);
  planned->proof->decided_on = "what will exist: the plan, and the charts as they are rendered";
  return *std::move(planned->proof);
}

// The cloud is asked, and the cluster.
Step<Proof> prove_what_stands(EngineRoom& room) {
  Env& env = room.front().env;
  env.err(fmt::format("Looking at what stands of {}…\n", room.layer().name));
  auto cloud = room.plan({.present = true}, {});
  if (!cloud) return tl::make_unexpected(cloud.error());
  forget_plan(room);
  const auto cluster = forecast_drift(room);
  if (!cluster) return tl::make_unexpected(cluster.error());
  const bool is_whole = room.stack().releases.empty() || cluster->cluster;
  if (!is_whole) env.err("What runs in the cluster is not among it: no cluster could be asked.\n");
  using Objects = std::vector<std::vector<KubeObject>>;
  auto proof = prove_planned(room, *cloud, is_whole ? cluster->running : Objects(),
                             cluster->capabilities.version);
  if (proof) {
    proof->decided_on = is_whole ? "what stands, in the cloud and in the cluster"
                                 : "what stands in the cloud; no cluster could be asked";
  }
  return proof;
}

}  // namespace

Exit verify(Env& env, const VerifyArguments& arguments) {
  if (arguments.list) return list_promises(env, arguments.run.layer.format);
  if (!arguments.plan_file.empty()) return verify_file(env, arguments);
  const Format format = arguments.run.layer.format;
  if (!arguments.from.empty() && format != Format::kText && format != Format::kJson) {
    return report_error(env, Code::kUsage,
                        {.message = "`--from` and `--to` are answered in text or JSON"});
  }
  FrontEnd front(env);
  const auto opened = EngineRoom::open(front, arguments.run);
  if (!opened) return opened.error();
  EngineRoom& room = **opened;
  if (auto ready = make_ready(room, false); !ready) return ready.error();
  auto proof = arguments.live ? prove_what_stands(room) : prove_what_will_be(room);
  if (!proof) return proof.error();
  if (!arguments.from.empty()) return reach(room, *std::move(proof), arguments);
  CaseNotes notes = case_notes(room, proof->world);
  notes.file = arguments.run.layer.config;
  return report(env, proof->verdicts, notes, layer_subject(room, *proof), arguments);
}

}  // namespace opta
