#include "view/verdicts_view.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"

namespace opta {

namespace {

using Json = nlohmann::ordered_json;
using prove::Truth;

constexpr std::string_view kWaivedWord = "waived";

std::string_view word_of(Truth holds) {
  switch (holds) {
    case Truth::kYes:
      return kHeldWord;
    case Truth::kNo:
      return "broken";
    case Truth::kUnknown:
      return "not known yet";
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

std::string dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string case_text(const prove::Case& one, const PlaceOf& place_of) {
  const std::string place = place_of(one);
  const std::string_view word = one.waiver == nullptr ? word_of(one.holds) : kWaivedWord;
  std::string text =
      fmt::format("           {}: {}{}\n             {}\n", word, printable(one.about.address()),
                  place.empty() ? "" : ", " + place, printable(one.witness));
  if (one.waiver != nullptr) {
    text += fmt::format("             until {}: {}\n", to_string(one.waiver->expires),
                        printable(one.waiver->reason));
  }
  return text;
}

std::string verdict_text(const prove::Verdict& verdict, const PlaceOf& place_of) {
  std::string text = fmt::format("{:<8} {:<13}  {}\n", verdict.promise->id, verdict_word(verdict),
                                 verdict.promise->sentence);
  for (const prove::Case& one : verdict.cases) {
    if (one.holds != Truth::kYes) text += case_text(one, place_of);
  }
  if (prove::is_broken(verdict))
    text += fmt::format("             help: {}\n", verdict.promise->fix);
  return text;
}

std::string counts_text(const std::vector<prove::Verdict>& verdicts) {
  const auto count = [&](std::string_view word) {
    return std::ranges::count(verdicts, word, verdict_word);
  };
  std::string text = fmt::format("{} held, {} broken", count(kHeldWord), count("broken"));
  if (const auto waived = count(kWaivedWord); waived > 0)
    text += fmt::format(", {} waived", waived);
  return text +
         fmt::format(", {} that cannot be known before the apply, {} about what is not there",
                     count("not known yet"), count("no such thing"));
}

}  // namespace

std::string_view verdict_word(const prove::Verdict& verdict) {
  if (prove::is_waived(verdict)) return kWaivedWord;
  const bool is_about_nothing = verdict.cases.empty() && !verdict.promise->forbids;
  return is_about_nothing ? "no such thing" : word_of(verdict.holds);
}

std::string verdicts_text(const std::vector<prove::Verdict>& verdicts, const PlaceOf& place_of) {
  std::string text;
  for (const prove::Verdict& verdict : verdicts) text += verdict_text(verdict, place_of);
  return text;
}

std::string verdicts_brief(const std::vector<prove::Verdict>& verdicts, const PlaceOf& place_of) {
  std::string text = fmt::format("Promises: {}.\n", counts_text(verdicts));
  for (const prove::Verdict& verdict : verdicts) {
    if (verdict.holds == Truth::kNo) text += verdict_text(verdict, place_of);
  }
  return text;
}

std::string verdicts_json(const std::vector<prove::Verdict>& verdicts) {
  Json list = Json::array();
  for (const prove::Verdict& verdict : verdicts) {
    Json cases = Json::array();
    for (const prove::Case& one : verdict.cases) {
      cases.push_back({{"address", one.about.address()},
                       {"module", one.about.module()},
                       {"verdict", word_of(one.holds)},
                       {"witness", one.holds == Truth::kYes ? Json() : Json(one.witness)},
                       {"waiver", waiver_json(one.waiver)}});
    }
    Json json = promise_json(*verdict.promise);
    json["verdict"] = verdict_word(verdict);
    json["cases"] = std::move(cases);
    list.push_back(std::move(json));
  }
  return dump({{"promises", std::move(list)}});
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
  return fmt::format("{}: {}\n\n{}\n\nHow it is decided: {}\n\nWhat to do: {}\n\nControls: {}\n",
                     promise.id, promise.sentence, promise.why, promise.how, promise.fix,
                     promise.controls);
}

}  // namespace opta
