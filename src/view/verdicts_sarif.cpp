#include "view/verdicts_sarif.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "diag/sarif.h"
#include "view/controls.h"

namespace opta {

namespace {

using Json = nlohmann::ordered_json;
using prove::Case;
using prove::Promise;
using prove::Truth;

Json rule_of(const Promise& promise) {
  Json controls = Json::array();
  for (const Control& control : controls_of(promise.controls)) controls.push_back(control.name());
  Json json;
  json["id"] = promise.id;
  json["shortDescription"]["text"] = promise.sentence;
  json["fullDescription"]["text"] = promise.why;
  json["help"]["text"] = fmt::format("{}\nHow it is decided: {}\nWhat to do: {}", promise.why,
                                     promise.how, promise.fix);
  json["help"]["markdown"] =
      fmt::format("{}\n\n**How it is decided:** {}\n\n**What to do:** {}\n\n**Controls:** {}",
                  promise.why, promise.how, promise.fix, promise.controls);
  json["defaultConfiguration"]["level"] = "error";
  json["properties"] = {{"tags", {"security"}}, {"controls", std::move(controls)}};
  return json;
}

Json location_of(const Case& one, const CaseNotes& notes) {
  const Span span = notes.place_of(one);
  Json json = span                 ? sarif_location(*notes.sources, span)
              : notes.file.empty() ? Json::object()
                                   : sarif_location(notes.file);
  json["logicalLocations"] = {{{"fullyQualifiedName", one.about.address()}, {"kind", "resource"}}};
  return json;
}

std::string message_of(const Promise& promise, const Case& one) {
  const std::string what = one.witness.empty() ? one.about.address() : one.witness;
  if (one.holds == Truth::kNo)
    return fmt::format("Broken: {}\n{}\nHelp: {}", promise.sentence, printable(what), promise.fix);
  return fmt::format("Not known before the apply: {}\n{}", promise.sentence, printable(what));
}

Json result_of(const Promise& promise, std::size_t rule, const Case& one, const CaseNotes& notes) {
  const bool is_broken = one.holds == Truth::kNo;
  Json json;
  json["ruleId"] = promise.id;
  json["ruleIndex"] = rule;
  json["kind"] = is_broken ? "fail" : "review";
  // Nothing but a failure has another level.
  json["level"] = is_broken ? "error" : "none";
  json["message"]["text"] = message_of(promise, one);
  json["locations"] = Json::array({location_of(one, notes)});
  // By which a host knows the result again when lines have moved.
  json["partialFingerprints"]["promiseAndAddress/v1"] =
      fmt::format("{} {}", promise.id, one.about.address());
  if (one.waiver != nullptr) {
    json["suppressions"] = {{{"kind", "inSource"},
                             {"status", "accepted"},
                             {"justification", fmt::format("{} (until {})", one.waiver->reason,
                                                           to_string(one.waiver->expires))}}};
  }
  return json;
}

}  // namespace

std::string verdicts_sarif(const std::vector<prove::Verdict>& verdicts, const CaseNotes& notes) {
  Json rules = Json::array();
  Json results = Json::array();
  for (const prove::Verdict& verdict : verdicts) {
    for (const Case& one : verdict.cases) {
      if (one.holds == Truth::kYes) continue;
      results.push_back(result_of(*verdict.promise, rules.size(), one, notes));
    }
    rules.push_back(rule_of(*verdict.promise));
  }
  return sarif_document(std::move(rules), std::move(results));
}

}  // namespace opta
