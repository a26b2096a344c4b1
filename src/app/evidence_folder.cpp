#include "app/evidence_folder.h"

#include <algorithm>

#include <fmt/format.h>

#include "app/generated_folder.h"
#include "app/lock_file.h"
#include "base/text.h"
#include "base/timestamp.h"

namespace opta {

namespace {

std::string chart_text(const prove::HelmRelease& release) {
  const ChartReference& chart = release.chart;
  if (chart.is_embedded()) return fmt::format("{} of opta {}", chart.name, OPTA_VERSION);
  std::string text = chart.is_local() ? chart.path : chart.name;
  if (!chart.version.empty()) text += " " + chart.version;
  if (!release.digest.empty()) text += fmt::format(" ({})", release.digest);
  return text;
}

}  // namespace

EvidenceSubject layer_subject(const EngineRoom& room, const Proof& proof) {
  const Layer& layer = room.layer();
  std::vector<Fact> facts = {
      {"Decided on", proof.decided_on},
      {"Layer", layer.name},
      {"Environment", layer.root().name},
      {"Organisation", layer.root().org_name},
      {"File", layer.path},
      {"AWS account", layer.provider.account_id + (room.is_sandbox() ? " (sandbox)" : "")},
      {"Region", layer.provider.region},
      {"Terraform", proof.terraform_version}};
  for (const LockedProvider& provider : locked_providers(room.front().env, room.context().folder))
    facts.push_back({"Provider", fmt::format("{} {}", provider.name, provider.version)});
  facts.push_back({"Kubernetes", proof.kubernetes_version});
  std::vector<Fact> charts;
  for (const prove::HelmRelease& release : proof.cluster.releases()) {
    charts.push_back(
        {fmt::format("{}/{}", release.release_namespace, release.name), chart_text(release)});
  }
  std::erase_if(facts, [](const Fact& fact) { return fact.value.empty(); });
  std::string name = layer.name;
  if (layer.parent != nullptr) name += " in " + layer.root().name;
  return {.name = std::move(name), .facts = std::move(facts), .charts = std::move(charts)};
}

EvidenceReport make_evidence(const Env& env, EvidenceSubject subject,
                             const std::vector<prove::Verdict>& verdicts, const CaseNotes& notes) {
  const std::vector<Fact> run = {{"Date and time", to_timestamp(env.now())},
                                 {"Opta", OPTA_VERSION}};
  subject.facts.insert(subject.facts.begin(), run.begin(), run.end());
  return evidence_report(std::move(subject), verdicts, notes);
}

Status write_evidence(Env& env, const std::string& path, const std::string& subject,
                      const EvidenceReport& report) {
  std::string owner = "verify " + subject;
  std::ranges::replace(owner, '\n', ' ');  // of a plan's file; the marker has a line for each file
  GeneratedFolder folder = OPTA_TRY(GeneratedFolder::open(env.disk, path));
  if (folder.is_ours() && folder.owner() != owner) {
    return fail(
        fmt::format("`{}` is the folder of `opta {}`", printable(path), printable(folder.owner())),
        "each layer, and each of its environments, has a folder of its own");
  }
  OPTA_CHECK_OK(folder.write(
      {{"report.html", evidence_html(report)}, {"report.md", evidence_markdown(report)}}, owner));
  env.err(fmt::format("Wrote report.html and report.md to {}.\n", printable(path)));
  return {};
}

}  // namespace opta
