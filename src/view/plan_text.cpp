#include "view/plan_text.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>

#include <fmt/format.h>

#include "base/text.h"
#include "emit/release.h"
#include "plan/drift.h"
#include "plan/resource_type.h"
#include "view/action_words.h"
#include "view/change_text.h"
#include "view/fit.h"

namespace opta {

namespace {

constexpr std::size_t kTypesMax = 8;

struct Entry {
  const ResourceChange* change;
  const Assessment* assessment;
};

struct Group {
  std::string module;
  std::vector<Entry> entries;
};

// By module, in the order in which Terraform names them.
std::vector<Group> group_by_module(const Plan& plan, const PlanRisk& risk) {
  std::vector<Group> groups;
  for (std::size_t i = 0; i < plan.changes.size(); ++i) {
    const ResourceChange& change = plan.changes[i];
    auto group = std::ranges::find(groups, change.module, &Group::module);
    if (group == groups.end()) group = groups.insert(groups.end(), Group{change.module, {}});
    group->entries.push_back({&change, &risk.of[i]});
  }
  return groups;
}

// "VPC, 6 subnets, 3 NAT gateways and 12 more"
std::string type_list(const std::vector<Entry>& entries) {
  std::map<std::string, std::size_t> by_type;
  for (const Entry& entry : entries) ++by_type[entry.change->type];
  std::vector<std::pair<std::string, std::size_t>> types(by_type.begin(), by_type.end());
  std::ranges::sort(types, {}, [](const auto& type) {
    const ResourceType* known = find_resource_type(type.first);
    return std::tuple(known == nullptr, known, std::string_view(type.first));
  });
  std::vector<std::string> names;
  std::size_t shown = 0;
  for (const auto& [type, count] : types) {
    if (names.size() == kTypesMax && types.size() > kTypesMax + 1) break;
    names.push_back(printable(counted_type(count, type)));
    shown += count;
  }
  const std::string text = join(names, ", ");
  return shown == entries.size() ? text
                                 : fmt::format("{} and {} more", text, entries.size() - shown);
}

// "12 to make, 3 to change"
std::string counts_text(const ChangeCounts& counts) {
  std::vector<std::string> parts;
  const auto add = [&](std::size_t count, std::string_view words) {
    if (count > 0) parts.push_back(fmt::format("{} {}", count, words));
  };
  add(counts.create, "to make");
  add(counts.update, "to change");
  add(counts.replace, "to replace");
  add(counts.destroy, "to destroy");
  add(counts.forget, "to forget");
  return join(parts, ", ");
}

// What a person has to see first stands first.
int rank(const Entry& entry) {
  if (entry.assessment->risk == Risk::kLosesData) return 0;
  if (entry.assessment->risk == Risk::kInterrupts) return 1;
  if (entry.assessment->exposes()) return 2;
  switch (entry.change->action) {
    case Action::kReplace:
      return 3;
    case Action::kDelete:
      return 4;
    case Action::kUpdate:
      return 5;
    case Action::kCreate:
      return 6;
    case Action::kNone:
    case Action::kRead:
      return 7;
  }
  return 7;
}

class Writer {
 public:
  explicit Writer(const PlanTextOptions& options) : options_(options) {}

  void group(Group& group) {
    std::erase_if(group.entries, [&](const Entry& entry) {
      return !options_.detailed && entry.change->action == Action::kRead;
    });
    if (group.entries.empty()) return;
    const std::size_t start = text_.size();
    write_group(group);
    // Modules of one line stand close together; a longer one gets air.
    const bool is_long = std::ranges::count(text_.substr(start), '\n') > 1;
    if (start > 0 && (is_long || last_was_long_)) text_.insert(start, 1, '\n');
    last_was_long_ = is_long;
  }

  void drift(const Plan& plan) {
    std::vector<std::string> lines;
    for (const DriftedThing& thing : cloud_drift(plan)) {
      const std::string address = printable(thing.name);
      if (thing.is_gone) {
        lines.push_back(fmt::format("  {} is gone from the cloud", address));
        continue;
      }
      std::vector<std::string> fields;
      for (const DriftedField& field : thing.fields) {
        fields.push_back(
            value_change_text({field.path, field.applied, field.found, false, field.sensitive}));
      }
      lines.push_back(fmt::format("  {}: {}", address, join(fields, ", ")));
    }
    if (lines.empty()) return;
    text_ += options_.style.yellow(
                 "Changed outside Opta since the last apply; this plan sets it right:") +
             '\n';
    for (const std::string& line : lines) text_ += cut_end(line, options_.columns) + '\n';
    last_was_long_ = true;
  }

  void outputs(const Plan& plan) {
    std::vector<OutputChange> shown;
    std::ranges::copy_if(plan.outputs, std::back_inserter(shown), [&](const OutputChange& output) {
      if (output.name.starts_with(kOwnOutputPrefix)) return false;
      // A new output without a value yet tells nothing.
      return options_.detailed || !output.known_after_apply || output.action != Action::kCreate;
    });
    if (shown.empty()) return;
    if (!text_.empty()) text_ += '\n';
    text_ += options_.style.bold("outputs") + '\n';
    for (const OutputChange& output : shown) {
      const std::string line =
          "    " +
          value_change_text({output.name, output.before, output.after, output.known_after_apply,
                             output.sensitive, output.action == Action::kCreate});
      text_ += (options_.detailed ? line : cut_end(line, options_.columns)) + '\n';
    }
  }

  void sum(const Plan& plan, const PlanRisk& risk) {
    std::string text = counts_text(count_changes(plan));
    if (text.empty()) text = "no resource changes in the cloud";
    if (plan.unchanged_count > 0) {
      text += fmt::format(", {} unchanged", counted(plan.unchanged_count, "resource"));
    }
    text_ += fmt::format("Plan: {}.\n", text);
    std::vector<std::string> dangers;
    const auto add = [&](std::size_t count, std::string_view one, std::string_view many) {
      if (count > 0) dangers.push_back(fmt::format("{} {}", count, count == 1 ? one : many));
    };
    add(risk.loses_data_count, "loses data", "lose data");
    add(risk.interrupts_count, "interrupts service", "interrupt service");
    add(risk.exposes_count, "opens something to the world", "open something to the world");
    const Style& style = options_.style;
    if (!dangers.empty()) {
      text_ += style.bold_red(fmt::format("Dangerous: {}.", join(dangers, ", "))) + '\n';
    }
    if (plan.errored) {
      text_ += style.bold_red("This plan stopped half way and cannot be applied.") + '\n';
    }
    if (!plan.complete) text_ += "Some changes have to wait: plan again after this apply.\n";
  }

  void line(std::string_view text) { text_ += fmt::format("{}\n", text); }
  std::string take() { return std::move(text_); }

 private:
  void write_group(const Group& group) {
    ChangeCounts counts;
    std::vector<Entry> created;
    std::vector<Entry> destroyed;
    std::vector<Entry> tagged;
    std::vector<Entry> told;
    for (const Entry& entry : group.entries) {
      const ResourceChange& change = *entry.change;
      const bool quiet = !options_.detailed && !entry.assessment->is_dangerous();
      counts.add(change);
      if (quiet && change.action == Action::kCreate && change.import_id.empty()) {
        created.push_back(entry);
      } else if (quiet && changes_only_tags(change, *entry.assessment)) {
        tagged.push_back(entry);
      } else if (quiet && change.action == Action::kDelete && entry.assessment->reason.empty()) {
        destroyed.push_back(entry);
      } else {
        told.push_back(entry);
      }
    }
    // Within a rank in Terraform's order, which is the order in the plan.
    std::ranges::sort(told, {},
                      [](const Entry& entry) { return std::pair(rank(entry), entry.change); });
    const std::string name = group.module.empty() ? "outside the modules" : printable(group.module);
    if (created.size() == group.entries.size()) {
      const std::string text = fmt::format("{}: {} to make: {}", options_.style.bold(name),
                                           counted(created.size(), "resource"), type_list(created));
      text_ += wrapped(text, options_.columns, 2) + '\n';
      return;
    }
    const std::string sum = counts_text(counts);
    text_ += options_.style.bold(name) + (sum.empty() ? "" : ": " + sum) + '\n';
    for (const Entry& entry : told) {
      text_ += change_text(*entry.change, *entry.assessment, options_);
    }
    if (!tagged.empty()) list("~", "to change in their tags only", tagged);
    if (!destroyed.empty()) list("-", "to destroy", destroyed);
    if (!created.empty()) list("+", "to make", created);
  }

  void list(std::string_view sign, std::string_view what, const std::vector<Entry>& entries) {
    const std::string text =
        fmt::format("{} {} {}: {}", sign, entries.size(), what, type_list(entries));
    text_ += "  " + wrapped(text, std::max<std::size_t>(options_.columns, 2) - 2, 6) + '\n';
  }

  const PlanTextOptions& options_;
  std::string text_;
  bool last_was_long_ = false;
};

}  // namespace

std::string plan_text(const Plan& plan, const PlanRisk& risk, const PlanTextOptions& options) {
  Writer writer(options);
  if (is_empty(plan) && !plan.errored && plan.complete) {
    writer.line("No changes. The cloud matches the file.");
    return writer.take();
  }
  writer.drift(plan);
  for (Group& group : group_by_module(plan, risk)) {
    writer.group(group);
  }
  writer.outputs(plan);
  writer.line("");
  writer.sum(plan, risk);
  return writer.take();
}

}  // namespace opta
