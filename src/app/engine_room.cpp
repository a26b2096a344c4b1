#include "app/engine_room.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/engine_report.h"
#include "app/lock_file.h"
#include "app/places.h"
#include "app/report.h"
#include "app/typed_command.h"
#include "base/digest.h"
#include "base/file_lock.h"
#include "base/text.h"
#include "exec/aws/state_bucket.h"
#include "exec/terraform/init.h"
#include "exec/terraform/plan.h"
#include "exec/terraform/show.h"
#include "plan/decode.h"
#include "prove/decode_world.h"

namespace opta {

namespace {

using terraform::FailureKind;

// Stands in the root only while the state bucket does not exist.
constexpr const char* kNoStateOverride = "no_state_override.tf.json";
constexpr const char* kNoStateContent =
    "{\"terraform\": {\"backend\": {\"local\": {\"path\": \"no-state.tfstate\"}}}}\n";

bool is_uninitialised(FailureKind kind) {
  return kind == FailureKind::kBackendChanged || kind == FailureKind::kBucketMissing;
}

tl::unexpected<Exit> stop(Exit exit) {
  return tl::make_unexpected(exit);
}

// Providers are some hundred megabytes: they are fetched once for all layers, unless the user's own
// settings say where they come from.
void share_providers(const Env& env, Environment& environment) {
  if (environment.contains("TF_CLI_CONFIG_FILE") || environment.contains("TF_PLUGIN_CACHE_DIR"))
    return;
  const std::string folder = join_path(cache_folder(env), "providers");
  if (env.disk.make_folders(folder)) environment["TF_PLUGIN_CACHE_DIR"] = folder;
}

}  // namespace

Step<std::unique_ptr<EngineRoom>> EngineRoom::open(FrontEnd& front, const RunArguments& arguments,
                                                   Purpose purpose) {
  Env& env = front.env;
  const auto layer = front.load(arguments.layer, purpose != Purpose::kLook);
  if (!layer) return stop(front.report(arguments.layer.format));
  Stack stack = front.emit(*layer, Backend::kRemote);
  if (purpose == Purpose::kMake) front.check_releases(*layer, stack.releases);
  if (front.diagnostics.has_errors()) return stop(front.report(arguments.layer.format));
  front.show_warnings();
  if (arguments.sandbox) stack.files.push_back(sandbox_override());

  auto cloud = CloudRoom::open(front, layer, arguments.sandbox);
  if (!cloud) return stop(cloud.error());
  Environment environment = cloud->environment();
  share_providers(env, environment);
  // Even to be asked for its version the engine gets no more of the user's environment than it
  // needs.
  const auto engine = find_engine(env.runner, environment, cache_folder(env));
  if (!engine) return stop(report_error(env, Code::kToolMissing, engine.error()));
  auto workspace = Workspace::open(env, *layer, arguments.sandbox);
  if (!workspace) {
    const bool taken = workspace.error().os_error == EWOULDBLOCK;
    return stop(
        report_error(env, taken ? Code::kStateLocked : Code::kDiskFailed, workspace.error()));
  }
  terraform::Context context{.runner = env.runner,
                             .program = engine->path,
                             .environment = std::move(environment),
                             .folder = workspace->root()};
  return std::unique_ptr<EngineRoom>(new EngineRoom(
      *std::move(cloud), std::move(stack), *std::move(workspace), std::move(context), arguments));
}

std::string EngineRoom::retry_command() const {
  return "opta " + command_line(typed_command(command_, arguments_, is_sandbox()));
}

std::string_view to_string(RunKind kind) {
  switch (kind) {
    case RunKind::kInit:
      return "init";
    case RunKind::kPlan:
      return "plan";
    case RunKind::kApply:
      return "apply";
  }
  return {};
}

std::string EngineRoom::record(RunKind kind) const {
  return join_path(workspace_.runs(), to_string(kind));
}

Result<terraform::DurableOutcome> EngineRoom::run_engine(RunKind kind,
                                                         std::vector<std::string> arguments,
                                                         const EventSink& events) {
  Env& env = front_.env;
  const int before = env.interrupt_count();
  OPTA_CHECK_OK(env.disk.remove_all(record(kind)));
  OPTA_CHECK_OK(env.disk.make_folders(workspace_.runs()));
  OPTA_TRY(terraform::start_durable(context_, std::move(arguments), record(kind)));
  auto outcome = OPTA_TRY(terraform::follow_durable(
      record(kind), events, [&env, before] { return env.interrupt_count() - before; }));
  OPTA_CHECK_OK(env.disk.remove_all(record(kind)));
  return outcome;
}

std::string EngineRoom::bucket_mark() const {
  return bucket().name + " " + endpoint_;
}

std::string EngineRoom::fingerprint() const {
  // Init fetches providers and connects modules and state: it depends on these alone.
  const auto main_file =
      std::ranges::find(stack_.files, std::string(kMainFile), &GeneratedFile::path);
  const auto root = nlohmann::json::parse(main_file->content);
  nlohmann::json parts = {root["terraform"], context_.program, endpoint_, OPTA_VERSION};
  const auto modules = root.value("module", nlohmann::json::object());
  for (const auto& [name, call] : modules.items())
    parts.push_back({name, call["source"], call.value("version", "")});
  // A module of the user's may call others and need providers.
  for (const GeneratedFile& file : stack_.files) {
    const bool terraform = file.path.ends_with(".tf") || file.path.ends_with(".tf.json");
    if (file.path.starts_with("files/") && terraform)
      parts.push_back({file.path, sha256_hex(file.content)});
  }
  return sha256_hex(parts.dump());
}

Exit EngineRoom::interrupted() {
  front_.env.err("Interrupted; nothing was changed.\n");
  return Exit::kInterrupted;
}

Step<void> EngineRoom::prepare(bool make_bucket) {
  make_bucket_ = make_bucket;
  if (auto written = workspace_.write_root(front_.env, stack_); !written)
    return stop(fail(Code::kDiskFailed, written.error()));
  // Looking at the bucket takes seconds: an apply does it once for each folder and bucket.
  if (make_bucket && !layer_->parent && !workspace_.has_checked_bucket(front_.env, bucket_mark())) {
    if (auto made = this->make_bucket(); !made) return made;
  }
  if (workspace_.is_initialised(front_.env, fingerprint())) return {};
  return init(make_bucket);
}

Step<bool> EngineRoom::parent_has_state() {
  const auto cli = aws_cli();
  if (!cli) return stop(cli.error());
  return has_object(*cli, layer_->parent->name);  // a state's key is its layer's name
}

// What Terraform would say of a missing bucket or state names neither the file nor the remedy.
Step<void> EngineRoom::check_parent() {
  if (!needs_parent_ || !layer_->parent) return {};
  const auto there = parent_has_state();
  if (!there) return stop(there.error());
  if (*there) return {};
  const Layer& parent = *layer_->parent;
  const std::string_view sandbox = is_sandbox() ? " --sandbox" : "";
  const std::string help =
      names_git_source(parent.path)
          ? std::string("apply it from its own repository first")
          : fmt::format(
                "`opta apply -c {0}{1}` makes it; `opta apply --all{1}` in a folder with "
                "both files makes it and then its services",
                parent.path, sandbox);
  front_.diagnostics.report(Code::kParentMissing, layer_->environment_span,
                            fmt::format("the environment `{}` has never been applied{}",
                                        parent.name, is_sandbox() ? " in this sandbox" : ""),
                            help);
  front_.show_warnings();
  return stop(part_of_all_ ? Exit::kWaits : Exit::kEngineFailed);
}

// Init fills the provider cache that all layers share, and Terraform does not guard it against
// another init.
Step<terraform::DurableOutcome> EngineRoom::run_init() {
  Env& env = front_.env;
  UniqueFd cache;
  if (const auto folder = context_.environment.find("TF_PLUGIN_CACHE_DIR");
      folder != context_.environment.end()) {
    const int before = env.interrupt_count();
    auto taken = wait_for_file_lock(join_path(folder->second, ".lock"),
                                    [&] { return env.interrupt_count() > before; });
    if (!taken && env.interrupt_count() > before) return stop(interrupted());
    // A cache that cannot be locked may still be read: Terraform says what it cannot do.
    if (taken) cache = *std::move(taken);
  }
  auto outcome = run_engine(RunKind::kInit, terraform::init_arguments({.reconfigure = true}));
  if (!outcome) return stop(fail(Code::kEngineFailed, outcome.error()));
  return *std::move(outcome);
}

Step<void> EngineRoom::init(bool create_bucket) {
  Env& env = front_.env;
  if (auto there = check_parent(); !there) return there;
  env.err("Preparing Terraform…\n");
  static_cast<void>(workspace_.forget_initialised(env));
  static_cast<void>(env.disk.remove_all(join_path(workspace_.root(), kNoStateOverride)));
  // What was tried on the sandbox binds nobody, so only real runs are held to the lock file.
  if (!is_sandbox()) {
    if (auto restored = restore_lock(env, *layer_, workspace_.root()); !restored) {
      return stop(fail(Code::kFileUnreadable, restored.error()));
    }
  }
  auto outcome = run_init();
  if (outcome && outcome->failure && outcome->failure->kind == FailureKind::kBucketMissing &&
      (!layer_->parent || !needs_parent_)) {
    if (!create_bucket) return init_without_state();
    if (auto made = this->make_bucket(); !made) return made;
    outcome = run_init();
  }
  if (!outcome) return stop(outcome.error());
  if (outcome->failure) return stop(report_failure(front_, *layer_, stack_, *outcome));
  Status noted = workspace_.set_initialised(env, fingerprint());
  if (noted && !is_sandbox()) noted = keep_lock(env, *layer_, workspace_.root());
  if (!noted) return stop(fail(Code::kDiskFailed, noted.error()));
  return {};
}

// A plan before the first apply must not make the bucket: it goes against a state that is empty and
// thrown away.
Step<void> EngineRoom::init_without_state() {
  Env& env = front_.env;
  first_ = true;
  if (auto written =
          env.disk.write(join_path(workspace_.root(), kNoStateOverride), kNoStateContent);
      !written) {
    return stop(fail(Code::kDiskFailed, written.error()));
  }
  const auto outcome = run_init();
  if (!outcome) return stop(outcome.error());
  if (outcome->failure) return stop(report_failure(front_, *layer_, stack_, *outcome));
  return {};
}

Step<void> EngineRoom::make_bucket() {
  const auto cli = aws_cli();
  if (!cli) return stop(cli.error());
  front_.env.err(fmt::format("Checking the state bucket {}…\n", bucket().name));
  const int before = front_.env.interrupt_count();
  const auto outcome = aws::ensure_state_bucket(*cli, bucket());
  if (!outcome) return stop(fail(Code::kStateStorage, outcome.error()));
  if (outcome->failure) {
    const bool foreign = outcome->state == aws::StateBucketState::kForeign;
    const bool credentials = !foreign && outcome->failure->kind == FailureKind::kCredentials;
    return stop(
        fail(credentials ? Code::kCredentials : Code::kStateStorage,
             {.message = fmt::format("the state bucket `{}` {}: {}", bucket().name,
                                     foreign ? "belongs to somebody else" : "cannot be made",
                                     trim(outcome->failure->message)),
              .help = fmt::format(
                  "the file is for account {}; `aws sts get-caller-identity` shows who you are",
                  bucket().owner)}));
  }
  if (front_.env.interrupt_count() > before) return stop(interrupted());
  if (outcome->state == aws::StateBucketState::kCreated) {
    front_.env.err("Made it: versioned, encrypted, closed to the public.\n");
  }
  if (auto noted = workspace_.set_checked_bucket(front_.env, bucket_mark()); !noted) {
    return stop(fail(Code::kDiskFailed, noted.error()));
  }
  return {};
}

Step<bool> EngineRoom::prepare_state() {
  // What is left of a service can be looked at and taken down without its environment.
  needs_parent_ = false;
  if (auto prepared = prepare(false); !prepared) return stop(prepared.error());
  return !first_;
}

// True when the plan is worth another try without them.
Step<bool> EngineRoom::drop_refused_imports(const terraform::DurableOutcome& outcome) {
  Env& env = front_.env;
  std::vector<Import> imports = read_imports(env.disk, workspace_.root());
  const std::vector<RefusedImport> refused = take_refused(imports, outcome.diagnostics);
  if (refused.empty()) return false;
  Diagnostic& warning = front_.diagnostics.report(
      Code::kRecovered, {},
      fmt::format("{} that the killed run had made cannot be taken up",
                  counted(refused.size(), "resource")),
      "what stands in the cloud all the same is in no state: remove it there by hand");
  for (const auto& [import, reason] : refused) {
    warning.notes.push_back(fmt::format("`{}`, `{}`: {}", printable(import.address),
                                        printable(import.id), printable(reason)));
  }
  front_.show_warnings();
  if (auto written = write_imports(env.disk, workspace_.root(), imports); !written)
    return stop(fail(Code::kDiskFailed, written.error()));
  return true;
}

Status EngineRoom::wish_imports(const std::vector<Import>& imports) {
  return opta::write_imports(front_.env.disk, workspace_.root(), imports, kWishedImportsFile);
}

// True when the plan is worth another try without them. One that is refused for another reason than
// that the module has no place for it stays, and fails the plan.
Step<bool> EngineRoom::leave_out_imports(const terraform::DurableOutcome& outcome,
                                         std::vector<Import>& imports,
                                         std::vector<Import>& left_out) {
  std::vector<Import> rest = imports;
  const auto refused = take_refused(rest, outcome.diagnostics, kWishedImportsFile);
  if (refused.empty()) return false;
  for (const auto& [import, reason] : refused) {
    if (reason != kNoSuchTarget) return false;
    left_out.push_back(import);
  }
  imports = std::move(rest);
  if (auto written = wish_imports(imports); !written)
    return stop(fail(Code::kDiskFailed, written.error()));
  return true;
}

Step<EngineRoom::Planned> EngineRoom::plan(const PlanWish& wish, const EventSink& events) {
  auto text = plan_text(wish, events);
  if (!text) return stop(text.error());
  auto document = parse_plan(text->json);
  if (!document) return stop(fail(Code::kEngineFailed, document.error()));
  text->json = std::string();  // as large as a plan is, and full of secrets
  auto plan = plan_of(*document);
  if (!plan) return stop(fail(Code::kEngineFailed, plan.error()));
  auto world = wish.present ? prove::present_of(*document) : prove::world_of(*std::move(document));
  if (!world) return stop(fail(Code::kEngineFailed, world.error()));
  PlanRisk risk = assess(*plan);
  return Planned{*std::move(plan), std::move(risk), *std::move(world), std::move(text->left_out)};
}

Step<EngineRoom::PlanText> EngineRoom::plan_text(const PlanWish& wish, const EventSink& events) {
  Env& env = front_.env;
  const int before = env.interrupt_count();
  std::vector<Import> imports = wish.imports;
  std::vector<Import> left_out;
  // Also takes away those of a plan that was killed.
  if (auto written = wish_imports(imports); !written)
    return stop(fail(Code::kDiskFailed, written.error()));
  const std::vector<std::string> arguments =
      terraform::plan_arguments({.out_file = workspace_.plan_file(),
                                 .destroy = wish.destroy,
                                 .detailed_exit_code = false,
                                 .targets = wish.targets,
                                 .replace = wish.replace});
  auto outcome = run_engine(RunKind::kPlan, arguments, events);
  if (outcome && outcome->failure && is_uninitialised(outcome->failure->kind)) {
    // The working folder was initialised for a state that is gone, for example of an earlier
    // sandbox.
    if (auto again = init(make_bucket_); !again) return stop(again.error());
    outcome = run_engine(RunKind::kPlan, arguments, events);
  }
  // Each round takes out at least one.
  while (outcome && outcome->failure && env.interrupt_count() == before) {
    auto dropped = leave_out_imports(*outcome, imports, left_out);
    if (dropped && !*dropped) dropped = drop_refused_imports(*outcome);
    if (!dropped) return stop(dropped.error());
    if (!*dropped) break;
    outcome = run_engine(RunKind::kPlan, arguments, events);
  }
  static_cast<void>(wish_imports({}));
  if (!outcome) return stop(fail(Code::kDiskFailed, outcome.error()));
  if (env.interrupt_count() > before) return stop(interrupted());
  if (outcome->failure) {
    if (auto there = check_parent(); !there) return stop(there.error());
    return stop(report_failure(front_, *layer_, stack_, *outcome));
  }
  const auto shown = terraform::show(context_, {.plan_file = workspace_.plan_file()});
  if (!shown) return stop(fail(Code::kEngineFailed, shown.error()));
  if (env.interrupt_count() > before) return stop(interrupted());
  if (shown->failure) return stop(report_failure(front_, *layer_, *shown->failure));
  return PlanText{.json = shown->text, .left_out = std::move(left_out)};
}

}  // namespace opta
