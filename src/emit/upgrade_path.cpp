#include "emit/upgrade_path.h"

#include <algorithm>
#include <deque>
#include <map>
#include <optional>

#include <fmt/format.h>

namespace opta {

namespace {

struct State {
  std::size_t kubernetes = 0;                          // index into the matrix
  std::vector<const ComponentVersion*> versions = {};  // of each component

  auto operator<=>(const State&) const = default;
};

struct Move {
  std::optional<std::size_t> component = {};  // none: Kubernetes
  State before = {};
};

class Search {
 public:
  Search(const Compatibility& matrix, const std::vector<Installed>& installed)
      : matrix_(matrix), installed_(installed) {}

  std::vector<Conflict> conflicts(const State& state) const {
    return find_conflicts(matrix_, matrix_.kubernetes[state.kubernetes].version, list(state));
  }

  std::size_t errors(const State& state) const {
    const auto all = conflicts(state);
    return static_cast<std::size_t>(std::ranges::count(all, false, &Conflict::only_advice));
  }

  State start(std::size_t kubernetes) const {
    State state{.kubernetes = kubernetes};
    for (const Installed& one : installed_) state.versions.push_back(one.version);
    return state;
  }

  State goal(std::size_t kubernetes) const {
    State state{.kubernetes = kubernetes};
    for (const Installed& one : installed_) {
      const ComponentVersion* pinned = one.component->find(one.component->pinned);
      state.versions.push_back(pinned != nullptr ? pinned : one.version);
    }
    return state;
  }

  // Breadth first, so the shortest way; of equal ones that which moves components first.
  std::optional<std::vector<UpgradeStep>> way(const State& from, const State& to) const {
    std::map<State, Move> reached = {{from, {}}};
    std::deque<State> queue = {from};
    while (!queue.empty()) {
      const State state = queue.front();
      queue.pop_front();
      if (state == to) return steps(reached, from, to);
      for (auto& [next, component] : neighbours(state, to)) {
        // A pair that excludes each other already may be mended in several steps.
        if (errors(next) > errors(state) || reached.contains(next)) continue;
        reached.emplace(next, Move{component, state});
        queue.push_back(next);
      }
    }
    return std::nullopt;
  }

 private:
  std::vector<Installed> list(const State& state) const {
    std::vector<Installed> list = installed_;
    for (std::size_t i = 0; i < list.size(); ++i) list[i].version = state.versions[i];
    return list;
  }

  std::vector<std::pair<State, std::optional<std::size_t>>> neighbours(const State& state,
                                                                       const State& to) const {
    std::vector<std::pair<State, std::optional<std::size_t>>> next;
    for (std::size_t i = 0; i < installed_.size(); ++i) {
      for (const ComponentVersion& version : installed_[i].component->versions) {
        const bool between = compare_versions(version.version, state.versions[i]->version) > 0 &&
                             compare_versions(version.version, to.versions[i]->version) <= 0;
        if (!between) continue;
        next.emplace_back(state, i).first.versions[i] = &version;
      }
    }
    if (state.kubernetes < to.kubernetes) {
      next.emplace_back(state, std::nullopt).first.kubernetes = state.kubernetes + 1;
    }
    return next;
  }

  std::vector<UpgradeStep> steps(const std::map<State, Move>& reached, const State& from,
                                 const State& to) const {
    std::vector<UpgradeStep> steps;
    for (State at = to; at != from;) {
      const Move& move = reached.at(at);
      steps.push_back(step(move, at));
      at = move.before;
    }
    std::ranges::reverse(steps);
    return steps;
  }

  UpgradeStep step(const Move& move, const State& after) const {
    UpgradeStep step;
    if (move.component) {
      step.component = installed_[*move.component].component->name;
      step.from = move.before.versions[*move.component]->version;
      step.to = after.versions[*move.component]->version;
    } else {
      step.from = matrix_.kubernetes[move.before.kubernetes].version;
      step.to = matrix_.kubernetes[after.kubernetes].version;
      for (std::size_t i = 0; i < installed_.size(); ++i) {
        const auto& images = after.versions[i]->image_by_kubernetes;
        if (const auto image = images.find(step.to); image != images.end()) {
          step.changes.push_back(fmt::format("{} follows with the image {}",
                                             installed_[i].component->name, image->second));
        }
      }
    }
    for (Conflict& conflict : conflicts(after)) {
      if (conflict.only_advice) step.caveats.push_back(std::move(conflict));
    }
    return step;
  }

  const Compatibility& matrix_;
  const std::vector<Installed>& installed_;
};

}  // namespace

UpgradePath find_upgrade(const Compatibility& matrix, const std::string& kubernetes,
                         const std::vector<Installed>& installed) {
  UpgradePath path{.kubernetes = kubernetes, .steps = {}};
  const KubernetesSupport* now = matrix.find_kubernetes(kubernetes);
  if (now == nullptr) return path;
  const auto first = static_cast<std::size_t>(now - matrix.kubernetes.data());
  const Search search(matrix, installed);
  for (std::size_t target = matrix.kubernetes.size(); target-- > first;) {
    const State goal = search.goal(target);
    if (search.errors(goal) == 0 || target == first) {
      if (auto steps = search.way(search.start(first), goal)) {
        path.kubernetes = matrix.kubernetes[target].version;
        path.steps = *std::move(steps);
        break;
      }
    }
    std::vector<Conflict> reasons = search.conflicts(goal);
    std::erase_if(reasons, &Conflict::only_advice);
    path.held_back.emplace(path.held_back.begin(), matrix.kubernetes[target].version,
                           std::move(reasons));
  }
  return path;
}

}  // namespace opta
