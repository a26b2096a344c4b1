#include "view/verdicts_view.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"

namespace opta {

namespace {

using Json = nlohmann::ordered_json;
using prove::Truth;

constexpr std::string_view kHeld = "held";
constexpr std::string_view kBroken = "broken";
constexpr std::string_view kWaived = "waived";
constexpr std::string_view kUnknown = "not known yet";
constexpr std::string_view kNothing = "not applicable";

std::string_view word_of(Truth holds) {
  switch (holds) {
    case Truth::kYes:
      return kHeld;
    case Truth::kNo:
      return kBroken;
    case Truth::kUnknown:
      return kUnknown;
  }
  return {};
}

Json promise_json(const prove::Promise& promise) {
  return {{"id", promise.id},   {"sentence", promise.sentence}, {"why", promise.why},
          {"how", promise.how}, {"controls", promise.controls}, {"fix", promise.fix}};
}

Json waiver_json(const Waiver* waiver) {
  if (waiver == nullptr) return nullptr;
  return {{"reason", waiver->reason}, {"expires", to_string(waiver->expires)}};
}

// Where in the file, as its diagnostics say it; null where no file decides.
Json place_json(const CaseNotes& notes, const prove::Case& one) {
  const Span span = notes.place_of(one);
  if (!span) return {};
  const Source& source = notes.sources->get(span.source);
  const Position begin = source.position(span.begin);
  return {{"file", source.path()}, {"line", begin.line}, {"column", begin.column}};
}

std::string dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string case_text(const prove::Case& one, const CaseNotes& notes) {
  const std::string place = notes.place_text(one);
  std::string text = fmt::format(
      "           {}: {}{}\n             {}\n", case_word(one), printable(one.about.address()),
      place.empty() ? "" : ", " + printable(place), printable(one.witness));
  if (one.waiver != nullptr) {
    text += fmt::format("             until {}: {}\n", to_string(one.waiver->expires),
                        printable(one.waiver->reason));
  }
  return text;
}

std::string verdict_text(const prove::Verdict& verdict, const CaseNotes& notes) {
  std::string text = fmt::format("{:<8} {:<13}  {}\n", verdict.promise->id, verdict_word(verdict),
                                 verdict.promise->sentence);
  for (const prove::Case& one : verdict.cases) {
    if (one.holds != Truth::kYes) text += case_text(one, notes);
  }
  if (prove::is_broken(verdict))
    text += fmt::format("             help: {}\n", verdict.promise->fix);
  return text;
}

// "10 held, 1 broken, …"
std::string counts_text(const std::vector<prove::Verdict>& verdicts) {
  std::vector<std::string> parts;
  for (const VerdictCount& count : count_verdicts(verdicts)) {
    if (count.word == kWaived && count.count == 0) continue;
    parts.push_back(fmt::format("{} {}", count.count, count.word));
  }
  return join(parts, ", ");
}

}  // namespace

std::string CaseNotes::place_text(const prove::Case& one) const {
  const Span span = place_of(one);
  return span ? sources->describe(span) : std::string();
}

std::string_view case_word(const prove::Case& one) {
  return one.waiver == nullptr ? word_of(one.holds) : kWaived;
}

std::string_view verdict_word(const prove::Verdict& verdict) {
  if (prove::is_waived(verdict)) return kWaived;
  const bool is_about_nothing = verdict.cases.empty() && !verdict.promise->forbids;
  return is_about_nothing ? kNothing : word_of(verdict.holds);
}

std::vector<VerdictCount> count_verdicts(const std::vector<prove::Verdict>& verdicts) {
  std::vector<VerdictCount> counts;
  for (const std::string_view word : {kHeld, kBroken, kWaived, kUnknown, kNothing}) {
    const auto count = std::ranges::count(verdicts, word, verdict_word);
    counts.push_back({.word = word, .count = static_cast<std::size_t>(count)});
  }
  return counts;
}

std::string verdicts_text(const std::vector<prove::Verdict>& verdicts, const CaseNotes& notes) {
  std::string text;
  for (const prove::Verdict& verdict : verdicts) text += verdict_text(verdict, notes);
  return text;
}

std::string verdicts_brief(const std::vector<prove::Verdict>& verdicts, const CaseNotes& notes) {
  std::string text = fmt::format("Promises: {}.\n", counts_text(verdicts));
  for (const prove::Verdict& verdict : verdicts) {
    if (verdict.holds == Truth::kNo) text += verdict_text(verdict, notes);
  }
  return text;
}

Json verdict_list(const std::vector<prove::Verdict>& verdicts, const CaseNotes& notes) {
  Json list = Json::array();
  for (const prove::Verdict& verdict : verdicts) {
    Json cases = Json::array();
    for (const prove::Case& one : verdict.cases) {
      cases.push_back({{"address", one.about.address()},
                       {"module", one.about.module()},
                       {"verdict", word_of(one.holds)},
                       {"witness", one.holds == Truth::kYes ? Json() : Json(one.witness)},
                       {"place", place_json(notes, one)},
                       {"waiver", waiver_json(one.waiver)}});
    }
    Json json = promise_json(*verdict.promise);
    json["verdict"] = verdict_word(verdict);
    json["cases"] = std::move(cases);
    list.push_back(std::move(json));
  }
  return list;
}

std::string verdicts_json(const std::vector<prove::Verdict>& verdicts, const CaseNotes& notes) {
  return dump({{"promises", verdict_list(verdicts, notes)}});
}

std::string verdicts_summary(const std::vector<prove::Verdict>& verdicts) {
  return fmt::format("\n{}. `opta explain ID` says more of each.\n", counts_text(verdicts));
}

std::string promises_text() {
  std::string text;
  for (const prove::Promise* promise : prove::all_promises())
    text += fmt::format("{:<8} {}\n", promise->id, promise->sentence);
  return text;
}

std::string promises_json() {
  Json list = Json::array();
  for (const prove::Promise* promise : prove::all_promises())
    list.push_back(promise_json(*promise));
  return dump({{"promises", std::move(list)}});
}

std::string promise_text(const prove::Promise& promise) {
  return fmt::format(
      "{}: {}\n\n{}\n\nHow it is decided: {}\n\nWhat to do: {}\n\nControls: {}\n\n"
      "All promises: `opta verify --list`; with `--format markdown`, the manual's page.\n",
      promise.id, promise.sentence, promise.why, promise.how, promise.fix, promise.controls);
}

}  // namespace opta
