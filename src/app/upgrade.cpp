#include "app/upgrade.h"

#include <fmt/format.h>

#include "app/front_end.h"
#include "app/lock_file.h"
#include "app/report.h"
#include "view/upgrade_view.h"

namespace opta {

namespace {

// This Opta would install the pinned versions; `opta.lock` tells when the last run had an older
// one.
Result<std::vector<Installed>> as_last_run(const Env& env, const Layer& layer,
                                           const std::vector<Release>& releases,
                                           const Compatibility& matrix) {
  std::vector<Installed> installed = installed_components(layer, releases, matrix);
  for (Installed& one : installed) {
    const auto is_locked = [&](const ComponentVersion& version) -> Result<bool> {
      return !OPTA_TRY(locked_chart(env, layer, one.chart, version.chart)).empty();
    };
    if (OPTA_TRY(is_locked(*one.version))) continue;
    for (const ComponentVersion& version : one.component->versions) {
      if (OPTA_TRY(is_locked(version))) one.version = &version;
    }
  }
  return installed;
}

}  // namespace

Exit upgrade_plan(Env& env, const LayerArguments& arguments) {
  FrontEnd front(env);
  const auto layer = front.load(arguments);
  if (!layer) return front.report(arguments.format);
  const Compatibility matrix =
      Compatibility::load(*front.library, front.sources, front.diagnostics);
  const Releases releases = emit_releases(*layer, front.diagnostics);
  if (front.diagnostics.has_errors()) return front.report(arguments.format);
  front.show_warnings();

  const ClusterVersion cluster = cluster_version(*layer, matrix);
  if (!cluster.is_own || cluster.version.empty()) {
    return report_error(
        env, Code::kUsage,
        {.message = fmt::format("`{}` has no cluster of its own", layer->name),
         .help = layer->parent
                     ? fmt::format("name the environment's file: `-c {}`", layer->parent->path)
                     : std::string("`opta upgrade` is for files with a cluster")});
  }
  auto installed = as_last_run(env, *layer, releases.all, matrix);
  if (!installed) return report_error(env, Code::kFileUnreadable, installed.error());
  UpgradeReport report{.layer = layer->name,
                       .file_place = front.sources.describe(cluster.span),
                       .kubernetes = cluster.version,
                       .installed = *installed,
                       .path = find_upgrade(matrix, cluster.version, *installed),
                       .today = env.today()};
  env.out(arguments.format == Format::kJson ? upgrade_json(report, matrix)
                                            : upgrade_text(report, matrix));
  return Exit::kDone;
}

}  // namespace opta
