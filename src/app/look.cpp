#include "app/look.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/front_end.h"
#include "app/layer_files.h"
#include "app/layer_set.h"
#include "app/report.h"
#include "app/starter.h"
#include "base/suggest.h"
#include "base/text.h"
#include "catalog/json_schema.h"
#include "diag/explain.h"
#include "view/module_help.h"
#include "view/verdicts_view.h"

namespace opta {

namespace {

Exit usage(Env& env, const Error& error) {
  return report_error(env, Code::kUsage, error);
}

}  // namespace

Exit validate(Env& env, const LayerArguments& arguments) {
  FrontEnd front(env);
  const auto layer = front.load(arguments);
  if (layer) front.check_releases(*layer, emit_releases(*layer, front.diagnostics).all);
  const Exit exit = front.report(arguments.format);
  if (exit == Exit::kDone && arguments.format == Format::kText) {
    env.out(fmt::format("{} is valid: {} `{}` with {}\n", layer->path,
                        layer->kind == LayerKind::kEnvironment ? "environment" : "service",
                        layer->name, counted(layer->modules.size(), "module")));
  }
  return exit;
}

Exit validate_all(Env& env, const LayerArguments& arguments, const std::string& folder) {
  const auto files = find_layer_files(env.disk, folder);
  if (!files) return usage(env, files.error());
  FrontEnd front(env);
  if (front.diagnostics.has_errors()) return front.report(arguments.format);
  const auto set = collect_layers(front, *files, arguments);
  if (set) {
    for (const LayerTask& task : set->tasks)
      front.check_releases(*task.layer, emit_releases(*task.layer, front.diagnostics).all);
  }
  const Exit exit = front.report(arguments.format);
  if (exit == Exit::kDone && arguments.format == Format::kText) {
    for (const LeftOut& file : set->left_out)
      env.err(fmt::format("Left out: {} {}\n", printable(file.path), file.reason));
    env.out(fmt::format("{} in `{}` {} valid\n", counted(set->tasks.size(), "layer"), folder,
                        set->tasks.size() == 1 ? "is" : "are"));
  }
  return exit;
}

Exit schema(Env& env) {
  FrontEnd front(env);
  if (front.diagnostics.has_errors()) return front.report(Format::kText);
  env.out(json_schema(front.catalog, "aws"));
  return Exit::kDone;
}

// "net-" of "NET-03".
std::string group_of(std::string_view promise) {
  return lower_case(promise.substr(0, promise.find('-') + 1));
}

Exit explain_code(Env& env, const std::string& id) {
  bool is_of_promise = false;
  for (const prove::Promise* promise : prove::all_promises()) {
    if (lower_case(promise->id) == lower_case(id)) {
      env.out(promise_text(*promise));
      return Exit::kDone;
    }
    is_of_promise = is_of_promise || group_of(promise->id) == group_of(id);
  }
  if (is_of_promise) {
    return report_error(env, Code::kUnknownCode,
                        {.message = fmt::format("there is no promise `{}`", printable(id)),
                         .help = "`opta verify --list` has all of them"});
  }
  const Result<std::string> text = explain(id);
  if (!text) return report_error(env, Code::kUnknownCode, text.error());
  env.out(*text);
  return Exit::kDone;
}

Exit help_module(Env& env, const std::string& topic, Format format) {
  FrontEnd front(env);
  if (front.diagnostics.has_errors()) return front.report(Format::kText);
  if (topic == "modules") {
    env.out(format == Format::kJson ? modules_json(front.catalog)
                                    : modules_text(front.catalog, env.width));
    return Exit::kDone;
  }
  const ModuleDefinition* module = front.catalog.find(topic, "aws");
  if (module == nullptr) {
    return usage(
        env, {.message = fmt::format("no command and no module is called `{}`", printable(topic)),
              .help = did_you_mean(topic, front.catalog.type_names("aws"))});
  }
  env.out(format == Format::kJson ? module_json(*module) : module_text(*module, env.width));
  return Exit::kDone;
}

Exit version(Env& env, Format format) {
  env.out(format == Format::kJson ? nlohmann::json{{"version", OPTA_VERSION}}.dump() + "\n"
                                  : fmt::format("opta {}\n", OPTA_VERSION));
  return Exit::kDone;
}

Exit init(Env& env, const std::string& kind, const std::string& path) {
  if (env.disk.kind(path) != FileKind::kMissing) {
    return usage(env, {.message = fmt::format("`{}` exists already", path),
                       .help = "name another file with `-c FILE`"});
  }
  if (env.disk.kind(parent_folder(path)) != FileKind::kFolder) {
    return usage(env, {.message = fmt::format("there is no folder `{}`", parent_folder(path)),
                       .help = "make it first"});
  }
  if (auto written = env.disk.write(path, starter_file(kind)); !written)
    return usage(env, written.error());
  const bool service = kind == "service";
  env.err(fmt::format(
      "Wrote {0}. {1}, then:\n\n  opta validate -c {0}\n  opta plan -c {0} --sandbox\n", path,
      service ? "Set the path of its environment's file in it"
              : "Set the region and account in it"));
  return Exit::kDone;
}

}  // namespace opta
