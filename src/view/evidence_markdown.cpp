#include <fmt/format.h>

#include "base/text.h"
#include "view/evidence_report.h"
#include "view/markdown_text.h"

namespace opta {

namespace {

std::string fact_table(std::string_view head, const std::vector<Fact>& facts) {
  std::string text = fmt::format("{}\n|---|---|\n", head);
  for (const Fact& fact : facts)
    text += fmt::format("| {} | {} |\n", markdown_plain(fact.name), markdown_plain(fact.value));
  return text;
}

std::string overview(const EvidenceReport& report) {
  std::string text = "\n## Summary\n\n";
  for (const VerdictCount& count : report.counts)
    text += fmt::format("- **{}** {}\n", count.count, count.word);
  text += "\n| Promise | Verdict | |\n|---|---|---|\n";
  for (const PromiseSection& section : report.promises) {
    text += fmt::format("| {} | {} | {} |\n", section.promise->id, section.verdict,
                        section.promise->sentence);
  }
  text += "\nHow to read a verdict:\n\n";
  for (const Fact& meaning : verdict_meanings())
    text += fmt::format("- *{}*: {}\n", meaning.name, meaning.value);
  return text;
}

std::string open_table(const std::vector<CoveredThing>& things) {
  if (things.empty()) return {};
  std::string text = "\n| Resource | Verdict | Witness | Place | Waiver |\n|---|---|---|---|---|\n";
  for (const CoveredThing& thing : things) {
    std::string waiver;
    if (thing.waived)
      waiver =
          markdown_plain(fmt::format("until {}: {}", thing.waived->until, thing.waived->reason));
    text += fmt::format("| {} | {} | {} | {} | {} |\n", markdown_cell_code(thing.address),
                        truth_word(thing.holds), markdown_plain(thing.witness),
                        thing.place.empty() ? "" : markdown_cell_code(thing.place), waiver);
  }
  return text;
}

std::string held_list(const std::vector<std::string>& addresses) {
  if (addresses.empty()) return {};
  std::string list;
  for (const std::string& address : addresses)
    list += fmt::format("- {}\n", markdown_code(address));
  const std::string heading = fmt::format("Held for {}", counted(addresses.size(), "resource"));
  if (addresses.size() <= kShownAddressesMax) return fmt::format("\n{}:\n\n{}", heading, list);
  return fmt::format("\n<details><summary>{}</summary>\n\n{}\n</details>\n", heading, list);
}

std::string section_text(const PromiseSection& section) {
  const prove::Promise& promise = *section.promise;
  std::string text =
      fmt::format("\n### {}: {}\n\n**Verdict:** {}\n\n**Why:** {}\n\n**How it is decided:** {}\n\n",
                  promise.id, promise.sentence, section.verdict, promise.why, promise.how);
  text += fmt::format("**Controls:** {}\n", promise.controls);
  text += open_table(section.open);
  if (section.verdict == truth_word(prove::Truth::kNo))
    text += fmt::format("\n**What to do:** {}\n", promise.fix);
  return text + held_list(section.held);
}

std::string index_table(const std::vector<ControlEntry>& controls) {
  std::string text = "\n## Controls\n\n| Control | Promises |\n|---|---|\n";
  for (const ControlEntry& entry : controls) {
    std::vector<std::string> ids;
    for (const prove::Promise* promise : entry.promises) ids.emplace_back(promise->id);
    text += fmt::format("| {} | {} |\n", entry.control.name(), join(ids, ", "));
  }
  return text;
}

}  // namespace

std::string evidence_markdown(const EvidenceReport& report) {
  const EvidenceSubject& subject = report.subject;
  std::string text = fmt::format("# Security evidence: {}\n\n", markdown_plain(subject.name));
  text += fact_table("| | |", subject.facts);
  text += overview(report);
  text += "\n## Promises\n";
  for (const PromiseSection& section : report.promises) text += section_text(section);
  text += index_table(report.controls);
  if (!subject.charts.empty())
    text += "\n## Charts\n\n" + fact_table("| Release | Chart |", subject.charts);
  return text;
}

}  // namespace opta
