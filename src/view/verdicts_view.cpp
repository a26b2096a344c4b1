#include "view/verdicts_view.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"

namespace opta {

namespace {

using Json = nlohmann::ordered_json;
using prove::Truth;

std::string_view word_of(Truth holds) {
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

Json promise_json(const prove::Promise& promise) {
  return {{"id", promise.id},   {"sentence", promise.sentence}, {"why", promise.why},
          {"how", promise.how}, {"controls", promise.controls}, {"fix", promise.fix}};
}

std::string dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::string_view verdict_word(const prove::Verdict& verdict) {
  const bool is_about_nothing = verdict.cases.empty() && !verdict.promise->forbids;
  return is_about_nothing ? "no such thing" : word_of(verdict.holds);
}

std::string verdicts_text(const std::vector<prove::Verdict>& verdicts,
                          const std::function<std::string(const std::string& module)>& place_of) {
  std::string text;
  for (const prove::Verdict& verdict : verdicts) {
    text += fmt::format("{:<8} {:<13}  {}\n", verdict.promise->id, verdict_word(verdict),
                        verdict.promise->sentence);
    if (verdict.holds == Truth::kYes) continue;
    for (const prove::Case& one : verdict.cases) {
      if (one.holds == Truth::kYes) continue;
      const std::string place = place_of(one.about.module());
      text += fmt::format("           {}: {}{}\n", word_of(one.holds),
                          printable(one.about.address()), place.empty() ? "" : ", " + place);
      text += fmt::format("             {}\n", printable(one.witness));
    }
    if (verdict.holds == Truth::kNo)
      text += fmt::format("             help: {}\n", verdict.promise->fix);
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
                       {"witness", one.holds == Truth::kYes ? Json() : Json(one.witness)}});
    }
    Json json = promise_json(*verdict.promise);
    json["verdict"] = verdict_word(verdict);
    json["cases"] = std::move(cases);
    list.push_back(std::move(json));
  }
  return dump({{"promises", std::move(list)}});
}

std::string verdicts_summary(const std::vector<prove::Verdict>& verdicts) {
  const auto count = [&](std::string_view word) {
    return std::ranges::count(verdicts, word, verdict_word);
  };
  return fmt::format(
      "\n{} held, {} broken, {} that cannot be known before the apply, {} about what is not there. "
      "`opta explain ID` says more of each.\n",
      count("held"), count("broken"), count("not known yet"), count("no such thing"));
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
