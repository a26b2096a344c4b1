#include "view/verdicts_view.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"

namespace opta {

namespace {

using Json = nlohmann::ordered_json;
using prove::Truth;

Json promise_json(const prove::Promise& promise) {
  return {{"id", promise.id},   {"sentence", promise.sentence}, {"why", promise.why},
          {"how", promise.how}, {"controls", promise.controls}, {"fix", promise.fix}};
}

std::string dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// Where in the file, as its diagnostics say it; null where no file decides.
Json place_json(const CaseNotes& notes, const prove::Case& one) {
  const Span span = notes.place_of(one);
  if (!span) return {};
  const Source& source = notes.sources->get(span.source);
  const Position begin = source.position(span.begin);
  return {{"file", source.path()}, {"line", begin.line}, {"column", begin.column}};
}

}  // namespace

std::string CaseNotes::place_text(const prove::Case& one) const {
  const Span span = place_of(one);
  return span ? sources->describe(span) : std::string();
}

std::optional<Waived> CaseNotes::waiver_of(const prove::Promise& promise,
                                           const prove::Case& one) const {
  return waived ? waived(promise, one) : std::nullopt;
}

std::string_view truth_word(Truth holds) {
  switch (holds) {
    case Truth::kYes:
      return "held";
    case Truth::kNo:
      return "broken";
    case Truth::kUnknown:
      return "not known yet";
  }
  return {};
}

std::string_view verdict_word(const prove::Verdict& verdict) {
  const bool is_about_nothing = verdict.cases.empty() && !verdict.promise->forbids;
  return is_about_nothing ? "no such thing" : truth_word(verdict.holds);
}

std::vector<VerdictCount> count_verdicts(const std::vector<prove::Verdict>& verdicts) {
  std::vector<VerdictCount> counts;
  for (const std::string_view word : {"held", "broken", "not known yet", "no such thing"}) {
    const auto count = std::ranges::count(verdicts, word, verdict_word);
    counts.push_back({.word = word, .count = static_cast<std::size_t>(count)});
  }
  return counts;
}

std::string verdicts_text(const std::vector<prove::Verdict>& verdicts, const CaseNotes& notes) {
  std::string text;
  for (const prove::Verdict& verdict : verdicts) {
    text += fmt::format("{:<8} {:<13}  {}\n", verdict.promise->id, verdict_word(verdict),
                        verdict.promise->sentence);
    if (verdict.holds == Truth::kYes) continue;
    for (const prove::Case& one : verdict.cases) {
      if (one.holds == Truth::kYes) continue;
      const std::string place = notes.place_text(one);
      text +=
          fmt::format("           {}: {}{}\n", truth_word(one.holds),
                      printable(one.about.address()), place.empty() ? "" : ", " + printable(place));
      text += fmt::format("             {}\n", printable(one.witness));
    }
    if (verdict.holds == Truth::kNo)
      text += fmt::format("             help: {}\n", verdict.promise->fix);
  }
  return text;
}

std::string verdicts_json(const std::vector<prove::Verdict>& verdicts, const CaseNotes& notes) {
  Json list = Json::array();
  for (const prove::Verdict& verdict : verdicts) {
    Json cases = Json::array();
    for (const prove::Case& one : verdict.cases) {
      cases.push_back({{"address", one.about.address()},
                       {"module", one.about.module()},
                       {"verdict", truth_word(one.holds)},
                       {"witness", one.holds == Truth::kYes ? Json() : Json(one.witness)},
                       {"place", place_json(notes, one)}});
    }
    Json json = promise_json(*verdict.promise);
    json["verdict"] = verdict_word(verdict);
    json["cases"] = std::move(cases);
    list.push_back(std::move(json));
  }
  return dump({{"promises", std::move(list)}});
}

std::string verdicts_summary(const std::vector<prove::Verdict>& verdicts) {
  const std::vector<VerdictCount> counts = count_verdicts(verdicts);
  return fmt::format(
      "\n{} held, {} broken, {} that cannot be known before the apply, {} about what is not there. "
      "`opta explain ID` says more of each.\n",
      counts[0].count, counts[1].count, counts[2].count, counts[3].count);
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
