#include "view/findings_view.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"

namespace opta {

std::string_view to_string(Health health) {
  switch (health) {
    case Health::kGood:
      return "good";
    case Health::kAttention:
      return "attention";
    case Health::kBroken:
      return "broken";
    case Health::kUnknown:
      return "unknown";
  }
  return "unknown";
}

Finding not_told(std::string area, std::string subject, std::string_view why) {
  return {.area = std::move(area),
          .subject = std::move(subject),
          .health = Health::kUnknown,
          .text = std::string(trim(why))};
}

std::string findings_text(const Findings& findings) {
  std::string text, area;
  for (const Finding& finding : findings) {
    if (finding.area != area) {
      area = finding.area;
      text += fmt::format("{}{}\n", text.empty() ? "" : "\n", area);
    }
    text += fmt::format("  {:<9}  {}: {}\n",
                        finding.health == Health::kGood ? "" : to_string(finding.health),
                        printable(finding.subject), printable(finding.text));
    if (!finding.help.empty()) text += fmt::format("{:13}{}\n", "", finding.help);
  }
  return text;
}

std::string findings_json(const std::string& layer, const Findings& findings) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const Finding& finding : findings) {
    list.push_back({{"area", finding.area},
                    {"subject", finding.subject},
                    {"health", to_string(finding.health)},
                    {"text", finding.text},
                    {"help", finding.help}});
  }
  return nlohmann::ordered_json{{"layer", layer}, {"findings", std::move(list)}}.dump(
      -1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace opta
