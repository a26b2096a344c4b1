#include "view/reach_view.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"

namespace opta {

namespace {

using Json = nlohmann::ordered_json;
using prove::Truth;

std::string_view word_of(Truth answer) {
  switch (answer) {
    case Truth::kYes:
      return "yes";
    case Truth::kNo:
      return "no";
    case Truth::kUnknown:
      return "not known yet";
  }
  return {};
}

std::vector<std::string> texts_of(const std::vector<prove::Ports>& all) {
  std::vector<std::string> texts;
  for (const prove::Ports& ports : all) {
    const bool is_all = ports.from <= 1 && ports.to == prove::Ports().to;
    texts.push_back(to_string(is_all ? prove::Ports() : ports));
  }
  return texts;
}

}  // namespace

std::string reach_text(const ReachReport& report) {
  const prove::StoreReach& reach = report.reach;
  const std::string port =
      reach.port == 0 ? "a port that is not known yet" : fmt::format("port {}", reach.port);
  std::string text =
      fmt::format("{}: {} to {} on {}\n", word_of(reach.is_possible), report.from, report.to, port);
  for (const std::string& step : reach.path)
    text += fmt::format("  {} {}\n", &step == &reach.path.front() ? " " : "→", step);
  if (!reach.reason.empty()) {
    text += fmt::format("  {}: {}\n", reach.is_possible == Truth::kNo ? "closed" : "not known yet",
                        reach.reason);
  }
  const auto open = texts_of(reach.open);
  text += fmt::format("ports let through: {}\n", open.empty() ? "none" : join(open, ", "));
  const auto perhaps = texts_of(reach.perhaps);
  if (!perhaps.empty()) text += fmt::format("not known yet of: {}\n", join(perhaps, ", "));
  return text;
}

std::string reach_json(const ReachReport& report) {
  const prove::StoreReach& reach = report.reach;
  Json port;
  if (reach.port != 0) port = reach.port;
  const Json json = {{"from", report.from},
                     {"to", report.to},
                     {"answer", word_of(reach.is_possible)},
                     {"port", port},
                     {"ports_open", texts_of(reach.open)},
                     {"ports_not_known_yet", texts_of(reach.perhaps)},
                     {"path", reach.path},
                     {"reason", reach.reason}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace opta
