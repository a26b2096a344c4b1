#include "view/plan_markdown.h"

#include <algorithm>
#include <array>
#include <numeric>

#include <fmt/format.h>

#include "base/text.h"
#include "view/action_words.h"
#include "view/change_text.h"
#include "view/markdown_text.h"

namespace opta {

namespace {

constexpr std::size_t kDangersMax = 40;
// Only at the start of a line of ours: text of the plan stands behind other text, or in a fence.
constexpr std::string_view kDetailsBegin = "\n<details><summary>The whole plan</summary>\n\n";
constexpr std::string_view kDetailsEnd = "\n\n</details>\n";
// A beginning of a plan that is shorter than this is left out, too.
constexpr std::size_t kDetailsBytesMin = 1'000;
constexpr std::string_view kShortened =
    "\n*Not all of this plan fits into a comment; `opta plan` shows it.*\n";
constexpr std::string_view kCut = "\n*Cut here: the rest does not fit into a comment.*\n";

// To make, to change, to replace, to destroy, to forget.
using Row = std::array<std::size_t, 5>;
constexpr std::array<std::string_view, 5> kColumns = {"to make", "to change", "to replace",
                                                      "to destroy", "to forget"};

Row row_of(const ChangeCounts& counts) {
  return {counts.create, counts.update, counts.replace, counts.destroy, counts.forget};
}

Row row_of(const ReleasePlan& release) {
  ObjectCounts counts;
  counts.add(release);
  return {counts.create, counts.update, counts.replace, counts.destroy, 0};
}

struct Line {
  std::string name;  // Markdown
  Row row;
};

class Table {
 public:
  explicit Table(const MarkdownPlan& plan) {
    std::vector<std::string> modules;
    std::vector<ChangeCounts> counts;
    for (const ResourceChange& change : plan.plan.changes) {
      const auto found = std::ranges::find(modules, change.module);
      const auto index = static_cast<std::size_t>(found - modules.begin());
      if (found == modules.end()) {
        modules.push_back(change.module);
        counts.emplace_back();
      }
      counts[index].add(change);
    }
    for (std::size_t i = 0; i < modules.size(); ++i)
      add(modules[i].empty() ? "outside the modules" : markdown_cell_code(modules[i]),
          row_of(counts[i]));
    for (const ReleasePlan& release : plan.cluster.releases) {
      const std::string& name = release.module.empty() ? release.release : release.module;
      add(markdown_cell_code(name) + " in the cluster", row_of(release));
    }
  }

  // "12 to make, 3 to change", or nothing
  std::string sum() const {
    std::vector<std::string> parts;
    for (std::size_t column = 0; column < kColumns.size(); ++column) {
      if (sum_[column] > 0) parts.push_back(fmt::format("{} {}", sum_[column], kColumns[column]));
    }
    return join(parts, ", ");
  }

  std::string text() const {
    if (lines_.empty()) return {};
    std::string head = "\n| Module |";
    std::string rule = "|---|";
    for (std::size_t column = 0; column < kColumns.size(); ++column) {
      if (sum_[column] == 0) continue;
      head += fmt::format(" {} |", kColumns[column]);
      rule += "--:|";
    }
    std::string text = fmt::format("{}\n{}\n", head, rule);
    for (const Line& line : lines_) {
      text += fmt::format("| {} |", line.name);
      for (std::size_t column = 0; column < kColumns.size(); ++column) {
        if (sum_[column] == 0) continue;
        const std::size_t count = line.row[column];
        text += count > 0 ? fmt::format(" {} |", count) : " |";
      }
      text += '\n';
    }
    return text;
  }

 private:
  void add(std::string name, const Row& row) {
    if (std::ranges::all_of(row, [](std::size_t count) { return count == 0; })) return;
    for (std::size_t column = 0; column < row.size(); ++column) sum_[column] += row[column];
    lines_.push_back({std::move(name), row});
  }

  std::vector<Line> lines_;
  Row sum_ = {};
};

class Dangers {
 public:
  explicit Dangers(const MarkdownPlan& plan) {
    for (std::size_t i = 0; i < plan.plan.changes.size(); ++i) {
      const ResourceChange& change = plan.plan.changes[i];
      add(change.address, change.action, plan.risk.of[i]);
    }
    for (const ReleasePlan& release : plan.cluster.releases) {
      for (const ObjectChange& change : release.changes) {
        const std::string name = fmt::format("{} {}", change.kind, change.name);
        add(name, change.action, change.assessment);
        if (change.owner.empty()) continue;
        lines_[0].push_back(fmt::format("- **TAKEN** {}: made by {}; Helm will refuse\n",
                                        markdown_code(name), markdown_plain(change.owner)));
      }
    }
  }

  // The worst first.
  std::string text() const {
    std::vector<std::string> all;
    for (const std::vector<std::string>& lines : lines_)
      all.insert(all.end(), lines.begin(), lines.end());
    if (all.empty()) return {};
    std::string text = "\n**Dangerous:**\n\n";
    for (std::size_t i = 0; i < std::min(all.size(), kDangersMax); ++i) text += all[i];
    if (all.size() > kDangersMax) text += fmt::format("- and {} more\n", all.size() - kDangersMax);
    return text;
  }

 private:
  void add(const std::string& name, Action action, const Assessment& assessment) {
    const auto line = [&](std::string_view label, const std::string& reason) {
      return fmt::format("- **{}** {} {}: {}\n", label, markdown_code(name),
                         action_words(action).to_do, markdown_plain(reason));
    };
    if (assessment.risk == Risk::kLosesData)
      lines_[1].push_back(line("LOSES DATA", assessment.reason));
    if (assessment.risk == Risk::kInterrupts)
      lines_[2].push_back(line("INTERRUPTS", assessment.reason));
    if (assessment.exposes()) lines_[3].push_back(line("EXPOSES", assessment.exposure));
  }

  std::array<std::vector<std::string>, 4> lines_;  // taken, loses data, interrupts, exposes
};

std::string heading(const std::string& title, std::string_view sum) {
  return fmt::format("### {}: {}\n", markdown_code(title), sum);
}

std::string details(const std::string& text) {
  const std::string ticks = markdown_fence(text, 3);
  return fmt::format("{}{}text\n{}{}{}", kDetailsBegin, ticks, text, ticks, kDetailsEnd);
}

// No byte of a character is left alone.
std::string cut_at_line(const std::string& text, std::size_t bytes) {
  const std::size_t end = text.rfind('\n', bytes);
  return end == std::string::npos ? std::string() : text.substr(0, end + 1);
}

std::size_t details_size(const std::string& section) {
  const std::size_t begin = section.find(kDetailsBegin);
  return begin == std::string::npos ? 0 : section.size() - begin;
}

// Takes at least `excess` bytes out of the whole plan, or all of it.
void shorten(std::string& section, std::size_t excess) {
  const std::size_t begin = section.find(kDetailsBegin);
  const std::size_t fence_begin = begin + kDetailsBegin.size();
  const std::string ticks =
      section.substr(fence_begin, section.find_first_not_of('`', fence_begin) - fence_begin);
  const std::string end = fmt::format("{}{}{}", ticks, kDetailsEnd, kShortened);
  if (details_size(section) < excess + end.size() + kDetailsBytesMin) {
    section.replace(begin, std::string::npos, kShortened);
  } else {
    section = cut_at_line(section, section.size() - excess - end.size() - 1) + end;
  }
}

}  // namespace

std::string plan_markdown(const MarkdownPlan& plan) {
  const Plan& cloud = plan.plan;
  if (is_empty(cloud) && !cloud.errored && cloud.complete && is_empty(plan.cluster))
    return heading(plan.title, "no changes");
  const Table table(plan);
  const std::string sum = table.sum();
  // Outputs alone change, or a hook runs.
  std::string text = heading(plan.title, sum.empty() ? "no changes of resources" : sum);
  if (cloud.errored) text += "\n**This plan stopped half way and cannot be applied.**\n";
  if (!cloud.complete) text += "\nSome changes have to wait: plan again after this apply.\n";
  return text + Dangers(plan).text() + table.text() + details(plan.text);
}

std::string outcome_markdown(const LayerOutcome& outcome) {
  std::string text = heading(outcome.title, fmt::format("**{}**", to_string(outcome.result)));
  if (outcome.result == LayerResult::kFailed) {
    text += fmt::format("\n{} has no plan; the log of this run says why.\n",
                        markdown_code(outcome.path));
  } else if (!outcome.note.empty()) {
    text += fmt::format("\n{}\n", markdown_plain(outcome.note));
  }
  return text;
}

std::string layers_heading(std::size_t count) {
  return fmt::format("## Plan of {}\n", counted(count, "layer"));
}

std::string markdown_document(std::string heading, std::vector<std::string> sections,
                              std::size_t bytes_max) {
  const auto size = [&] {
    return std::accumulate(
        sections.begin(), sections.end(), heading.size() + sections.size(),
        [](std::size_t sum, const std::string& section) { return sum + section.size(); });
  };
  while (size() > bytes_max) {
    const auto longest = std::ranges::max_element(sections, {}, details_size);
    if (longest == sections.end() || details_size(*longest) == 0) break;
    shorten(*longest, size() - bytes_max);
  }
  std::string text = std::move(heading);
  for (const std::string& section : sections) text += (text.empty() ? "" : "\n") + section;
  if (text.size() > bytes_max) text = cut_at_line(text, bytes_max - kCut.size() - 1).append(kCut);
  return text;
}

}  // namespace opta
