#include "prove/verdict.h"

#include <algorithm>

#include <fmt/format.h>

namespace opta::prove {

namespace {

bool lets_through(const Waiver& waiver, const Verdict& verdict, const Case& broken, Day today) {
  return waiver.promise == verdict.promise->id && today <= waiver.expires &&
         (waiver.module.empty() || waiver.module == broken.about.module());
}

bool is_broken_case(const Case& one) {
  return one.holds == Truth::kNo && one.waiver == nullptr;
}

void add_not_looked_at(const World& world, Verdict& verdict) {
  for (const std::string_view type : verdict.promise->not_looked_at) {
    for (const Resource* resource : world.of_type(type)) {
      if (resource->is_data || resource->is_elsewhere) continue;
      verdict.cases.push_back({.about = resource,
                               .holds = Truth::kUnknown,
                               .witness = fmt::format("{}: this kind of resource is not looked at",
                                                      resource->address)});
    }
  }
}

void add_not_known(const Cluster& cluster, Verdict& verdict) {
  if (!verdict.promise->reads_objects) return;
  for (const HelmRelease& release : cluster.releases()) {
    if (release.are_all_known) continue;
    verdict.cases.push_back({.about = &release,
                             .holds = Truth::kUnknown,
                             .witness = "its objects in the cluster are not known here"});
  }
}

}  // namespace

std::vector<Verdict> decide_all(const World& world, const Cluster& cluster) {
  const Network network(world);
  const PodNetwork pod_network(cluster);
  const Identity identity(world);
  std::vector<Verdict> verdicts;
  for (const Promise* promise : all_promises()) {
    Verdict verdict{.promise = promise,
                    .cases = promise->decide({world, network, cluster, pod_network, identity})};
    add_not_looked_at(world, verdict);
    add_not_known(cluster, verdict);
    for (const Case& one : verdict.cases) verdict.holds = both(verdict.holds, one.holds);
    verdicts.push_back(std::move(verdict));
  }
  return verdicts;
}

void waive(std::vector<Verdict>& verdicts, const std::vector<Waiver>& waivers, Day today) {
  for (Verdict& verdict : verdicts) {
    for (Case& one : verdict.cases) {
      if (one.holds != Truth::kNo) continue;
      const auto found = std::ranges::find_if(
          waivers, [&](const Waiver& waiver) { return lets_through(waiver, verdict, one, today); });
      if (found != waivers.end()) one.waiver = &*found;
    }
  }
}

bool is_broken(const Verdict& verdict) {
  return std::ranges::any_of(verdict.cases, is_broken_case);
}

bool is_any_broken(const std::vector<Verdict>& verdicts) {
  return std::ranges::any_of(verdicts, is_broken);
}

bool is_waived(const Verdict& verdict) {
  return verdict.holds == Truth::kNo && !is_broken(verdict);
}

}  // namespace opta::prove
