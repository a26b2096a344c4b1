#include "app/import.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <re2/re2.h>

#include "app/adoption.h"
#include "app/apply_view.h"
#include "app/consent.h"
#include "app/engine_report.h"
#include "app/engine_room.h"
#include "app/import/look_up.h"
#include "app/import/match.h"
#include "app/import/vpc_layout.h"
#include "app/plan_report.h"
#include "app/preview_run.h"
#include "app/recovery.h"
#include "base/suggest.h"
#include "base/text.h"
#include "exec/terraform/state_pull.h"
#include "view/import_view.h"

namespace opta {

namespace {

using lenient::Json;

tl::unexpected<Exit> stop(Exit exit) {
  return tl::make_unexpected(exit);
}

class Importer {
 public:
  Importer(EngineRoom& room, const ImportArguments& arguments)
      : room_(room), env_(room.front().env), arguments_(arguments) {}

  Exit run() {
    if (const auto chosen = choose(); !chosen) return chosen.error();
    // Where nobody can be asked, nothing is begun.
    if (const Exit asked = check_can_ask(env_, arguments_.run.auto_approve); asked != Exit::kDone)
      return asked;
    if (auto free = check_layer_name(room_); !free) return free.error();
    if (const auto found = find(); !found) return found.error();
    if (auto ready = make_ready(room_, true); !ready) return ready.error();
    if (const auto known = leave_out_known(); !known) return known.error();
    if (imports_.empty()) return there_already();
    env_.err(fmt::format("Planning the import into {}…\n", room_.layer().name));
    const auto planned = plan_import();
    if (!planned) return planned.error();
    // What is left of the thing is none of the module's: all else is in the state.
    const bool has_all = planned->left_out.size() == imports_.size();
    const Exit exit = has_all ? there_already() : decide(*planned);
    forget_plan(room_);
    return exit;
  }

 private:
  Step<void> choose() {
    use_ = room_.layer().find_module(arguments_.module);
    if (use_ == nullptr) {
      std::vector<std::string> names;
      for (const ModuleUse& use : room_.layer().modules) names.push_back(use.name);
      std::string help = did_you_mean(arguments_.module, names);
      if (help.empty()) {
        help = "the module that is to have it stands in the file first: `- type: …`; " +
               (names.empty() ? std::string("it has none yet")
                              : fmt::format("now it has {}", quoted_list(names)));
      }
      return stop(room_.fail(Code::kUnknownModule,
                             {.message = fmt::format("`{}` has no module `{}`", room_.layer().name,
                                                     printable(arguments_.module)),
                              .help = std::move(help)}));
    }
    if (!use_->definition->import) {
      return stop(
          room_.fail(Code::kImportNotPossible,
                     {.message = fmt::format("`{}` cannot import anything", use_->definition->type),
                      .help = fmt::format("these can: {}", quoted_list(importing_types()))}));
    }
    if (!RE2::FullMatch(arguments_.id, definition().pattern)) {
      return stop(room_.fail(Code::kImportNotFound,
                             {.message = fmt::format("`{}` is no id of {}",
                                                     printable(arguments_.id), definition().what),
                              .help = fmt::format("it is {}", definition().id)}));
    }
    return {};
  }

  // Asks AWS, and holds the file to what it says. Nothing is begun yet.
  Step<void> find() {
    report_ = {.layer = room_.layer().name,
               .module = use_->name,
               .what = definition().what,
               .id = arguments_.id,
               .fields = definition().fields};
    env_.err(fmt::format("Looking at {} `{}`…\n", definition().what, arguments_.id));
    auto answers = look_up(room_, definition(), arguments_.id);
    if (!answers) return stop(answers.error());
    if (auto owned = check_owner(room_, *use_, *answers); !owned) return owned;
    Json identity = identity_of(definition(), *answers);
    if (definition().layout.empty()) {
      imports_ = imports_of(definition(), use_->name, *answers);
    } else {
      const auto laid_out = lay_out_vpc(*answers);
      if (!laid_out) return stop(laid_out.error());
      identity = *laid_out;
    }
    parts_ = imports_;
    return check_identity(identity);
  }

  // The inputs that the network asks for.
  Step<Json> lay_out_vpc(const Json& answers) {
    VpcLayout layout = read_vpc(answers);
    if (!layout.misfits.empty()) return stop(refuse_layout(layout));
    for (Import& import : layout.imports)
      imports_.push_back(
          {fmt::format("module.{}.{}", use_->name, import.address), std::move(import.id)});
    report_.left_alone = std::move(layout.left_alone);
    return layout.inputs;
  }

  Exit refuse_layout(const VpcLayout& layout) {
    const bool is_usable = !layout.public_subnets.empty() && layout.private_subnets.size() > 1;
    const std::string lines =
        yaml_lines({{"vpc_id", Json(arguments_.id).dump()},
                    {"public_subnet_ids", Json(layout.public_subnets).dump()},
                    {"private_subnet_ids", Json(layout.private_subnets).dump()}},
                   4);
    Diagnostic& error = room_.front().diagnostics.report(
        Code::kImportNotPossible, use_->type_span,
        fmt::format("`{}` is laid out as the module cannot make it", arguments_.id),
        is_usable ? fmt::format("the environment can use it without owning it, with\n\n{}", lines)
                  : "let the module make a network of its own");
    error.notes = layout.misfits;
    room_.front().show_warnings();
    return Exit::kEngineFailed;
  }

  Step<void> check_identity(const Json& identity) {
    const Json missing = missing_identity(identity, written());
    if (missing.empty()) return {};
    std::vector<KeepingLine> lines;
    for (const auto& [input, value] : missing.items()) {
      if (!value.is_object()) lines.push_back({input, value.dump()});
      if (!value.is_object()) continue;
      for (const auto& [key, part] : value.items())
        lines.push_back({fmt::format("{}.{}", input, key), part.dump()});
    }
    Diagnostic& error =
        room_.front().diagnostics.report(Code::kImportNotPossible, use_->type_span,
                                         fmt::format("the module `{}` does not describe {} `{}`",
                                                     use_->name, definition().what, arguments_.id),
                                         fmt::format("write in it\n\n{}", yaml_lines(lines, 4)));
    error.data = Json{{"lines", missing}}.dump();
    room_.front().show_warnings();
    return stop(Exit::kUsage);
  }

  // Those that an earlier import has done. The state must not have another thing in that place, nor
  // this one in another.
  Step<void> leave_out_known() {
    const auto state = terraform::state_pull(room_.context());
    if (!state) return stop(room_.fail(Code::kEngineFailed, state.error()));
    if (state->failure) return stop(report_failure(room_.front(), room_.layer(), *state->failure));
    const Import& thing = imports_.front();
    const std::string type = type_of_address(thing.address);
    for (const auto& [address, id] : state->ids) {
      const bool is_place = address == thing.address;
      if (is_place == (id == thing.id) || (!is_place && type_of_address(address) != type)) continue;
      return stop(room_.fail(
          Code::kImportOwned,
          {.message = is_place ? fmt::format("the module `{}` has another already: `{}`",
                                             use_->name, printable(id))
                               : fmt::format("`{}` is this layer's already, as `{}`", printable(id),
                                             printable(address)),
           .help = is_place ? "add a second module to the file for what is imported" : ""}));
    }
    std::erase_if(imports_,
                  [&](const Import& import) { return state->ids.contains(import.address); });
    return {};
  }

  // Other modules of the file may wait for an import of their own, and must not be made anew
  // meanwhile: then of this module alone. But only the plan of all has all outputs.
  Step<EngineRoom::Planned> plan_import() {
    auto whole = room_.plan({.imports = imports_}, {});
    if (!whole || read(*whole).other.empty()) return whole;
    return room_.plan({.targets = {"module." + use_->name}, .imports = imports_}, {});
  }

  Adoption read(const EngineRoom::Planned& planned) const {
    return read_adoption(planned.plan, planned.risk, use_->name,
                         [this](const std::string& address) {
                           return is_part_of(definition(), use_->name, parts_, address);
                         });
  }

  Exit there_already() {
    if (is_json()) {
      env_.out(import_json(report_, "there_already"));
    } else {
      env_.out(
          fmt::format("`{}` has {} `{}` already; `opta plan` shows whether the file asks for "
                      "a change of it.\n",
                      use_->name, definition().what, arguments_.id));
    }
    return Exit::kDone;
  }

  Exit decide(const EngineRoom::Planned& planned) {
    report_.adoption = read(planned);
    for (const Import& import : planned.left_out) report_.left_alone.push_back(import.address);
    const Adoption& adoption = report_.adoption;
    report_.lines = keeping_lines(adoption.changed, definition().fields,
                                  [this](const std::string& input) { return is_list(input); });
    if (!adoption.replaced.empty())
      return refuse(
          Code::kImportReplaces, "replaces",
          fmt::format("`{}` would be replaced, and what it holds would be lost", arguments_.id),
          "change the file so that it says of it what AWS says");
    if (!adoption.other.empty())
      return refuse(Code::kImportOtherChanges, "other_changes",
                    fmt::format("what the module stands on has changes, too: {}",
                                counted(adoption.other.size(), "resource")),
                    "apply them first, without this module in the file");
    if (!adoption.changed.empty() && !arguments_.accept_changes)
      return refuse(Code::kImportChanges, "changes",
                    fmt::format("{} of `{}` would change", counted(adoption.changed.size(), "part"),
                                arguments_.id),
                    report_.lines.empty()
                        ? "no line of the file keeps these; `--accept-changes` lets them through"
                        : "write the lines above; `--accept-changes` lets through what is left");
    return carry_out(planned);
  }

  Exit refuse(Code code, std::string_view result, std::string message, std::string help) {
    show(result);
    // The result stands on standard output already, whatever its form.
    const bool was_json = std::exchange(env_.json, false);
    room_.fail(code, {.message = std::move(message), .help = std::move(help)});
    env_.json = was_json;
    return Exit::kPromiseBroken;
  }

  void show(std::string_view result) {
    if (is_json()) {
      env_.out(import_json(report_, result));
      return;
    }
    env_.out(import_text(report_, {.style = {.colour = env_.colour && env_.out_is_terminal},
                                   .columns = static_cast<std::size_t>(env_.width),
                                   .detailed = arguments_.run.detailed_plan}));
  }

  Exit carry_out(const EngineRoom::Planned& planned) {
    if (!is_json()) show("keeps");
    if (const Exit consent =
            ask_to_apply(env_, room_.layer(), planned.risk.loses_data_count, arguments_.run);
        consent != Exit::kDone)
      return consent;
    const std::string title = fmt::format("Importing into {}", room_.layer().name);
    if (const Exit done = run_plan(room_, title, arguments_.run); done != Exit::kDone) return done;
    if (is_json()) {
      env_.out(import_json(report_, "imported"));
      return Exit::kDone;
    }
    env_.err(
        fmt::format("\n`{}` has {} `{}` now.\n", use_->name, definition().what, arguments_.id));
    for (const std::string& remark : definition().remarks) env_.err(fmt::format("- {}\n", remark));
    return Exit::kDone;
  }

  std::vector<std::string> importing_types() const {
    std::vector<std::string> types;
    for (const ModuleDefinition& module : room_.front().catalog.modules()) {
      if (module.import) types.push_back(module.type);
    }
    return types;
  }

  bool is_json() const { return arguments_.run.layer.format == Format::kJson; }
  const ImportDefinition& definition() const { return *use_->definition->import; }

  // The module's arguments as Terraform gets them.
  Json written() const {
    const auto& files = room_.stack().files;
    const auto main_file = std::ranges::find(files, std::string(kMainFile), &GeneratedFile::path);
    const Json root = lenient::parse(main_file->content);
    return lenient::object_at(lenient::object_at(root, "module"), use_->name.c_str());
  }

  bool is_list(const std::string& input) const {
    const std::size_t dot = input.find('.');
    const Field* field = find_field(use_->definition->inputs, input.substr(0, dot));
    if (field != nullptr && dot != std::string::npos)
      field = find_field(field->shape.fields, input.substr(dot + 1));
    return field != nullptr && field->shape.type == Type::kList;
  }

  EngineRoom& room_;
  Env& env_;
  const ImportArguments& arguments_;
  const ModuleUse* use_ = nullptr;
  std::vector<Import> parts_;    // of the thing
  std::vector<Import> imports_;  // of them those that the state does not have yet
  ImportReport report_;
};

}  // namespace

Exit import_existing(Env& env, const ImportArguments& arguments) {
  FrontEnd front(env);
  auto room = EngineRoom::open(front, arguments.run);
  if (!room) return room.error();
  return Importer(**room, arguments).run();
}

}  // namespace opta
