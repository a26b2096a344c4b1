// A layer with its engine: the generated root, the state bucket, the saved plan. What plan, apply
// and destroy share.
#pragma once

#include <optional>
#include <string>

#include "app/cloud_room.h"
#include "app/imports.h"
#include "app/workspace.h"
#include "exec/terraform/durable_run.h"
#include "exec/tools.h"
#include "plan/plan.h"
#include "plan/risk.h"
#include "prove/world.h"

namespace opta {

// What an engine run is for. Each kind has one record at a time.
enum class RunKind : std::uint8_t { kInit, kPlan, kApply };
std::string_view to_string(RunKind kind);

// What a command is about to do with the layer. To look, a variable needs no value; to look or to
// destroy, it does not matter whether the file could be applied today.
enum class Purpose : std::uint8_t { kMake, kDestroy, kLook };

class EngineRoom : public CloudRoom {
 public:
  // Reads and emits the file, finds the engine, takes the working folder, and with --sandbox the
  // emulator.
  static Step<std::unique_ptr<EngineRoom>> open(FrontEnd& front, const RunArguments& arguments,
                                                Purpose purpose = Purpose::kMake);

  // Writes the root and runs init where something changed. Where the state bucket is missing:
  // `make_bucket` makes it; without, the plan goes against an empty state, so that a plan touches
  // nothing (`is_first` tells). A service whose environment has never been applied stops here.
  Step<void> prepare(bool make_bucket);
  // The same without a provider: enough to read outputs. False when the layer has no state.
  Step<bool> prepare_state();

  struct Planned {
    Plan plan;
    PlanRisk risk;
    prove::World world = {};            // what will exist
    std::vector<Import> left_out = {};  // wished imports that the module has no resource for
  };
  struct PlanWish {
    bool destroy = false;
    std::vector<std::string> targets = {};  // none: the whole layer
    std::vector<std::string> replace = {};  // addresses that are made anew, though nothing asks it
    std::vector<Import> imports = {};       // what exists and becomes the layer's
    bool present = false;  // the world is to be the one before the plan, as the cloud has it
  };
  Step<Planned> plan(const PlanWish& wish, const EventSink& events);

  // Runs an engine command durably under a record of its own; Ctrl-C is handed on.
  Result<terraform::DurableOutcome> run_engine(RunKind kind, std::vector<std::string> arguments,
                                               const EventSink& events = {});

  const Stack& stack() const { return stack_; }
  Workspace& workspace() { return workspace_; }
  const terraform::Context& context() const { return context_; }
  bool is_first() const { return first_; }
  // The command as one types it: what to run again when all is mended.
  std::string retry_command() const;
  std::string record(RunKind kind) const;

 private:
  EngineRoom(CloudRoom cloud, Stack stack, Workspace workspace, terraform::Context context,
             const RunArguments& arguments)
      : CloudRoom(std::move(cloud)),
        stack_(std::move(stack)),
        workspace_(std::move(workspace)),
        context_(std::move(context)),
        command_(arguments.command),
        arguments_(arguments.layer),
        part_of_all_(arguments.part_of_all) {}

  // Terraform's own JSON. It holds secrets in the clear.
  struct PlanText {
    std::string json;
    std::vector<Import> left_out;
  };
  Step<PlanText> plan_text(const PlanWish& wish, const EventSink& events);

  std::string fingerprint() const;
  std::string bucket_mark() const;
  Exit interrupted();
  Step<void> make_bucket();
  Step<void> init(bool make_bucket);
  Step<void> init_without_state();
  Step<bool> drop_refused_imports(const terraform::DurableOutcome& outcome);
  Step<bool> leave_out_imports(const terraform::DurableOutcome& outcome,
                               std::vector<Import>& imports, std::vector<Import>& left_out);
  Status wish_imports(const std::vector<Import>& imports);
  Step<terraform::DurableOutcome> run_init();
  Step<bool> parent_has_state();
  Step<void> check_parent();

  Stack stack_;
  Workspace workspace_;
  terraform::Context context_;
  std::vector<std::string> command_;
  LayerArguments arguments_;
  bool part_of_all_;
  bool first_ = false;
  bool make_bucket_ = false;
  bool needs_parent_ = true;  // whether to go on without the environment's state is of no use
};

}  // namespace opta
