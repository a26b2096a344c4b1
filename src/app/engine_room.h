// A layer with its engine: the generated root, the state bucket, the saved plan. What plan, apply
// and destroy share.
#pragma once

#include <optional>
#include <string>

#include "app/arguments.h"
#include "app/front_end.h"
#include "app/workspace.h"
#include "exec/aws/bucket.h"
#include "exec/aws/cli.h"
#include "exec/terraform/durable_run.h"
#include "exec/tools.h"
#include "plan/plan.h"
#include "plan/risk.h"

namespace opta {

// A value, or how the command exits; the reason was shown then.
template <class T>
using Step = tl::expected<T, Exit>;

// What an engine run is for. Each kind has one record at a time.
enum class RunKind : std::uint8_t { kInit, kPlan, kApply };
std::string_view to_string(RunKind kind);

// What a command is about to do with the layer. To look, a variable needs no value; to look or to
// destroy, it does not matter whether the file could be applied today.
enum class Purpose : std::uint8_t { kMake, kDestroy, kLook };

class EngineRoom {
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
  };
  struct PlanWish {
    bool destroy = false;
    std::vector<std::string> targets = {};  // none: the whole layer
    std::vector<std::string> replace = {};  // addresses that are made anew, though nothing asks it
  };
  Step<Planned> plan(const PlanWish& wish, const EventSink& events);

  // Runs an engine command durably under a record of its own; Ctrl-C is handed on.
  Result<terraform::DurableOutcome> run_engine(RunKind kind, std::vector<std::string> arguments,
                                               const EventSink& events = {});

  FrontEnd& front() { return front_; }
  const Layer& layer() const { return *layer_; }
  const Stack& stack() const { return stack_; }
  Workspace& workspace() { return workspace_; }
  const terraform::Context& context() const { return context_; }
  bool is_sandbox() const { return !endpoint_.empty(); }
  bool is_first() const { return first_; }
  aws::Bucket bucket() const;
  std::string record(RunKind kind) const;
  // The AWS CLI for this layer's account and region.
  Step<aws::Cli> aws_cli();
  Exit fail(Code code, const Error& error);
  // What AWS said, as E0705 where it is about who we are, else as `code`.
  Exit fail_aws(Code code, const aws::Failure& failure);

 private:
  EngineRoom(FrontEnd& front, std::shared_ptr<const Layer> layer, Stack stack, Workspace workspace,
             terraform::Context context, std::string endpoint, bool part_of_all)
      : front_(front),
        layer_(std::move(layer)),
        stack_(std::move(stack)),
        workspace_(std::move(workspace)),
        context_(std::move(context)),
        endpoint_(std::move(endpoint)),
        part_of_all_(part_of_all) {}

  std::string fingerprint() const;
  std::string bucket_mark() const;
  Exit interrupted();
  Step<void> make_bucket();
  Step<void> init(bool make_bucket);
  Step<void> init_without_state();
  Step<bool> drop_refused_imports(const terraform::DurableOutcome& outcome);
  Step<terraform::DurableOutcome> run_init();
  Step<bool> parent_has_state();
  Step<void> check_parent();

  FrontEnd& front_;
  std::shared_ptr<const Layer> layer_;
  Stack stack_;
  Workspace workspace_;
  terraform::Context context_;
  std::string endpoint_;  // of the sandbox
  bool part_of_all_;
  bool first_ = false;
  bool make_bucket_ = false;
  bool needs_parent_ = true;  // whether to go on without the environment's state is of no use
};

}  // namespace opta
