#include "view/cluster_plan_text.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "view/action_words.h"
#include "view/change_text.h"
#include "view/fit.h"

namespace opta {

namespace {

constexpr std::size_t kKindsMax = 8;
constexpr std::size_t kIndent = 6;

// "Deployment, 2 Services and 3 more", in the order of the rendering
std::string kind_list(const std::vector<const ObjectChange*>& changes) {
  std::vector<std::pair<std::string, std::size_t>> kinds;
  for (const ObjectChange* change : changes) {
    const auto found =
        std::ranges::find(kinds, change->kind, [](const auto& k) { return k.first; });
    if (found == kinds.end()) {
      kinds.emplace_back(change->kind, 1);
    } else {
      ++found->second;
    }
  }
  std::vector<std::string> names;
  std::size_t shown = 0;
  for (const auto& [kind, count] : kinds) {
    if (names.size() == kKindsMax && kinds.size() > kKindsMax + 1) break;
    names.push_back(count == 1 ? printable(kind) : fmt::format("{} {}", count, printable(kind)));
    shown += count;
  }
  const std::string text = join(names, ", ");
  return shown == changes.size() ? text
                                 : fmt::format("{} and {} more", text, changes.size() - shown);
}

// "8 to make, 1 to change"
std::string counts_text(const ObjectCounts& counts) {
  const std::array<std::pair<std::size_t, Action>, 4> parts = {{{counts.create, Action::kCreate},
                                                                {counts.update, Action::kUpdate},
                                                                {counts.replace, Action::kReplace},
                                                                {counts.destroy, Action::kDelete}}};
  std::vector<std::string> words;
  for (const auto& [count, action] : parts) {
    if (count > 0) words.push_back(fmt::format("{} {}", count, action_words(action).to_do));
  }
  return join(words, ", ");
}

// "1 loses data, 2 interrupt service"
std::string dangers_text(const ObjectCounts& counts) {
  struct Danger {
    std::size_t count;
    std::string_view one;
    std::string_view many;
  };
  std::vector<std::string> words;
  for (const auto& [count, one, many] :
       {Danger{counts.loses_data, "loses data", "lose data"},
        Danger{counts.interrupts, "interrupts service", "interrupt service"},
        Danger{counts.exposes, "opens something to the world", "open something to the world"}}) {
    if (count > 0) words.push_back(fmt::format("{} {}", count, count == 1 ? one : many));
  }
  return join(words, ", ");
}

// A change in the shape that the cloud's part is printed from.
ResourceChange as_resource(const ObjectChange& change, const ReleasePlan& release) {
  ResourceChange resource{};
  resource.address = fmt::format("{} {}", change.kind, change.name);
  if (!change.object_namespace.empty() && change.object_namespace != release.release_namespace) {
    resource.address += fmt::format(" in namespace {}", change.object_namespace);
  }
  resource.action = change.action;
  resource.fields = change.fields;
  return resource;
}

int rank(const ObjectChange& change) {
  if (!change.owner.empty()) return 0;
  if (change.assessment.risk == Risk::kLosesData) return 1;
  if (change.assessment.risk == Risk::kInterrupts) return 2;
  if (change.assessment.exposes()) return 3;
  return change.action == Action::kCreate ? 5 : 4;
}

class Writer {
 public:
  explicit Writer(const PlanTextOptions& options) : options_(options) {}

  void release(const ReleasePlan& release) {
    if (is_empty(release)) return;
    std::vector<const ObjectChange*> told;
    std::vector<const ObjectChange*> created;
    std::vector<const ObjectChange*> destroyed;
    for (const ObjectChange& change : release.changes) {
      const bool quiet =
          !options_.detailed && !change.assessment.is_dangerous() && change.owner.empty();
      if (quiet && change.action == Action::kCreate) {
        created.push_back(&change);
      } else if (quiet && change.action == Action::kDelete) {
        destroyed.push_back(&change);
      } else {
        told.push_back(&change);
      }
    }
    ObjectCounts counts;
    counts.add(release);
    const std::string sum = counts_text(counts);
    const std::string head = title(release) + (sum.empty() ? "" : ": " + sum);
    if (told.empty() && destroyed.empty() && !created.empty()) {
      line(wrapped(fmt::format("{}: {}", head, kind_list(created)), options_.columns, 2));
    } else {
      line(head);
      // Within a rank in the order of the rendering, which is that of the changes.
      std::ranges::sort(
          told, {}, [](const ObjectChange* change) { return std::pair(rank(*change), change); });
      for (const ObjectChange* change : told) tell(*change, release);
      list(Action::kDelete, destroyed);
      list(Action::kCreate, created);
    }
    notes(release);
  }

  void sum(const ClusterPlan& plan) {
    const ObjectCounts counts = count_objects(plan);
    std::string text = counts_text(counts);
    if (text.empty()) text = "no changes";
    if (counts.unchanged > 0)
      text += fmt::format(", {} unchanged", counted(counts.unchanged, "object"));
    line(fmt::format("Cluster: {}.", text));
    const std::string dangers = dangers_text(counts);
    if (!dangers.empty()) line(options_.style.bold_red(fmt::format("Dangerous: {}.", dangers)));
  }

  void line(std::string_view text) { text_ += fmt::format("{}\n", text); }
  std::string take() { return std::move(text_); }

 private:
  std::string title(const ReleasePlan& release) const {
    const std::string& name = release.module.empty() ? release.release : release.module;
    const std::string place = fmt::format("release {} in namespace {}", printable(release.release),
                                          printable(release.release_namespace));
    return fmt::format("{} ({}{})", options_.style.bold(printable(name)), place,
                       release.action == Action::kDelete ? ", to be taken away" : "");
  }

  void tell(const ObjectChange& change, const ReleasePlan& release) {
    text_ += change_text(as_resource(change, release), change.assessment, options_);
    if (change.owner.empty()) return;
    const std::string text = fmt::format("TAKEN: it is there already, made by {}; Helm will refuse",
                                         printable(change.owner));
    line(std::string(kIndent, ' ') + options_.style.bold_red(text));
  }

  void list(Action action, const std::vector<const ObjectChange*>& changes) {
    if (changes.empty()) return;
    const ActionWords& words = action_words(action);
    const std::string text =
        fmt::format("{} {} {}: {}", words.sign, changes.size(), words.to_do, kind_list(changes));
    line("  " + wrapped(text, std::max<std::size_t>(options_.columns, 2) - 2, kIndent));
  }

  void notes(const ReleasePlan& release) {
    if (release.handed_over) {
      line("    Helm forgets the release: what runs is not touched, and is another's from then on");
    }
    if (!release.unfinished.empty()) {
      line(options_.style.yellow(fmt::format("    an earlier run left it {}; it is done again",
                                             printable(release.unfinished))));
    }
    for (const HookRun& hook : release.hooks) {
      line(options_.style.dim(fmt::format("    runs {} {} ({})", printable(hook.kind),
                                          printable(hook.name), printable(hook.event))));
    }
    for (const std::string& kept : release.kept) {
      line(options_.style.dim(
          fmt::format("    {} leaves the release and stays in the cluster", printable(kept))));
    }
  }

  const PlanTextOptions& options_;
  std::string text_;
};

}  // namespace

std::string cluster_plan_text(const ClusterPlan& plan, const PlanTextOptions& options) {
  if (plan.releases.empty()) return {};
  Writer writer(options);
  if (!plan.deployed_by.empty()) {
    writer.line(wrapped("Deployed by " + printable(plan.deployed_by), options.columns, 2));
  }
  if (is_empty(plan)) {
    writer.line("No changes in the cluster.");
    return writer.take();
  }
  for (const ReleasePlan& release : plan.releases) writer.release(release);
  writer.line("");
  writer.sum(plan);
  return writer.take();
}

}  // namespace opta
