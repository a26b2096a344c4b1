#include "app/rollback.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/change_author.h"
#include "app/cluster_access.h"
#include "app/consent.h"
#include "app/running_objects.h"
#include "app/services.h"
#include "app/unready_report.h"
#include "base/text.h"
#include "base/timestamp.h"
#include "exec/helm/rollback.h"
#include "exec/helm/stored_release.h"
#include "layer/gitops.h"
#include "plan/object_diff.h"
#include "plan/object_images.h"
#include "view/cluster_plan_json.h"
#include "view/cluster_plan_text.h"

namespace opta {

namespace {

using helm::StoredRelease;
using Revisions = std::vector<StoredRelease>;

bool went_well(const StoredRelease& revision) {
  return revision.is_deployed() || revision.status == "superseded";
}

class Rollback {
 public:
  Rollback(const Services& services, const RollbackArguments& arguments)
      : room_(services.room()), env_(room_.front().env), arguments_(arguments) {}

  Exit run(const Services& services) {
    auto service = services.choose();
    if (!service) return service.error();
    service_ = *std::move(service);
    if (room_.layer().gitops) return refuse_for_gitops(*room_.layer().gitops);
    timeout_ = std::chrono::seconds(
        std::ranges::find(services.releases(), service_.module, &Release::module)->timeout_s);
    auto cluster = services.reach();
    if (!cluster) return cluster.error();
    cluster_.emplace(*std::move(cluster));
    auto stored = helm::stored_revisions(*cluster_, service_.release_namespace, service_.release);
    if (!stored) return room_.fail(Code::kClusterCommand, stored.error());
    if (stored->failure) return fail_cluster(room_, *stored->failure);
    revisions_ = std::move(stored->revisions);
    if (revisions_.empty()) return fail("is not deployed", "`opta apply` deploys it");
    if (arguments_.list) return list();
    const auto target = find_target();
    if (!target) return target.error();
    return bring_back(**target);
  }

 private:
  Exit fail(std::string_view what, std::string help) const {
    return room_.fail(Code::kRollback, {.message = fmt::format("`{}` {}", service_.module, what),
                                        .help = std::move(help)});
  }

  Exit refuse_for_gitops(const GitOps& gitops) const {
    return room_.fail(
        Code::kDeployedByGitOps,
        {.message =
             fmt::format("`{}` is deployed by {}: Helm keeps no revisions of it, and {} would "
                         "bring back what stands in the repository",
                         service_.module, deployer_of(gitops), tool_name(gitops)),
         .help = fmt::format("revert the commit there: `git revert COMMIT`, then `git push`; `git "
                             "log {}` shows which there are",
                             gitops.path)});
  }

  const StoredRelease& current() const { return revisions_.front(); }

  std::vector<std::string> images_in(const StoredRelease& revision) const {
    const auto objects =
        decode_manifest(revision.manifest, {.default_namespace = service_.release_namespace});
    return objects ? images_of(*objects) : std::vector<std::string>();
  }

  Exit list() const {
    nlohmann::ordered_json json = nlohmann::ordered_json::array();
    std::string text;
    for (const StoredRelease& revision : revisions_) {
      const std::vector<std::string> images = images_in(revision);
      json.push_back({{"revision", revision.revision},
                      {"status", revision.status},
                      {"since", revision.last_changed},
                      {"by", revision.changed_by},
                      {"description", revision.description},
                      {"images", images}});
      std::vector<std::string> notes;
      if (!revision.description.empty()) notes.push_back(printable(revision.description));
      if (!revision.changed_by.empty()) notes.push_back("by " + printable(revision.changed_by));
      text += fmt::format("{:>4}  {:<11} {}  {}\n", revision.revision, revision.status,
                          printable(to_the_second(revision.last_changed)), join(notes, ", "));
      for (const std::string& image : images) text += fmt::format("      {}\n", printable(image));
    }
    if (arguments_.run.layer.format == Format::kJson) {
      const nlohmann::ordered_json result = {{"module", service_.module}, {"revisions", json}};
      env_.out(result.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
    } else {
      env_.out(text);
    }
    return Exit::kDone;
  }

  // The one that is asked for, or the newest one that went well and was something else.
  Step<const StoredRelease*> find_target() const {
    const auto stop = [this](std::string_view what, std::string help) {
      return tl::make_unexpected(fail(what, std::move(help)));
    };
    if (current().is_pending()) {
      return stop("is being changed by somebody, or a run was cut short",
                  "wait for the other run; `opta apply` puts right what a dead one left");
    }
    if (arguments_.revision == 0) {
      const auto found = std::ranges::find_if(revisions_, [this](const StoredRelease& revision) {
        return went_well(revision) && revision.revision < current().revision &&
               (!current().is_deployed() || revision.manifest != current().manifest);
      });
      if (found != revisions_.end()) return &*found;
      return stop("has no earlier revision that ran and was different",
                  "`opta rollback --list` shows those that are kept");
    }
    const auto found = std::ranges::find(revisions_, arguments_.revision, &StoredRelease::revision);
    if (found == revisions_.end()) {
      return stop(fmt::format("has no revision {}", arguments_.revision),
                  "`opta rollback --list` shows those that are kept");
    }
    if (!went_well(*found)) {
      return stop(fmt::format("did not get ready as revision {}", found->revision),
                  "choose one that is `superseded` or `deployed`: `opta rollback --list`");
    }
    return &*found;
  }

  Exit bring_back(const StoredRelease& target) {
    const auto plan = compare(target);
    if (!plan) return plan.error();
    report(target, *plan);
    if (is_empty(plan->releases[0]) && current().is_deployed()) {
      env_.err("That is what runs: nothing to do.\n");
      return Exit::kDone;
    }
    if (const Exit asked = ask(
            env_, fmt::format("Bring `{}` back to revision {}?", service_.module, target.revision),
            "yes", arguments_.run.auto_approve);
        asked != Exit::kDone) {
      return asked;
    }
    const auto helm = find_helm(room_, &*cluster_);
    if (!helm) return helm.error();
    const auto outcome = helm::rollback(*helm, {.release = service_.release,
                                                .release_namespace = service_.release_namespace,
                                                .revision = target.revision,
                                                .timeout = timeout_});
    if (!outcome) return room_.fail(Code::kRollback, outcome.error());
    if (outcome->failure) return explain(target, *outcome->failure);
    if (const std::string author = change_author(room_); !author.empty()) {
      // Who it was is good to know, and no reason to call the rollback failed.
      static_cast<void>(
          helm::sign_revision(*cluster_, service_.release_namespace, service_.release, author));
    }
    env_.err(
        fmt::format("`{}` runs as revision {} did. The file was not changed: `opta plan` says "
                    "what the next apply would change again.\n",
                    service_.module, target.revision));
    return Exit::kDone;
  }

  // Why it did not get ready, as the cluster tells; in Helm's words where it does not.
  Exit explain(const StoredRelease& target, const ClusterFailure& failure) const {
    if (!report_unready(room_, *cluster_,
                        {.code = Code::kRollback,
                         .release = service_.release,
                         .release_namespace = service_.release_namespace,
                         .when = fmt::format(", as it was in revision {}", target.revision)})) {
      return fail(fmt::format("did not get ready as revision {} was: {}", target.revision,
                              printable(trim(failure.message))),
                  "`opta show` says what runs now, `opta events` what happened");
    }
    env_.err(
        "`opta rollback --list` shows the revisions that ran; `opta apply` brings back what the "
        "file says.\n");
    return Exit::kEngineFailed;
  }

  // What becomes of the objects, against what runs.
  Step<ClusterPlan> compare(const StoredRelease& target) const {
    ReleaseSides sides{.release = service_.release,
                       .release_namespace = service_.release_namespace,
                       .module = service_.module};
    const ManifestOptions options{.default_namespace = service_.release_namespace};
    auto wanted = decode_manifest(target.manifest, options);
    auto last = decode_manifest(current().manifest, options);
    if (!wanted || !last) {
      return tl::make_unexpected(
          room_.fail(Code::kRollback, wanted ? last.error() : wanted.error()));
    }
    sides.rendered = *std::move(wanted);
    sides.last_applied = *std::move(last);
    auto running =
        running_objects(room_, *cluster_, objects_to_compare(sides.rendered, *sides.last_applied));
    if (!running) return tl::make_unexpected(running.error());
    sides.running = *std::move(running);
    return ClusterPlan{.releases = {diff_release(sides)}};
  }

  void report(const StoredRelease& target, const ClusterPlan& plan) const {
    if (arguments_.run.layer.format == Format::kJson) {
      nlohmann::ordered_json json = cluster_plan_json(plan);
      json["from_revision"] = current().revision;
      json["to_revision"] = target.revision;
      env_.out(json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
      return;
    }
    env_.out(fmt::format("Back from revision {} to what revision {} was ({})\n", current().revision,
                         target.revision, printable(to_the_second(target.last_changed))));
    for (const std::string& image : images_in(target)) {
      env_.out(fmt::format("  runs {}\n", printable(image)));
    }
    env_.out(cluster_plan_text(plan, {.style = {.colour = env_.colour && env_.out_is_terminal},
                                      .columns = static_cast<std::size_t>(env_.width),
                                      .detailed = arguments_.run.detailed_plan}));
  }

  const CloudRoom& room_;
  Env& env_;
  const RollbackArguments& arguments_;
  Service service_ = {};
  std::chrono::seconds timeout_{0};
  std::optional<kubectl::Context> cluster_;
  Revisions revisions_;
};

}  // namespace

Exit rollback(Env& env, const RollbackArguments& arguments) {
  FrontEnd front(env);
  auto services = Services::open(
      front,
      {.layer = arguments.run.layer, .sandbox = arguments.run.sandbox, .module = arguments.module});
  if (!services) return services.error();
  return Rollback(*services, arguments).run(*services);
}

}  // namespace opta
