#include "app/front_end.h"

#include <fmt/format.h>

#include "app/git_fetcher.h"
#include "base/suggest.h"
#include "base/text.h"
#include "catalog/library.h"
#include "diag/render_json.h"
#include "diag/render_sarif.h"
#include "diag/render_text.h"
#include "emit/certificate_check.h"
#include "emit/chart_values.h"
#include "emit/compatibility_check.h"
#include "prove/promise.h"

namespace opta {

namespace {

// The file's own stage knows nothing of promises.
bool check_waivers(const Layer& layer, Diagnostics& diagnostics) {
  bool all_known = true;
  for (const Waiver& waiver : layer.waivers) {
    if (prove::find_promise(waiver.promise) != nullptr) continue;
    std::vector<std::string> ids;
    for (const prove::Promise* promise : prove::all_promises()) ids.emplace_back(promise->id);
    std::string help = did_you_mean(waiver.promise, ids);
    if (help.empty()) help = "`opta verify --list` shows them";
    diagnostics.report(Code::kWaiver, waiver.span,
                       fmt::format("there is no promise `{}`", printable(waiver.promise)),
                       std::move(help));
    all_known = false;
  }
  return all_known;
}

}  // namespace

FrontEnd::FrontEnd(Env& environment) : FrontEnd(environment, make_git_fetcher(environment)) {}

FrontEnd::FrontEnd(Env& environment, std::unique_ptr<GitFetcher> git)
    : env(environment), git_(std::move(git)) {
  auto opened = open_library(std::string(value_of(env.variables, "OPTA_LIBRARY")));
  if (!opened) {
    diagnostics.report(Code::kFileUnreadable, {}, opened.error().message, opened.error().help);
    return;
  }
  library = *std::move(opened);
  catalog = Catalog::load(*library, sources, diagnostics);
  library_sources_ = sources;
  library_diagnostics_ = diagnostics;
  loader_ = std::make_unique<LayerLoader>(catalog, env.disk, sources, git_.get());
}

FrontEnd::~FrontEnd() = default;

void FrontEnd::start_over() {
  if (!loader_) return;
  sources = library_sources_;
  diagnostics = library_diagnostics_;
  loader_ = std::make_unique<LayerLoader>(catalog, env.disk, sources, git_.get());
}

std::shared_ptr<const Layer> FrontEnd::load(const LayerArguments& arguments,
                                            bool variables_required) {
  const std::size_t errors_before = diagnostics.error_count();
  LoadOptions options{.path = arguments.config,
                      .environment = arguments.environment,
                      .variables_required = variables_required,
                      .preview = arguments.preview};
  for (const std::string& variable : arguments.variables) {
    const std::size_t equals = variable.find('=');
    if (equals == std::string::npos || equals == 0) {
      diagnostics.report(Code::kUsage, {},
                         fmt::format("`--var {}` is not of the form NAME=VALUE", variable));
      continue;
    }
    options.variables.emplace_back(variable.substr(0, equals), variable.substr(equals + 1));
  }
  // Without a library there is no loader.
  if (diagnostics.error_count() > errors_before || !loader_) return nullptr;
  auto layer = loader_->load(options, diagnostics);
  if (!layer || !check_waivers(*layer, diagnostics)) return nullptr;
  return layer;
}

Stack FrontEnd::emit(const Layer& layer, Backend backend) {
  return emit_stack(layer, catalog, *library, backend, diagnostics);
}

void FrontEnd::check_releases(const Layer& layer, const std::vector<Release>& releases) {
  for (const Release& release : releases) {
    if (release.chart.is_embedded()) {
      check_values(release, embedded_chart_files(*library, release.chart), sources, diagnostics);
    } else if (release.chart.is_local()) {
      check_values(release, local_chart_files(env.disk, release.chart), sources, diagnostics);
    }
  }
  const auto matrix = Compatibility::load(*library, sources, diagnostics);
  check_compatibility(layer, releases, matrix, env.today(), diagnostics);
  check_certificates(layer, env.today(), diagnostics);
}

Exit FrontEnd::report(Format format) {
  switch (format) {
    case Format::kText:
    case Format::kMarkdown:
      show_warnings();
      break;
    case Format::kJson:
      env.out(render_json(diagnostics, sources));
      break;
    case Format::kSarif:
      env.out(render_sarif(diagnostics, sources));
      break;
  }
  return diagnostics.has_errors() ? Exit::kUsage : Exit::kDone;
}

void FrontEnd::show_warnings() {
  if (env.json && diagnostics.has_errors()) {
    env.out(render_json(diagnostics, sources));
  } else {
    env.err(render_text(diagnostics, sources, {.colour = env.colour, .width = env.width}));
  }
  if (!diagnostics.has_errors()) diagnostics = Diagnostics();
}

}  // namespace opta
