#include "app/plan_report.h"

#include <atomic>
#include <mutex>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/case_notes.h"
#include "app/declared_secrets.h"
#include "app/layer_set.h"
#include "app/preview_note.h"
#include "app/release_secrets.h"
#include "app/terminal.h"
#include "base/text.h"
#include "view/cluster_plan_json.h"
#include "view/cluster_plan_text.h"
#include "view/elapsed.h"
#include "view/line_printer.h"
#include "view/plan_json.h"
#include "view/plan_markdown.h"
#include "view/plan_text.h"
#include "view/ticker.h"
#include "view/verdicts_view.h"

namespace opta {

namespace {

// "Planning staging… 7 s, 43 resources looked at": on a terminal, until the plan is there.
class PlanningLine {
 public:
  PlanningLine(Env& env, std::string title)
      : env_(env),
        said_(env.err),
        printer_(
            examine(env).can_overprint, [terminal = examine(env)] { return terminal.size(); },
            env.err),
        title_(std::move(title)),
        ticker_(std::chrono::milliseconds(200), [this] { draw(); }) {
    if (!printer_.can_overprint()) printer_.print(title_ + "…");
    // Whoever speaks now takes the line's place.
    env_.err = [this](std::string_view text) {
      finish();
      said_(text);
    };
  }
  ~PlanningLine() {
    finish();
    env_.err = said_;
  }
  PlanningLine(const PlanningLine&) = delete;
  PlanningLine& operator=(const PlanningLine&) = delete;

  void handle(const Event& event) {
    if (event.kind == EventKind::kResourceFinished) ++looked_at_;
  }

 private:
  void finish() {
    const std::scoped_lock lock(mutex_);
    over_ = true;
    printer_.clear();
  }

  void draw() {
    const std::scoped_lock lock(mutex_);
    if (over_) return;
    if (!printer_.can_overprint()) return;
    const auto elapsed = std::chrono::steady_clock::now() - begin_;
    std::string line =
        fmt::format("{}… {}", title_,
                    elapsed_text(std::chrono::duration_cast<std::chrono::milliseconds>(elapsed)));
    if (looked_at_ > 0) line += fmt::format(", {} looked at", counted(looked_at_, "resource"));
    printer_.show({line});
  }

  Env& env_;
  Write said_;  // the stream as it was
  std::mutex mutex_;
  bool over_ = false;
  LinePrinter printer_;
  std::string title_;
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  std::atomic<std::size_t> looked_at_ = 0;
  Ticker ticker_;  // last, so that it ends before what it draws
};

std::string whole_text(const WholePlan& planned, const PlanTextOptions& options) {
  std::string text = plan_text(planned.cloud.plan, planned.cloud.risk, options);
  if (planned.cluster.has_work()) {
    text += fmt::format(
        "\n{}\n", options.style.bold(planned.cluster.cluster ? "In the cluster"
                                                             : "In the cluster, once it is there"));
    text += cluster_plan_text(planned.cluster.plan, options);
  }
  return text;
}

const std::vector<prove::Verdict>* verdicts_of(const WholePlan& planned) {
  return planned.proof ? &planned.proof->verdicts : nullptr;
}

}  // namespace

std::size_t WholePlan::loses_data_count() const {
  return cloud.risk.loses_data_count + count_objects(cluster.plan).loses_data;
}

Step<WholePlan> plan_with_view(EngineRoom& room, const EngineRoom::PlanWish& wish,
                               const InputValues& deployed) {
  PlanningLine line(
      room.front().env,
      fmt::format("Planning{} {}", wish.destroy ? " to destroy" : "", room.layer().name));
  auto cloud = room.plan(wish, [&line](const Event& event) { line.handle(event); });
  if (!cloud) return tl::make_unexpected(cloud.error());
  std::vector<ReleaseName> gone = gone_releases(cloud->plan, room.stack());
  InputValues inputs = planned_inputs(cloud->plan);
  inputs.insert(deployed.begin(), deployed.end());
  if (!wish.destroy) {
    if (auto added = add_secret_revisions(room, inputs); !added) {
      return tl::make_unexpected(added.error());
    }
  }
  auto cluster = wish.destroy ? forecast_destroy(room, std::move(gone))
                              : forecast_apply(room, std::move(inputs), std::move(gone));
  if (!cluster) return tl::make_unexpected(cluster.error());
  if (!wish.destroy) {
    if (auto warned = warn_of_missing_secrets(room, *cluster); !warned) {
      return tl::make_unexpected(warned.error());
    }
  }
  WholePlan planned{*std::move(cloud), *std::move(cluster)};
  if (!wish.destroy && wish.targets.empty()) {
    auto proof = prove_planned(room, planned.cloud, planned.cluster.rendered,
                               planned.cluster.capabilities.version);
    if (!proof) return tl::make_unexpected(proof.error());
    planned.proof = *std::move(proof);
  }
  return planned;
}

Exit check_promises(EngineRoom& room, const WholePlan& planned) {
  if (!planned.breaks_promise()) return Exit::kDone;
  // In JSON the plan has said it.
  if (!room.front().env.json) report_broken(room, *planned.proof, false);
  return Exit::kPromiseBroken;
}

void forget_plan(EngineRoom& room) {
  static_cast<void>(room.front().env.disk.remove_all(room.workspace().plan_file()));
}

void report_plan(EngineRoom& room, const WholePlan& planned, const RunArguments& arguments) {
  Env& env = room.front().env;
  if (arguments.layer.format == Format::kJson) {
    nlohmann::ordered_json json = plan_json(planned.cloud.plan, planned.cloud.risk);
    if (const auto& preview = room.layer().preview) json["preview"] = json_of(*preview);
    if (planned.proof) {
      json["promises"] =
          verdict_list(planned.proof->verdicts, case_notes(room, planned.proof->world));
    }
    if (planned.cluster.has_work()) {
      json["cluster"] = cluster_plan_json(planned.cluster.plan);
      json["cluster"]["reached"] = planned.cluster.cluster.has_value();
    }
    env.out(json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
    return;
  }
  PlanTextOptions options{.style = {.colour = env.colour && env.out_is_terminal},
                          .columns = static_cast<std::size_t>(env.width),
                          .detailed = arguments.detailed_plan};
  if (arguments.layer.format == Format::kMarkdown) {
    options.style = {};
    const std::string title = title_of(room.layer());
    env.out(markdown_document({}, {plan_markdown({.title = title,
                                                  .plan = planned.cloud.plan,
                                                  .risk = planned.cloud.risk,
                                                  .cluster = planned.cluster.plan,
                                                  .verdicts = verdicts_of(planned),
                                                  .text = whole_text(planned, options)})}));
  } else {
    env.out(whole_text(planned, options));
    if (planned.proof) {
      env.out("\n" +
              verdicts_brief(planned.proof->verdicts, case_notes(room, planned.proof->world)));
    }
  }
  if (room.is_first())
    env.err(fmt::format(
        "This is the environment's first plan: apply will make its state bucket {} too.\n",
        room.bucket().name));
}

}  // namespace opta
