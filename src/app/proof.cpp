#include "app/proof.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "app/lock_file.h"
#include "app/state_outputs.h"
#include "base/text.h"
#include "prove/decode_surroundings.h"

namespace opta {

namespace {

constexpr std::string_view kMeshModule = "aws-k8s-base";
constexpr std::string_view kUsersChart = "helm-chart";  // the module that installs any

// A chart of a repository is held to opta.lock; one of the library is a part of this program, and
// one of the user's a part of the repository that holds the file.
std::string held_to(const EngineRoom& room, const ChartReference& chart) {
  if (chart.repository.empty()) return {};
  return locked_chart(room.front().env, room.layer(), chart.name, chart.version).value_or("");
}

prove::Cluster cluster_of(const EngineRoom& room,
                          const std::vector<std::vector<KubeObject>>& objects, bool are_all) {
  std::vector<prove::HelmRelease> releases;
  const std::vector<Release>& all = room.stack().releases;
  for (std::size_t i = 0; i < all.size(); ++i) {
    prove::HelmRelease release{.name = all[i].name,
                               .release_namespace = all[i].release_namespace,
                               .module = all[i].module,
                               .chart = all[i].chart,
                               .is_users_chart = all[i].type == kUsersChart,
                               .digest = held_to(room, all[i].chart)};
    release.are_all_known = are_all && i < objects.size();
    if (i < objects.size()) release.objects = objects[i];
    releases.push_back(std::move(release));
  }
  return prove::Cluster(std::move(releases),
                        room.layer().root().find_module_of_type(kMeshModule) != nullptr);
}

// Else an apply makes the namespaces and the Secrets, and Argo CD or Flux the rest.
bool is_by_helm(const EngineRoom& room) {
  return !room.layer().gitops;
}

// Where packets go is decided by the environment's network, and its plan is not this one.
bool asks_of_network(const std::vector<prove::Verdict>& verdicts) {
  return std::ranges::any_of(verdicts, [](const prove::Verdict& verdict) {
    return verdict.promise->id.starts_with("NET-") &&
           std::ranges::find(verdict.cases, prove::Truth::kUnknown, &prove::Case::holds) !=
               verdict.cases.end();
  });
}

// That of the environment, as its last apply left it.
Step<std::vector<prove::Resource>> surroundings(const EngineRoom& room) {
  const std::string& name = room.layer().parent->name;
  const auto state = read_state_text(room, name);
  if (!state) return tl::make_unexpected(state.error());
  if (state->empty()) return std::vector<prove::Resource>();
  auto resources = prove::decode_surroundings(*state, name);
  if (!resources) return tl::make_unexpected(room.fail(Code::kStateStorage, resources.error()));
  return *std::move(resources);
}

Step<Proof> decide(const EngineRoom& room, prove::World world, prove::Cluster cluster) {
  Proof proof{.world = std::move(world), .cluster = std::move(cluster)};
  proof.verdicts = prove::decide_all(proof.world, proof.cluster);
  if (room.layer().parent && asks_of_network(proof.verdicts)) {
    if (auto added = add_surroundings(room, proof); !added)
      return tl::make_unexpected(added.error());
    proof.verdicts = prove::decide_all(proof.world, proof.cluster);
  }
  prove::waive(proof.verdicts, room.layer().waivers, room.front().env.today());
  return proof;
}

// After the apply it may turn out to be needed.
bool may_be_needed(const Waiver& waiver, const std::vector<prove::Verdict>& verdicts) {
  return std::ranges::any_of(verdicts, [&](const prove::Verdict& verdict) {
    return verdict.promise->id == waiver.promise &&
           std::ranges::any_of(verdict.cases, [&](const prove::Case& one) {
             return one.holds == prove::Truth::kUnknown &&
                    (waiver.module.empty() || waiver.module == one.about.module());
           });
  });
}

// A waiver that lets nothing through hides nothing; but whoever reads the file believes in it.
void warn_of_idle_waivers(EngineRoom& room, const Proof& proof) {
  std::set<const Waiver*> used;
  for (const prove::Verdict& verdict : proof.verdicts) {
    for (const prove::Case& one : verdict.cases) used.insert(one.waiver);
  }
  FrontEnd& front = room.front();
  for (const Waiver& waiver : room.layer().waivers) {
    if (used.contains(&waiver)) continue;
    if (waiver.expires < front.env.today()) {
      front.diagnostics.report(
          Code::kWaiverIdle, waiver.span,
          fmt::format("the waiver of {} ended on {}", waiver.promise, to_string(waiver.expires)),
          "mend what breaks the promise, or give it another day");
    } else if (!may_be_needed(waiver, proof.verdicts)) {
      front.diagnostics.report(
          Code::kWaiverIdle, waiver.span,
          fmt::format("the waiver of {} lets nothing through: the promise is "
                      "not broken{}",
                      waiver.promise, waiver.module.empty() ? "" : " by this module"),
          "take it out of the file");
    }
  }
  front.show_warnings();
}

}  // namespace

bool Proof::has_unknown() const {
  return std::ranges::any_of(verdicts, [](const prove::Verdict& verdict) {
    return std::ranges::find(verdict.cases, prove::Truth::kUnknown, &prove::Case::holds) !=
           verdict.cases.end();
  });
}

Step<void> add_surroundings(const EngineRoom& room, Proof& proof) {
  if (!room.layer().parent || proof.has_surroundings) return {};
  auto others = surroundings(room);
  if (!others) return tl::make_unexpected(others.error());
  proof.verdicts.clear();
  proof.world = std::move(proof.world).beside(*std::move(others));
  proof.has_surroundings = true;
  return {};
}

Step<Proof> prove_planned(EngineRoom& room, EngineRoom::Planned& cloud,
                          const std::vector<std::vector<KubeObject>>& objects,
                          const std::string& kubernetes_version) {
  auto proof = decide(room, std::move(cloud.world), cluster_of(room, objects, is_by_helm(room)));
  if (!proof) return proof;
  proof->terraform_version = cloud.plan.terraform_version;
  if (!proof->cluster.releases().empty()) proof->kubernetes_version = kubernetes_version;
  warn_of_idle_waivers(room, *proof);
  return proof;
}

Step<Proof> prove_applied(EngineRoom& room, const std::vector<std::vector<KubeObject>>& objects) {
  // The state tells some things as they were before: a group's rules that stand beside it, say.
  auto cloud = room.plan({.present = true}, {});
  if (!cloud) return tl::make_unexpected(cloud.error());
  static_cast<void>(room.front().env.disk.remove_all(room.workspace().plan_file()));
  return decide(room, std::move(cloud->world), cluster_of(room, objects, is_by_helm(room)));
}

Proof prove_manifests(const EngineRoom& room, const std::vector<std::vector<KubeObject>>& objects) {
  Proof proof{.cluster = cluster_of(room, objects, true)};
  proof.verdicts = prove::decide_all(proof.world, proof.cluster);
  prove::waive(proof.verdicts, room.layer().waivers, room.front().env.today());
  return proof;
}

void report_broken(EngineRoom& room, const Proof& proof, bool stands) {
  std::vector<std::string> ids;
  for (const prove::Verdict& verdict : proof.verdicts) {
    if (prove::is_broken(verdict)) ids.emplace_back(verdict.promise->id);
  }
  room.front().diagnostics.report(
      Code::kPromiseBroken, room.layer().name_span,
      fmt::format("{} {} broken: {}", counted(ids.size(), "security promise"),
                  !stands           ? "would be"
                  : ids.size() == 1 ? "is"
                                    : "are",
                  join(ids, ", ")),
      fmt::format("`opta explain {}` says why it is made and what mends it; if it has to be, "
                  "`waivers` in the file lets it through (`opta explain E0217`)",
                  ids.front()));
  room.front().show_warnings();
}

}  // namespace opta
